/**
 * `log log2 log10 log1p`: x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2, and
 * log(1 + f) = f - (f²/2 - s (f²/2 + R(s²))) where s = f / (2 + f), as in fdlibm. R is a minimax polynomial of our own.
 *
 * For float32 the same is done in float32, with fewer terms.
 */
import { f32, f64, from_bits, from_bits32, i32, isFloat32, pattern, pattern32, u64 } from "../language.js";
import { LN2_HIGH, LN2_LOW } from "./exp.js";
import { type Float, sumOf, upper } from "./float.js";

/** The pattern of the root of 1/2. */
const ROOT = 0x3fe6a09e667f3bcdn;
const TWO_54 = 1.8014398509481984e16;

/**
 * The natural logarithm.
 * @example log(Math.E); // 1
 */
export function log(x: number): number {
  return isFloat32(x) ? natural(f32(x)) : natural(f64(x));
}

/**
 * The logarithm to base 2; exact for powers of 2.
 * @example log2(8); // 3
 */
export function log2(x: number): number {
  return isFloat32(x) ? binary(f32(x)) : binary(f64(x));
}

/**
 * The logarithm to base 10.
 * @example log10(1000); // 3
 */
export function log10(x: number): number {
  return isFloat32(x) ? decimal(f32(x)) : decimal(f64(x));
}

/**
 * log(1 + x), accurate near 0 too.
 * @example log1p(1e-10); // 9.9999999995e-11
 */
export function log1p(x: number): number {
  return isFloat32(x) ? naturalOf1Plus24(f32(x)) : naturalOf1Plus53(f64(x));
}

function natural(x: number): number {
  let value = naturalOf(x, 0);
  if (!isOrdinary(x)) {
    if (isSubnormal(x)) value = naturalOf(x * TWO_54, 54);
    value = domain(x, value);
  }
  return value;
}

function naturalOf(x: number, taken: number): number {
  return isFloat32(x) ? naturalOf24(f32(x), taken, 0) : naturalOf53(f64(x), taken);
}

function binary(x: number): number {
  let value = binaryOf(x, 0);
  if (!isOrdinary(x)) {
    if (isSubnormal(x)) value = binaryOf(x * TWO_54, 54);
    value = domain(x, value);
  }
  return value;
}

function binaryOf(x: number, taken: number): number {
  return isFloat32(x) ? binaryOf24(f32(x), taken) : binaryOf53(f64(x), taken);
}

function decimal(x: number): number {
  let value = decimalOf(x, 0);
  if (!isOrdinary(x)) {
    if (isSubnormal(x)) value = decimalOf(x * TWO_54, 54);
    value = domain(x, value);
  }
  return value;
}

function decimalOf(x: number, taken: number): number {
  return isFloat32(x) ? decimalOf24(f32(x), taken) : decimalOf53(f64(x), taken);
}

/** log(x / 2^taken) + rest. */
function naturalOf24(x: f32, taken: number, rest: number): f32 {
  const [k, f] = split24(x, taken);
  const half = 0.5 * f * f;
  return k * 0.693138122558594 - (half - (bend(f, half, 24) + (k * 9.058001351559e-6 + rest)) - f);
}

/** 1 + x is rounded; what it lost is added to the result. */
function naturalOf1Plus53(x: f64): f64 {
  const [sum, lost] = plusOne(x);
  const value = naturalOfSum(sum, lost, 0);
  const special = x < Number.POSITIVE_INFINITY ? domain(sum, value) : x;
  return Math.abs(x) < 1e-17 ? x : special;
}

function naturalOf1Plus24(x: f32): f32 {
  const [sum, lost] = plusOne(x);
  const value = domain(sum, naturalOfSum(sum, lost, 0));
  return Math.abs(x) < 1e-8 ? x : value;
}

/** 1 + x and what it lacks, for x above -1. */
export function plusOne(x: number): [number, number] {
  const sum = 1 + x;
  return [sum, x > 1 ? 1 - (sum - x) : x - (sum - 1)];
}

/** log((high + low) / 2^taken), where high is normal and positive, and low less than its last bit. */
export function naturalOfSum(high: number, low: number, taken: number): Float {
  if (isFloat32(high)) return naturalOf24(f32(high), taken, low / high);
  const [k, f] = split(f64(high), taken);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (bend(f, half, 53) + (k * LN2_LOW + low / high)) - f);
}

/** Normal, positive and finite: what the formulas are made for. */
function isOrdinary(x: number): boolean {
  return x >= leastNormal(x) && x < Number.POSITIVE_INFINITY;
}

