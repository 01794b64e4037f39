/** `Math.min`, `Math.max`: NaN propagates, -0 is less than 0. */
import { bytesOf, type DType, integer, isBool, isFloat } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import type { Folding, Lowering, Op } from "./row.js";

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

/**
 * The smallest and the largest of many floats. An instruction each for what they are but for NaN and the sign of zero, for
 * whether there is a NaN, and for the signs: of zeros -0 is the smallest if there is one, 0 the largest if there is one.
 */
function extremeOfFloats(of: DType, name: "min" | "max"): Folding {
  const unsigned = integer(bytesOf(of), false);
  const sign = of === "float32" ? 2 ** 31 : 1n << 63n;
  return {
    registers: 4,
    lift: (lanes, x) => [x, lanes.compare("ne", x, x), x],
    join: (lanes, [a, unordered, signs], [b, moreUnordered, moreSigns]) => [
      lanes.each(of, [a!, b!], (p, q) => lanes.emit(`${lanes.shape(of)}.p${name}`, [p, q])),
      lanes.bitwise("or", unordered!, moreUnordered!),
      lanes.bitwise(name === "min" ? "or" : "and", signs!, moreSigns!),
    ],
    result(lanes, [found, unordered, signs]) {
      const zero = { ...lanes.bitwise("and", signs!, lanes.constant(unsigned, sign)), type: of };
      const signed = lanes.select(lanes.compare("eq", found!, lanes.zero(of)), zero, found!);
      return lanes.select(unordered!, lanes.constant(of, Number.NaN), signed);
    },
  };
}

/** Of a type whose order of folding does not matter. */
export const foldings = (of: DType): { readonly min?: Folding; readonly max?: Folding } =>
  isFloat(of) ? { min: extremeOfFloats(of, "min"), max: extremeOfFloats(of, "max") } : {};
