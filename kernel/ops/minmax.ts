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
  if (isFloat(of)) return ofFloats(lanes, of, name, a, b);
  return lanes.select(lanes.compare(name === "min" ? "lt" : "gt", a, b), a, b);
}

/**
 * x64 has no instruction for it, and V8 takes eight to make one. `pmin(p, q)` and `pmin(q, p)` are the same unless one is
 * NaN, where each is the operand that it names first, or both are zero. For the smaller, `or` makes -0 of zeros, and of a
 * NaN and anything a NaN; for the larger the difference of the bits is added, then taken away again, as of numbers.
 */
function ofFloats(lanes: Lanes, of: DType, name: "min" | "max", p: Vec, q: Vec): Vec {
  const [a, b] = [lanes.op(of, `p${name}`, p, q), lanes.op(of, `p${name}`, q, p)];
  if (name === "min") return lanes.bitwise("or", a, b);
  const difference = lanes.bitwise("xor", a, b);
  return lanes.op(of, "sub", lanes.bitwise("or", a, difference), difference);
}

export const lowerings: Record<keyof typeof ops, Lowering> = {
  min: (lanes, of, a, b) => lower(lanes, of, "min", a, b),
  max: (lanes, of, a, b) => lower(lanes, of, "max", a, b),
};
