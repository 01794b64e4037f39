/**
 * Elements in memory and as JS values: one row per element type says how it is read, written and viewed.
 *
 * `coerce` is the one way from a JS value to an element: an integer must fit (NumPy's OverflowError), anything else is
 * cast as `kernel/cast.ts` has it. `write` takes coerced values only.
 */
import {
  bytesOf,
  type DType,
  fromTypedArray,
  isBig,
  isBool,
  isDType,
  isFloat,
  kindOf,
  meantDType,
  names,
} from "../kernel/dtype.js";
import { type Casting, canCast } from "../kernel/promote.js";
import { badCasting, cannotCast, notAnElement, outOfBounds, tooLargeForFloat, unknownDType } from "./errors.js";
import type { AnyTyped, Scalar, TypedArrayOf } from "./types.js";

interface Element {
  read(view: DataView, at: number): Scalar;
  write(view: DataView, at: number, value: Scalar): void;
  /** Its view of a buffer. */
  readonly array: new (
    buffer: ArrayBuffer,
    at: number,
    length: number,
  ) => TypedArrayOf;
}

const number = (
  read: (view: DataView, at: number) => number,
  write: (view: DataView, at: number, value: number) => void,
  array: Element["array"],
): Element => ({ read, write: write as Element["write"], array });

const big = (
  read: (view: DataView, at: number) => bigint,
  write: (view: DataView, at: number, value: bigint) => void,
  array: Element["array"],
): Element => ({ read, write: write as Element["write"], array });

/** A DataView's setters wrap integers and round floats as our casts do. */
export const elements: { readonly [D in DType]: Element } = {
  bool: {
    read: (v, at) => v.getUint8(at) !== 0,
    write: (v, at, x) => v.setUint8(at, x ? 1 : 0),
    array: Uint8Array,
  },
  int8: number(
    (v, at) => v.getInt8(at),
    (v, at, x) => v.setInt8(at, x),
    Int8Array,
  ),
  uint8: number(
    (v, at) => v.getUint8(at),
    (v, at, x) => v.setUint8(at, x),
    Uint8Array,
  ),
  int16: number(
    (v, at) => v.getInt16(at, true),
    (v, at, x) => v.setInt16(at, x, true),
    Int16Array,
  ),
  uint16: number(
    (v, at) => v.getUint16(at, true),
    (v, at, x) => v.setUint16(at, x, true),
    Uint16Array,
  ),
  int32: number(
    (v, at) => v.getInt32(at, true),
    (v, at, x) => v.setInt32(at, x, true),
    Int32Array,
  ),
  uint32: number(
    (v, at) => v.getUint32(at, true),
    (v, at, x) => v.setUint32(at, x, true),
    Uint32Array,
  ),
  int64: big(
    (v, at) => v.getBigInt64(at, true),
    (v, at, x) => v.setBigInt64(at, x, true),
    BigInt64Array,
  ),
  uint64: big(
    (v, at) => v.getBigUint64(at, true),
    (v, at, x) => v.setBigUint64(at, x, true),
    BigUint64Array,
  ),
  float32: number(
    (v, at) => v.getFloat32(at, true),
    (v, at, x) => v.setFloat32(at, x, true),
    Float32Array,
  ),
  float64: number(
    (v, at) => v.getFloat64(at, true),
    (v, at, x) => v.setFloat64(at, x, true),
    Float64Array,
  ),
};

const NOWHERE: readonly number[] = [];

/**
 * A JS value as an element of a type. `at` names its place in a nested array, for errors.
 * @throws OverflowError for an integer that doesn't fit, TypeError for what is no number, bigint or boolean.
 */
export function coerce(value: unknown, dtype: DType, at: readonly number[] = NOWHERE): Scalar {
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean")
    throw notAnElement(value, at);
  return coercions[dtype](value);
}

type Coercion = (value: Scalar) => Scalar;

function coercionTo(dtype: DType): Coercion {
  // biome-ignore lint/suspicious/noDoubleEquals: 0 and 0n alike are false, NaN is true
  if (isBool(dtype)) return (value) => value != 0;
  if (isFloat(dtype)) return toFloat(dtype);
  return isBig(dtype) ? toBig(dtype) : toSmall(dtype);
}

const toFloat = (dtype: DType): Coercion => {
  const round = dtype === "float32" ? Math.fround : Number;
  return (value) => {
    const float = Number(value);
    if (typeof value === "bigint" && !Number.isFinite(float)) throw tooLargeForFloat();
    return round(float);
  };
};

const toBig = (dtype: DType): Coercion => {
  const wrap = dtype === "int64" ? BigInt.asIntN : BigInt.asUintN;
  return (value) => {
    const exact = typeof value !== "number" || Number.isSafeInteger(value);
    const whole = exact ? BigInt(value) : Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
    const wrapped = wrap(64, whole);
    if (exact && wrapped !== whole) throw outOfBounds(whole, dtype);
    return wrapped;
  };
};

/** `| 0` and the shifts truncate and wrap modulo 2^32, a multiple of the other moduli. */
const toSmall = (dtype: DType): Coercion => {
  const free = 32 - 8 * bytesOf(dtype);
  const isUnsigned = kindOf(dtype) === "uint";
  return (value) => {
    const number = Number(value);
    const wrapped = isUnsigned ? (number << free) >>> free : (number << free) >> free;
    if (wrapped !== number && (typeof value === "bigint" || Number.isSafeInteger(number)))
      throw outOfBounds(value as number | bigint, dtype);
    return wrapped;
  };
};

const coercions = /*#__PURE__*/ Object.fromEntries(names.map((dtype) => [dtype, coercionTo(dtype)])) as {
  readonly [D in DType]: Coercion;
};

/** The element type of a typed array, of any realm. Undefined for other objects. */
export function typedDType(x: unknown): DType | undefined {
  return ArrayBuffer.isView(x) ? fromTypedArray((x as AnyTyped)[Symbol.toStringTag]) : undefined;
}

/** The name of an element type, or the error that suggests one: `"f64"` is `"float64"`. */
export function checkDType(name: unknown): DType {
  if (isDType(name)) return name;
  throw unknownDType(name, typeof name === "string" ? meantDType(name) : undefined);
}

/** @throws TypeError for a cast that `casting` forbids, ValueError where that is no word of NumPy's. */
export function checkCast(from: DType, to: DType, casting: Casting, ndim?: number): void {
  const allowed: boolean | undefined = canCast(from, to, casting);
  if (allowed === undefined) throw badCasting(casting);
  if (!allowed) throw cannotCast(from, to, casting, ndim);
}
