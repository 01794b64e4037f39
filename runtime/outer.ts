/** `outer`: f of every pair of elements, in an array that has the axes of the first operand, then those of the second. */
import { type NdArray, viewOf } from "./array.js";
import { call } from "./call.js";
import { toArray } from "./convert.js";
import type { Dispatch } from "./dispatch.js";
import { isScalarOperand } from "./operands.js";
import { type Bag, checkMethod } from "./reduce.js";

const KEYS = ["out", "where", "dtype", "casting", "order", "signature"];

export function outer(d: Dispatch, a: unknown, b: unknown, bag: Bag = {}): unknown {
  checkMethod(d, "outer", bag, KEYS);
  if (isScalarOperand(a)) return call(d, [a, b], bag);
  const left = toArray(`${d.name}.outer(a)`, a);
  const right = isScalarOperand(b) ? b : toArray(`${d.name}.outer(b)`, b);
  const ndim = isScalarOperand(right) ? 0 : right.ndim;
  const spread = withAxes(left, ndim);
  const result = call(d, [spread, right], bag);
  spread.dispose();
  return result;
}

/** A view with axes of length 1 behind its own. */
function withAxes(a: NdArray, count: number): NdArray {
  const ones = new Array<number>(count).fill(1);
  const none = new Array<number>(count).fill(0);
  return viewOf(a, { shape: [...a.shape, ...ones], strides: [...a.strides, ...none], address: a.address });
}
