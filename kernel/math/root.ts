/**
 * `cbrt hypot`.
 *
 * The inverse of the cube root is guessed by a third of the bits, taken as an integer (Kahan), and what that lacks is
 * made good by a minimax polynomial of (1 - e)^(-1/3), found by Remez' exchange. Nothing is divided.
 */
import { copysign, f32, f64, from_bits, from_bits32, isFloat32, pattern, pattern32 } from "../language.js";
import { productOf, sumOf, upper } from "./float.js";

/**
 * The cube root.
 * @example cbrt(-27); // -3
 */
export function cbrt(x: number): number {
  return isFloat32(x) ? cubeRoot(f32(x)) : cubeRoot(f64(x));
}

/**
 * The length of the vector (x, y), without overflow on the way.
 * @example hypot(3, 4); // 5
 */
export function hypot(x: number, y: number): number {
  return isFloat32(x + y) ? f32(length24(f64(x), f64(y))) : length53(f64(x), f64(y));
}

function cubeRoot(x: number): number {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < (isFloat32(x) ? 1.1754943508222875e-38 : 1e-300);
  const scaled = magnitude * (isSmall ? 1.8014398509481984e16 : 1);
  const inverse = inverseCubeRoot(scaled);
  const root = scaled * inverse * inverse;
  // a step of Newton's, and what it lacks, from half the root's bits, whose square is exact
  const close = upper(root);
  const rest = root - close;
  const square = close * close;
  const high = upper(square);
  const cube = square * close;
  const cubeLow = high * close - cube + (square - high) * close;
  const step = (scaled - cube - cubeLow) * (inverse * inverse * 0.3333333333333333) + rest * rest * inverse;
  return ofOrdinary(x, (close + step) * (isSmall ? 3.814697265625e-6 : 1));
}

function inverseCubeRoot(x: number): number {
  return isFloat32(x) ? inverseCubeRoot24(f32(x)) : inverseCubeRoot53(f64(x));
}

/** x^(-1/3) to 18 bits, of a normal x: the guess is as often too large as too small. */
function inverseCubeRoot24(x: f32): f32 {
  const high = from_bits32((pattern32(x) >>> 8) | 0x4b000000) - 8388608;
  const guess = from_bits32(pattern32(13935096 - high * 0.3333333333333333) << 8);
  const e = 1 - x * guess * (guess * guess);
  const low = 0.9999980043714365 + e * 0.3333268510241718;
  return guess * (low + e * e * (0.2237424505821446 + e * 0.17473314570565557));
}

/** The same to 32 bits. */
function inverseCubeRoot53(x: f64): f64 {
  const half = from_bits((pattern(x) >> 32n) | 0x4330000000000000n) - 4503599627370496;
  const guess = from_bits(pattern(4503601057556910 - half * 0.3333333333333333) << 32n);
  const e = 1 - x * guess * (guess * guess);
  const square = e * e;
  const low = 0.9999999999843778 + e * 0.3333333459937994 + square * (0.2222222597939347 + e * 0.1728298104931508);
  const high = 0.1440176489697669 + e * 0.1266813215361238 + square * 0.11304908438556882;
  return guess * (low + square * square * high);
}

/** The root with the sign of x; zeros, infinities and NaN are their own roots. */
function ofOrdinary(x: number, root: number): number {
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
