/**
 * NumPy's file format, `.npy`: magic, version, a header written as a Python dictionary, then the elements.
 *
 *     \x93NUMPY 1 0 <length> {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }   \n
 *
 * Written is version 1.0, little-endian, in C order; read are versions 1 to 3, both byte orders and both element orders.
 * See `numpy/lib/format.py`.
 */
import { bytesOf, type DType, dtypes, names } from "../kernel/dtype.js";
import { copyAs, emptyArray, isNdArray, type NdArray, typedArray } from "./array.js";
import { notAnNdArray, notNpy } from "./errors.js";
import { checkShape, sizeOf } from "./view.js";

const MAGIC = "\x93NUMPY";
/** Elements start at a multiple of this. */
const ALIGNMENT = 64;

/**
 * The array that a `.npy` file holds.
 * @throws TypeError for other bytes, and for element types that we don't have.
 * @example from_npy(to_npy(arange(3))); // [0, 1, 2]
 */
export function from_npy(bytes: ArrayBuffer | Uint8Array): NdArray {
  const file = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const { text, end } = readHeader(file);
  const { dtype, swapped, fortran, shape } = parseHeader(text);
  const length = sizeOf(shape) * bytesOf(dtype);
  if (file.length - end < length)
    throw notNpy(`${length} bytes of elements are announced, ${file.length - end} follow`);
  const made = emptyArray(dtype, shape, fortran ? "F" : "C");
  const target = new Uint8Array(made.storage.buffer, made.address, length);
  target.set(file.subarray(end, end + length));
  if (swapped) swap(target, bytesOf(dtype));
  return made;
}

/**
 * An array as the bytes of a `.npy` file.
 * @throws TypeError for what is no NdArray.
 * @example to_npy(zeros([2, 2], "int8")).length; // 132
 */
export function to_npy(a: NdArray): Uint8Array<ArrayBuffer> {
  if (!isNdArray(a)) throw notAnNdArray("to_npy(a)", a);
  const dense = a.contiguous ? a : copyAs(a, a.dtype, "C");
  const shape = `(${a.shape.join(", ")}${a.ndim === 1 ? "," : ""})`;
  const header = `{'descr': '${dtypes[a.dtype].npy}', 'fortran_order': False, 'shape': ${shape}, }`;
  const before = MAGIC.length + 4;
  const padded = Math.ceil((before + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(padded + a.nbytes);
  const length = padded - before;
  const text = `${MAGIC}\x01\x00${String.fromCharCode(length & 255, length >> 8)}${header.padEnd(length - 1)}\n`;
  for (let i = 0; i < text.length; i++) file[i] = text.charCodeAt(i);
  const { buffer, byteOffset, byteLength } = typedArray(dense);
  file.set(new Uint8Array(buffer, byteOffset, byteLength), padded);
  if (dense !== a) dense.dispose();
  return file;
}

function readHeader(file: Uint8Array): { text: string; end: number } {
  const latin = (from: number, to: number) => String.fromCharCode(...file.subarray(from, to));
  if (latin(0, MAGIC.length) !== MAGIC) throw notNpy("the magic bytes are missing");
  const version = file[6]!;
  if (version < 1 || version > 3) throw notNpy(`version ${version} is unknown`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = version === 1 ? 10 : 12;
  if (file.length < start) throw notNpy("the header is cut off");
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (file.length < end) throw notNpy("the header is cut off");
  return { text: new TextDecoder().decode(file.subarray(start, end)), end };
}

interface Header {
  readonly dtype: DType;
  /** Are the elements big-endian? */
  readonly swapped: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

function parseHeader(text: string): Header {
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) throw notNpy(`the header is ${text.trim()}`);
  const kind = descr.replace(/^[<>|=]/, "");
  const dtype = names.find((name) => dtypes[name].npy.slice(1) === (kind === "?" ? "b1" : kind));
  if (dtype === undefined) throw notNpy(`its element type is '${descr}', which is none of ${names.join(", ")}`);
  const extents = shape.split(",").filter((word) => word.trim() !== "");
  return { dtype, swapped: descr.startsWith(">"), fortran: order === "True", shape: checkShape(extents.map(Number)) };
}

/** Reverses the bytes of each element. */
function swap(bytes: Uint8Array, itemsize: number): void {
  for (let at = 0; at < bytes.length; at += itemsize) bytes.subarray(at, at + itemsize).reverse();
}
