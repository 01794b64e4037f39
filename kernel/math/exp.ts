/**
 * `exp exp2 expm1`: e^x = 2^k e^r, where k is the integer next to x / ln 2 and |r| <= ln 2 / 2 (Cody and Waite).
 *
 * e^r is 1 + r + tail(r), where the tail is r² times a minimax polynomial, found by Remez' exchange. 1 + r is kept with
 * what it lacks, and so is r, which leaves little but the last rounding. For float32 there are fewer terms, in float32
 * for `exp` and in float64 for the others; `precision`, the bits of the result, is a constant everywhere.
 */
import { f32, f64, isFloat32 } from "../language.js";
import { between, powerOfTwo, powerOfTwo24, productOf, ROUND, ROUND24, scale, sumOf } from "./float.js";

/** ln 2 in two parts; products of the first with integers below 2^20 are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
const LN2_REST = 2.3190468138462996e-17;

/**
 * e to the power of x.
 * @example exp(1); // 2.718281828459045
 */
export function exp(x: number): number {
  return isFloat32(x) ? exponential24(f32(x)) : exponential53(f64(x));
}

/**
 * 2 to the power of x; exact for integers.
 * @example exp2(-1); // 0.5
 */
export function exp2(x: number): number {
  return isFloat32(x) ? f32(binaryPower24(f64(x))) : binaryPower53(f64(x));
}

/**
 * e^x - 1, accurate near 0 too.
 * @example expm1(1e-10); // 1.00000000005e-10
 */
export function expm1(x: number): number {
  return isFloat32(x) ? f32(exponentialLess1(f64(x), 24)) : exponentialLess1(f64(x), 53);
}

/** In float32 throughout: the parts of ln 2 are such that products of the first with k are exact. */
function exponential24(x: f32): f32 {
  const bounded = within(x, -104, 89, -176);
  const k = bounded * Math.LOG2E + ROUND24 - ROUND24;
  const exact = bounded - k * 0.693359375;
  const r = exact + k * 0.00021219444;
  const low = exact - r + k * 0.00021219444;
  const half = k * 0.5 + ROUND24;
  const square = r * r;
  return (
    (1 + (r + (square * tail24(r, square) + low))) * powerOfTwo24(half) * powerOfTwo24(k - (half - ROUND24) + ROUND24)
  );
}

function exponential53(x: f64): f64 {
  const [r, low, k] = reduceNatural(x);
  let value = exponentialOf(r, low, 53) * powerOfTwo(k + ROUND);
  if (!(Math.abs(x) < 708)) value = extremeExponential(x);
  return value;
}

/** Where 2^k may not be a normal number. */
function extremeExponential(x: f64): f64 {
  const [r, low, k] = reduceNatural(within(x, -746, 710, -1418));
  return scale(exponentialOf(r, low, 53), k);
}

function binaryPower24(x: f64): f64 {
  const bounded = between(x, -200, 200);
  const shifted = bounded + ROUND;
  return fractionalPower24(bounded - (shifted - ROUND)) * powerOfTwo(shifted);
}

/** 2^part for |part| <= 1/2, for float32. */
export function fractionalPower24(part: f64): f64 {
  const square = part * part;
  const high = 0.009618437371677706 + part * 0.0013398874145486971 + square * 0.00015353354522427797;
  return 1 + (part * 0.6931472028542269 + square * (0.24022647913755932 + part * 0.055503324722266115 + square * high));
}

function binaryPower53(x: f64): f64 {
  const [r, low, k] = reduceBinary(within(x, -1080, 1025, -2046));
  return scale(exponentialOf(r, low, 53), k);
}

/**
 * x, but no more than the most, and where nothing is left of the result, below the least, the number of which 2^k is 0
 * itself: to round to 0 takes processors longer than all the rest.
 */
function within(x: number, least: number, most: number, nothing: number): number {
  const capped = x > most ? most : x;
  return capped < least ? nothing : capped;
}

function exponentialLess1(x: f64, precision: number): f64 {
  return Math.abs(x) < 1e-17 ? x : lessOne(between(x, -50, precision === 24 ? 200 : 710), precision);
}

