/** `< <= > >= == !=`, `!`, and `Number.isNaN`, `isFinite`, `isInteger`. */
import { type DType, isFloat } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import type { Lowering, Op } from "./row.js";

type Ordered = number | bigint | boolean;

/** On two values of one type, JS compares as we do. */
const compare = (test: (a: Ordered, b: Ordered) => boolean) =>
  ({ args: 2, typing: "compare", mean: () => test }) as const satisfies Op;

const ofFloat = (test: (x: number) => boolean, integers: boolean) =>
  ({ args: 1, typing: "test", mean: (of) => (isFloat(of) ? test : () => integers) }) as const satisfies Op;

export const ops = {
  lt: compare((a, b) => a < b),
  le: compare((a, b) => a <= b),
  gt: compare((a, b) => a > b),
  ge: compare((a, b) => a >= b),
  eq: compare((a, b) => a === b),
  ne: compare((a, b) => a !== b),
  not: { args: 1, typing: "logical", mean: () => (a: boolean) => !a },
  isnan: ofFloat(Number.isNaN, false),
  isfinite: ofFloat(Number.isFinite, true),
  isinteger: ofFloat(Number.isInteger, true),
} as const satisfies Record<string, Op>;

/** NaN fails every comparison with itself. */
const isfinite = (lanes: Lanes, of: DType, x: Vec): Vec =>
  lanes.compare("lt", lanes.op(of, "abs", x), lanes.constant(of, Number.POSITIVE_INFINITY));

export const lowerings: Record<keyof typeof ops, Lowering> = {
  lt: (lanes, _of, a, b) => lanes.compare("lt", a, b),
  le: (lanes, _of, a, b) => lanes.compare("le", a, b),
  gt: (lanes, _of, a, b) => lanes.compare("gt", a, b),
  ge: (lanes, _of, a, b) => lanes.compare("ge", a, b),
  eq: (lanes, _of, a, b) => lanes.compare("eq", a, b),
  ne: (lanes, _of, a, b) => lanes.compare("ne", a, b),
  not: (lanes, _of, a) => lanes.not(a),
  isnan: (lanes, of, x) => (isFloat(of) ? lanes.compare("ne", x, x) : lanes.constant("bool", false)),
  isfinite: (lanes, of, x) => (isFloat(of) ? isfinite(lanes, of, x) : lanes.constant("bool", true)),
  isinteger: (lanes, of, x) => {
    if (!isFloat(of)) return lanes.constant("bool", true);
    const whole = lanes.op(of, "trunc", x);
    return lanes.bitwise("and", lanes.compare("eq", x, whole), isfinite(lanes, of, x));
  },
};
