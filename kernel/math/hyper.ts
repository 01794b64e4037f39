/**
 * `sinh cosh tanh asinh acosh atanh`.
 *
 * sinh and cosh of k ln 2 + r follow from 2^k, 2^-k and the polynomials of sinh r and cosh r; tanh from e^x - 1. The
 * inverses are logarithms of a number known to twice the precision, so that nothing is lost near 0 or 1. For float32
 * plain float64 is enough, but for the smallest x, which are their own results; atanh is one formula for both.
 */
import { copysign, f32, f64, isFloat32 } from "../language.js";
import { halfLessOne, reduceNatural, reduceShort, tail } from "./exp.js";
import { between, powerOfTwo, productOf, ROUND, remainderOf, sumOf, twoSumOf, upper } from "./float.js";
import { naturalOfSum, naturalShort, plusOne } from "./log.js";

/**
 * The hyperbolic sine.
 * @example sinh(1); // 1.1752011936438014
 */
export function sinh(x: number): number {
  return isFloat32(x) ? f32(hyperbolicSine24(f64(x))) : hyperbolicSine53(f64(x));
}

/**
 * The hyperbolic cosine.
 * @example cosh(0); // 1
 */
export function cosh(x: number): number {
  return isFloat32(x) ? f32(hyperbolicCosine24(f64(x))) : hyperbolicCosine53(f64(x));
}

/**
 * The hyperbolic tangent.
 * @example tanh(Infinity); // 1
 */
export function tanh(x: number): number {
  return isFloat32(x) ? f32(hyperbolicTangent24(f64(x))) : hyperbolicTangent53(f64(x));
}

/**
 * The inverse of the hyperbolic sine.
 * @example asinh(0); // 0
 */
export function asinh(x: number): number {
  return isFloat32(x) ? f32(inverseSine24(f64(x))) : inverseSine53(f64(x));
}

/**
 * The inverse of the hyperbolic cosine; NaN below 1.
 * @example acosh(1); // 0
 */
export function acosh(x: number): number {
  return isFloat32(x) ? f32(inverseCosine24(f64(x))) : inverseCosine53(f64(x));
}

/**
 * The inverse of the hyperbolic tangent; infinite at 1 and -1, NaN beyond.
 * @example atanh(0.5); // 0.5493061443340548
 */
export function atanh(x: number): number {
  return isFloat32(x) ? inverseTangentOf(f32(x)) : inverseTangentOf(f64(x));
}

/**
 * (2^k - 2^-k) / 4 and (2^k + 2^-k) / 4, and what they lack: halves of the results are made of them, for 2^1025 would
 * overflow.
 */
function quarters(k: f64): [f64, f64, f64, f64] {
  const up = powerOfTwo(k + (ROUND - 2));
  const down = powerOfTwo(ROUND - 2 - between(k, 0, 1000));
  const [minus, minusLow] = sumOf(up, -down);
  const [plus, plusLow] = sumOf(up, down);
  return [minus, minusLow, plus, plusLow];
}

function hyperbolicSine24(x: f64): f64 {
  const [r, k] = reduceShort(between(Math.abs(x), 0, 200));
  const [minus, , plus] = quarters(k);
  const z = r * r;
  const value = 2 * (minus + minus * hyperbolicCosines24(z) + plus * (r + r * z * hyperbolicSines24(z)));
  return x === 0 ? x : copysign(value, x);
}

function hyperbolicSine53(x: f64): f64 {
  const [r, low, k] = reduceNatural(between(Math.abs(x), 0, 710.8));
  const [minus, minusLow, plus] = quarters(k);
  const z = r * r;
  const head = upper(r);
  // the exact product comes first; where k is 0, so is what it is added to
  const [sum, lost] = sumOf(minus, plus * head);
  const rest = minus * hyperbolicCosines53(z) + plus * (r * z * hyperbolicSines53(z) + (low + (r - head)));
  return Math.abs(x) < 1e-9 ? x : copysign(2 * (sum + (lost + minusLow + rest)), x);
}

function hyperbolicCosine24(x: f64): f64 {
  const [r, k] = reduceShort(between(Math.abs(x), 0, 200));
  const [minus, , plus] = quarters(k);
  const z = r * r;
  return 2 * (plus + (plus * hyperbolicCosines24(z) + minus * (r + r * z * hyperbolicSines24(z))));
}

function hyperbolicCosine53(x: f64): f64 {
  const [r, low, k] = reduceNatural(between(Math.abs(x), 0, 710.8));
  const [minus, , plus, plusLow] = quarters(k);
  const z = r * r;
  const head = upper(r);
  const [sum, lost] = sumOf(plus, minus * head);
  const rest = plus * hyperbolicCosines53(z) + minus * (r * z * hyperbolicSines53(z) + (low + (r - head)));
  return 2 * (sum + (lost + plusLow + rest));
}

/** With u = (e^2x - 1) / 2 it is u / (1 + u). */
function hyperbolicTangent24(x: f64): f64 {
  const [r, k] = reduceShort(between(2 * Math.abs(x), 0, 50));
  const half = powerOfTwo(k + (ROUND - 1));
  const u = half - 0.5 + half * (r + tail(r, 24));
  return x === 0 ? x : copysign(u / (1 + u), x);
}

