/**
 * `micronumpy/npz`: NumPy's archives of arrays, zip files with one `.npy` file for each array. The only entry of the run
 * time that has a dependency.
 *
 * An archive is trusted in nothing: before a member is unpacked, its sizes must be such as the bytes at hand can hold.
 */
import { type UnzipFileInfo, unzipSync, zipSync } from "fflate";
import type { NdArray } from "../runtime/array.js";
import { toArray } from "../runtime/convert.js";
import { badOption, badSum, notNpz, tooLargeForNpz } from "../runtime/errors.js";
import { bytesIn, from_npy, to_npy } from "../runtime/npy.js";
import { tidy } from "../runtime/tidy.js";
import type { Operand } from "../runtime/types.js";

const SUFFIX = ".npy";
/** A member takes at least so many bytes of the archive. */
const LEAST_MEMBER = 76;
/** Deflate makes of a byte no more than these. */
const MOST_PER_BYTE = 1032;
const MOST_BYTES = 2 ** 32 - 2 ** 16;

/**
 * The arrays of a `.npz` archive by their names. Members that are no `.npy` files are left out.
 * @throws ValueError for other bytes, for archives that are cut off or announce more than they can hold, and for arrays of
 * types that we don't have; BadZipFile for a member whose bytes are not those that were packed; TypeError for what is no
 * bytes.
 * @example from_npz(to_npz({ a: [1, 2] })).a; // [1, 2]
 */
export function from_npz(bytes: ArrayBuffer | Uint8Array): Record<string, NdArray> {
  const { files, sums } = unpack(bytesIn("from_npz(bytes)", bytes));
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => {
      if (crc32(file) !== sums.get(name)) throw badSum(name);
      return [name.slice(0, -SUFFIX.length), from_npy(file)];
    }),
  );
}

/**
 * Arrays by name as the bytes of a `.npz` archive, deflated if `compressed` is true.
 * @throws TypeError for what is no array, ValueError beyond 4 GiB.
 * @example from_npz(to_npz({ x: zeros([2, 3]) }, { compressed: true })).x.shape; // [2, 3]
 */
export function to_npz(
  arrays: Readonly<Record<string, Operand>>,
  { compressed = false }: { compressed?: boolean | undefined } = {},
): Uint8Array<ArrayBuffer> {
  if (typeof arrays !== "object" || arrays === null) throw badOption("to_npz(arrays)", arrays, "an object of arrays");
  const members = tidy(() => {
    const named = Object.entries(arrays).map(([name, x]) => [name, toArray(`to_npz(${name})`, x)] as const);
    const total = named.reduce((bytes, [, a]) => bytes + a.nbytes, 0);
    if (total > MOST_BYTES) throw tooLargeForNpz(total);
    return Object.fromEntries(named.map(([name, a]) => [name + SUFFIX, to_npy(a)]));
  });
  // The earliest date that zip knows, as NumPy writes it: equal arrays give equal archives.
  return zipSync(members, { level: compressed ? 6 : 0, mtime: new Date(1980, 0, 1) }) as Uint8Array<ArrayBuffer>;
}

/** The members by name, and their sums. */
function unpack(archive: Uint8Array): { files: Record<string, Uint8Array>; sums: Map<string, number> } {
  const names: string[] = [];
  let packed = 0;
  const filter = ({ name, size, originalSize, compression }: UnzipFileInfo) => {
    names.push(name);
    packed += size;
    const most = compression === 0 ? size : size * MOST_PER_BYTE;
    if (names.length * LEAST_MEMBER + packed > archive.length || originalSize > most)
      throw notNpz(`${name} announces ${originalSize} bytes in ${size}, more than there can be`);
    return name.endsWith(SUFFIX);
  };
  try {
    const files = unzipSync(archive, { filter });
    return { files, sums: sumsIn(archive, names) };
  } catch (error) {
    if (error instanceof RangeError && "code" in error) throw error;
    throw notNpz((error as Error).message);
  }
}

/** What the library doesn't look at: the CRC-32 of each member, in the archive's directory, which lists them in this order. */
function sumsIn(archive: Uint8Array, names: readonly string[]): Map<string, number> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end--;
  const isLarge = view.getUint32(end + 16, true) === 2 ** 32 - 1;
  let at = isLarge ? view.getUint32(view.getUint32(end - 12, true) + 48, true) : view.getUint32(end + 16, true);
  const sums = new Map<string, number>();
  for (const name of names) {
    sums.set(name, view.getUint32(at + 16, true));
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return sums;
}

const crcOfByte = /*#__PURE__*/ Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0);
  return byte;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = crcOfByte[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
