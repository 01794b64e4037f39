/** `reduceat`: the parts of an axis between indices, each reduced; where the next index is not larger, one element. */
import { type DType, isFloat, type Scalar } from "../kernel/dtype.js";
import { emptyArray, inPlace, type NdArray, toArray } from "./array.js";
import { copyElements } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { cannotCast, indexNotDeep, indexTooDeep, outOfBoundsPart, scalarReduceat } from "./errors.js";
import { type Bag, checkMethod, checkOutput, readAxis, readOutput, reduce, reducedType } from "./reduce.js";

const KEYS = ["axis", "dtype", "out"];

/** `u.reduceat(a, indices, options)`. */
export function reduceat(d: Dispatch, given: unknown, indices: unknown, bag: Bag = {}): NdArray {
  checkMethod(d, "reduceat", bag, KEYS);
  const a = toArray(`${d.name}.reduceat(a)`, given);
  const out = readOutput(bag.out);
  const axis = readAxis(bag.axis, a.ndim, scalarReduceat);
  const n = a.shape[axis]!;
  const starts = readStarts(d, indices, n);
  const type: DType = reducedType(d, a.dtype, bag.dtype, out);
  const shape = a.shape.with(axis, starts.length);
  checkOutput(d, out, a.shape, shape);
  const result = emptyArray(type, shape);
  const part = (x: NdArray, from: number, to: number) =>
    x.slice(...a.shape.map((_, k) => (k === axis ? `${from}:${to}` : ":")));
  for (const [i, start] of starts.entries()) {
    const end = Math.max(start + 1, starts[i + 1] ?? n);
    reduce(d, part(a, start, end), { axis, dtype: type, keepdims: true, initial: null, out: part(result, i, i + 1) });
  }
  if (out === null) return result;
  copyElements(result, out);
  return out;
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
