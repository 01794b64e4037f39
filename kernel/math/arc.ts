/**
 * `asin acos atan atan2`.
 *
 * An angle is that of the octant that it lies in: the smaller side of the point by the larger, which is t, or where that
 * is more than a half, π/4 and t = (least - most) / (least + most). asin is a polynomial up to 1/2; beyond, it is
 * π/2 - 2 asin(√((1 - x) / 2)). The polynomials are minimax ones, found by Remez' exchange.
 */
import { copysign, f32, f64, isFloat32 } from "../language.js";
import { between, remainderOf, sumOf, upper } from "./float.js";
import { HALF_PI_HIGH, HALF_PI_LOW } from "./trig.js";

/**
 * The angle of a sine, from -π/2 to π/2; NaN beyond 1.
 * @example asin(1); // 1.5707963267948966
 */
export function asin(x: number): number {
  return isFloat32(x) ? arcsineOf(f32(x)) : arcsineOf(f64(x));
}

/**
 * The angle of a cosine, from 0 to π; NaN beyond 1.
 * @example acos(-1); // 3.141592653589793
 */
export function acos(x: number): number {
  return isFloat32(x) ? arccosineOf(f32(x)) : arccosineOf(f64(x));
}

/**
 * The angle of a tangent, from -π/2 to π/2.
 * @example atan(1); // 0.7853981633974483
 */
export function atan(x: number): number {
  return isFloat32(x) ? arctangent24(f32(x)) : arctangent53(f64(x));
}

/**
 * The angle between the x-axis and the point (x, y), from -π to π.
 * @example atan2(1, -1); // 2.356194490192345
 */
export function atan2(y: number, x: number): number {
  return isFloat32(x + y) ? angleAround(f32(y), f32(x)) : angleAround(f64(y), f64(x));
}

function arcsineOf(x: number): number {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 0.5;
  const z = isSmall ? x * x : 0.5 - 0.5 * magnitude;
  const s = isSmall ? magnitude : Math.sqrt(z);
  const bend = s * z * arcsines(z);
  const head = upper(s);
  const lost = z > 0 ? (z - head * head) / (s + head) : 0;
  // s is head + lost, both halves of π/2 are to be added to what is exact
  const large = HALF_PI_HIGH - 2 * head - (2 * (bend + lost) - HALF_PI_HIGH * lackOf(x));
  return Math.abs(x) < 1e-9 ? x : copysign(isSmall ? s + bend : large, x);
}

function arccosineOf(x: number): number {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 0.5;
  const z = isSmall ? x * x : 0.5 - 0.5 * magnitude;
  const s = isSmall ? x : Math.sqrt(z);
  const bend = s * z * arcsines(z);
  const lost = z > 0 ? remainderOf(z, s, s) / (2 * s) : 0;
  const low = HALF_PI_HIGH * lackOf(x);
  const middle = HALF_PI_HIGH - (s - (low - bend));
  const large = x < 0 ? 2 * (HALF_PI_HIGH - (s + (bend + lost - low))) : 2 * (s + (bend + lost));
  return isSmall ? middle : large;
}

function arcsines(z: number): number {
  return isFloat32(z) ? arcsines24(f32(z)) : arcsines53(f64(z));
}

/** asin s = s + s³ arcsines(s²) for |s| <= 1/2. */
function arcsines24(z: f32): f32 {
  const w = z * z;
  const even = 0.1666665986224035 + w * (0.044515594248358464 + w * 0.014398162027020692);
  const odd = 0.07500511532901503 + w * (0.031818726991423664 + w * 0.03757174058906915);
  return even + z * odd;
}

function arcsines53(z: f64): f64 {
  const w = z * z;
  const v = w * w;
  const low = 0.16666666666666763 + z * 0.07499999999970179 + w * (0.044642857175203964 + z * 0.030381942679438133);
  const middle = 0.02237221578311544 + z * 0.01735159779942922 + w * (0.013980989917470737 + z * 0.011397535362462735);
  const high = 0.010787919405531312 + z * 0.003677637817524843 + w * (0.021777008978749124 + z * -0.02109690953512905);
  return low + v * (middle + v * (high + v * 0.03268946316490407));
}

/** In float32 throughout: t may be rounded thrice where it is the smaller part of the result, and is exact where it is all. */
function arctangent24(x: f32): f32 {
  const y = Math.abs(x);
  const isSteep = y > 1;
  const above = isSteep ? 1 : y;
  const below = isSteep ? y : 1;
  const isFar = above > 0.6 * below;
  const t = (isFar ? above - below : above) / (isFar ? above + below : below);
  const z = t * t;
  const turn = isSteep ? -t : t;
  const base = isFar ? 0.7853981852531433 : isSteep ? 1.5707963705062866 : 0;
  const [sum, lost] = sumOf(base, turn);
  // float32 holds angles of an eighth turn and a quarter turn but for so large a part
  return copysign(sum + (lost + (turn * z * arctangents24(z) + base * lackOf(x))), x);
}

