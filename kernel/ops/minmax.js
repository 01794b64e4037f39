/** `Math.min`, `Math.max`: NaN propagates, -0 is less than 0. */
import { isBool, isFloat } from "../dtype.js";

const extreme = (float, first) => ({
  args: "any",
  typing: "same",
  mean: (of) => (isFloat(of) ? float : (a, b) => (first(a, b) ? a : b)),
});
export const ops = {
  min: extreme(Math.min, (a, b) => a < b),
  max: extreme(Math.max, (a, b) => a > b),
};
/** `select` knows a comparison that picks one of its own operands, and makes it one instruction. */
function lower(lanes, of, name, a, b) {
  if (isBool(of)) return lanes.bitwise(name === "min" ? "and" : "or", a, b);
  if (isFloat(of)) return lanes.each(of, [a, b], (p, q) => lanes.emit(`${lanes.shape(of)}.${name}`, [p, q]));
  return lanes.select(lanes.compare(name === "min" ? "lt" : "gt", a, b), a, b);
}
export const lowerings = {
  min: (lanes, of, a, b) => lower(lanes, of, "min", a, b),
  max: (lanes, of, a, b) => lower(lanes, of, "max", a, b),
};
