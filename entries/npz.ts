/**
 * `micronumpy/npz`: NumPy's archives of arrays, zip files with one `.npy` file for each array. The only entry of the run
 * time that has a dependency.
 *
 * An archive is trusted in nothing: before a member is unpacked, its sizes must be such as the bytes at hand can hold.
 */
import { type UnzipFileInfo, unzipSync, zipSync } from "fflate";
import type { NdArray } from "../runtime/array.js";
import { toArray } from "../runtime/convert.js";
import { notNpz, tooLargeForNpz } from "../runtime/errors.js";
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
 * types that we don't have; TypeError for what is no bytes.
 * @example from_npz(to_npz({ a: [1, 2] })).a; // [1, 2]
 */
export function from_npz(bytes: ArrayBuffer | Uint8Array): Record<string, NdArray> {
  const members = unpack(bytesIn("from_npz(bytes)", bytes));
  return Object.fromEntries(
    Object.entries(members).map(([name, file]) => [name.slice(0, -SUFFIX.length), from_npy(file)]),
  );
}

/**
 * Arrays by name as the bytes of a `.npz` archive, deflated if `compressed` is true.
 * @throws TypeError for what is no array, ValueError beyond 4 GiB.
 * @example from_npz(to_npz({ x: zeros([2, 3]) }, { compressed: true })).x.shape; // [2, 3]
 */
export function to_npz(
  arrays: Readonly<Record<string, Operand>>,
  { compressed = false }: { compressed?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const members = tidy(() => {
    const named = Object.entries(arrays).map(([name, x]) => [name, toArray(`to_npz(${name})`, x)] as const);
    const total = named.reduce((bytes, [, a]) => bytes + a.nbytes, 0);
    if (total > MOST_BYTES) throw tooLargeForNpz(total);
    return Object.fromEntries(named.map(([name, a]) => [name + SUFFIX, to_npy(a)]));
  });
  // The earliest date that zip knows, as NumPy writes it: equal arrays give equal archives.
  return zipSync(members, { level: compressed ? 6 : 0, mtime: new Date(1980, 0, 1) }) as Uint8Array<ArrayBuffer>;
}

function unpack(archive: Uint8Array): Record<string, Uint8Array> {
  let members = 0;
  let packed = 0;
  const filter = ({ name, size, originalSize, compression }: UnzipFileInfo) => {
    members++;
    packed += size;
    const most = compression === 0 ? size : size * MOST_PER_BYTE;
    if (members * LEAST_MEMBER + packed > archive.length || originalSize > most)
      throw notNpz(`${name} announces ${originalSize} bytes in ${size}, more than there can be`);
    return name.endsWith(SUFFIX);
  };
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    if (error instanceof RangeError && "code" in error) throw error;
    throw notNpz((error as Error).message);
  }
}
