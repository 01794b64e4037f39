/**
 * `pow`: x^y = 2^(y log2 x), with the logarithm known to 65 bits, for y log2 x has up to ten bits before the point.
 *
 * x = 2^k m with m between the roots of 3/4 and 3, and log2 m = log2 c + s (2 / ln 2 + s² 2 / (3 ln 2) + s⁴ P(s²)), where c
 * is 1 or 3/2 (as in fdlibm) and s = (m - c) / (m + c). What is large is computed in two parts, of which the first has 26 bits; P
 * is a minimax polynomial of our own. What IEEE 754 and JavaScript say of zeros, infinities, NaN and negative x is looked
 * at where there is one. For float32 one float64 suffices.
 */
import { copysign, f32, f64, integerPower, isFloat, isFloat32 } from "../language.js";
import { exponentialOf, fractionalPower24 } from "./exp.js";
import { between, powerOfTwo, ROUND, scale, sumOf, upper } from "./float.js";
import { scaled, split } from "./log.js";

/** The pattern of the root of 3/4. */
const LEAST = 0x3febb67ae8584caan;
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
  let value = 0;
  if (y === 2 || y === -1) value = y === 2 ? x * x : 1 / x;
  else {
    value = precision === 24 ? power24(Math.abs(x), y) : power53(Math.abs(x), y);
    if (!(x > 0 && x < Number.POSITIVE_INFINITY && Math.abs(y) < Number.POSITIVE_INFINITY))
      value = special(x, y, value);
  }
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

/** x^y for an ordinary x, for float32. What waits for the quotient comes last. */
function power24(x: f64, y: f64): f64 {
  const [k, f] = split(x, 0);
  const finite = between(y, -1e10, 1e10);
  const s = f / (2 + f);
  const z = s * s;
  const exponent = finite * (k + s * 2.8853900817779268) + finite * (s * z) * logarithms24(z);
  const shifted = exponent + ROUND;
  return fractionalPower24(exponent - (shifted - ROUND)) * powerOfTwo(between(shifted, ROUND - 200, ROUND + 200));
}

/** x^y for a positive and finite x. */
function power53(x: f64, y: f64): f64 {
  const isSmall = x < 2.2250738585072014e-308;
  const [high, low] = binaryLogarithm(isSmall ? x * 1.8014398509481984e16 : x, isSmall ? 54 : 0);
  // beyond these every power is 0 or infinity, and so it is of what is nearest to 1
  const finite = between(y, -1e21, 1e21);
  const head = upper(finite);
  const [exponent, rest] = sumOf(head * high, (finite - head) * high + finite * low);
  const bounded = between(exponent, -1100, 1100);
  const k = bounded + ROUND - ROUND;
  return scale(fractionalPower53(bounded - k, bounded === exponent ? rest : 0), k);
}

/**
 * log2(x / 2^taken) as a sum of two, the first of which has 26 bits. s, s² and the series are in two parts each; no part
 * waits for another that could be computed beside it.
 */
function binaryLogarithm(x: f64, taken: f64): [f64, f64] {
  const [k, m] = scaled(x, taken, LEAST);
  const isUpper = m > 1.224744871391589;
  const c = 1 + (isUpper ? 0.5 : 0);
  const below = upper(m + c);
  const inverse = 1 / (m + c);
  const s = (m - c) * inverse;
  const head = upper(s);
  const sLow = (m - c - head * below - head * (m - (below - c))) * inverse;
  const z = s * s;
  const square = head * head;
  const squareHead = upper(square);
  const [series, lost] = sumOf(2.8853900817779268, squareHead * 0.9617966860532761);
  const seriesHead = upper(series);
  const seriesLow =
    4.0710547481862066e-17 +
    (lost + (series - seriesHead)) +
    (squareHead * 7.872699542894897e-9 + (square - squareHead) * 0.9617966939259756) +
    (z * z * logarithms53(z) + sLow * (head + s) * 0.9617966939259756);
  const whole = k + (isUpper ? 0.5849623680114746 : 0);
  const [sum, rest] = sumOf(whole, head * seriesHead);
  const high = upper(sum);
  const low = s * seriesLow + sLow * seriesHead + (isUpper ? 1.3270968157207873e-7 : 0);
  return [high, sum - high + (rest + low)];
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
  const high = 0.26230851881254724 + z * 0.22189133359884447 + w * 0.197676866102172;
  return 0.5770780163555853 + z * 0.412198583111832 + w * (0.3205988971811544 + z * high);
}

/** 2^(part + low) for |part| <= 1/2. */
function fractionalPower53(part: f64, low: f64): f64 {
  const head = upper(part);
  const [r, rest] = sumOf(head * 0.6931471675634384, (low + (part - head)) * Math.LN2 + head * 1.2996506893889889e-8);
  return exponentialOf(r, rest, 53);
}
