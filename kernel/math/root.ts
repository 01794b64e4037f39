/**
 * `cbrt hypot`.
 *
 * The cube root begins with a third of the bits' upper half, taken as an integer (Kahan), and gains on it by Halley's
 * step, which triples the digits. The last step starts from a number of 26 bits, whose square is exact.
 */
import { bits, copysign, f32, f64, from_bits, isFloat32 } from "../language.js";
import { productOf, sumOf, upper } from "./float.js";

/**
 * The cube root.
 * @example cbrt(-27); // -3
 */
export function cbrt(x: number): number {
  return isFloat32(x) ? f32(cubeRoot24(f64(x))) : cubeRoot53(f64(x));
}

/**
 * The length of the vector (x, y), without overflow on the way.
 * @example hypot(3, 4); // 5
 */
export function hypot(x: number, y: number): number {
  return isFloat32(x + y) ? f32(length24(f64(x), f64(y))) : length53(f64(x), f64(y));
}

function cubeRoot24(x: f64): f64 {
  const magnitude = Math.abs(x);
  const root = halley(halley(guess(magnitude), magnitude), magnitude);
  return ofOrdinary(x, root);
}

function cubeRoot53(x: f64): f64 {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 1e-300;
  const isLarge = magnitude > 1e300;
  const scaled = magnitude * (isSmall ? 1.8014398509481984e16 : isLarge ? 5.551115123125783e-17 : 1);
  const close = upper(halley(halley(guess(scaled), scaled), scaled));
  const quotient = scaled / (close * close);
  const root = close + (close * (quotient - close)) / (2 * close + quotient);
  return ofOrdinary(x, root * (isSmall ? 3.814697265625e-6 : isLarge ? 262144 : 1));
}

/** A third of the pattern, and two thirds of that of 1: right to five bits. */
function guess(x: f64): f64 {
  const half = from_bits((bits(x) >> 32n) | 0x4330000000000000n) - 4503599627370496;
  return from_bits(bits(half * 0.3333333333333333 + 4503600342464659) << 32n);
}

function halley(t: f64, x: f64): f64 {
  const cube = t * t * t;
  return t * ((cube + 2 * x) / (2 * cube + x));
}

/** The root with the sign of x; zeros, infinities and NaN are their own roots. */
function ofOrdinary(x: f64, root: f64): f64 {
  return x !== 0 && Math.abs(x) < Number.POSITIVE_INFINITY ? copysign(root, x) : x;
}

function length24(x: f64, y: f64): f64 {
  return reaching(x, y, Math.sqrt(x * x + y * y));
}

function length53(x: f64, y: f64): f64 {
  const a = Math.abs(x);
  const b = Math.abs(y);
  const largest = a > b ? a : b;
  const least = a > b ? b : a;
  const factor = largest > 1e150 ? 2.409919865102884e-181 : largest < 1e-140 ? 4.149515568880993e180 : 1;
  const inverse = largest > 1e150 ? 4.149515568880993e180 : largest < 1e-140 ? 2.409919865102884e-181 : 1;
  const [large, largeLow] = productOf(largest * factor, largest * factor);
  const [small, smallLow] = productOf(least * factor, least * factor);
  const [sum, lost] = sumOf(large, small);
  const root = Math.sqrt(sum + (lost + (largeLow + smallLow))) * inverse;
  return reaching(x, y, root);
}

/** The length, which is infinite if one side is, whatever the other. */
function reaching(x: f64, y: f64, length: f64): f64 {
  const isInfinite = Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(y) === Number.POSITIVE_INFINITY;
  return isInfinite ? Number.POSITIVE_INFINITY : length;
}