/** What u and 1 + u lack is made good, where 1 / (1 + u) is 1 less the quotient. */
function hyperbolicTangent53(x: f64): f64 {
  const [sum, rest] = halfLessOne(between(2 * Math.abs(x), 0, 50));
  const [u, uLow] = sumOf(sum, rest);
  const [below, belowLow] = twoSumOf(1, u);
  const quotient = u / below;
  const value = quotient + (uLow - quotient * (belowLow + uLow)) * (1 - quotient);
  return Math.abs(x) < 1e-17 ? x : copysign(value, x);
}

/** sinh r = r + r³ sines(r²) for |r| <= ln 2 / 2. */
function hyperbolicSines24(z: f64): f64 {
  return 0.1666666675455023 + z * (0.008333288954616443 + z * 0.00019904960682048503);
}

function hyperbolicSines53(z: f64): f64 {
  return (
    0.16666666666666677 +
    z * 0.008333333333321615 +
    z * z * (0.0001984126988616058 + z * 2.7557244179816164e-6 + z * z * 2.510904562731002e-8)
  );
}

/** cosh r - 1. */
function hyperbolicCosines24(z: f64): f64 {
  return z * (0.5 + z * (0.041666459480881955 + z * 0.0013935404616360948));
}

function hyperbolicCosines53(z: f64): f64 {
  const w = z * z;
  const high = 2.480158734879675e-5 + z * 2.755725220358855e-7 + w * 2.092164133334607e-9;
  return 0.5 * z + w * (0.041666666666666685 + z * 0.001388888888887346 + w * high);
}

/** log(|x| + √(x² + 1)). */
function inverseSine24(x: f64): f64 {
  const magnitude = Math.abs(x);
  const value = copysign(naturalShort(magnitude + Math.sqrt(magnitude * magnitude + 1)), x);
  return magnitude > 1e-4 && magnitude < Number.POSITIVE_INFINITY ? value : x;
}

/** log(1 + |x| + (√(x² + 1) - 1)), where the root is known to twice the precision. */
function inverseSine53(x: f64): f64 {
  const magnitude = Math.abs(x);
  const isLarge = magnitude > 1e9;
  const near = isLarge ? 1 : magnitude;
  const [square, squareLow] = productOf(near, near);
  const [inner, innerLow] = twoSumOf(1, square);
  const root = Math.sqrt(inner);
  const rootLow = (remainderOf(inner, root, root) + (innerLow + squareLow)) / (2 * root);
  const [sum, lost] = sumOf(near, root - 1);
  const [one, oneLost] = plusOne(sum);
  const value = naturalOfSum(isLarge ? magnitude : one, isLarge ? 0 : oneLost + (lost + rootLow), isLarge ? -1 : 0);
  return magnitude > 1e-9 && magnitude < Number.POSITIVE_INFINITY ? copysign(value, x) : x;
}

/** log(x + √(x² - 1)), with t = x - 1. */
function inverseCosine24(x: f64): f64 {
  const t = x - 1;
  const value = naturalShort(x + Math.sqrt(t * (t + 2)));
  return x > 1 ? (x < Number.POSITIVE_INFINITY ? value : x) : x === 1 ? 0 : Number.NaN;
}

/** log(1 + t + √(2 t + t²)), where the root is known to twice the precision. */
function inverseCosine53(x: f64): f64 {
  const isLarge = x > 1e9;
  const t = isLarge ? 1 : x - 1;
  const [square, squareLow] = productOf(t, t);
  const double = 2 * t;
  const [inner, innerLow] = twoSumOf(double, square);
  const root = Math.sqrt(inner);
  const rootLow = t > 0 ? (remainderOf(inner, root, root) + (innerLow + squareLow)) / (2 * root) : 0;
  const [sum, lost] = sumOf(root, t);
  const [one, oneLost] = plusOne(sum);
  const value = naturalOfSum(isLarge ? x : one, isLarge ? 0 : oneLost + (lost + rootLow), isLarge ? -1 : 0);
  return x >= 1 ? (x < Number.POSITIVE_INFINITY ? value : x) : Number.NaN;
}

/** log((1 + |x|) / (1 - |x|)) / 2, where the quotient is known to twice the precision. */
function inverseTangentOf(x: number): number {
  const magnitude = Math.abs(x);
  const [above, aboveLow] = sumOf(1, magnitude);
  const [below, belowLow] = sumOf(1, -magnitude);
  const quotient = above / below;
  const left = remainderOf(above, quotient, below) + (aboveLow - quotient * belowLow);
  const value = copysign(0.5 * naturalOfSum(quotient, left / below, 0), x);
  return magnitude < (isFloat32(x) ? 1e-4 : 1e-9) ? x : beforeOne(x, value);
}

/** The value where |x| < 1. */
function beforeOne(x: number, value: number): number {
  const magnitude = Math.abs(x);
  return magnitude < 1 ? value : magnitude === 1 ? copysign(Number.POSITIVE_INFINITY, x) : Number.NaN;
}
