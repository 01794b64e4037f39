/**
 * `reduce` and `accumulate`: the elements along axes are folded, into one each or one after the other.
 *
 * Elements are cast to the accumulator's type T, the fixed point of f(T, T) -> T, block by block. A reorderable ufunc is
 * reduced in NumPy's pairwise order along the fastest axis, or in any where they are the same, and row by row along the
 * others; products of floats, as in NumPy, and what is not reorderable are left folds, each made for all that is kept at
 * once.
 */
import { castTo } from "../kernel/cast.js";
import { type DType, isBool, isFloat, kindOf, type Scalar } from "../kernel/dtype.js";
import { emptyArray, isNdArray, live, makeArray, type NdArray, typedArray } from "./array.js";
import { fitsInto, sameShape } from "./broadcast.js";
import { loopForTypes } from "./call.js";
import { toArray } from "./convert.js";
import { copyElements, moveTo } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { checkDType, coerce } from "./element.js";
import {
  badOption,
  cannotBroadcastReduction,
  duplicateAxis,
  emptyReduction,
  maskedReduction,
  noMatchingLoop,
  notBinary,
  notOutput,
  notReorderable,
  onScalar,
  readOnlyOutput,
  severalAxes,
  wrongReductionOutput,
} from "./errors.js";
import { fold, type Scan, type Seen } from "./fold.js";
import { checkKeywords } from "./keywords.js";
import type { Loop } from "./loop.js";
import { methodKernel } from "./method-kernels.js";
import { readMask } from "./options.js";
import { withoutOverlap } from "./overlap.js";
import { reduceRows } from "./pairwise.js";
import { Start } from "./plan.js";
import { broadcastTo, checkAxes, type Layout, transpose } from "./view.js";

export type Bag = Readonly<Record<string, unknown>>;

const REDUCE_KEYS = ["axis", "dtype", "out", "keepdims", "initial", "where"];
const ACCUMULATE_KEYS = ["axis", "dtype", "out"];

/** `u.reduce(a, options)`. A plain scalar for `axis: null` without `keepdims` and `out`, else an array. */
export function reduce(d: Dispatch, given: unknown, bag: Bag = {}): unknown {
  checkMethod(d, "reduce", bag, REDUCE_KEYS);
  const a = toArray(`${d.name}.reduce(a)`, given);
  const { keepdims = false } = bag;
  if (typeof keepdims !== "boolean") throw badOption("keepdims", keepdims, "true or false");
  const out = readOutput(bag.out);
  const axes = readAxes(bag.axis, a.ndim);
  const loop = accumulatorLoop(d, a.dtype, bag.dtype, out);
  const where = bag.where === undefined || bag.where === true ? null : readMask(bag.where);
  if (axes.length > 1 && !d.reorderable) throw notReorderable(d.name);
  const type = loop.outputs[0]!;
  const kept = a.shape.filter((_, axis) => !axes.includes(axis));
  const shape = keepdims ? a.shape.map((n, axis) => (axes.includes(axis) ? 1 : n)) : kept;
  checkOutput(d, out, a, shape, keepdims);
  const start = readInitial(d, a, axes, bag.initial, where !== null, type);
  const result = emptyArray(type, shape);
  const accumulators = keepdims ? result.reshape(kept) : result;
  if (start !== null) typedArray(result).fill(start as never);
  const mask = where && maskOver(a, where);
  const isToldNone = bag.initial === null;
  const before = start !== null ? Start.value : isToldNone ? Start.element : Start.fold;
  if (a.size > 0) foldAxes(d, loop, a, axes, accumulators, mask, before);
  mask?.dispose();
  if (keepdims) accumulators.dispose();
  if (out !== null) return moveTo(out, result);
  if (bag.axis === null && !keepdims) {
    const value = result.item();
    result.dispose();
    return value;
  }
  return result;
}

/** `u.accumulate(a, options)`: along the axis, each element folded with all before it. */
export function accumulate(d: Dispatch, given: unknown, bag: Bag = {}): NdArray {
  checkMethod(d, "accumulate", bag, ACCUMULATE_KEYS);
  const a = toArray(`${d.name}.accumulate(a)`, given);
  const out = readOutput(bag.out);
  const axis = readAxis(bag.axis, a.ndim, "accumulate");
  const loop = accumulatorLoop(d, a.dtype, bag.dtype, out);
  const type = loop.outputs[0]!;
  checkOutput(d, out, a, a.shape);
  const result = out?.dtype === type ? out : emptyArray(type, a.shape);
  const source = withoutOverlap(a, result);
  const from = rowsAlong(source, [axis]);
  const to = rowsAlong(result, [axis]);
  if (a.size > 0) {
    copyPart(source, head(from), result, head(to));
    const left = { array: result, layout: { ...to, shape: [to.shape[0]! - 1, ...to.shape.slice(1)] } };
    const right = { array: source, layout: tail(from, 0) };
    const folded = { left, right, out: { array: result, layout: tail(to, 0) }, mask: null };
    if (a.shape[axis]! > 1) fold(loop, folded, scanOf(d, loop, source, right.layout, 0));
  }
  if (source !== a) source.dispose();
  return out === null || out === result ? result : moveTo(out, result);
}

