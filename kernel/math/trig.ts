/**
 * `sin cos tan`: x = n π/2 + r with |r| <= π/4, then polynomials for the sine and the cosine of r, chosen by n.
 *
 * π/2 is taken away in parts (Cody and Waite), so that r is known to twice its precision as a sum of two numbers. Where
 * that is not enough, for large x and in the rare case that nearly nothing is left, the bits of 2/π that matter are
 * multiplied by x in integers (Payne and Hanek; Muller, Elementary Functions, ch. 11). The polynomials are minimax ones,
 * found by Remez' exchange, by Horner's rule: two registers of each value are then all that the processor holds. For
 * float32, r is found in float64. The sign is that of x and of n: bits, put on at the end.
 */
import { f32, f64, from_bits, from_bits32, i32, i64, isFloat32, mulhi, pattern, u32, u64 } from "../language.js";
import { productOf, ROUND, remainderOf, sumOf } from "./float.js";

/** The sign's bit. */
const SIGN = 0x8000000000000000n;
const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in two parts; products of the first with integers below 2^25 are exact. */
const HALF_PI_1 = 1.570796325802803;
const HALF_PI_2 = 9.920935796805404e-10;
/** π/2 as the sum of two float64. */
export const HALF_PI_HIGH = 1.5707963267948966;
export const HALF_PI_LOW = 6.123233995736766e-17;

/** Element k: of 2/π the bits with the places 8 k - 55 to 8 k + 8 behind the point, as int64. */
// biome-ignore format: a table
const TWO_OVER_PI_BITS = [
  0x28n, 0x28ben, 0x28be60n, 0x28be60dbn, 0x28be60db93n, 0x28be60db9391n, 0x28be60db939105n, 0x28be60db9391054an,
  -0x419f246c6efab581n, 0x60db9391054a7f09n, -0x246c6efab580f62bn, -0x6c6efab580f62a0cn, -0x6efab580f62a0b83n,
  0x54a7f09d5f47d4dn, 0x4a7f09d5f47d4d37n, 0x7f09d5f47d4d3770n, 0x9d5f47d4d377036n, -0x2a0b82b2c88fc928n,
  -0xb82b2c88fc9275bn, 0x7d4d377036d8a566n, 0x4d377036d8a5664fn, 0x377036d8a5664f10n, 0x7036d8a5664f10e4n,
  0x36d8a5664f10e410n, -0x275a99b0ef1bef81n, -0x5a99b0ef1bef806cn, 0x664f10e4107f9458n, 0x4f10e4107f9458ean,
  0x10e4107f9458eaf7n, -0x1bef806ba7150852n, 0x107f9458eaf7aef1n, 0x7f9458eaf7aef158n, -0x6ba71508510ea793n,
  0x58eaf7aef1586dc9n, -0x1508510ea79236e5n, -0x8510ea79236e472n, -0x510ea79236e47170n, -0xea79236e4716f6dn,
  0x586dc91b8e909374n, 0x6dc91b8e909374b8n, -0x36e4716f6c8b47ffn, 0x1b8e909374b80192n, -0x716f6c8b47fe6db5n,
  -0x6f6c8b47fe6db446n, -0x6c8b47fe6db4457en, 0x74b801924bba8274n, -0x47fe6db4457d8b9cn, 0x1924bba82746487n,
  -0x6db4457d8b9b78c1n, 0x4bba827464873f87n, -0x457d8b9b78c07886n, -0x7d8b9b78c0788539n, 0x7464873f877ac72cn,
  0x64873f877ac72c4an, -0x78c0788538d3b597n, 0x3f877ac72c4a69cfn, -0x788538d3b5963046n, 0x7ac72c4a69cfba20n,
  -0x38d3b5963045df73n, 0x2c4a69cfba208d7dn, 0x4a69cfba208d7d4bn, 0x69cfba208d7d4baen, -0x3045df7282b4512fn,
  -0x45df7282b4512edfn, 0x208d7d4baed1213an, -0x7282b4512edec599n, 0x7d4baed1213a671cn, 0x4baed1213a671c09n,
  -0x512edec598e3f653n, -0x2edec598e3f652e9n, 0x213a671c09ad17dfn, 0x3a671c09ad17df90n, 0x671c09ad17df904en,
  0x1c09ad17df904e64n, 0x9ad17df904e6475n, -0x52e8206fb19b8a72n, 0x17df904e64758e60n, -0x206fb19b8a719f2cn,
  -0x6fb19b8a719f2b32n, 0x4e64758e60d4ce7dn, 0x64758e60d4ce7d27n, 0x758e60d4ce7d2721n, -0x719f2b3182d8dee9n,
  0x60d4ce7d272117e2n, -0x2b3182d8dee81d11n, -0x3182d8dee81d1082n, 0x7d272117e2ef7e4an, 0x272117e2ef7e4a0en,
  0x2117e2ef7e4a0ec7n, 0x17e2ef7e4a0ec7fen, -0x1d1081b5f13801dbn, -0x1081b5f13801da01n, 0x7e4a0ec7fe25fff7n,
  0x4a0ec7fe25fff781n, 0xec7fe25fff78166n, -0x3801da00087e99fdn, -0x1da00087e99fc05n, 0x25fff7816603fbcbn,
  -0x87e99fc04343cn, -0x87e99fc04343b9en, -0x7e99fc04343b9d2an, 0x6603fbcbc462d682n, 0x3fbcbc462d6829bn,
  -0x4343b9d297d64b9n, -0x343b9d297d64b825n, -0x3b9d297d64b824b3n, 0x62d6829b47db4d9fn, -0x297d64b824b2604dn,
  -0x7d64b824b2604c37n, -0x64b824b2604c360en, 0x47db4d9fb3c9f2c2n, -0x24b2604c360d3d93n, 0x4d9fb3c9f2c26dd3n,
  -0x604c360d3d922c2fn, -0x4c360d3d922c2e71n, -0x360d3d922c2e7027n, -0xd3d922c2e702659n, -0x3d922c2e70265869n,
  0x6dd3d18fd9a797fan, -0x2c2e702658680575n, -0x2e702658680574a3n, -0x702658680574a2b7n, -0x2658680574a2b612n,
  -0x58680574a2b6114fn, -0x680574a2b6114e06n, -0x574a2b6114e0507n, -0x74a2b6114e050684n, 0x5d49eeb1faf97c5en,
  0x49eeb1faf97c5ecfn, -0x114e050683a130bfn, -0x4e050683a130be32n, -0x50683a130be3183n, -0x683a130be31821en,
  0x7c5ecf41ce7de294n, 0x5ecf41ce7de294a4n, -0x30be31821d6b5b46n, 0x41ce7de294a4ba9an, -0x31821d6b5b456502n,
  0x7de294a4ba9afed7n, -0x1d6b5b4565012814n, -0x6b5b4565012813b9n, -0x5b4565012813b81dn, -0x4565012813b81ca9n,
  -0x65012813b81ca8ben, -0x12813b81ca8bdebn,
];