function isSubnormal(x: number): boolean {
  return x > 0 && x < leastNormal(x);
}

/** Of the type of x. */
function leastNormal(x: number): number {
  return isFloat32(x) ? 1.1754943508222875e-38 : 2.2250738585072014e-308;
}

/** The value of a logarithm where x is not ordinary, given that of a subnormal one. */
function domain(x: number, value: number): number {
  const above = x < Number.POSITIVE_INFINITY ? value : x;
  const defined = x < 0 ? Number.NaN : above;
  return x === 0 ? Number.NEGATIVE_INFINITY : defined;
}

/** log(x / 2^taken) of an ordinary x. */
function naturalOf53(x: f64, taken: number): f64 {
  const [k, f] = split(x, taken);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (bend(f, half, 53) + k * LN2_LOW) - f);
}

/** log x of an ordinary x, as exactly as float32 needs it. */
export function naturalShort(x: f64): f64 {
  const [k, f] = split(x, 0);
  const half = 0.5 * f * f;
  return k * Math.LN2 + (f - (half - bend(f, half, 24)));
}

function binaryOf53(x: f64, taken: number): f64 {
  const [k, f] = split(x, taken);
  const half = 0.5 * f * f;
  const high = upper(f - half);
  return toBase(k, 0, high, f - high - half + bend(f, half, 53), 1.4426950216293335, 1.9259629911266175e-8);
}

function binaryOf24(x: f32, taken: number): f32 {
  const [k, f] = split24(x, taken);
  const half = 0.5 * f * f;
  const high = upper(f - half);
  return toBase(k, 0, high, f - high - half + bend(f, half, 24), 1.4423828125, 0.0003122283889634);
}

function decimalOf53(x: f64, taken: number): f64 {
  const [k, f] = split(x, taken);
  const half = 0.5 * f * f;
  const high = upper(f - half);
  const low = f - high - half + bend(f, half, 53);
  return toBase(
    k * 0.30102999565860955,
    k * 5.371644767466998e-12,
    high,
    low,
    0.4342944622039795,
    1.9699272335463627e-8,
  );
}

function decimalOf24(x: f32, taken: number): f32 {
  const [k, f] = split24(x, taken);
  const half = 0.5 * f * f;
  const high = upper(f - half);
  const low = f - high - half + bend(f, half, 24);
  return toBase(k * 0.301025390625, k * 4.6050389811952e-6, high, low, 0.4342041015625, 0.0000903803407518);
}

/**
 * whole + rest + (high + low) (factor + factorLow): log(1 + f) is multiplied in two parts by one in two parts, so that the
 * largest product, to which the logarithm of 2^k is added, is exact.
 */
function toBase(whole: number, rest: number, high: number, low: number, factor: number, factorLow: number): number {
  const part = high * factor;
  const [sum, lost] = sumOf(whole, part);
  return sum + (lost + (rest + (low + high) * factorLow + low * factor));
}

/** k, less what was taken, and f of an ordinary x. */
export function split(x: f64, taken: f64): [f64, f64] {
  const [k, m] = scaled(x, taken, ROOT);
  return [k, m - 1];
}

/** k, less what was taken, and m of an ordinary x, where x = 2^k m and m lies between the least and its double. */
export function scaled(x: f64, taken: f64, least: u64): [f64, f64] {
  const digits = pattern(x) + u64(0x3ff0000000000000n - least);
  const k = from_bits((digits >> 52n) | 0x4330000000000000n) - (4503599627371519 + taken);
  return [k, from_bits((digits & 0xfffffffffffffn) + least)];
}

function split24(x: f32, taken: number): [f32, f32] {
  const digits = pattern32(x) + 0x4afb0d;
  return [f32(i32(digits >>> 23)) - (127 + taken), from_bits32((digits & 0x7fffff) + 0x3f3504f3) - 1];
}

/** log(1 + f) - f + f²/2, where `half` is f²/2; `precision`, the bits of the result, is a constant. */
function bend(f: number, half: number, precision: number): number {
  const s = f / (2 + f);
  const z = s * s;
  return s * (half + z * (precision === 24 ? series24(z) : series53(z)));
}

function series24(z: number): number {
  return 0.6666677644816664 + z * (0.3997753239996378 + z * 0.29871996801001616);
}

function series53(z: f64): f64 {
  const w = z * z;
  const even = 0.6666666666666734 + w * (0.28571428742475036 + w * (0.18183564867359514 + w * 0.1479610577363892));
  const odd = 0.3999999999941432 + w * (0.2222219856347467 + w * 0.1531403581046118);
  return even + z * odd;
}
