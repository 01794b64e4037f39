/**
 * What a cast does to a value (docs/language.md, "Element types"), on JS values. Every tier follows it: `interpret`
 * calls it, and `lower/cast.ts` does the same in lanes.
 *
 * Float to integer truncates, then wraps modulo 2^n; NaN and infinities give 0. Integer to integer wraps. Integer to
 * float rounds once. To bool: x != 0, so NaN is true.
 */
import { bytesOf, type Domain, type DType, isBig, isFloat, kindOf, type Scalar } from "./dtype.js";

/** Wraps an exact number modulo 2^n into an integer type of at most 32 bits, or rounds it to a float type. */
export function wrap(t: Domain): (value: number) => number {
  switch (t) {
    case "int8":
      return (v) => (v << 24) >> 24;
    case "uint8":
      return (v) => v & 0xff;
    case "int16":
      return (v) => (v << 16) >> 16;
    case "uint16":
      return (v) => v & 0xffff;
    case "int32":
      return (v) => v | 0;
    case "uint32":
      return (v) => v >>> 0;
    case "float32":
      return Math.fround;
    default:
      return (v) => v;
  }
}

/** Wraps a bigint modulo 2^64 into int64 or uint64; a constant stays as it is. */
export function wrapBig(t: Domain): (value: bigint) => bigint {
  if (t === "bigint") return (v) => v;
  return t === "int64" ? (v) => BigInt.asIntN(64, v) : (v) => BigInt.asUintN(64, v);
}

/** The cast of any JS value to an element type. */
export function castTo(to: DType): (value: Scalar) => Scalar {
  if (to === "bool") return (v) => v !== 0 && v !== 0n && v !== false;
  if (isBig(to)) {
    const big = wrapBig(to);
    return (v) => big(typeof v === "number" ? (Number.isFinite(v) ? BigInt(Math.trunc(v)) : 0n) : BigInt(v));
  }
  const small = wrap(to);
  if (to === "float32") return (v) => (typeof v === "bigint" ? bigToFloat32(v) : Math.fround(Number(v)));
  if (isFloat(to)) return Number;
  return (v) => small(typeof v === "bigint" ? Number(BigInt.asIntN(8 * bytesOf(to), v)) : Number(v));
}

/** Rounds once: the low bits of a long integer are kept as one sticky bit, so that float64 on the way is exact. */
function bigToFloat32(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  const excess = magnitude.toString(2).length - 40;
  if (excess <= 0) return Math.fround(Number(value));
  const shift = BigInt(excess);
  const top = magnitude >> shift;
  const sticky = top << shift === magnitude ? top : top | 1n;
  return Math.fround(Number(value < 0n ? -sticky : sticky) * 2 ** excess);
}

/** The value of a type's zero. */
export function zeroOf(t: DType): Scalar {
  return isBig(t) ? 0n : kindOf(t) === "bool" ? false : 0;
}

/** What an index outside of an array reads. */
export const outsideOf = (t: DType): Scalar => (isFloat(t) ? Number.NaN : zeroOf(t));
