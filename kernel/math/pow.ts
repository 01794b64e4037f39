/**
 * `pow`: x^y = 2^(y log2 x), with the logarithm known to 65 bits, for y log2 x has up to ten bits before the point.
 *
 * log2 x = k + s (2 / ln 2 + z P(z)), where s = f / (2 + f), z = s² (as in `log`). What is large is computed as a sum of
 * two float64; P, but for its first coefficient, is a minimax polynomial. What IEEE 754 and JavaScript say of zeros,
 * infinities, NaN and negative x is looked at where there is one. For float32 one float64 suffices.
 */
import { copysign, f32, f64, integerPower, isFloat, isFloat32 } from "../language.js";
import { exponentialOf } from "./exp.js";
import { between, powerOfTwo, productOf, ROUND, scale, sumOf } from "./float.js";
import { split } from "./log.js";

const LN2_REST = 2.3190468138462996e-17;

/**
 * x to the power of y. Integers give float64.
 * @example pow(2, 0.5); // 1.4142135623730951
 */
export function pow(x: number, y: number): number {
  return floatPower(x, y);
}

/** `pow(x, 2)`. */
export function square(x: number): number {
  return isFloat(x) ? x * x : f64(x) * f64(x);
}

/** `x ** y`: integers have integer powers, which wrap. */
export function power(x: number, y: number): number {
  // of constants the sum of two floats may be an integer, of int64 and uint64 it is a float
  return isFloat(x) || isFloat(y) || isFloat(x + y) ? floatPower(x, y) : integerPower(x, y);
}

function floatPower(x: number, y: number): number {
  return isFloat32(x + y) ? f32(powerTo(f64(x), f64(y), 24)) : powerTo(f64(x), f64(y), 53);
}

/** Squares and reciprocals are one operation each, and cost no more where all elements are such. */
function powerTo(x: f64, y: f64, precision: number): f64 {
  let value = x * x;
  if (y !== 2) {
    value = 1 / x;
    if (y !== -1) value = anyPower(x, y, precision);
  }
  return value;
}

function anyPower(x: f64, y: f64, precision: number): f64 {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 2.2250738585072014e-308;
  const normal = isSmall ? magnitude * 1.8014398509481984e16 : magnitude;
  const [high, low] = exponentOf(normal, isSmall ? 54 : 0, between(y, -1e21, 1e21), precision);
  const bounded = precision === 24 ? between(high, -200, 200) : between(high, -1100, 1100);
  const k = bounded + ROUND - ROUND;
  const part = binaryPowerOf(bounded - k, bounded === high ? low : 0, precision);
  let value = precision === 24 ? part * powerOfTwo(k + ROUND) : scale(part, k);
  if (!(x > 0 && x < Number.POSITIVE_INFINITY && Math.abs(y) < Number.POSITIVE_INFINITY)) value = special(x, y, value);
  return value;
}

/** What zeros, infinities, NaN and the sign of x make of |x|^y. */
function special(x: f64, y: f64, value: f64): f64 {
  const magnitude = Math.abs(x);
  const extreme = (magnitude === 0) === y > 0 ? 0 : Number.POSITIVE_INFINITY;
  const finite = magnitude === 0 || magnitude === Number.POSITIVE_INFINITY ? extreme : value;
  const isWhole = Math.trunc(y) === y;
  const isOdd = isWhole && Math.trunc(y * 0.5) !== y * 0.5;
  const signed = copysign(1, x) < 0 && isOdd ? -finite : finite;
  const isUndefined =
    (x < 0 && x > Number.NEGATIVE_INFINITY && !isWhole) ||
    (magnitude === 1 && Math.abs(y) === Number.POSITIVE_INFINITY);
  return y === 0 ? 1 : isUndefined || Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : signed;
}

/** y log2(x / 2^taken) of a normal and positive x, and what it lacks. */
function exponentOf(x: f64, taken: f64, y: f64, precision: number): [f64, f64] {
  const [k, f] = split(x, taken);
  if (precision === 24) {
    const s = f / (2 + f);
    return [y * (k + s * (2.8853900817779268 + s * s * logarithms24(s * s))), 0];
  }
  const [high, low] = binaryLogarithm(k, f);
  const [product, lost] = productOf(y, high);
  return [product, lost + y * low];
}

/** k + log2(1 + f) as a sum of two. */
function binaryLogarithm(k: f64, f: f64): [f64, f64] {
  const below = 2 + f;
  const inverse = 1 / below;
  const s = f * inverse;
  const [part, partLow] = productOf(s, below);
  const sLow = (f - part - partLow - s * (f - (below - 2))) * inverse;
  const [z, zLost] = productOf(s, s);
  const zLow = zLost + 2 * s * sLow;
  const [p, pLow] = sumOf(0.9617966939259756, z * logarithms53(z));
  const [t, tLost] = productOf(z, p);
  const tLow = tLost + z * (pLow + 5.0577616648125907e-17) + zLow * p;
  const [u, uLost] = sumOf(2.8853900817779268, t);
  const uLow = uLost + tLow + 4.0710547481862066e-17;
  const [v, vLost] = productOf(s, u);
  const [sum, lost] = sumOf(k, v);
  return [sum, lost + (vLost + (s * uLow + sLow * u))];
}

function logarithms24(z: f64): f64 {
  const w = z * z;
  return (
    0.9617966940578763 +
    z * 0.5770779531501969 +
    w * (0.4122084064483165 + z * 0.31993457955488114 + w * 0.282542469157275)
  );
}

function logarithms53(z: f64): f64 {
  const w = z * z;
  const even = 0.577078016355618 + w * (0.32059890227325577 + w * (0.22198399752391806 + w * 0.19038558197498387));
  const odd = 0.41219858309194235 + w * (0.2623077011414482 + w * 0.19125515512799507);
  return even + z * odd;
}

/** 2^(part + low) for |part| <= 1/2. */
function binaryPowerOf(part: f64, low: f64, precision: number): f64 {
  if (precision === 24) return exponentialOf(part * Math.LN2, 0, 24);
  const [product, lost] = productOf(part, Math.LN2);
  const [r, rest] = sumOf(product, lost + (part * LN2_REST + low * Math.LN2));
  return exponentialOf(r, rest, 53);
}