function arctangent53(x: f64): f64 {
  const magnitude = Math.abs(x);
  return magnitude < 1e-9 ? x : copysign(angleOf(between(magnitude, 0, 1e300), 1, 1), x);
}

/** The angle of a point of which neither side is negative, or π less it where `turn` is -1 and not 1. */
function angleOf(y: number, x: number, turn: number): number {
  const isSteep = y > x;
  const least = y > x ? x : y;
  const most = y > x ? y : x;
  const isFar = least > 0.5 * most;
  const half = HALF_PI_HIGH - turn * HALF_PI_HIGH;
  const [whole, wholeLow] = sumOf(half, turn * (isFar ? HALF_PI_HIGH / 2 : isSteep ? HALF_PI_HIGH : 0));
  const above = (isSteep ? -turn : turn) * (isFar ? least - most : least);
  const below = isFar ? least + most : most;
  const t = above / below;
  const belowLow = isFar ? most - below + least : 0;
  // of the smallest, products are lost; what t lacks is nothing beside it then
  const isNormal = Math.abs(above) > (isFloat32(y) ? 1e-30 : 1e-280);
  const left = isNormal ? (remainderOf(above, t, below) - t * belowLow) * (1 / below) : 0;
  const z = t * t;
  const bend = t * z * (isFloat32(z) ? arctangents24(z) : arctangents53(f64(z)));
  const [sum, lost] = sumOf(whole, t);
  return sum + (lost + (wholeLow + whole * lackOf(y)) + (bend + left));
}

/** What a part of π lacks in floats of this type, of itself. */
function lackOf(x: number): number {
  return isFloat32(x) ? -2.7827534e-8 : HALF_PI_LOW / HALF_PI_HIGH;
}

/** atan t = t + t³ arctangents(t²) for |t| <= 0.6. */
function arctangents24(z: number): number {
  const w = z * z;
  const high = -0.08564533094123572 + z * 0.05685815381984902 + w * -0.02193968539856147;
  const low = -0.33333329741994727 + z * 0.1999973548476145 + w * (-0.14279083516916238 + z * 0.11031305038607024);
  return low + w * w * high;
}

/** The same for |t| <= 1/2. */
function arctangents53(z: f64): f64 {
  const w = z * z;
  const v = w * w;
  const low = -0.3333333333333298 + z * 0.19999999999902787 + w * (-0.14285714276357644 + z * 0.11111110658406512);
  const middle = -0.09090896213798519 + z * 0.0769207342592075 + w * (-0.06663805627510029 + z * 0.05858265042743541);
  const high = -0.0512185478929929 + z * 0.04186079473047137 + w * (-0.027428110542739796 + z * 0.01011204734397739);
  return low + v * (middle + v * high);
}

/** The angle of any point. */
function angleAround(y: number, x: number): number {
  let above = Math.abs(y);
  let beside = Math.abs(x);
  const most = above > beside ? above : beside;
  const isOrdinary = most > (isFloat32(x) ? 1e-18 : 1e-150) && most < (isFloat32(x) ? 1e37 : 1e300);
  if (!isOrdinary) [above, beside] = scaledPoint(above, beside);
  const angle = copysign(angleOf(above, beside, copysign(1, x)), y);
  return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : angle;
}

/**
 * A point at the same angle: products must not overflow, and what they lack must not be lost. Beside infinity, made 1,
 * all that is finite is 0; where both sides are 0 the point lies on the x-axis.
 */
function scaledPoint(y: number, x: number): [number, number] {
  const isInfinite = y === Number.POSITIVE_INFINITY || x === Number.POSITIVE_INFINITY;
  const isSmall = y < 1 && x < 1;
  const above = isInfinite ? (y === Number.POSITIVE_INFINITY ? 1 : 0) : scaledSide(y, isSmall);
  const beside = isInfinite ? (x === Number.POSITIVE_INFINITY ? 1 : 0) : scaledSide(x, isSmall);
  return [above, y === 0 && x === 0 ? 1 : beside];
}

function scaledSide(x: number, isSmall: boolean): number {
  return isSmall ? x * (isFloat32(x) ? 1.8446744073709552e19 : 4.149515568880993e180) : x * 0.0625;
}
