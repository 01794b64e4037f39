/** `Math.min`, `Math.max`: NaN propagates, -0 is less than 0. */
import { type DType, isBool, isFloat } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import type { Lowering, Op } from "./row.js";

type Ordered = number | bigint | boolean;

const extreme = (float: (a: number, b: number) => number, first: (a: Ordered, b: Ordered) => boolean) =>
  ({
    args: "any",
    typing: "same",
    mean: (of) => (isFloat(of) ? float : (a: Ordered, b: Ordered) => (first(a, b) ? a : b)),
  }) as const satisfies Op;

export const ops = {
  min: extreme(Math.min, (a, b) => a < b),
  max: extreme(Math.max, (a, b) => a > b),
} as const satisfies Record<string, Op>;

/** `select` knows a comparison that picks one of its own operands, and makes it one instruction. */
function lower(lanes: Lanes, of: DType, name: "min" | "max", a: Vec, b: Vec): Vec {
  if (isBool(of)) return lanes.bitwise(name === "min" ? "and" : "or", a, b);
  if (isFloat(of)) return lanes.each(of, [a, b], (p, q) => lanes.emit(`${lanes.shape(of)}.${name}`, [p, q]));
  return lanes.select(lanes.compare(name === "min" ? "lt" : "gt", a, b), a, b);
}

export const lowerings: Record<keyof typeof ops, Lowering> = {
  min: (lanes, of, a, b) => lower(lanes, of, "min", a, b),
  max: (lanes, of, a, b) => lower(lanes, of, "max", a, b),
};
