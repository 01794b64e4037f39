/**
 * `exp exp2 expm1`: e^x = 2^k e^r, where k is the integer next to x / ln 2 and |r| <= ln 2 / 2 (Cody and Waite).
 *
 * e^r - 1 is r + tail(r), where r² times a polynomial is the tail: the parts are added last, the largest to the exact 1,
 * so that less than one unit in the last place is lost. Polynomials are minimax ones, found by Remez' exchange. For
 * float32 the same is done in float64 with fewer terms; `precision`, the bits of the result, is a constant everywhere.
 */
import { f32, f64, isFloat32 } from "../language.js";
import { between, powerOfTwo, ROUND, scale } from "./float.js";

/** ln 2 in two parts; products of the first with integers below 2^20 are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/**
 * e to the power of x.
 * @example exp(1); // 2.718281828459045
 */
export function exp(x: number): number {
  return isFloat32(x) ? f32(exponential(f64(x), 24)) : exponential(f64(x), 53);
}

/**
 * 2 to the power of x; exact for integers.
 * @example exp2(-1); // 0.5
 */
export function exp2(x: number): number {
  return isFloat32(x) ? f32(exponential2(f64(x), 24)) : exponential2(f64(x), 53);
}

/**
 * e^x - 1, accurate near 0 too.
 * @example expm1(1e-10); // 1.00000000005e-10
 */
export function expm1(x: number): number {
  return isFloat32(x) ? f32(exponentialLess1(f64(x), 24)) : exponentialLess1(f64(x), 53);
}

function exponential(x: f64, precision: number): f64 {
  const bounded = between(x, -746, 710);
  const shifted = bounded * Math.LOG2E + ROUND;
  const k = shifted - ROUND;
  const r = bounded - k * LN2_HIGH - k * LN2_LOW;
  return scale(1 + (r + tail(r, precision)), k, precision);
}

function exponential2(x: f64, precision: number): f64 {
  const bounded = between(x, -1080, 1025);
  const k = bounded + ROUND - ROUND;
  const r = (bounded - k) * Math.LN2;
  return scale(1 + (r + tail(r, precision)), k, precision);
}

/** 2^k (r + tail) + (2^k - 1), in halves, for 2^1024 overflows. */
function exponentialLess1(x: f64, precision: number): f64 {
  const bounded = between(x, -50, 710);
  const shifted = bounded * Math.LOG2E + ROUND;
  const k = shifted - ROUND;
  const exact = bounded - k * LN2_HIGH;
  const r = exact - k * LN2_LOW;
  const lost = exact - r - k * LN2_LOW;
  const power = powerOfTwo(shifted - 1);
  const high = power - 0.5;
  const low = power * r;
  const sum = high + low;
  // the larger of the two comes first, but where k is 0 and the sum is exact anyway
  const rest = high - sum + low + power * (tail(r, precision) + (lost + lost * r));
  return Math.abs(x) < 1e-17 ? x : 2 * (sum + rest);
}

/** e^r - 1 - r for |r| <= ln 2 / 2. */
export function tail(r: f64, precision: number): f64 {
  return r * r * (precision === 24 ? tail24(r) : tail53(r));
}

function tail24(r: f64): f64 {
  return (
    0.49999993447938323 +
    r * (0.16666520628716955 + r * (0.041668387991020656 + r * (0.00836871715705096 + r * 0.0013814602454714602)))
  );
}

function tail53(r: f64): f64 {
  const low =
    0.5000000000000011 +
    r * (0.16666666666666413 + r * (0.04166666666653016 + r * (0.008333333333494465 + r * 0.0013888888943628945)));
  const high =
    0.0001984126950656571 +
    r * (2.480149310007098e-5 + r * (2.755758638843295e-6 + r * (2.7630247990155085e-7 + r * 2.5000056708160523e-8)));
  const square = r * r;
  return low + square * square * r * high;
}
