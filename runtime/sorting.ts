/** Elements in order along an axis: NaN comes last. `sort` has -0 before 0, `argsort` takes them for equal. */
import type { DType } from "../kernel/dtype.js";
import { emptyArray, type NdArray, typedArray, viewOf } from "./array.js";
import { toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { type Elements, withAxis, withElements } from "./dense.js";
import { checkKeywords } from "./keywords.js";
import { tidy } from "./tidy.js";
import type { ArrayLike, DTypeOf } from "./types.js";
import { checkAxis, moveToEnd } from "./view.js";

interface SortOptions {
  axis?: number | null;
}

/** A typed array of any element type. */
interface Lane extends Elements {
  subarray(from: number, to: number): Lane;
  set(from: Elements): void;
  sort(): void;
}

/**
 * A sorted copy: along the last axis, or `axis`; with `axis: null` all elements in one dimension.
 * @throws AxisError, for 0-d arrays too.
 * @example sort([[3, 1], [2, NaN]]); // [[1, 3], [2, NaN]]
 */
export function sort<X extends ArrayLike>(a: X, options: SortOptions = {}): NdArray<DTypeOf<X>> {
  const given = toArray("sort(a)", a);
  return eachLane("sort", given, given.dtype, options, (from, to) => {
    to.set(from);
    to.sort();
  }) as NdArray<DTypeOf<X>>;
}

/**
 * The indices that sort an array along the last axis, or `axis`: int32. Equal elements keep their order.
 * @throws AxisError.
 * @example argsort([30, 10, 20]); // [1, 2, 0]
 */
export function argsort(a: ArrayLike, options: SortOptions = {}): NdArray<"int32"> {
  return eachLane("argsort", withAxis(toArray("argsort(a)", a)), "int32", options, sortIndices);
}

/** A new array, in which each lane along an axis is made of that of an array. */
function eachLane<D extends DType>(
  name: string,
  a: NdArray,
  dtype: D,
  options: SortOptions,
  fill: (from: Lane, to: Lane) => void,
): NdArray<D> {
  checkKeywords(name, options, ["axis"]);
  const { axis = -1 } = options;
  return tidy(() => {
    const source = axis === null ? a.ravel() : a;
    const along = checkAxis(axis ?? -1, source.ndim);
    const made = emptyArray(dtype, source.shape);
    const target = viewOf(made, moveToEnd(made, along));
    const filled = target.contiguous ? target : emptyArray(dtype, target.shape);
    withElements(viewOf(source, moveToEnd(source, along)), (elements) => {
      const from = elements as unknown as Lane;
      const to = typedArray(filled) as unknown as Lane;
      const length = source.shape[along]!;
      for (let at = 0; at < from.length; at += length)
        fill(from.subarray(at, at + length), to.subarray(at, at + length));
    });
    if (filled !== target) copyElements(filled, target);
    return made;
  });
}

/** Writes the indices of keys in ascending order, those of NaN behind all others. */
function sortIndices(keys: Elements, order: Lane): void {
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (!Number.isNaN(keys[i])) order[count++] = i;
  mergeSort(keys, order.subarray(0, count));
  if (count < keys.length) for (let i = 0; i < keys.length; i++) if (Number.isNaN(keys[i])) order[count++] = i;
}

/** Runs of this length are sorted by insertion. */
const RUN = 16;

function mergeSort(keys: Elements, order: Lane): void {
  const { length } = order;
  for (let start = 0; start < length; start += RUN) insertionSort(keys, order, start, Math.min(start + RUN, length));
  let from: Elements = order;
  let to: Elements = new Int32Array(length <= RUN ? 0 : length);
  for (let width = RUN; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width)
      merge(keys, from, to, start, Math.min(start + width, length), Math.min(start + 2 * width, length));
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

function insertionSort(keys: Elements, order: Elements, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const index = order[i]!;
    const key = keys[index]!;
    let at = i;
    for (; at > start && keys[order[at - 1]!]! > key; at--) order[at] = order[at - 1]!;
    order[at] = index;
  }
}

/** Two sorted runs of `from`, before and behind `middle`, as one of `to`; of equal keys the left one comes first. */
function merge(keys: Elements, from: Elements, to: Elements, start: number, middle: number, end: number): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takesLeft = left < middle && (right === end || !(keys[from[right]!]! < keys[from[left]!]!));
    to[at] = from[takesLeft ? left++ : right++]!;
  }
}