/** Copies through views that are given back: they must not hold what the arrays lie in. */
function copyPart(source: NdArray, from: Layout, result: NdArray, to: Layout): void {
  const [part, place] = [viewAt(source, from), viewAt(result, to)];
  copyElements(part, place);
  part.dispose();
  place.dispose();
}

// ───────────── arguments ─────────────

export function checkMethod(d: Dispatch, method: string, bag: Bag, keys: readonly string[]): void {
  if (d.nin !== 2 || (d.nout !== 1 && method !== "outer")) throw notBinary(method, d.nin === 2);
  checkKeywords(method, bag, keys);
}

function readAxes(axis: unknown, ndim: number): readonly number[] {
  const along = axis === undefined ? 0 : axis;
  if (ndim === 0 && isOnly(along)) return [];
  return checkAxes(along, ndim, duplicateAxis).toSorted((a, b) => a - b);
}

/** The one axis that a scalar is taken to have. */
const isOnly = (axis: unknown): boolean => axis === 0 || axis === -1;

/** The axis to go along; 0 unless one is given, and null is the only one. @throws AxisError; TypeError where there is none. */
export function readAxis(given: unknown, ndim: number, method: string): number {
  const along = given === undefined ? 0 : given;
  if (ndim === 0 && isOnly(along ?? 0)) throw onScalar(method);
  const axes = checkAxes(along, ndim, () => severalAxes(method));
  if (axes.length !== 1) throw severalAxes(method);
  return axes[0]!;
}

export function readOutput(out: unknown): NdArray | null {
  const [one, ...more]: unknown[] = Array.isArray(out) ? out : [out];
  if (one == null) return null;
  if (!isNdArray(one) || more.length > 0) throw notOutput(out);
  live(one);
  if (!one.writeable) throw readOnlyOutput();
  return one;
}

/**
 * What is reduced is cast to the output's type, whatever that is, as NumPy does. A loop has been found by now: as in calls,
 * captures may have been read.
 */
export function checkOutput(
  d: Dispatch,
  out: NdArray | null,
  a: NdArray,
  shape: readonly number[],
  keepdims = false,
): void {
  live(a);
  live(out);
  if (out === null) return;
  if (out.ndim !== shape.length) throw wrongReductionOutput(d.name, out.ndim, shape.length, keepdims);
  if (!sameShape(out.shape, shape)) throw cannotBroadcastReduction(a.shape, out.shape, true);
}

/** The value to start from; null: the first element along the axes. */
function readInitial(
  d: Dispatch,
  a: NdArray,
  axes: readonly number[],
  initial: unknown,
  isMasked: boolean,
  type: DType,
): Scalar | null {
  if (initial !== undefined && initial !== null) return coerce(initial, type);
  const identity = initial === null ? null : d.identity;
  if (identity !== null) return castTo(type)(identity);
  if (isMasked) throw maskedReduction(d.name);
  if (axes.some((axis) => a.shape[axis] === 0)) throw emptyReduction(d.name);
  return null;
}

/**
 * The loop f(T, T) -> T for elements of a type. Where there is an output, and no type is asked for, the output holds what
 * they are folded with. @throws TypeError where there is none.
 */
export function accumulatorLoop(d: Dispatch, element: DType, dtype: unknown, out: NdArray | null): Loop {
  const asked = dtype == null ? null : checkDType(dtype);
  const isRelation = d.isTest && d.identity === null;
  if (asked !== null) d.inputsForDType([asked, asked], asked);
  if (asked === null && isRelation && !isBool(element)) throw noMatchingLoop(d.name);
  let type = asked ?? (out === null ? element : loopForTypes(d, [out.dtype, element]).outputs[0]!);
  if (asked === null && out === null && d.widen) type = widened(type);
  for (;;) {
    const loop = loopForTypes(d, [type, type], asked);
    if (loop.outputs.length > 1) throw notBinary("reduce", true);
    const result = loop.outputs[0]!;
    if (result === type && loop.inputs.every((t) => t === type)) return loop;
    if (asked !== null || result === type) throw noMatchingLoop(d.name);
    type = result;
  }
}

/** NumPy sums small integers in 64 bits. */
function widened(type: DType): DType {
  if (isFloat(type)) return type;
  return kindOf(type) === "uint" ? "uint64" : "int64";
}

// ───────────── folding ─────────────

