/** Element types as NumPy's functions speak of them: common types, casts, limits; and its constants. */
import { bytesOf, type DType, isBig, isFloat, isInteger, limits } from "../kernel/dtype.js";
import { type Casting, canCast, ownType, promote, promoteAll, weakBeside } from "../kernel/promote.js";
import type { NdArray } from "./array.js";
import { toArray } from "./convert.js";
import { checkDType } from "./element.js";
import { badCasting, noTypes, notInexact, notIntegerType } from "./errors.js";
import { isScalarOperand } from "./operands.js";
import type { Operand, Promote, Scalar } from "./types.js";

/** Not a number: NumPy's `nan`. */
export const nan = NaN;
/** Positive infinity. */
export const inf = Infinity;
/** The circle's circumference by its diameter. */
export const pi = Math.PI;

/** The common type of arrays, element types and plain values, which are weak beside others. */
export function commonType(items: readonly (NdArray | DType | Scalar)[]): DType {
  const strong = items.flatMap((item) => (isScalarOperand(item) ? [] : [typeof item === "string" ? item : item.dtype]));
  const plain = items.filter(isScalarOperand);
  if (strong.length === 0) return promoteAll(plain.map((x) => (typeof x === "number" ? "float64" : ownType(x))));
  const base = promoteAll(strong);
  return promoteAll([base, ...plain.map((x) => weakBeside(x, base) ?? base)]);
}

/**
 * The element type that operands have in common: names of element types, arrays, and plain values, which are weak beside
 * the others. Plain values alone: a number is float64, a bigint int64, a boolean bool.
 * @throws ValueError without operands, TypeError for an unknown name.
 * @example result_type("int8", "uint8", 3); // int16
 */
export function result_type(...operands: readonly (Operand | DType)[]): DType {
  if (operands.length === 0) throw noTypes();
  return commonType(
    operands.map((x) => {
      if (isScalarOperand(x)) return x;
      return typeof x === "string" ? checkDType(x) : toArray("result_type(operand)", x);
    }),
  );
}

/**
 * The smallest element type that both can be cast to safely.
 * @throws TypeError for an unknown name.
 * @example promote_types("int32", "float32"); // float64
 */
export function promote_types<A extends DType, B extends DType>(a: A, b: B): Promote<A, B> {
  return promote(checkDType(a), checkDType(b)) as Promote<A, B>;
}

/**
 * May elements of a type, or those of an array, be cast to another type under a rule, "safe" unless named?
 * @throws TypeError for an unknown name or what has no element type, ValueError for an unknown rule.
 * @example can_cast("int32", "float32"); // false
 */
export function can_cast(from: DType | NdArray, to: DType, casting: Casting = "safe"): boolean {
  const allowed: boolean | undefined = canCast(typeOf(from), checkDType(to), casting);
  if (allowed === undefined) throw badCasting(casting);
  return allowed;
}

const typeOf = (x: DType | NdArray): DType => checkDType(typeof x === "object" && x !== null ? x.dtype : x);

/** What `finfo` gives. */
export interface FloatInfo {
  readonly dtype: DType;
  readonly bits: number;
  /** Digits of the fraction, in binary; decimal digits that survive. */
  readonly nmant: number;
  readonly precision: number;
  /** The distance from 1 to the next larger number; to the next smaller one. */
  readonly eps: number;
  readonly epsneg: number;
  readonly resolution: number;
  readonly min: number;
  readonly max: number;
  readonly smallest_normal: number;
  readonly smallest_subnormal: number;
  /** Another name of `smallest_normal`. */
  readonly tiny: number;
}

/**
 * The limits of a float type, or of an array's.
 * @throws ValueError for other types.
 * @example finfo("float32").eps; // 1.1920928955078125e-7
 */
export function finfo(type: DType | NdArray): FloatInfo {
  const dtype = typeOf(type);
  if (!isFloat(dtype)) throw notInexact(dtype);
  const single = dtype === "float32";
  const [nmant, least, most, precision] = single ? [23, -126, 127, 6] : [52, -1022, 1023, 15];
  const max = 2 ** most * (2 - 2 ** -nmant);
  return {
    dtype,
    bits: 8 * bytesOf(dtype),
    nmant,
    precision,
    eps: 2 ** -nmant,
    epsneg: 2 ** (-nmant - 1),
    resolution: single ? 1e-6 : 1e-15,
    min: -max,
    max,
    smallest_normal: 2 ** least,
    smallest_subnormal: 2 ** (least - nmant),
    tiny: 2 ** least,
  };
}

/** What `iinfo` gives: the limits of 64-bit types are bigints. */
export interface IntegerInfo<D extends DType = DType> {
  readonly dtype: D;
  readonly bits: number;
  readonly min: Scalar<D>;
  readonly max: Scalar<D>;
}

/**
 * The limits of an integer type, or of an array's.
 * @throws ValueError for other types.
 * @example iinfo("int8").min; // -128
 */
export function iinfo<D extends DType>(type: D | NdArray<D>): IntegerInfo<D> {
  const dtype = typeOf(type) as D;
  if (!isInteger(dtype)) throw notIntegerType(dtype);
  const [min, max] = limits(dtype).map((limit) => (isBig(dtype) ? limit : Number(limit))) as [Scalar<D>, Scalar<D>];
  return { dtype, bits: 8 * bytesOf(dtype), min, max };
}