/**
 * The sine of an angle in radians.
 * @example sin(Math.PI / 2); // 1
 */
export function sin(x: number): number {
  return isFloat32(x) ? sine24(f32(x)) : sine53(f64(x));
}

/**
 * The cosine of an angle in radians.
 * @example cos(0); // 1
 */
export function cos(x: number): number {
  return isFloat32(x) ? cosine24(f32(x)) : cosine53(f64(x));
}

/**
 * The tangent of an angle in radians.
 * @example tan(0.7853981633974483); // 0.9999999999999999
 */
export function tan(x: number): number {
  return isFloat32(x) ? tangent24(f32(x)) : tangent53(f64(x));
}

function sine24(x: f32): f32 {
  const [r, q] = reduce24(x);
  return quarterOf(r, u32(q));
}

/** cos x = sin(x + π/2): one quarter further. */
function cosine24(x: f32): f32 {
  const [r, q] = reduce24(x);
  return quarterOf(r, u32(q) + 1);
}

function tangent24(x: f32): f32 {
  const [r, q] = reduce24(x);
  const z = r * r;
  const s = r * (1 - z * sines24(z));
  const c = 1 - 0.5 * z + z * z * cosines24(z);
  const isEven = (q & 1n) === 0n;
  return f32((isEven ? s : -c) / (isEven ? c : s));
}

