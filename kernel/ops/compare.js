/** `< <= > >= == !=`, `!`, and `Number.isNaN`, `isFinite`, `isInteger`. */
import { isFloat } from "../dtype.js";

/** On two values of one type, JS compares as we do. */
const compare = (test) => ({ args: 2, typing: "compare", mean: () => test });
const ofFloat = (test, integers) => ({ args: 1, typing: "test", mean: (of) => (isFloat(of) ? test : () => integers) });
export const ops = {
  lt: compare((a, b) => a < b),
  le: compare((a, b) => a <= b),
  gt: compare((a, b) => a > b),
  ge: compare((a, b) => a >= b),
  eq: compare((a, b) => a === b),
  ne: compare((a, b) => a !== b),
  not: { args: 1, typing: "logical", mean: () => (a) => !a },
  isnan: ofFloat(Number.isNaN, false),
  isfinite: ofFloat(Number.isFinite, true),
  isinteger: ofFloat(Number.isInteger, true),
};
/** NaN fails every comparison with itself. */
const isfinite = (lanes, of, x) =>
  lanes.compare(
    "lt",
    lanes.each(of, [x], (r) => lanes.emit(`${lanes.shape(of)}.abs`, [r])),
    lanes.constant(of, Number.POSITIVE_INFINITY),
  );
export const lowerings = {
  lt: (lanes, _of, a, b) => lanes.compare("lt", a, b),
  le: (lanes, _of, a, b) => lanes.compare("le", a, b),
  gt: (lanes, _of, a, b) => lanes.compare("gt", a, b),
  ge: (lanes, _of, a, b) => lanes.compare("ge", a, b),
  eq: (lanes, _of, a, b) => lanes.compare("eq", a, b),
  ne: (lanes, _of, a, b) => lanes.compare("ne", a, b),
  not: (lanes, _of, a) => lanes.not(a),
  isnan: (lanes, of, x) => (isFloat(of) ? lanes.compare("ne", x, x) : lanes.boolean(false)),
  isfinite: (lanes, of, x) => (isFloat(of) ? isfinite(lanes, of, x) : lanes.boolean(true)),
  isinteger: (lanes, of, x) => {
    if (!isFloat(of)) return lanes.boolean(true);
    const whole = lanes.each(of, [x], (r) => lanes.emit(`${lanes.shape(of)}.trunc`, [r]));
    return lanes.bitwise("and", lanes.compare("eq", x, whole), isfinite(lanes, of, x));
  },
};
