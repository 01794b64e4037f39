/**
 * Elements one after another in C order, for functions that walk them in JavaScript, and the steps that these share.
 *
 * What is given as a typed array here is good on the spot only: nothing keeps its memory.
 */
import type { DType } from "../kernel/dtype.js";
import { copyAs, type NdArray, typedArray } from "./array.js";
import type { TypedArrayOf } from "./types.js";

/** Typed arrays of any element type, bigints included: what JavaScript's comparisons work on. */
export interface Elements {
  readonly length: number;
  [index: number]: number;
}

/** Calls a function with the elements: the array's own, or those of a copy that is given back afterwards. */
export function withElements<D extends DType, T>(a: NdArray<D>, use: (elements: TypedArrayOf<D>) => T): T {
  if (a.contiguous) return use(typedArray(a));
  const dense = copyAs(a, a.dtype, "C");
  try {
    return use(typedArray(dense));
  } finally {
    dense.dispose();
  }
}

/** What functions along an axis work on: an array of no axes is taken for one of length 1. */
export const withAxis = (a: NdArray): NdArray => (a.ndim === 0 ? a.reshape(1) : a);

type Words = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The elements as words to be copied; those of 64-bit integers are two, since as floats they might change. */
export function wordsOf(a: NdArray): { readonly words: Words; readonly each: number } {
  const { buffer, byteOffset, byteLength } = typedArray(a);
  const bytes = a.dtype === "float64" ? 8 : Math.min(a.itemsize, 4);
  const View = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array }[bytes]!;
  return { words: new View(buffer, byteOffset, byteLength / bytes), each: a.itemsize / bytes };
}

/** An array as seen from one of its axes: `outer` times `length` times `inner` elements. */
export interface Blocks {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export function blocksAlong(shape: readonly number[], axis: number): Blocks {
  const product = (extents: readonly number[]) => extents.reduce((n, extent) => n * extent, 1);
  return { outer: product(shape.slice(0, axis)), length: shape[axis]!, inner: product(shape.slice(axis + 1)) };
}