function sine53(x: f64): f64 {
  const [r, low, q] = reduce53(Math.abs(x));
  const sign = ((q << 62n) ^ pattern(x)) & SIGN;
  const isEven = (q & 1n) === 0n;
  const value = isEven ? sineOf(r, low) : cosineOf(r, low);
  return from_bits(pattern(value) ^ sign);
}

function cosine53(x: f64): f64 {
  const [r, low, q] = reduce53(Math.abs(x));
  const next = u64(q + 1n);
  const sign = (next << 62n) & SIGN;
  const isEven = (next & 1n) === 0n;
  const value = isEven ? sineOf(r, low) : cosineOf(r, low);
  return from_bits(pattern(value) ^ sign);
}

/** The quotient of sine and cosine, both to more than 53 bits, and then of what it leaves. */
function tangent53(x: f64): f64 {
  const [r, low, q] = reduce53(Math.abs(x));
  const isEven = (q & 1n) === 0n;
  const [z, zLow] = productOf(r, r);
  const half = 0.5 * z;
  const main = 1 - half;
  const [s, sLow] = sumOf(r, r * z * sines53(z) + low * main);
  const [c, cLow] = sumOf(main, 1 - main - half - 0.5 * zLow + (z * z * cosines53(z) - r * low));
  const above = isEven ? s : -c;
  const below = isEven ? c : s;
  const inverse = 1 / below;
  const quotient = above * inverse;
  const left = remainderOf(above, quotient, below) + (isEven ? sLow : -cLow) - quotient * (isEven ? cLow : sLow);
  return from_bits(pattern(quotient + left * inverse) ^ (pattern(x) & SIGN));
}

/** Of a float32, 53 bits of r are enough, and the second product is small beside it up to 2^24. */
function reduce24(x: f32): [f64, u64] {
  const wide = f64(x);
  const sum = wide * TWO_OVER_PI + ROUND;
  let q = pattern(sum);
  const n = sum - ROUND;
  let r = wide - n * HALF_PI_1 - n * HALF_PI_2;
  if (Math.abs(x) > 16777216) [r, q] = reduceLarge24(wide);
  return [r, q];
}

/**
 * r, what r lacks, and n in the low bits of an integer, for x >= 0. The second product is rounded, which is small beside r
 * unless x is large or near a multiple of π/2; both are told from the ratio of r and x, for r is no more than π/4.
 */
function reduce53(x: f64): [f64, f64, u64] {
  const sum = x * TWO_OVER_PI + ROUND;
  let q = pattern(sum);
  const n = sum - ROUND;
  const first = x - n * HALF_PI_1;
  const second = n * HALF_PI_2;
  let r = first - second;
  let low = first - r - second;
  if (Math.abs(r) < x * 2.9802322387695312e-8) [r, low, q] = reduceLarge53(x);
  return [r, low, q];
}

/**
 * x = m 2^e with m an integer. Of x times 2/π only the fraction and n modulo 4 count, so of 2/π only the bits from some
 * place on, of which 192 are taken: the product's first 128 bits leave 64 good ones in the worst case. Places go in steps
 * of 8 bits, and m takes the rest.
 */
function reduceLarge53(x: f64): [f64, f64, u64] {
  const digits = pattern(x);
  const place = (digits >> 52n) - 1019n;
  const index = i32(place >> 3n);
  const m = shifted((digits & 0xfffffffffffffn) | 0x10000000000000n, place);
  const rest = mulhi(m, u64(TWO_OVER_PI_BITS[index + 16]!));
  const top = u64(m * u64(TWO_OVER_PI_BITS[index]!));
  const middle = u64(TWO_OVER_PI_BITS[index + 8]!);
  const lower = u64(m * middle + rest);
  const carry = u64(lower < rest);
  const upper = u64(top + carry + mulhi(m, middle));
  const n = u64(upper + 0x2000000000000000n) >> 62n;
  const [r, low] = fractionOf(u64((upper << 2n) | (lower >> 62n)), u64(lower << 2n));
  return [r + (x - x), low, n]; // of infinities NaN
}

