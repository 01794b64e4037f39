/**
 * NumPy 2's promotion and casting between element types, derived from the rows of `dtype.ts` and tested against NumPy's
 * own tables. A weak value is a JS number, bigint or boolean without an element type of its own (NEP 50).
 */
import { bytesOf, integer, isBool, isFloat, kindOf, limits } from "./dtype.js";
/** `numpy.promote_types`: the smallest type that both can be cast to safely. */
export function promote(a, b) {
  if (a === b || isBool(b)) return a;
  if (isBool(a)) return b;
  if (isFloat(a) && isFloat(b)) return "float64";
  if (isFloat(a)) return floatBeside(a, b);
  if (isFloat(b)) return floatBeside(b, a);
  if (kindOf(a) === kindOf(b)) return bytesOf(a) > bytesOf(b) ? a : b;
  const [signed, unsigned] = kindOf(a) === "int" ? [a, b] : [b, a];
  if (bytesOf(signed) > bytesOf(unsigned)) return signed;
  return bytesOf(unsigned) === 8 ? "float64" : integer(bytesOf(unsigned) * 2, true);
}
function floatBeside(float, int) {
  return bytesOf(int) <= 2 ? float : "float64";
}
/** The common type of one or more. Folded from the left, as `numpy.result_type` does for our types. */
export function promoteAll(types) {
  return types.reduce(promote);
}
/** That type if it is a float, else float64. */
export function floating(t) {
  return isFloat(t) ? t : "float64";
}
const rank = { bool: 0, uint: 1, int: 2, float: 3 };
/** `numpy.can_cast`. */
export function canCast(from, to, rule) {
  switch (rule) {
    case "no":
    case "equiv":
      return from === to;
    case "safe":
      return promote(from, to) === to;
    case "same_kind":
      return rank[kindOf(from)] <= rank[kindOf(to)];
    case "unsafe":
      return true;
  }
}
/** A number acts as an integer when JS can tell it from its neighbours; -0 has a sign to lose. */
export function isWeakInteger(value) {
  return typeof value === "bigint" || (Number.isSafeInteger(value) && !Object.is(value, -0));
}
export function fits(value, t) {
  const [min, max] = limits(t);
  return value >= min && value <= max;
}
/** The type of a weak integer that has to stand for itself: the first of int32, int64, uint64, float64 that holds it. */
export function ownInteger(value) {
  if (typeof value === "bigint" && fits(value, "int64")) return "int64";
  return ["int32", "int64", "uint64"].find((t) => fits(value, t)) ?? "float64";
}
/** The type of a weak value that stands alone: bigint int64, boolean bool, a number int32 when it can be, else float64. */
export function ownType(value) {
  if (typeof value === "boolean") return "bool";
  return isWeakInteger(value) ? ownInteger(value) : "float64";
}
/**
 * The type that a weak value takes as an operand beside an array of type `t`, as in NEP 50. Null: it is an integer that
 * does not fit, for which NumPy raises OverflowError.
 */
export function weakBeside(value, t) {
  if (typeof value === "boolean") return t;
  if (isFloat(t)) return t;
  if (!isWeakInteger(value)) return "float64";
  if (isBool(t)) return typeof value === "bigint" ? "int64" : fits(value, "int32") ? "int32" : null;
  return fits(value, t) ? t : null;
}
