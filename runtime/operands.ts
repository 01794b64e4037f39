/**
 * JS values -> typed operands. An array keeps its type; a plain number, bigint or boolean beside one is weak and takes
 * the type that NEP 50 gives it; among plain values alone a number is float64, a bigint int64, a boolean bool.
 */
import type { DType, Scalar } from "../kernel/dtype.js";
import { isBool, isFloat, isInteger } from "../kernel/dtype.js";
import { canCast, fits, isWeakInteger, ownType, promoteAll, weakBeside } from "../kernel/promote.js";
import type { Signature } from "../kernel/signature.js";
import { isNdArray, live, type NdArray } from "./array.js";
import { toArray } from "./convert.js";
import type { Dispatch } from "./dispatch.js";
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

/**
 * The element type of each operand. A weak integer that does not fit counts as if it did: the loop decides, since its own
 * type may hold it.
 * @throws OverflowError for one that does not fit a pinned parameter.
 */
export function typesOf(d: Dispatch, operands: Operands): readonly DType[] {
  const { arrays, values, plain } = operands;
  const strong: DType[] = [];
  for (const a of arrays) if (a !== null) strong.push(a.dtype);
  if (strong.length === arrays.length) return strong;
  const base = plain ? null : promoteAll(strong);
  const numbers = plain && values.some((x) => typeof x === "number");
  const types = arrays.map((a, i) => {
    if (a !== null) return a.dtype;
    const type = base === null ? plainType(values[i]!, numbers) : weakType(values[i]!, base);
    return isFloat(type) && d.wantsInteger(i) ? integerType(values[i]!, type, plain) : type;
  });
  const listed = d.list !== null && !plain && !d.listed(types) && loopForWeak(d.list, types, operands);
  if (listed) return types.map((t, i) => (arrays[i] === null ? listed.inputs[i]! : t));
  const pinned = d.pins(types);
  return types.map((t, i) => {
    const pin = pinned[i];
    return arrays[i] !== null || pin === undefined ? t : pinnedType(d.name, values[i]!, pin);
  });
}

/** The first of a list that takes the arrays safely, and plain numbers as any type of their kind: whether they fit is seen later. */
function loopForWeak(list: readonly Signature[], types: readonly DType[], { arrays, values }: Operands) {
  const takes = (to: DType, i: number) => {
    const value = values[i]!;
    if (arrays[i] !== null || typeof value === "boolean") return canCast(types[i]!, to, "safe");
    return isFloat(to) || (isInteger(to) && isWeakInteger(value));
  };
  return list.find(({ inputs }) => inputs.every(takes));
}

/** Beside plain numbers, which are float64, a bigint is a weak integer. */
function plainType(value: Scalar, besideNumbers: boolean): DType {
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" || besideNumbers ? "float64" : ownType(value);
}

function weakType(value: Scalar, base: DType): DType {
  return weakBeside(value, base) ?? (isBool(base) ? "int32" : base);
}

/** Where a ufunc takes integers only, beside floats: that of a weak integer. */
function integerType(value: Scalar, float: DType, plain: boolean): DType {
  if (typeof value === "boolean" || !isWeakInteger(value)) return float;
  if (typeof value === "bigint" && !plain) return ownType(value);
  return fits(value, "int32") ? "int32" : float;
}

/** The types of a call whose weak integers that don't fit their loop's types stand for themselves; null: all fit. */
export function typesOfMisfits(
  types: readonly DType[],
  loop: readonly DType[],
  { arrays, values }: Operands,
): readonly DType[] | null {
  const isMisfit = (value: Scalar, type: DType) =>
    isInteger(type) && typeof value !== "boolean" && isWeakInteger(value) && !fits(value, type);
  const own = types.map((t, i) => (arrays[i] === null && isMisfit(values[i]!, loop[i]!) ? ownType(values[i]!) : t));
  return own.every((t, i) => t === types[i]) ? null : own;
}

/** A plain value at a pinned parameter: a weak one, which must fit. */
function pinnedType(name: string, value: Scalar, pin: DType): DType {
  if (typeof value === "boolean" || pin === "bool" || !isInteger(pin)) return pin;
  if (!isWeakInteger(value)) throw noSafeLoop(name, [pin]);
  if (!fits(value, pin)) throw outOfBounds(value, pin);
  return pin;
}

/** The type that a plain value is cast from: a weak one takes the type that it meets, and `coerce` sees whether it fits. */
export function weakFrom(value: Scalar, to: DType): DType {
  if (typeof value === "boolean") return "bool";
  return isFloat(to) || isWeakInteger(value) ? to : "float64";
}
