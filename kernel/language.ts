/**
 * The functions of the kernel language as plain JavaScript: what a body means where nothing compiles it. Each does to
 * one value what the kernel does to every element; docs/language.md, "Functions", lists them.
 */
import { castTo } from "./cast.js";
import type { DType } from "./dtype.js";
import { ops as arithmetic } from "./ops/arithmetic.js";
import { ops as bitwise } from "./ops/bitwise.js";
import { ops as reinterpret } from "./ops/reinterpret.js";
import { ops as rounding } from "./ops/rounding.js";

declare const pin: unique symbol;
/** A JS value that a body pins to an element type: what the aliases `f64`, `i32` … are made of. */
export type Pinned<J, D> = J & { readonly [pin]?: D };
/** What a pinned type is pinned to; never for others. */
export type PinOf<R> = R extends { readonly [pin]?: infer P } ? Exclude<P, undefined> : never;
/** Return type of a body over any `number`: the operands' promoted type. */
export type promoted = Pinned<number, "promoted">;
/** Return type of a body over any `number`: the operands' promoted type if it is a float, else float64. */
export type floating = Pinned<number, "floating">;

export type bool = boolean;
export type i8 = Pinned<number, "int8">;
export type u8 = Pinned<number, "uint8">;
export type i16 = Pinned<number, "int16">;
export type u16 = Pinned<number, "uint16">;
export type i32 = Pinned<number, "int32">;
export type u32 = Pinned<number, "uint32">;
export type i64 = Pinned<bigint, "int64">;
export type u64 = Pinned<bigint, "uint64">;
export type f32 = Pinned<number, "float32">;
export type f64 = Pinned<number, "float64">;

type Cast<T> = (x: number | bigint | boolean) => T;
const cast = <T>(to: DType) => castTo(to) as Cast<T>;

/**
 * `x != 0`; NaN is true. As a type: pinned to bool.
 * @example bool(0.5); // true
 */
export const bool = cast<bool>("bool");
/**
 * A cast to int8: floats are truncated, then everything wraps modulo 2^8; NaN and infinities give 0. As a type: pinned to
 * int8, so that what is stored there is cast.
 * @example i8(200.7); // -56
 */
export const i8 = cast<i8>("int8");
/**
 * As `i8`, modulo 2^8 from 0.
 * @example u8(-1); // 255
 */
export const u8 = cast<u8>("uint8");
/**
 * As `i8`, modulo 2^16.
 * @example i16(40000); // -25536
 */
export const i16 = cast<i16>("int16");
/**
 * As `u8`, modulo 2^16.
 * @example u16(-1); // 65535
 */
export const u16 = cast<u16>("uint16");
/**
 * As `i8`, modulo 2^32.
 * @example i32(-2.7); // -2
 */
export const i32 = cast<i32>("int32");
/**
 * As `u8`, modulo 2^32.
 * @example u32(-1); // 4294967295
 */
export const u32 = cast<u32>("uint32");
/**
 * As `i8`, modulo 2^64; its values are bigints.
 * @example i64(-2.7); // -2n
 */
export const i64 = cast<i64>("int64");
/**
 * As `u8`, modulo 2^64; its values are bigints.
 * @example u64(-1); // 18446744073709551615n
 */
export const u64 = cast<u64>("uint64");
/**
 * Rounded to float32. As a type: pinned to float32.
 * @example f32(0.1); // 0.10000000149011612
 */
export const f32 = cast<f32>("float32");
/**
 * A float64: 64-bit integers are rounded. As a type: pinned to float64.
 * @example f64(7n); // 7
 */
export const f64 = cast<f64>("float64");

type Integral = number | bigint;
const typeOf = (x: Integral): DType => (typeof x === "bigint" ? "int64" : "float64");

/**
 * Integer division: truncates towards zero; an integer divided by 0 is 0. Plain numbers are float64: `trunc(a / b)`.
 * @example idiv(-7n, 2n); // -3n
 */
export const idiv = <J extends Integral>(a: J, b: J): J => meaning(arithmetic.idiv.mean(typeOf(a)))(a, b) as J;

/**
 * The high half of the product of two integers. Plain numbers count as int32.
 * @example mulhi(65536, 65536); // 1
 */
export const mulhi = <J extends Integral>(a: J, b: J): J =>
  meaning(arithmetic.mulhi.mean(typeof a === "bigint" ? "int64" : "int32"))(a, b) as J;

/** For NumPy's ufuncs: how many bits of an integer are set. Plain numbers count as int32. */
export const popcount = <J extends Integral>(a: J): J =>
  meaning(bitwise.popcount.mean(typeof a === "bigint" ? "int64" : "int32"))(a) as J;

/** The nearest integer, of two the even one. */
export const rint: (x: number) => number = rounding.rint.mean();

/** The magnitude of x with the sign of the second; a NaN's sign counts as +. */
export const copysign: (x: number, sign: number) => number = reinterpret.copysign.mean("float64");

/**
 * The bits of a float64 as uint64; of any NaN those of the canonical one. `from_bits` is its inverse.
 * @example bits(1) >> 52n; // 1023n
 */
export const bits = reinterpret.bits.mean() as (x: number) => u64;
/**
 * The float64 of these bits.
 * @example from_bits(1023n << 52n); // 1
 */
export const from_bits = reinterpret.from_bits.mean() as (b: u64) => f64;

/**
 * The bits of a float32 as uint32; of any NaN those of the canonical one. `from_bits32` is its inverse.
 * @example bits32(1) >>> 23; // 127
 */
export const bits32 = reinterpret.bits32.mean() as (x: number) => u32;
/**
 * The float32 of these bits.
 * @example from_bits32(127 << 23); // 1
 */
export const from_bits32 = reinterpret.from_bits32.mean() as (b: number) => f32;

// Questions about a type, which a kernel answers when it is made. Plain numbers are float64, bigints int64.
/**
 * Is the element type of a parameter an integer? Answered for each signature; the arm that does not apply is left out.
 * @example isInteger(7n); // true
 */
export const isInteger = (x: unknown): boolean => typeof x === "bigint";
/**
 * As `isInteger`: is it float32 or float64?
 * @example isFloat(7); // true
 */
export const isFloat = (x: unknown): boolean => typeof x === "number";
/**
 * As `isInteger`: can its elements be negative?
 * @example isSigned(7n); // true
 */
export const isSigned = (x: unknown): boolean => typeof x === "number" || typeof x === "bigint";
/**
 * As `isInteger`: is it bool?
 * @example isBool(7); // false
 */
export const isBool = (x: unknown): boolean => typeof x === "boolean";
/** For the math library: `**` of integers, which is an operator, while that of floats is a function of the library. */
export const integerPower = <J extends Integral>(x: J, y: J): J => (x ** y) as J;
/** For the math library: the bits of a float64 and of a float32, where those of a NaN don't matter. */
export const pattern = reinterpret.pattern.mean() as (x: number) => u64;
export const pattern32 = reinterpret.pattern32.mean() as (x: number) => u32;
/** For the math library, whose functions have a half for each float type. */
export const isFloat32 = (_: number): boolean => false;

/** A row's meaning takes operands of the type that it was asked for. */
function meaning(f: unknown): (...args: Integral[]) => Integral {
  return f as (...args: Integral[]) => Integral;
}