/** The same for a float32 of any sign, of which m has 24 bits: 96 bits of 2/π leave 30 good ones. */
function reduceLarge24(x: f64): [f64, u64] {
  const digits = pattern(x);
  const place = ((digits >> 52n) & 0x7ffn) - 990n;
  const index = i32(place >> 3n);
  const m = shifted(((digits >> 29n) & 0x7fffffn) | 0x800000n, place);
  const rest = u64(m * (u64(TWO_OVER_PI_BITS[index + 8]!) >> 32n)) >> 32n;
  const product = u64(m * u64(TWO_OVER_PI_BITS[index]!) + rest);
  const n = u64(product + 0x2000000000000000n) >> 62n;
  const r = f64(i64(product << 2n)) * (HALF_PI_HIGH * 5.421010862427522e-20) + (x - x);
  return [x < 0 ? -r : r, x < 0 ? u64(-n) : n];
}

/** m times 2 to the power of the place modulo 8. */
function shifted(m: u64, place: u64): u64 {
  const one = (place & 1n) === 0n ? m : m << 1n;
  const two = (place & 2n) === 0n ? one : one << 2n;
  return (place & 4n) === 0n ? two : two << 4n;
}

/** A signed fraction of 128 bits, below a half, times π/2. The inverted bits of a negative one are its magnitude, but for the last. */
function fractionOf(upper: u64, lower: u64): [f64, f64] {
  const flip = u64(i64(upper) >> 63n);
  const high = upper ^ flip;
  const first = wordOf(high >> 32n) * 4294967296;
  const last = from_bits(((lower ^ flip) >> 12n) | 0x3ff0000000000000n) - 1;
  const [whole, part] = sumOf(first, wordOf(high & 0xffffffffn));
  const [sum, rest] = sumOf(whole, part + last);
  const [product, lost] = productOf(sum, HALF_PI_HIGH * 5.421010862427522e-20);
  const [r, low] = sumOf(
    product,
    lost + sum * (HALF_PI_LOW * 5.421010862427522e-20) + rest * (HALF_PI_HIGH * 5.421010862427522e-20),
  );
  const sign = flip & SIGN;
  return [from_bits(pattern(r) ^ sign), from_bits(pattern(low) ^ sign)];
}

/** An integer of 32 bits as a float, by the fraction of 2^52. */
function wordOf(word: u64): f64 {
  return from_bits(word | 0x4330000000000000n) - 4503599627370496;
}

/** The sine of r and so many quarters of a turn: r in two parts of 24 bits, so that twice as many lanes do the rest. */
function quarterOf(r: f64, quarter: u32): f32 {
  const high = f32(r);
  const above = f32(f64(high) - r);
  const z = high * high;
  const s = high - (high * z * sines24(z) + above); // of -0 too
  const c = 0.75 - (0.5 * z - 0.25 - (cosines24(z) * z * z + high * above));
  const sign = from_bits32(((quarter << 30) & 0x80000000) | 0x3f800000);
  return sign * ((quarter & 1) === 0 ? s : c);
}

/** sin(r + low) for |r| <= π/4. */
function sineOf(r: f64, low: f64): f64 {
  const z = r * r;
  return r + (r * z * sines53(z) + low);
}

/** cos(r + low) for |r| <= π/4: 1 - r²/2 as 3/4 - (r²/2 - 1/4), of which the inner difference is nearly exact. */
function cosineOf(r: f64, low: f64): f64 {
  const z = r * r;
  const half = 0.5 * z;
  const rest = r * low;
  return 0.75 - (half - 0.25 - (cosines53(z) * z * z - rest));
}

function sines24(z: number): number {
  return 0.16666654936629047 - z * (0.008332177684230257 - z * 0.0001951723447801165);
}

function cosines24(z: number): number {
  return 0.04166664685468136 + z * (-0.0013887366913747613 + z * 2.443837986474078e-5);
}

function sines53(z: f64): f64 {
  return (
    -0.16666666666666632 +
    z *
      (0.008333333333322413 +
        z *
          (-0.00019841269829807767 +
            z * (2.7557313691909592e-6 + z * (-2.505075811458873e-8 + z * 1.589679564199262e-10))))
  );
}

function cosines53(z: f64): f64 {
  return (
    0.0416666666666666 +
    z *
      (-0.0013888888888874125 +
        z *
          (2.4801587289482255e-5 +
            z * (-2.75573143523489e-7 + z * (2.0875723274975176e-9 + z * -1.1359647874922325e-11))))
  );
}
