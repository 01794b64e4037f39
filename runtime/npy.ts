/**
 * NumPy's file format, `.npy`: magic, version, a header written as a Python dictionary, then the elements.
 *
 *     \x93NUMPY 1 0 <length> {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }   \n
 *
 * Written is version 1.0, little-endian, in Fortran order for arrays that lie so, else in C order; read are versions 1 to
 * 3, both byte orders and both element orders.
 * See `numpy/lib/format.py`.
 */
import { bytesOf, type DType, isBool, names, npyOf } from "../kernel/dtype.js";
import { copyAs, emptyArray, isNdArray, type NdArray, typedArray } from "./array.js";
import {
  badHeader,
  badOption,
  cutOff,
  longHeader,
  notAnNdArray,
  objectsInFile,
  unknownDescr,
  unknownVersion,
  wrongMagic,
} from "./errors.js";
import { checkShape, sizeOf } from "./view.js";

const MAGIC = "\x93NUMPY";
/** Elements start at a multiple of this. */
const ALIGNMENT = 64;

/** NumPy's own limit: headers are about a hundred bytes long. */
const LONGEST_HEADER = 10000;

/**
 * The array that a `.npy` file holds. Nothing is allocated before the file is known to hold all its elements.
 * @throws ValueError for other bytes, and for element types that we don't have.
 * @example from_npy(to_npy(arange(3))); // [0, 1, 2]
 */
export function from_npy(bytes: ArrayBuffer | Uint8Array): NdArray {
  const file = bytesIn("from_npy(bytes)", bytes);
  const { text, end } = readHeader(file);
  const { dtype, swapped, fortran, shape } = parseHeader(text);
  const length = sizeOf(shape) * bytesOf(dtype);
  if (!(file.length - end >= length)) throw cutOff("array data", length, file.length - end);
  const made = emptyArray(dtype, shape, fortran ? "F" : "C");
  const target = new Uint8Array(made.storage.buffer, made.address, length);
  target.set(file.subarray(end, end + length));
  if (swapped) swap(target, bytesOf(dtype));
  if (isBool(dtype)) for (let i = 0; i < length; i++) target[i] = Number(target[i] !== 0);
  return made;
}

/** What a file was read into. @throws TypeError for what is no bytes. */
export function bytesIn(name: string, x: unknown): Uint8Array {
  if (ArrayBuffer.isView(x)) return new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
  if (x instanceof ArrayBuffer) return new Uint8Array(x);
  throw badOption(name, x, "an ArrayBuffer or a Uint8Array");
}

/**
 * An array as the bytes of a `.npy` file.
 * @throws TypeError for what is no NdArray.
 * @example to_npy(zeros([2, 2], "int8")).length; // 132
 */
export function to_npy(a: NdArray): Uint8Array<ArrayBuffer> {
  if (!isNdArray(a)) throw notAnNdArray("to_npy(a)", a);
  const fortran = !a.contiguous && a.flags.f_contiguous;
  const dense = fortran ? a.T : a.contiguous ? a : copyAs(a, a.dtype, "C");
  const shape = `(${a.shape.join(", ")}${a.ndim === 1 ? "," : ""})`;
  const header = `{'descr': '${npyOf(a.dtype)}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }`;
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
  const before = MAGIC.length + 2;
  if (file.length < before) throw cutOff("magic string", before, file.length);
  const found = String.fromCharCode(...file.subarray(0, MAGIC.length));
  if (found !== MAGIC) throw wrongMagic(MAGIC, found);
  const [version, minor] = [file[6]!, file[7]!];
  if (version < 1 || version > 3) throw unknownVersion(version, minor);
  const start = before + (version === 1 ? 2 : 4);
  if (file.length < start) throw cutOff("array header length", start - before, file.length - before);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = version === 1 ? view.getUint16(before, true) : view.getUint32(before, true);
  if (file.length - start < length) throw cutOff("array header", length, file.length - start);
  if (length > LONGEST_HEADER) throw longHeader(length);
  return { text: new TextDecoder().decode(file.subarray(start, start + length)), end: start + length };
}

interface Header {
  readonly dtype: DType;
  /** Are the elements big-endian? */
  readonly swapped: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

function parseHeader(text: string): Header {
  const entry = (name: string, value: string) =>
    new RegExp(`(['"])${name}\\1\\s*:\\s*${value}\\s*[,}]`).exec(text)?.[2];
  const descr = entry("descr", "['\"]([^'\"]*)['\"]");
  const order = entry("fortran_order", "(True|False)");
  // Python 2 wrote some integers with an L behind them
  const shape = entry("shape", "\\(((?:\\s*\\d+L?\\s*,)*(?:\\s*\\d+L?)?\\s*)\\)")?.replaceAll("L", " ");
  if (descr === undefined || order === undefined || shape === undefined) throw badHeader(text);
  const kind = descr.replace(/^[<>|=]/, "");
  if (kind === "O") throw objectsInFile();
  const dtype = names.find((name) => npyOf(name).slice(1) === (kind === "?" ? "b1" : kind));
  if (dtype === undefined) throw unknownDescr(descr);
  const extents = shape.split(",").filter((word) => word.trim() !== "");
  return { dtype, swapped: descr.startsWith(">"), fortran: order === "True", shape: checkShape(extents.map(Number)) };
}

/** Reverses the bytes of each element. */
function swap(bytes: Uint8Array, itemsize: number): void {
  for (let at = 0; at < bytes.length; at += itemsize) bytes.subarray(at, at + itemsize).reverse();
}
