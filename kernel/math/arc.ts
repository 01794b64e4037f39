/**
 * `asin acos atan atan2`.
 *
 * atan(y / x) = atan c + atan t with t = (y - c x) / (x + c y) and c one of 0, 1/2, 1, 3/2 and infinity, so that |t| is
 * at most 7/16 (as in fdlibm, where the bounds come from). asin is a polynomial up to 1/2; beyond, it is
 * π/2 - 2 asin(√((1 - x) / 2)). The polynomials are minimax ones, found by Remez' exchange.
 */
import { copysign, f32, f64, isFloat32 } from "../language.js";
import { productOf, sumOf, upper } from "./float.js";
import { HALF_PI_HIGH, HALF_PI_LOW } from "./trig.js";

/**
 * The angle of a sine, from -π/2 to π/2; NaN beyond 1.
 * @example asin(1); // 1.5707963267948966
 */
export function asin(x: number): number {
  return isFloat32(x) ? f32(arcsine24(f64(x))) : arcsine53(f64(x));
}

/**
 * The angle of a cosine, from 0 to π; NaN beyond 1.
 * @example acos(-1); // 3.141592653589793
 */
export function acos(x: number): number {
  return isFloat32(x) ? f32(arccosine24(f64(x))) : arccosine53(f64(x));
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
  return isFloat32(x + y) ? f32(angle24(f64(y), f64(x))) : angle53(f64(y), f64(x));
}

function arcsine24(x: f64): f64 {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 0.5;
  const z = isSmall ? x * x : 0.5 - 0.5 * magnitude;
  const s = isSmall ? magnitude : Math.sqrt(z);
  const angle = s + s * z * arcsines24(z);
  return x === 0 ? x : copysign(isSmall ? angle : HALF_PI_HIGH - 2 * angle, x);
}

function arcsine53(x: f64): f64 {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 0.5;
  const z = isSmall ? x * x : 0.5 - 0.5 * magnitude;
  const s = isSmall ? magnitude : Math.sqrt(z);
  const bend = s * z * arcsines53(z);
  const head = upper(s);
  const lost = z > 0 ? (z - head * head) / (s + head) : 0;
  // s is head + lost, both halves of π/2 are to be added to what is exact
  const large = HALF_PI_HIGH - 2 * head - (2 * (bend + lost) - HALF_PI_LOW);
  return Math.abs(x) < 1e-9 ? x : copysign(isSmall ? s + bend : large, x);
}

function arccosine24(x: f64): f64 {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 0.5;
  const z = isSmall ? x * x : 0.5 - 0.5 * magnitude;
  const s = isSmall ? x : Math.sqrt(z);
  const angle = s + s * z * arcsines24(z);
  const large = x < 0 ? 2 * (HALF_PI_HIGH - angle) : 2 * angle;
  return isSmall ? HALF_PI_HIGH - angle : large;
}

function arccosine53(x: f64): f64 {
  const magnitude = Math.abs(x);
  const isSmall = magnitude < 0.5;
  const z = isSmall ? x * x : 0.5 - 0.5 * magnitude;
  const s = isSmall ? x : Math.sqrt(z);
  const bend = s * z * arcsines53(z);
  const [square, squareLow] = productOf(s, s);
  const lost = z > 0 ? (z - square - squareLow) / (2 * s) : 0;
  const middle = HALF_PI_HIGH - (s - (HALF_PI_LOW - bend));
  const large = x < 0 ? 2 * (HALF_PI_HIGH - (s + (bend + lost - HALF_PI_LOW))) : 2 * (s + (bend + lost));
  return isSmall ? middle : large;
}

/** asin s = s + s³ arcsines(s²) for |s| <= 1/2. */
function arcsines24(z: f64): f64 {
  const w = z * z;
  const even = 0.1666665986224035 + w * (0.044515594248358464 + w * 0.014398162027020692);
  const odd = 0.07500511532901503 + w * (0.031818726991423664 + w * 0.03757174058906915);
  return even + z * odd;
}

function arcsines53(z: f64): f64 {
  const w = z * z;
  const even =
    0.16666666666666763 +
    w *
      (0.044642857175203964 +
        w *
          (0.02237221578311544 +
            w *
              (0.013980989917470737 +
                w * (0.010787919405531312 + w * (0.021777008978749124 + w * 0.03268946316490407)))));
  const odd =
    0.07499999999970179 +
    w *
      (0.030381942679438133 +
        w * (0.01735159779942922 + w * (0.011397535362462735 + w * (0.003677637817524843 + w * -0.02109690953512905))));
  return even + z * odd;
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
  return copysign(sum + (lost + (turn * z * arctangents24(z) - base * 2.7827534e-8)), x);
}

function arctangent53(x: f64): f64 {
  const magnitude = Math.abs(x);
  const [above, below, high, low] = turned(magnitude, 1);
  const t = above / below;
  const z = t * t;
  const value = high + (t + (t * z * arctangents53(z) + low));
  return magnitude < 1e-9 ? x : copysign(high === 0 ? t + t * z * arctangents53(z) : value, x);
}

