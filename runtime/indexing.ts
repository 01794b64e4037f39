/** Elements chosen by index arrays and masks, and put by masks. */
import { isBig, isBool, isInteger } from "../kernel/dtype.js";
import type { Casting } from "../kernel/promote.js";
import { copyAs, emptyArray, isNdArray, live, type NdArray, typedArray } from "./array.js";
import { checkAssignable, fitsInto, sameShape } from "./broadcast.js";
import { inPlace, toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { type Blocks, blocksAlong, type Elements, withAxis, withElements, wordsOf } from "./dense.js";
import { checkCast } from "./element.js";
import {
  cannotBroadcastMask,
  cannotCast,
  emptyTake,
  indexOutOfBounds,
  notAnNdArray,
  notFlatCondition,
  notIndexType,
  readOnly,
  wrongMask,
  wrongMaskSize,
} from "./errors.js";
import { checkKeywords } from "./keywords.js";
import { isScalarOperand, weakFrom } from "./operands.js";
import { readMask } from "./options.js";
import { asMask, placesOf } from "./searching.js";
import { tidy } from "./tidy.js";
import type { ArrayLike, DTypeOf, Operand } from "./types.js";
import { checkAxis } from "./view.js";

interface TakeOptions {
  axis?: number | null | undefined;
}

/**
 * The elements at indices, which count in C order, or the parts along an `axis`. Negative indices count from the end; the
 * axis is replaced by those of the index array. Booleans are a mask of the array's shape, or along the axis: they choose
 * where they are true.
 * @throws IndexError outside the array and for a mask of another shape, TypeError for indices that are no integers.
 * @example take([10, 20, 30], [0, -1]); // [10, 30]
 */
export function take<X extends ArrayLike>(a: X, indices: Operand, options: TakeOptions = {}): NdArray<DTypeOf<X>> {
  checkKeywords("take", options, ["axis"]);
  return tidy(() => {
    const from = alongAxis(toArray("take(a)", a), options);
    const axis = readAxis(options, from);
    const index = toArray("take(indices)", indices);
    if (isBool(index.dtype)) return gather(from, axis, maskPlaces(from, axis, index), null) as NdArray<DTypeOf<X>>;
    if (inPlace(indices) !== null && !isInteger(index.dtype)) throw cannotCast(index.dtype, "int64", "safe");
    const { outer, length, inner } = blocksOf(from, axis);
    if (length === 0 && outer * index.size * inner > 0) throw emptyTake();
    const places = outer === 0 ? emptyArray("int32", [index.size]) : readPlaces(index, axis ?? 0, length);
    return gather(from, axis, places, index.shape) as NdArray<DTypeOf<X>>;
  });
}

/**
 * The elements in C order, or the parts along an `axis`, where a condition of one dimension is true; what lies beyond its
 * end is left out.
 * @throws ValueError for a condition of other dimensions, IndexError where it is true outside the array.
 * @example compress([true, false, true], [10, 20, 30]); // [10, 30]
 */
export function compress<X extends ArrayLike>(
  condition: ArrayLike,
  a: X,
  options: TakeOptions = {},
): NdArray<DTypeOf<X>> {
  checkKeywords("compress", options, ["axis"]);
  return tidy(() => {
    const from = alongAxis(toArray("compress(a)", a), options);
    const axis = readAxis(options, from);
    const test = toArray("compress(condition)", condition);
    if (test.ndim !== 1) throw notFlatCondition();
    const places = placesOf(test);
    const { length } = blocksOf(from, axis);
    if (length === 0 && places.size > 0) throw emptyTake();
    // they ascend
    const found = typedArray(places);
    if (found.at(-1)! >= length) throw indexOutOfBounds(found.find((place) => place >= length)!, axis ?? 0, length);
    return gather(from, axis, places, null) as NdArray<DTypeOf<X>>;
  });
}

/**
 * Writes elements into an array: the source is broadcast to its shape and cast to its type, which `casting` ("same_kind")
 * must allow. Where a mask `where` is given and false, elements stay.
 * @throws ValueError where the shapes don't fit or the array is read-only, TypeError for a cast, OverflowError for a plain
 * integer that doesn't fit.
 * @example const a = zeros(3); copyto(a, 7, { where: [true, false, true] }); a; // [7, 0, 7]
 */
export function copyto(
  to: NdArray,
  from: Operand,
  options: { casting?: Casting | undefined; where?: Operand | undefined } = {},
): void {
  checkKeywords("copyto", options, ["casting", "where"]);
  checkTarget("copyto(to)", to);
  const { casting = "same_kind", where = true } = options;
  tidy(() => {
    const mask = where === true ? null : readMask(where);
    const source = toArray("copyto(from)", from, to.dtype);
    const type = isScalarOperand(from) ? weakFrom(from, to.dtype) : hasFractions(from) ? "float64" : source.dtype;
    checkCast(type, to.dtype, casting, source.ndim);
    checkAssignable(source.shape, to.shape);
    if (mask !== null && !fitsInto(mask.shape, to.shape)) throw cannotBroadcastMask(mask.shape, to.shape);
    copyElements(source, to, mask);
  });
}

/** Is there a number in nested lists that is no integer? */
const hasFractions = (list: unknown): boolean =>
  Array.isArray(list) ? list.some(hasFractions) : typeof list === "number" && !Number.isInteger(list);

/**
 * Writes values into an array where a mask of its size is true. Values that are fewer than the elements are repeated:
 * the element at place i gets the value at place i modulo their number.
 * @throws ValueError for a mask of another size and a read-only array, TypeError for arrays that can't be cast safely,
 * OverflowError for a plain integer that doesn't fit.
 * @example const a = arange(4); putmask(a, greater(a, 1), -1); a; // [0, 1, -1, -1]
 */
export function putmask(a: NdArray, mask: ArrayLike, values: Operand): void {
  checkTarget("putmask(a)", a);
  tidy(() => {
    const where = asMask(toArray("putmask(mask)", mask));
    if (where.size !== a.size) throw wrongMaskSize();
    const given = toArray("putmask(values)", values, a.dtype);
    checkCast(given.dtype, a.dtype, "safe", given.ndim);
    if (given.size === 0) return;
    const source = given.size === 1 ? given.reshape([]) : repeated(given, a);
    copyElements(source, a, where.reshape(a.shape));
  });
}

// ───────────── steps ─────────────

function checkTarget(name: string, a: unknown): void {
  if (!isNdArray(a)) throw notAnNdArray(name, a);
  live(a);
  if (!a.writeable) throw readOnly();
}

const alongAxis = (a: NdArray, { axis = null }: TakeOptions) => (axis === null ? a : withAxis(a));

const readAxis = ({ axis = null }: TakeOptions, a: NdArray) => (axis === null ? null : checkAxis(axis, a.ndim));

/** Along no axis the elements count in C order. */
const blocksOf = (a: NdArray, axis: number | null): Blocks =>
  axis === null ? { outer: 1, length: a.size, inner: 1 } : blocksAlong(a.shape, axis);

function maskPlaces(from: NdArray, axis: number | null, mask: NdArray): NdArray<"int32"> {
  const { length } = blocksOf(from, axis);
  const wanted = axis === null && mask.ndim === from.ndim ? from.shape : [length];
  if (!sameShape(mask.shape, wanted)) {
    const differs = Math.max(
      0,
      wanted.findIndex((extent, k) => extent !== mask.shape[k]),
    );
    throw wrongMask(axis ?? differs, wanted[differs]!, mask.shape[differs] ?? 1);
  }
  return placesOf(mask);
}

/** Indices counted from the start. */
function readPlaces(index: NdArray, axis: number, length: number): NdArray<"int32"> {
  // bigints become numbers, which hold all that may be inside
  return withElements(isBig(index.dtype) ? copyAs(index, "float64", "C") : index, (typed) => {
    const elements = typed as Elements;
    const made = emptyArray("int32", [elements.length]);
    const places = typedArray(made);
    for (let i = 0; i < elements.length; i++) {
      const place = elements[i]!;
      if (!Number.isInteger(place)) throw notIndexType();
      if (place < -length || place >= length) throw indexOutOfBounds(place, axis, length);
      places[i] = place < 0 ? place + length : place;
    }
    return made;
  });
}

/** The parts of an array at places along an axis, which is replaced by axes of the given shape, or by one. */
function gather(a: NdArray, axis: number | null, indices: NdArray<"int32">, shape: readonly number[] | null): NdArray {
  const places = typedArray(indices);
  const before = axis === null ? [] : a.shape.slice(0, axis);
  const after = axis === null ? [] : a.shape.slice(axis + 1);
  const made = emptyArray(a.dtype, [...before, ...(shape ?? [places.length]), ...after]);
  const { length, inner } = blocksOf(a, axis);
  const dense = a.contiguous ? a : copyAs(a, a.dtype, "C");
  const { words: from, each } = wordsOf(dense);
  const { words: to } = wordsOf(made);
  if (inner * each === 1) gatherWords(from, to, places, length);
  else gatherParts(from, to, places, length * inner * each, inner * each);
  return made;
}

/** Parts wider than this are copied as a whole. */
const WIDE = 16;

type Words = ReturnType<typeof wordsOf>["words"];

function gatherWords(from: Words, to: Words, places: Int32Array, length: number): void {
  for (let at = 0, start = 0; at < to.length; start += length)
    for (let i = 0; i < places.length; i++) to[at++] = from[start + places[i]!]!;
}

function gatherParts(from: Words, to: Words, places: Int32Array, block: number, width: number): void {
  for (let at = 0, start = 0; at < to.length; start += block) {
    for (let i = 0; i < places.length; i++, at += width) {
      const part = start + places[i]! * width;
      if (width > WIDE) to.set(from.subarray(part, part + width), at);
      else for (let word = 0; word < width; word++) to[at + word] = from[part + word]!;
    }
  }
}

/** Values in C order, again and again, in the shape and type of another array. */
function repeated(values: NdArray, like: NdArray): NdArray {
  const made = emptyArray(like.dtype, like.shape);
  const to = typedArray(made) as { set(from: unknown, at: number): void };
  const dense = values.dtype === like.dtype && values.contiguous ? values : copyAs(values, like.dtype, "C");
  const from = typedArray(dense);
  for (let at = 0; at < made.size; at += from.length)
    to.set(from.length <= made.size - at ? from : from.subarray(0, made.size - at), at);
  return made;
}
