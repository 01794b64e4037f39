/**
 * `sin cos tan`: x = n π/2 + r with |r| <= π/4, then polynomials for the sine and the cosine of r, chosen by n.
 *
 * π/2 is taken away in parts (Cody and Waite), so that r is known to twice its precision as a sum of two numbers. Where
 * that is not enough, for large x and in the rare case that nearly nothing is left, the bits of 2/π that matter are
 * multiplied by x in integers (Payne and Hanek; Muller, Elementary Functions, ch. 11). The polynomials are minimax ones,
 * found by Remez' exchange; how the parts are added follows fdlibm. For float32 it is all done in float64 with fewer terms.
 */
import { bits, f32, f64, i64, isFloat32, mulhi, u32, u64 } from "../language.js";
import { productOf, ROUND, sumOf } from "./float.js";

const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in two parts; products of the first with integers below 2^25 are exact. */
const HALF_PI_1 = 1.570796325802803;
const HALF_PI_2 = 9.920935796805404e-10;
/** π/2 as the sum of two float64. */
export const HALF_PI_HIGH = 1.5707963267948966;
export const HALF_PI_LOW = 6.123233995736766e-17;

/** 2/π in words of 32 bits, after two words of zeros. */
// biome-ignore format: a table
const TWO_OVER_PI_WORDS = [
  0, 0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab,
  0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x6492eea, 0x9d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
  0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f, 0xef2f118b,
  0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea,
  0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab, 0xf0cfbc20, 0x9af4361d,
];

/**
 * The sine of an angle in radians.
 * @example sin(Math.PI / 2); // 1
 */
export function sin(x: number): number {
  return isFloat32(x) ? f32(sine(f64(x), 24)) : sine(f64(x), 53);
}

/**
 * The cosine of an angle in radians.
 * @example cos(0); // 1
 */
export function cos(x: number): number {
  return isFloat32(x) ? f32(cosine(f64(x), 24)) : cosine(f64(x), 53);
}

/**
 * The tangent of an angle in radians.
 * @example tan(0.7853981633974483); // 0.9999999999999999
 */
export function tan(x: number): number {
  return isFloat32(x) ? f32(tangent24(f64(x))) : tangent53(f64(x));
}

function sine(x: f64, precision: number): f64 {
  const [r, low, n] = reduce(x);
  const value = isOdd(n) ? cosineOf(r, low, precision) : sineOf(r, low, precision);
  const signed = isOdd(Math.floor(n * 0.5)) ? -value : value;
  return precision === 53 && x === 0 ? x : signed;
}

function cosine(x: f64, precision: number): f64 {
  const [r, low, n] = reduce(x);
  const value = isOdd(n) ? sineOf(r, low, precision) : cosineOf(r, low, precision);
  return isOdd(Math.floor(n * 0.5 + 0.5)) ? -value : value;
}

function tangent24(x: f64): f64 {
  const [r, low, n] = reduce(x);
  const s = sineOf(r, low, 24);
  const c = cosineOf(r, low, 24);
  return (isOdd(n) ? -c : s) / (isOdd(n) ? s : c);
}

/** The quotient of sine and cosine, both to more than 53 bits, and then of what it leaves. */
function tangent53(x: f64): f64 {
  const [r, low, n] = reduce(x);
  const [z, zLow] = productOf(r, r);
  const half = 0.5 * z;
  const main = 1 - half;
  const [s, sLow] = sumOf(r, r * z * sines53(z) + low * main);
  const [c, cLow] = sumOf(main, 1 - main - half - 0.5 * zLow + (z * z * cosines53(z) - r * low));
  const above = isOdd(n) ? -c : s;
  const below = isOdd(n) ? s : c;
  const quotient = above / below;
  const [product, rest] = productOf(quotient, below);
  const left = above - product - rest + (isOdd(n) ? -cLow : sLow) - quotient * (isOdd(n) ? sLow : cLow);
  return x === 0 ? x : quotient + left / below;
}

function isOdd(n: f64): boolean {
  return Math.floor(n * 0.5) !== n * 0.5;
}

/**
 * r, what r lacks, and n. The second product is rounded, which is small beside r unless x is large or near a multiple of
 * π/2; both are told from the ratio of r and x, for r is no more than π/4.
 */
