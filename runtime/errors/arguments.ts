/** What functions on arrays say of their arguments: values, element types, words. */
import { type DType, names } from "../../kernel/dtype.js";
import {
  describe,
  make,
  type NumPyError,
  overflowError,
  quoted,
  runtimeError,
  type Shape,
  shapeText,
  typeError,
  valueError,
} from "./make.js";

// ───────────── arguments ─────────────

export const disposed = () =>
  runtimeError("this array was disposed: its memory may hold other data now. Keep it with copy(), or dispose it later");

export function unknownDType(found: unknown, suggestion: string | undefined): NumPyError {
  const hint = suggestion === undefined ? `one of ${names.join(", ")} is wanted` : `did you mean "${suggestion}"?`;
  return typeError(`data type ${quoted(found)} not understood: ${hint}`);
}

export const notAnArrayLike = (name: string, found: unknown) =>
  typeError(
    `${name}: ${describe(found)} is no array. Give an NdArray, a typed array, a nested array, a number, a bigint or a boolean`,
  );

export const notAnNdArray = (name: string, found: unknown) =>
  typeError(`${name}: an NdArray is wanted, got ${describe(found)}: asarray(…) makes one`);

export const notAnElement = (found: unknown, at: Shape) =>
  typeError(
    `${at.length === 0 ? "" : `[${at.join("][")}]: `}an element is a number, a bigint or a boolean, got ${describe(found)}`,
  );

export const mixedNumbers = (at: Shape) =>
  typeError(
    `[${at.join("][")}]: numbers and bigints are mixed in one array: write all as numbers (float64) or all as bigints (int64), or name the dtype`,
  );

export const notAnInteger = (name: string, found: unknown) =>
  typeError(`${name}: ${describe(found)} cannot be interpreted as an integer`);

export const badOrder = (found: unknown) =>
  valueError(`order must be one of 'C', 'F', 'A', or 'K' (got ${quoted(found)})`);

export const badCasting = (found: unknown) =>
  valueError(`casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got ${quoted(found)})`);

export const badOption = (name: string, found: unknown, accepted: string) =>
  typeError(`${name} is ${describe(found)}: ${accepted} is wanted`);

export const asyncTidy = () =>
  typeError(
    "tidy(body): the body returned a promise, but its arrays live only while it runs: use tidy around synchronous parts",
  );

export const wrongPlainSize = (found: number, shape: Shape) =>
  valueError(`data has ${found} elements, shape ${shapeText(shape)} wants another number`);

// ───────────── values ─────────────

/** NumPy has two texts: it goes through C's long, for the wide unsigned types through its unsigned sibling. */
export function outOfBounds(value: number | bigint, dtype: DType): NumPyError {
  const end = dtype === "uint32" || dtype === "uint64" ? 2n ** 64n : 2n ** 63n;
  if (value >= -(2n ** 63n) && value < end) return overflowError(`Python integer ${value} out of bounds for ${dtype}`);
  return overflowError(`Python int too large to convert to C long: ${value} out of bounds for ${dtype}`);
}

export const tooLargeForFloat = () => overflowError("int too large to convert to float");

export const zeroArangeStep = (ofNumbers: boolean) =>
  make(RangeError, "ZeroDivisionError", `${ofNumbers ? "float " : ""}division by zero: the step of arange is 0`);

export const arangeLength = () => valueError("arange: cannot compute length");

export const boolRange = () =>
  typeError("arange() is only supported for booleans when the result has at most length 2.");

export const negativeCount = (found: unknown) =>
  valueError(`Number of samples, ${typeof found === "bigint" ? found : describe(found)}, must be non-negative.`);

export const negativePower = () => valueError("Integers to negative integer powers are not allowed.");

// ───────────── element types ─────────────

export const noTypes = () => valueError("at least one array or dtype is required");

export const notInexact = (dtype: DType) => valueError(`data type '${dtype}' not inexact`);

export const notIntegerType = (dtype: DType) => valueError(`Invalid integer data type '${dtype}'.`);
