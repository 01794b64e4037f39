/** What is given for an array: arrays themselves, typed arrays, what `toPlain` gave, nested JS arrays, plain values. */
import { bytesOf, type DType, isBool } from "../kernel/dtype.js";
import { emptyArray, isNdArray, live, makeArray, type NdArray, typedArray } from "./array.js";
import { checkDType, elements, typedDType } from "./element.js";
import { notAnArrayLike, wrongPlainSize } from "./errors.js";
import { heap } from "./heap.js";
import { measure, store } from "./nested.js";
import type { AnyTyped, Plain, Scalar } from "./types.js";
import { checkShape, sizeOf, stridesC } from "./view.js";

/** What already is an array, without a copy: an NdArray, a typed array, what `toPlain` gave; null for other values. */
export function inPlace(x: unknown): NdArray | null {
  if (isNdArray(x)) {
    live(x);
    return x;
  }
  const own = typedDType(x);
  if (own !== undefined) return fromTyped(x as AnyTyped, own, [(x as AnyTyped).length]);
  return isPlain(x) ? fromPlain(x) : null;
}

/** An operand as an array: arrays in place, JS values in `dtype`, else in the type that they have. @throws as `array`. */
export function toArray(name: string, x: unknown, dtype?: DType): NdArray {
  return inPlace(x) ?? fromNested(name, x, dtype);
}

/** An array over a typed array's elements. */
function fromTyped<D extends DType>(x: AnyTyped, dtype: D, shape: readonly number[]): NdArray<D> {
  return makeArray(dtype, shape, stridesC(shape, bytesOf(dtype)), heap().foreign(x), x.byteOffset, null);
}

function isPlain(x: unknown): x is Plain {
  return typeof x === "object" && x !== null && "dtype" in x && "shape" in x && "data" in x;
}

function fromPlain(x: Plain): NdArray {
  const dtype = checkDType(x.dtype);
  const shape = checkShape(x.shape);
  const found = typedDType(x.data);
  if (found === undefined || bytesOf(found) !== bytesOf(dtype)) throw notAnArrayLike("data", x.data);
  if (x.data.length !== sizeOf(shape)) throw wrongPlainSize(x.data.length, shape);
  const isOther = isBool(dtype) && (x.data as Uint8Array).some((byte) => byte >> 1 !== 0);
  return fromTyped(isOther ? Uint8Array.from(x.data as Uint8Array, Boolean as never) : x.data, dtype, shape);
}

/** A new array of nested JS arrays or a plain value. @throws as `array`. */
export function fromNested(name: string, data: unknown, named?: DType): NdArray {
  if (!Array.isArray(data) && typeof data !== "number" && typeof data !== "bigint" && typeof data !== "boolean")
    throw notAnArrayLike(name, data);
  const { shape, dtype } = measure(data, named);
  const made = emptyArray(dtype, shape);
  store(data, dtype, writerOf(made));
  return made;
}

/** A view is faster for many elements, and costs more than a few. */
const MANY = 64;

function writerOf(a: NdArray): (index: number, element: Scalar) => void {
  const { write } = elements[a.dtype];
  const { view } = a.storage;
  const { address, itemsize } = a;
  if (a.size < MANY) return (index, element) => write(view, address + index * itemsize, element);
  const into = typedArray(a) as { [index: number]: Scalar };
  return (index, element) => {
    into[index] = element;
  };
}
