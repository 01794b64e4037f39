/**
 * What the formulas of the library are made of: powers of two, and sums and products that lose nothing.
 *
 * A number known to twice the precision is a sum of two floats, the second less than half a unit in the last place of
 * the first (Dekker 1971; Muller, Handbook of Floating-Point Arithmetic, ch. 4). There is no fused multiply-add in the
 * language: results are the same on every machine.
 */
import { f32, f64, from_bits, from_bits32, isFloat32, pattern, pattern32 } from "../language.js";

/** Added and taken away it rounds to integers: 1.5 * 2^52, which leaves the integer in the low bits, of any sign. */
export const ROUND = 6755399441055744;

/** The same for float32: 1.5 * 2^23. */
export const ROUND24 = 12582912;

/** x, but no less than the one and no more than the other; NaN stays. */
export function between(x: f64, least: number, most: number): f64 {
  const capped = x > most ? most : x;
  return capped < least ? least : capped;
}

/** 2^k, where `shifted` is ROUND + k, for k from -1022 to 1023; 0 for -1023. */
export function powerOfTwo(shifted: f64): f64 {
  return from_bits((pattern(shifted) << 52n) + 0x3ff0000000000000n);
}

/** The same in float32, for k from -126 to 127; 0 for -127. */
export function powerOfTwo24(shifted: f32): f32 {
  return from_bits32((pattern32(shifted) << 23) + 0x3f800000);
}

/** x 2^k, where 2^k may lie outside the normal numbers: of two steps only the second rounds. */
export function scale(x: f64, k: f64): f64 {
  const half = k * 0.5 + ROUND;
  return x * powerOfTwo(half) * powerOfTwo(k - (half - ROUND) + ROUND);
}

/** A float of the type of what it is made of. */
export type Float = number;

/** The first half of a float's bits, 26 or 12: products of two such are exact. */
export function upper(x: number): Float {
  return isFloat32(x) ? from_bits32(pattern32(f32(x)) & 0xfffff000) : from_bits(pattern(f64(x)) & 0xfffffffff8000000n);
}

/** a + b and what it lacks, where |a| >= |b| or a is 0. */
export function sumOf(a: number, b: number): [number, number] {
  const sum = a + b;
  return [sum, a - sum + b];
}

/** a + b and what it lacks (Knuth). */
export function twoSumOf(a: f64, b: f64): [f64, f64] {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** a b and what it lacks, together to half as many bits again, where nothing overflows nor underflows. */
export function productOf(a: f64, b: f64): [f64, f64] {
  const product = a * b;
  const aHigh = upper(a);
  const bHigh = upper(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

/** a - q b, where that is as little as a quotient or a root q lacks. */
export function remainderOf(a: number, q: number, b: number): Float {
  const head = upper(q);
  const bHead = upper(b);
  return a - head * bHead - head * (b - bHead) - (q - head) * b;
}