function reduce(x: f64): [f64, f64, f64] {
  let n = x * TWO_OVER_PI + ROUND - ROUND;
  const first = x - n * HALF_PI_1;
  const second = n * HALF_PI_2;
  let r = first - second;
  let low = first - r - second;
  if (!(Math.abs(r) >= Math.abs(x) * 2.9802322387695312e-8)) {
    const [exact, rest, whole] = reduceLarge(x);
    r = exact;
    low = rest;
    n = whole;
  }
  return [r, low, n];
}

/**
 * |x| = m 2^e with m an integer of 53 bits. Of x / 4 times 2/π only the fraction counts, so of 2/π only the bits from the
 * place e - 2 on, of which 192 are taken: the product's first 128 bits leave 64 good ones in the worst case.
 */
function reduceLarge(x: f64): [f64, f64, f64] {
  const pattern = bits(Math.abs(x));
  const m = (pattern & 0xfffffffffffffn) | 0x10000000000000n;
  const place = (pattern >> 52n) - 1013n;
  const index = u32(place >> 5n);
  const shift = place & 31n;
  const second = u64(TWO_OVER_PI_WORDS[index + 2]!);
  const fourth = u64(TWO_OVER_PI_WORDS[index + 4]!);
  const top = joined(u64(TWO_OVER_PI_WORDS[index]!), u64(TWO_OVER_PI_WORDS[index + 1]!), second, shift);
  const middle = joined(second, u64(TWO_OVER_PI_WORDS[index + 3]!), fourth, shift);
  const last = u64(TWO_OVER_PI_WORDS[index + 6]!);
  const bottom = joined(fourth, u64(TWO_OVER_PI_WORDS[index + 5]!), last, shift);
  const partial = u64(m * middle);
  const lower = u64(partial + mulhi(m, bottom));
  const carry = u64(lower < partial);
  const upper = u64(m * top + mulhi(m, middle) + carry);
  const n = f64(u64(upper + 0x2000000000000000n) >> 62n);
  const [r, low] = fractionOf(u64((upper << 2n) | (lower >> 62n)), u64(lower << 2n));
  const isNegative = x < 0;
  const nothing = x - x; // of infinities NaN
  return [(isNegative ? -r : r) + nothing, isNegative ? -low : low, isNegative ? -n : n];
}

/** 64 of the 96 bits of three words. */
function joined(first: u64, second: u64, third: u64, shift: u64): u64 {
  return u64(((first << 32n) | second) << shift) | (third >> (32n - shift));
}

/** A signed fraction of 128 bits, below a half, times π/2. */
function fractionOf(upper: u64, lower: u64): [f64, f64] {
  const first = f64(i64(upper));
  const rest = f64(i64(upper - u64(i64(first)))) + f64(lower) * 5.421010862427522e-20;
  const [high, low] = sumOf(first, rest);
  const [product, lost] = productOf(high, HALF_PI_HIGH);
  const [r, rLow] = sumOf(product, lost + high * HALF_PI_LOW + low * HALF_PI_HIGH);
  return [r * 5.421010862427522e-20, rLow * 5.421010862427522e-20];
}

/** sin(r + low) for |r| <= π/4. */
function sineOf(r: f64, low: f64, precision: number): f64 {
  const z = r * r;
  if (precision === 24) return r * (1 + z * sines24(z));
  return r + (r * z * sines53(z) + low);
}

/** cos(r + low) for |r| <= π/4. */
function cosineOf(r: f64, low: f64, precision: number): f64 {
  const z = r * r;
  const half = 0.5 * z;
  if (precision === 24) return 1 - half + z * z * cosines24(z);
  const main = 1 - half;
  return main + (1 - main - half + (z * z * cosines53(z) - r * low));
}

function sines24(z: f64): f64 {
  return -0.16666654936629047 + z * (0.008332177684230257 + z * -0.0001951723447801165);
}

function sines53(z: f64): f64 {
  const w = z * z;
  const even = -0.16666666666666632 + w * (-0.00019841269829807767 + w * -2.505075811458873e-8);
  const odd = 0.008333333333322413 + w * (2.7557313691909592e-6 + w * 1.589679564199262e-10);
  return even + z * odd;
}

function cosines24(z: f64): f64 {
  return 0.04166664685468136 + z * (-0.0013887366913747613 + z * 2.443837986474078e-5);
}

function cosines53(z: f64): f64 {
  const w = z * z;
  const even = 0.0416666666666666 + w * (2.4801587289482255e-5 + w * 2.0875723274975176e-9);
  const odd = -0.0013888888888874125 + w * (-2.75573143523489e-7 + w * -1.1359647874922325e-11);
  return even + z * odd;
}