/** The angle of a point in the first quadrant, for float32. */
function arctangentOf(y: f64, x: f64): f64 {
  const isSteep = y > x;
  const above = isSteep ? x : y;
  const below = isSteep ? y : x;
  const isFar = above > 0.6 * below;
  const t = (isFar ? above - below : above) / (isFar ? above + below : below);
  const z = t * t;
  const angle = (isFar ? 0.7853981633974483 : 0) + (t + t * z * arctangents24(z));
  return isSteep ? HALF_PI_HIGH - angle : angle;
}

/** y and x turned by the nearest of five angles, that angle in two parts, and what the turned y lacks. */
function turned(y: f64, x: f64): [f64, f64, f64, f64, f64] {
  const isBeyond1 = y >= 0.4375 * x;
  const isBeyond2 = y >= 0.6875 * x;
  const isBeyond3 = y >= 1.1875 * x;
  const isBeyond4 = y >= 2.4375 * x;
  const c = isBeyond3 ? 1.5 : isBeyond2 ? 1 : isBeyond1 ? 0.5 : 0;
  const high = isBeyond3 ? 0.982793723247329 : isBeyond2 ? 0.7853981633974483 : isBeyond1 ? 0.4636476090008061 : 0;
  const low = isBeyond3
    ? 1.3903311031230998e-17
    : isBeyond2
      ? 3.061616997868383e-17
      : isBeyond1
        ? 2.2698777452961687e-17
        : 0;
  return [
    isBeyond4 ? -x : y - c * x,
    isBeyond4 ? y : x + c * y,
    isBeyond4 ? HALF_PI_HIGH : high,
    isBeyond4 ? HALF_PI_LOW : low,
    isBeyond3 && !isBeyond4 ? 1.5 * x - x - 0.5 * x : 0,
  ];
}

/** atan t = t + t³ arctangents(t²) for |t| <= 0.6. */
function arctangents24(z: number): number {
  const w = z * z;
  return (
    -0.33333329741994727 +
    z * 0.1999973548476145 +
    w *
      (-0.14279083516916238 +
        z * 0.11031305038607024 +
        w * (-0.08564533094123572 + z * 0.05685815381984902 + w * -0.02193968539856147))
  );
}

/** The same for |t| <= 7/16. */
function arctangents53(z: f64): f64 {
  const w = z * z;
  const v = w * w;
  const low = -0.3333333333333293 + z * 0.1999999999987593 + w * (-0.14285714272458944 + z * 0.11111110403601486);
  const middle = -0.09090887087603051 + z * 0.0769187549614105 + w * (-0.06661066061606102 + z * 0.05833524622841719);
  const high = -0.04976695875479711 + z * 0.03652744954955468 + w * -0.016281786550776466;
  return low + v * (middle + v * high);
}

/** What float32 holds is small beside 1e100, which stands for infinity, and large beside 1e-70, which is added to 0. */
function angle24(y: f64, x: f64): f64 {
  const above = Math.abs(y);
  const beside = Math.abs(x);
  const angle = arctangentOf(above < 1e100 ? above : 1e100, (beside < 1e100 ? beside : 1e100) + 1e-70);
  return placed(y, x, copysign(1, x) < 0 ? 2 * HALF_PI_HIGH - angle : angle);
}

function angle53(y: f64, x: f64): f64 {
  const [a, b] = finitePoint(y, x);
  // the products must not overflow, and what they lack must not be lost; one that is small beside the other stays normal
  const largest = a > b ? a : b;
  const factor = largest > 1e150 ? 8.673617379884035e-19 : largest < 1e-150 ? 4.149515568880993e180 : 1;
  const [above, below, high, low, aboveLow] = turned(a * factor, b * factor);
  const t = above / below;
  const [back, backLow] = productOf(t, below);
  const lost = Math.abs(above) > 1e-280 ? (above - back - backLow + aboveLow) / below : 0;
  const z = t * t;
  const bend = t * z * arctangents53(z) + lost;
  const isLeft = copysign(1, x) < 0;
  const [base, baseLow] = sumOf(isLeft ? 2 * HALF_PI_HIGH : 0, isLeft ? -high : high);
  const [sum, rest] = sumOf(base, isLeft ? -t : t);
  const small = baseLow + (isLeft ? 2 * HALF_PI_LOW - low - bend : low + bend);
  return placed(y, x, a === 0 ? (isLeft ? 2 * HALF_PI_HIGH : 0) : sum + (rest + small));
}

/** |y| and |x|, infinite ones made 1 beside which what is finite is 0. */
function finitePoint(y: f64, x: f64): [f64, f64] {
  const above = Math.abs(y);
  const beside = Math.abs(x);
  const isNear = above < Number.POSITIVE_INFINITY && beside < Number.POSITIVE_INFINITY;
  return [
    isNear ? above : above === Number.POSITIVE_INFINITY ? 1 : 0,
    isNear ? beside : beside === Number.POSITIVE_INFINITY ? 1 : 0,
  ];
}

/** The angle above the x-axis or below; NaN beside NaN. */
function placed(y: f64, x: f64, angle: f64): f64 {
  return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : copysign(angle, y);
}
