/**
 * JS values -> typed operands. An array keeps its type; a plain number, bigint or boolean beside one is weak and takes
 * the type that NEP 50 gives it; among plain values alone a number is float64, a bigint int64, a boolean bool.
 */
import type { DType, Scalar } from "../kernel/dtype.js";
import { isInteger } from "../kernel/dtype.js";
import { fits, isWeakInteger, ownType, promoteAll, weakBeside } from "../kernel/promote.js";
import { isNdArray, live, type NdArray, toArray } from "./array.js";
import { noSafeLoop, notAnArrayLike, outOfBounds } from "./errors.js";

/** What a call was given, operand by operand: an array, or a plain value. */
export interface Operands {
  readonly arrays: readonly (NdArray | null)[];
  readonly values: readonly Scalar[];
  /** No array among them: the result is a plain value too. */
  readonly plain: boolean;
}

/** A plain value. */
export const isScalarOperand = (x: unknown): x is Scalar =>
  typeof x === "number" || typeof x === "bigint" || typeof x === "boolean";

/** @throws TypeError for what is no operand, or disposed. */
export function readOperands(name: string, given: readonly unknown[]): Operands {
  const arrays = given.map((x, i) => {
    if (isScalarOperand(x)) return null;
    if (typeof x !== "object" || x === null) throw notAnArrayLike(`${name}(): operand ${i}`, x);
    if (isNdArray(x)) live(x);
    return toArray(`${name}(): operand ${i}`, x);
  });
  const values = given.map((x) => (isScalarOperand(x) ? x : 0));
  return { arrays, values, plain: arrays.every((a) => a === null) };
}

/** How a ufunc takes weak integers that fit no type at hand: NumPy compares them exactly and refuses them elsewhere. */
export type Overflow = "refuse" | "compare";

/**
 * The element type of each operand. `pins` are types that parameters have of their own.
 * @throws OverflowError for a weak integer that does not fit.
 */
export function typesOf(
  name: string,
  { arrays, values, plain }: Operands,
  pins: (types: readonly DType[]) => readonly (DType | undefined)[],
  overflow: Overflow,
): readonly DType[] {
  const strong = arrays.flatMap((a) => (a === null ? [] : [a.dtype]));
  const base = plain ? null : promoteAll(strong);
  const numbers = plain && values.some((x) => typeof x === "number");
  const types = arrays.map((a, i) => {
    if (a !== null) return a.dtype;
    return base === null ? plainType(values[i]!, numbers) : weakType(values[i]!, base, overflow);
  });
  const pinned = pins(types.map((t) => t ?? base!));
  return types.map((t, i) => {
    const pin = pinned[i];
    if (arrays[i] !== null || pin === undefined) return t ?? refuse(values[i]!, base!);
    return pinnedType(name, values[i]!, pin);
  });
}

/** Beside plain numbers, which are float64, a bigint is a weak integer. */
function plainType(value: Scalar, besideNumbers: boolean): DType {
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" || besideNumbers ? "float64" : ownType(value);
}

function weakType(value: Scalar, base: DType, overflow: Overflow): DType | null {
  return weakBeside(value, base) ?? (overflow === "compare" ? ownType(value) : null);
}

function refuse(value: Scalar, type: DType): never {
  throw outOfBounds(value as number | bigint, type);
}

/** A plain value at a pinned parameter: a weak one, which must fit. */
function pinnedType(name: string, value: Scalar, pin: DType): DType {
  if (typeof value === "boolean" || pin === "bool" || !isInteger(pin)) return pin;
  if (!isWeakInteger(value)) throw noSafeLoop(name);
  return fits(value, pin) ? pin : refuse(value, pin);
}
