/** Where elements are: the smallest, the largest, those that are not zero; and a choice by a condition. */
import type { DType } from "../kernel/dtype.js";
import { copyAs, emptyArray, type NdArray, typedArray } from "./array.js";
import { broadcastShapes } from "./broadcast.js";
import { toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { type Blocks, blocksAlong, type Elements, withAxis, withElements } from "./dense.js";
import { emptySearch, halfWhere, nonzeroOfScalar } from "./errors.js";
import { checkKeywords } from "./keywords.js";
import { isScalarOperand } from "./operands.js";
import type { Common, Folded, None, Option } from "./result-types.js";
import { tidy } from "./tidy.js";
import { commonType } from "./typeinfo.js";
import type { ArrayLike, JsDType, Operand, Promote, Scalar } from "./types.js";
import { checkAxis } from "./view.js";

interface FindOptions {
  axis?: number | null | undefined;
  keepdims?: boolean | undefined;
}
type Found<O> = Folded<"int32", Option<O, "keepdims", false>, Option<O, "axis", null>>;

/**
 * The index of the smallest element, counted in C order: a number. Along an `axis`: an int32 array. The first of equal
 * ones is found, and a NaN before all numbers.
 * @throws ValueError where there are no elements, AxisError.
 * @example argmin([3, 1, 2]); // 1
 */
export function argmin<X extends ArrayLike, const O extends FindOptions | undefined = None>(
  a: X,
  options?: O,
): Found<O> {
  return find("argmin", a, options, true) as Found<O>;
}

/**
 * The index of the largest element; else as `argmin`.
 * @throws ValueError where there are no elements, AxisError.
 * @example argmax([[1, 5], [7, 2]], { axis: 0 }); // [1, 0]
 */
export function argmax<X extends ArrayLike, const O extends FindOptions | undefined = None>(
  a: X,
  options?: O,
): Found<O> {
  return find("argmax", a, options, false) as Found<O>;
}

function find(name: string, given: ArrayLike, options: FindOptions = {}, least: boolean): number | NdArray<"int32"> {
  checkKeywords(name, options, ["axis", "keepdims"]);
  const { axis = null, keepdims = false } = options;
  const whole = toArray(`${name}(a)`, given);
  const a = axis === null ? whole : withAxis(whole);
  const along = axis === null ? null : checkAxis(axis, a.ndim);
  const blocks = along === null ? { outer: 1, length: a.size, inner: 1 } : blocksAlong(a.shape, along);
  if (blocks.length === 0) throw emptySearch(name);
  if (along === null && !keepdims)
    return withElements(a, (elements) => firstBest(elements as Elements, 0, a.size, 1, least));
  const kept = whole.shape.map((extent, k) => (along === null || k === along ? 1 : extent));
  const made = emptyArray("int32", keepdims ? kept : kept.toSpliced(along!, 1));
  withElements(a, (elements) => findAll(elements as Elements, typedArray(made), blocks, least));
  return made;
}

function findAll(elements: Elements, found: Int32Array, { outer, length, inner }: Blocks, least: boolean): void {
  for (let i = 0; i < outer; i++)
    for (let j = 0; j < inner; j++)
      found[i * inner + j] = firstBest(elements, i * length * inner + j, length, inner, least);
}

/** Among `length` elements, `step` apart from each other. A function in place of the flag would be called for each of them. */
function firstBest(elements: Elements, start: number, length: number, step: number, least: boolean): number {
  let best = elements[start]!;
  let place = 0;
  for (let k = 1; k < length; k++) {
    // Only a NaN differs from itself, and nothing is better than the first of them.
    // biome-ignore lint/suspicious/noSelfCompare: that is how
    if (best !== best) break;
    const x = elements[start + k * step]!;
    // biome-ignore lint/suspicious/noSelfCompare: that is how
    if ((least ? x < best : x > best) || x !== x) {
      best = x;
      place = k;
    }
  }
  return place;
}

/** The places in C order of the elements that are not zero; NaN is not. */
export function placesOf(a: NdArray): NdArray<"int32"> {
  const mask = a.dtype === "bool" && a.contiguous ? a : copyAs(a, "bool", "C");
  const truths = typedArray(mask as NdArray<"bool">);
  const room = emptyArray("int32", [truths.length]);
  const places = typedArray(room);
  let count = 0;
  // where nothing is found, the next place takes the place of this one: no branch that is guessed wrong
  for (let i = 0; i < truths.length; i++) {
    places[count] = i;
    // a user may have written other bytes than 0 and 1
    count += Number(truths[i] !== 0);
  }
  const made = emptyArray("int32", [count]);
  typedArray(made).set(places.subarray(0, count));
  room.dispose();
  if (mask !== a) mask.dispose();
  return made;
}

/**
 * The indices of the elements that are not zero, in C order: an int32 array for each axis.
 * @throws ValueError for 0-d arrays.
 * @example nonzero([[0, 5], [7, 0]]); // [[0, 1], [1, 0]]
 */
export function nonzero(a: ArrayLike): NdArray<"int32">[] {
  const from = toArray("nonzero(a)", a);
  if (from.ndim === 0) throw nonzeroOfScalar();
  const found = placesOf(from);
  if (from.ndim === 1) return [found];
  const places = typedArray(found);
  let inner = from.size;
  const made = from.shape.map((extent) => {
    inner /= extent;
    const along = emptyArray("int32", [places.length]);
    const indices = typedArray(along);
    for (let i = 0; i < places.length; i++) indices[i] = Math.floor(places[i]! / inner) % extent;
    return along;
  });
  found.dispose();
  return made;
}

type Chosen<X, Y> = [X | Y] extends [Scalar] ? Promote<JsDType<X>, JsDType<Y>> : Common<[X, Y]>;

/**
 * Elements of `x` where a condition holds, of `y` elsewhere; all are broadcast to one shape, and the result has the
 * common type of `x` and `y`. With a condition only: as `nonzero`.
 * @throws ValueError where shapes don't broadcast, OverflowError for a plain integer that doesn't fit.
 * @example where([true, false], [1, 2], 0); // [1, 0]
 */
export function where(condition: ArrayLike): NdArray<"int32">[];
export function where<const X extends Operand, const Y extends Operand>(
  condition: Operand,
  x: X,
  y: Y,
): NdArray<Chosen<X, Y>>;
export function where(condition: Operand, x?: Operand, y?: Operand): NdArray | NdArray[] {
  if (x === undefined && y === undefined) return nonzero(condition as ArrayLike);
  if (x === undefined || y === undefined) throw halfWhere();
  return tidy(() => {
    const test = toArray("where(condition)", condition);
    const [yes, no] = [readChoice("x", x), readChoice("y", y)];
    const type: DType = commonType([yes, no]);
    const arrays = [yes, no].map((value) => (isScalarOperand(value) ? toArray("where", value, type) : value));
    const made = emptyArray(type, broadcastShapes([test.shape, ...arrays.map((a) => a.shape)]));
    copyElements(arrays[1]!, made);
    copyElements(arrays[0]!, made, asMask(test));
    return made;
  });
}

const readChoice = (name: string, value: Operand) =>
  isScalarOperand(value) ? value : toArray(`where(${name})`, value);

/** As booleans: itself, or a copy. */
export function asMask(a: NdArray): NdArray {
  return a.dtype === "bool" ? a : copyAs(a, "bool", "K");
}
