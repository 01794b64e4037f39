/**
 * What inference knows of a value: its element type, or that it is weak and takes the type of its neighbours.
 *
 * A weak constant has a known value. A weak variable has none, but a type of its own (`own`) that it counts as beside
 * anything but a float. The rules are those of the kernel language; `join` and `common` are where they meet.
 */
import { castTo } from "./cast.js";
import { isBool, isFloat, isInteger } from "./dtype.js";
import { fits, isWeakInteger, ownType, promote } from "./promote.js";
export const typed = (expr) => ({ weak: null, type: expr.type, expr });
export const constant = (value, at) => ({ weak: "constant", value, at });
export const variable = (expr) => ({ weak: "variable", own: expr.type, expr });
/** The type that a value has where nothing else decides. */
export function standalone(ty) {
  if (ty.weak === "constant") return ownType(ty.value);
  return ty.weak === "variable" ? ty.own : ty.type;
}
/** The type that a weak value gives an operation beside `t`: `t` itself where the value fits it. */
function beside(ty, t) {
  if (ty.weak === null) return promote(t, ty.type);
  if (isFloat(t)) return t;
  if (ty.weak === "variable") return promote(t, ty.own);
  const { value } = ty;
  if (typeof value === "boolean") return t;
  if (isInteger(t) && isWeakInteger(value) && fits(value, t)) return t;
  return promote(t, ownType(value));
}
/** The promoted type of several values. Typed ones decide first, then weak variables, then constants. */
export function common(tys) {
  const strong = tys.flatMap((ty) => (ty.weak === null ? [ty.type] : []));
  const variables = tys.filter((ty) => ty.weak === "variable");
  const constants = tys.filter((ty) => ty.weak === "constant");
  const rest = [...variables, ...constants];
  const start = strong.length > 0 ? strong.reduce(promote) : standalone(rest[0]);
  return rest.reduce((t, ty) => beside(ty, t), start);
}
/** The type of a variable that is assigned both. */
export function join(a, b) {
  if (!a || same(a, b)) return b;
  const type = common([a, b]);
  return a.weak !== null && b.weak !== null && !isBool(type) ? { weak: "variable", own: type } : { weak: null, type };
}
export function same(a, b) {
  if (a.weak === "constant") return b.weak === "constant" && Object.is(a.value, b.value);
  if (a.weak === "variable") return b.weak === "variable" && a.own === b.own;
  return b.weak === null && a.type === b.type;
}
/** Identifies a type in keys: a function is typed anew for each list of them. */
export function keyOf(ty) {
  if (ty.weak === "constant") return `${typeof ty.value}:${Object.is(ty.value, -0) ? "-0" : ty.value}`;
  return ty.weak === "variable" ? `~${ty.own}` : ty.type;
}
export const tyOf = (operand) =>
  operand.weak === "constant"
    ? { weak: "constant", value: operand.value }
    : operand.weak === "variable"
      ? { weak: "variable", own: operand.own }
      : { weak: null, type: operand.type };
/** The code of a value in a given type; a constant is converted here and now. */
export function coerce(operand, type) {
  if (operand.weak === "constant")
    return { kind: "constant", type, value: castTo(type)(operand.value), at: operand.at };
  const { expr } = operand;
  if (expr.type === type) return expr;
  if (expr.kind === "constant") return { ...expr, type, value: castTo(type)(expr.value) };
  return { kind: "cast", type, arg: expr, at: expr.at };
}
export const atOf = (operand) => (operand.weak === "constant" ? operand.at : operand.expr.at);
