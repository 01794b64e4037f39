/**
 * What a cast does to a value (design: "casts, stores"), on JS values. Every tier follows it: `interpret` calls it, and
 * `lower/cast.ts` does the same in lanes.
 *
 * Float to integer truncates, then wraps modulo 2^n; NaN and infinities give 0. Integer to integer wraps. Integer to
 * float rounds once. To bool: x != 0, so NaN is true.
 */
import { type Domain, type DType, type Scalar } from "./dtype.js";
/** Wraps an exact number modulo 2^n into an integer type of at most 32 bits, or rounds it to a float type. */
export declare function wrap(t: Domain): (value: number) => number;
/** Wraps a bigint modulo 2^64 into int64 or uint64; a constant stays as it is. */
export declare function wrapBig(t: Domain): (value: bigint) => bigint;
/** The cast of any JS value to an element type. */
export declare function castTo(to: DType): (value: Scalar) => Scalar;
/** The value of a type's zero. */
export declare function zeroOf(t: DType): Scalar;
