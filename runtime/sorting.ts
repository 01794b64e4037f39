/** Elements in order along an axis: NaN comes last. `sort` has -0 before 0, `argsort` takes them for equal. */
import type { DType } from "../kernel/dtype.js";
import { emptyArray, type NdArray, typedArray, viewOf } from "./array.js";
import { toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { type Elements, withAxis, withElements } from "./dense.js";
import { checkKeywords } from "./keywords.js";
import { bitsOf, type Lane, orderOf } from "./radix.js";
import { tidy } from "./tidy.js";
import type { ArrayLike, DTypeOf } from "./types.js";
import { checkAxis, moveToEnd } from "./view.js";

interface SortOptions {
  axis?: number | null | undefined;
}

interface Sortable extends Lane {
  subarray(from: number, to: number): Sortable;
  set(from: Elements): void;
  sort(): void;
}

/** Up to these lengths, simpler ways are as fast as sorting by digits. */
const SHORT = { sort: 512, argsort: 16 };

/**
 * A sorted copy: along the last axis, or `axis`; with `axis: null` all elements in one dimension.
 * @throws AxisError, for 0-d arrays too.
 * @example sort([[3, 1], [2, NaN]]); // [[1, 3], [2, NaN]]
 */
export function sort<X extends ArrayLike>(a: X, options: SortOptions = {}): NdArray<DTypeOf<X>> {
  const given = toArray("sort(a)", a);
  return eachLane("sort", given, given.dtype, options, (from, to) => {
    if (from.length > SHORT.sort) return gather(from, orderOf(from, given.dtype, "apart"), to, given.dtype);
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
  const given = withAxis(toArray("argsort(a)", a));
  return eachLane("argsort", given, "int32", options, (from, to) => {
    if (from.length > SHORT.argsort) to.set(orderOf(from, given.dtype, "equal"));
    else insertionSort(from, to);
  });
}

/** A new array, in which each lane along an axis is made of that of an array. */
function eachLane<D extends DType>(
  name: string,
  a: NdArray,
  dtype: D,
  options: SortOptions,
  fill: (from: Sortable, to: Sortable) => void,
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
      const from = elements as unknown as Sortable;
      const to = typedArray(filled) as unknown as Sortable;
      const length = source.shape[along]!;
      for (let at = 0; at < from.length; at += length)
        fill(from.subarray(at, at + length), to.subarray(at, at + length));
    });
    if (filled !== target) copyElements(filled, target);
    return made;
  });
}

/** NaN goes behind all others. */
function insertionSort(keys: Elements, order: Elements): void {
  const isBehind = (a: number, b: number) => a > b || (Number.isNaN(a) && !Number.isNaN(b));
  for (let i = 0; i < keys.length; i++) {
    let at = i;
    for (; at > 0 && isBehind(keys[order[at - 1]!]!, keys[i]!); at--) order[at] = order[at - 1]!;
    order[at] = i;
  }
}

/** Elements at the places of an order. */
function gather(from: Lane, order: Uint32Array, to: Lane, type: DType): void {
  const [source, target] = [bitsOf(from, type), bitsOf(to, type)];
  const each = source.length / from.length;
  for (let i = 0; i < order.length; i++)
    for (let w = 0; w < each; w++) target[each * i + w] = source[each * order[i]! + w]!;
}
