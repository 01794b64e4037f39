/**
 * NumPy 2's promotion and casting between element types, derived from the rows of `dtype.ts` and tested against NumPy's
 * own tables. A weak value is a JS number, bigint or boolean without an element type of its own (NEP 50).
 */
import { bytesOf, type DType, integer, isBool, isFloat, kindOf, limits } from "./dtype.js";

/** Which casts are allowed, from none to all: `"safe"` ones lose nothing, `"same_kind"` ones may lose precision. */
export type Casting = "no" | "equiv" | "safe" | "same_kind" | "unsafe";

/** `numpy.promote_types`: the smallest type that both can be cast to safely. */
export function promote(a: DType, b: DType): DType {
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

function floatBeside(float: DType, int: DType): DType {
  return bytesOf(int) <= 2 ? float : "float64";
}

/** The common type of one or more, as `numpy.result_type`: floats first, so that int8, uint16 and float32 are float32. */
export function promoteAll(types: readonly DType[]): DType {
  return [...types.filter(isFloat), ...types.filter((t) => !isFloat(t))].reduce(promote);
}

/** That type if it is a float, else float64. */
export function floating(t: DType): DType {
  return isFloat(t) ? t : "float64";
}

const rank = { bool: 0, uint: 1, int: 2, float: 3 };

/** `numpy.can_cast`. */
export function canCast(from: DType, to: DType, rule: Casting): boolean {
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
export function isWeakInteger(value: number | bigint): boolean {
  return typeof value === "bigint" || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

export function fits(value: number | bigint, t: DType): boolean {
  const [min, max] = limits(t);
  return value >= min && value <= max;
}

/** The type of a weak integer that has to stand for itself: the first of int32, int64, uint64, float64 that holds it. */
function ownInteger(value: number | bigint): DType {
  if (typeof value === "bigint" && fits(value, "int64")) return "int64";
  return (["int32", "int64", "uint64"] as const).find((t) => fits(value, t)) ?? "float64";
}

/** The type of a weak value that stands alone: bigint int64, boolean bool, a number int32 when it can be, else float64. */
export function ownType(value: number | bigint | boolean): DType {
  if (typeof value === "boolean") return "bool";
  return isWeakInteger(value) ? ownInteger(value) : "float64";
}

/**
 * The type that a weak value takes as an operand beside an array of type `t`, as in NEP 50. Null: it is an integer that
 * does not fit, for which NumPy raises OverflowError.
 */
export function weakBeside(value: number | bigint | boolean, t: DType): DType | null {
  if (typeof value === "boolean") return t;
  if (isFloat(t)) return t;
  if (!isWeakInteger(value)) return "float64";
  if (isBool(t)) return typeof value === "bigint" ? "int64" : fits(value, "int32") ? "int32" : null;
  return fits(value, t) ? t : null;
}
