/** `outer`: f of every pair of elements, in an array that has the axes of the first operand, then those of the second. */
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
  const spread = left.reshape([...left.shape, ...new Array<number>(ndim).fill(1)]);
  const result = call(d, [spread, right], bag);
  spread.dispose();
  return result;
}
