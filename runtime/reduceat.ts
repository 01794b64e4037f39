/** `reduceat`: the parts of an axis between indices, each reduced; where the next index is not larger, one element. */
import { isFloat, type Scalar } from "../kernel/dtype.js";
import { emptyArray, type NdArray } from "./array.js";
import { inPlace, toArray } from "./convert.js";
import { moveTo } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { cannotCast, indexNotDeep, indexTooDeep, outOfBoundsPart } from "./errors.js";
import type { Loop } from "./loop.js";
import { reduceRows } from "./pairwise.js";
import { Start } from "./plan.js";
import { accumulatorLoop, type Bag, checkMethod, checkOutput, readAxis, readOutput, reduce } from "./reduce.js";

const KEYS = ["axis", "dtype", "out"];

/** `u.reduceat(a, indices, options)`. */
export function reduceat(d: Dispatch, given: unknown, indices: unknown, bag: Bag = {}): NdArray {
  checkMethod(d, "reduceat", bag, KEYS);
  const a = toArray(`${d.name}.reduceat(a)`, given);
  const out = readOutput(bag.out);
  const axis = readAxis(bag.axis, a.ndim, "reduceat");
  const n = a.shape[axis]!;
  const starts = readStarts(d, indices, n);
  const loop = accumulatorLoop(d, a.dtype, bag.dtype, out);
  const type = loop.outputs[0]!;
  const shape = a.shape.with(axis, starts.length);
  checkOutput(d, out, a, shape);
  const result = emptyArray(type, shape);
  if (a.size > 0 && !foldParts(d, loop, a, axis, starts, result)) {
    const part = (x: NdArray, from: number, to: number) =>
      x.slice(...a.shape.map((_, k) => (k === axis ? `${from}:${to}` : ":")));
    for (const [i, start] of starts.entries()) {
      const end = Math.max(start + 1, starts[i + 1] ?? n);
      const [from, out] = [part(a, start, end), part(result, i, i + 1)];
      reduce(d, from, { axis, dtype: type, keepdims: true, initial: null, out });
      from.dispose();
      out.dispose();
    }
  }
  return out === null ? result : moveTo(out, result);
}

/** All parts in one go, where the axis is the fastest and the loop may regroup. Did it? */
function foldParts(
  d: Dispatch,
  loop: Loop,
  source: NdArray,
  axis: number,
  starts: readonly number[],
  result: NdArray,
): boolean {
  // an axis of one element is none to walk along
  if (d.foldOrder(loop) === "left" || source.shape[axis] === 1) return false;
  const layout = { shape: source.shape, strides: result.strides.with(axis, 0), address: result.address };
  const accumulators = { array: result, layout };
  const parts = { starts, step: result.strides[axis]! };
  return reduceRows(d, { loop, source, accumulators, mask: null, start: Start.element, parts });
}

function readStarts(d: Dispatch, indices: unknown, n: number): readonly number[] {
  const list = toArray(`${d.name}.reduceat(indices)`, indices);
  if (list.ndim !== 1) throw list.ndim === 0 ? indexNotDeep() : indexTooDeep();
  const starts = (list.tolist() as Scalar[]).map(Number);
  // Numbers are float64 as elements; as indices they are integers or nothing.
  const isIndex = inPlace(indices) === null ? starts.every(Number.isInteger) : !isFloat(list.dtype);
  if (!isIndex) throw cannotCast(list.dtype, "int64", "safe");
  for (const start of starts) if (start < 0 || start >= n) throw outOfBoundsPart(d.name, start, n);
  return starts;
}