/** Folds all of `source` along the axes into `result`, which may hold the value to start from. */
function foldAxes(
  d: Dispatch,
  loop: Loop,
  source: NdArray,
  axes: readonly number[],
  result: NdArray,
  mask: NdArray | null,
  start: Start,
): void {
  const type = loop.outputs[0]!;
  if (d.foldOrder(loop) !== "left") {
    const accumulators = { array: result, layout: spreadOver(result, source.shape, axes) };
    const masks = mask && { array: mask, layout: mask };
    if (reduceRows(d, { loop, source, accumulators, mask: masks, start })) return;
  }
  // as in NumPy, the axes that lie closest in memory go fastest, if all agree on it
  const isInner = (a: number, b: number) =>
    [source, mask ?? source].every(({ strides: { [a]: x, [b]: y } }) => !x || !y || Math.abs(x) < Math.abs(y));
  const sorted = axes.toSorted((a, b) => +isInner(a, b) - +isInner(b, a));
  const rows = rowsAlong(source, sorted);
  const masks = mask && rowsAlong(mask, sorted);
  const into = { array: result, layout: rowsAlong(result, []) };
  const first = { array: source, layout: axes.reduce(head, rows) };
  let from = start === Start.value ? into : first;
  const begin = () => {
    copyPart(source, first.layout, result, into.layout);
    from = into;
  };
  const add = (part: (whole: Layout) => Layout) => {
    const layout = part(rows);
    if (layout.shape.includes(0)) return;
    const spread = (seen: Seen) => ({ array: seen.array, layout: broadcastTo(seen.layout, layout.shape) });
    const scan = mask === null ? scanOf(d, loop, source, layout, axes.length - 1) : null;
    // a scan looks at what it starts from once in each column, all else at every row
    const isScan = scan !== null && layout.shape.every((n, axis) => n === 1 || axis >= axes.length - 1);
    if (from === first && (!isScan || source.dtype !== type || !source.storage.inHeap)) begin();
    const masked = mask && { array: mask, layout: part(masks!) };
    fold(loop, { left: spread(from), right: { array: source, layout }, out: spread(into), mask: masked }, scan);
    from = into;
  };
  if (start === Start.value) return add((whole) => whole);
  // What the first element along all axes has left: of the last axis, then of the one before it, and so on.
  for (let k = axes.length - 1; k >= 0; k--) add((whole) => tail(whole, k));
  if (from === first) begin();
}

/** Rows across what is kept are better if they are long and close, or what is folded is short. */
const LONG_ROW = 16;
const SHORT_FOLD = 8;

/** The kernel that folds along an axis, if there is one and it is the better way. */
function scanOf(d: Dispatch, loop: Loop, source: NdArray, { shape, strides }: Layout, axis: number): Scan | null {
  const row = shape.length - 1;
  if (axis < 0) return null;
  const isClose = Math.abs(strides[axis]!) <= Math.abs(strides[row]!) && shape[axis]! >= SHORT_FOLD;
  const isDense = strides[row] === source.itemsize && source.dtype === loop.outputs[0];
  const number = isClose || isDense || shape[row]! < LONG_ROW ? methodKernel(d, loop, "scan", source.size) : 0;
  return number === 0 ? null : { number, axis };
}

/** `where`, of the operand's shape. */
function maskOver(a: NdArray, mask: NdArray): NdArray {
  if (!fitsInto(mask.shape, a.shape)) throw cannotBroadcastReduction(a.shape, mask.shape, false);
  return viewAt(mask, broadcastTo(mask, a.shape));
}

/** The layout in which each element of an operand finds its accumulator. */
function spreadOver(result: NdArray, shape: readonly number[], axes: readonly number[]): Layout {
  let k = 0;
  const strides = shape.map((_, axis) => (axes.includes(axis) ? 0 : result.strides[k++]!));
  return { shape, strides, address: result.address };
}

// ───────────── layouts ─────────────

/** The axes that are folded come first. Rows run along others: one is added where these are all there are. */
function rowsAlong(a: NdArray, axes: readonly number[]): Layout {
  const kept = [...a.shape.keys()].filter((axis) => !axes.includes(axis));
  const { shape, strides, address } = transpose(a, [...axes, ...kept]);
  if (kept.length > 0) return { shape, strides, address };
  return { shape: [...shape, 1], strides: [...strides, a.itemsize], address };
}

/** The part at an index of the first axis. */
function at({ shape, strides, address }: Layout, i: number): Layout {
  return { shape: shape.slice(1), strides: strides.slice(1), address: address + i * strides[0]! };
}

const head = (layout: Layout): Layout => at(layout, 0);

/** Index 0 along the first k axes, all but index 0 along axis k. */
function tail({ shape, strides, address }: Layout, k: number): Layout {
  const part = shape.map((n, axis) => (axis < k ? 1 : axis === k ? n - 1 : n));
  return { shape: part, strides, address: address + strides[k]! };
}

function viewAt(a: NdArray, { shape, strides, address }: Layout): NdArray {
  return makeArray(a.dtype, shape, strides, a.storage, address, a);
}