function lessOne(x: f64, precision: number): f64 {
  if (precision === 24) {
    const [r, k] = reduceShort(x);
    const power = powerOfTwo(k + ROUND);
    return power - 1 + power * (r + tail(r, 24));
  }
  const [half, rest] = halfLessOne(x);
  return 2 * (half + rest);
}

/**
 * (e^x - 1) / 2 as a sum of two: 2^k / 2 (r + tail) + (2^k / 2 - 1 / 2), since 2^1024 would overflow. The tail is added up
 * from its least part: where k is 1, little is left of what is large beside it.
 */
export function halfLessOne(x: f64): [f64, f64] {
  const [r, low, k] = reduceNatural(x);
  const power = powerOfTwo(k + (ROUND - 1));
  // the larger of the two comes first, but where k is 0 and the sum is exact anyway
  const [less, lessLow] = sumOf(power, -0.5);
  const [sum, lost] = sumOf(less, power * r);
  const square = r * r;
  return [sum, lost + lessLow + power * (0.5 * square + (square * r * longTail53(r, square) + (low + low * r)))];
}

/** r and k, where 53 bits of r are enough: for float32. */
export function reduceShort(x: f64): [f64, f64] {
  const k = x * Math.LOG2E + ROUND - ROUND;
  return [x - k * Math.LN2, k];
}

/** r, what it lacks, and k. */
export function reduceNatural(x: f64): [f64, f64, f64] {
  const k = x * Math.LOG2E + ROUND - ROUND;
  const exact = x - k * LN2_HIGH;
  const r = exact - k * LN2_LOW;
  return [r, exact - r - k * LN2_LOW, k];
}

/** The same of x ln 2, for 2^x. */
function reduceBinary(x: f64): [f64, f64, f64] {
  const k = x + ROUND - ROUND;
  const part = x - k;
  const [r, low] = productOf(part, Math.LN2);
  return [r, low + part * LN2_REST, k];
}

/** e^(r + low) for |r| <= ln 2 / 2. */
export function exponentialOf(r: f64, low: f64, precision: number): f64 {
  if (precision === 24) return 1 + (r + tail(r, 24));
  const [sum, lost] = sumOf(1, r);
  return sum + (lost + (tail(r, 53) + low));
}

/** e^r - 1 - r for |r| <= ln 2 / 2: r²/2 is rounded but once, what follows is little beside it. */
export function tail(r: f64, precision: number): f64 {
  const square = r * r;
  if (precision === 24) return square * tail24(r, square);
  return 0.5 * square + square * r * tail53(r, square);
}

/** By Estrin's scheme, as all of these: the latency of a chain of sums and products is what such a kernel waits for. */
function tail24(r: number, r2: number): number {
  const high = 0.041668387991020656 + r * 0.00836871715705096 + r2 * 0.0013814602454714602;
  return 0.49999993447938323 + r * 0.16666520628716955 + r2 * high;
}

function tail53(r: f64, r2: f64): f64 {
  const r4 = r2 * r2;
  const low = 0.16666666666666433 + r * 0.041666666666603944 + r2 * (0.008333333333500014 + r * 0.0013888888926801674);
  const middle = 0.00019841269466264611 + r * 2.4801508674982756e-5;
  const high = 2.755764082052651e-6 + r * 2.76251901535038e-7 + r2 * 2.4978397447269194e-8;
  return low + r4 * (middle + r2 * high);
}

/** The same with one term more, for e^r - 1: beside its smaller result the error would be seen. */
function longTail53(r: f64, r2: f64): f64 {
  const r4 = r2 * r2;
  const low = 0.16666666666666677 + r * 0.04166666666666658 + r2 * (0.008333333333322158 + r * 0.0013888888888942644);
  const middle = 0.00019841269884944283 + r * 2.4801587198275015e-5;
  const high =
    2.755724529230863e-6 + r * 2.7557386992718014e-7 + r2 * (2.5108687156538372e-8 + r * 2.087892944912792e-9);
  return low + r4 * (middle + r2 * high);
}
