/** Floats and what they are made of. */
import {
  bits,
  bits32,
  type f32,
  f64,
  type floating,
  from_bits,
  from_bits32,
  i32,
  isFloat,
  type promoted,
  type Ufunc,
  u64,
  ufunc,
  copysign as withSign,
} from "../runtime/compiled.js";
import { FLOAT, FLOAT_PAIR, FLOAT_TEST, FLOATS, FRACTION_EXPONENT, SCALING, TEST } from "./loops.js";

/** Is it a float64? Its 0.1 is not that of float32. */
function isDouble(_x: number): boolean {
  const tenth: promoted = 0.1;
  return f64(tenth) === 0.1;
}

/** The float next to x, away from zero or towards it; x is neither 0 nor NaN nor, on the way out, infinite. */
function neighbour(x: number, isOutwards: boolean): number {
  if (isDouble(x)) return from_bits(isOutwards ? bits(x) + 1n : bits(x) - 1n);
  return from_bits32(isOutwards ? bits32(x) + 1 : bits32(x) - 1);
}

/** The smallest float above 0. */
function smallest(x: number): number {
  return isDouble(x) ? 5e-324 : 1.401298464324817e-45;
}

/**
 * The square root; of a negative operand NaN.
 * @example sqrt([4, 2.25]); // [2, 1.5]
 */
export const sqrt = ufunc((x: number): floating => Math.sqrt(x), { loops: FLOAT });

/**
 * Is the operand not a number?
 * @example isnan([1, NaN]); // [false, true]
 */
export const isnan = ufunc((x: number) => (isFloat(x) ? Number.isNaN(x) : false), { loops: TEST });

/**
 * Is the operand neither NaN nor infinite?
 * @example isfinite([1, Infinity]); // [true, false]
 */
export const isfinite = ufunc((x: number) => (isFloat(x) ? Number.isFinite(x) : true), { loops: TEST });

/**
 * Is the operand infinite?
 * @example isinf([1, -Infinity]); // [false, true]
 */
export const isinf = ufunc((x: number) => (isFloat(x) ? !(Number.isFinite(x) || Number.isNaN(x)) : false), {
  loops: TEST,
});

/**
 * Has the operand a minus sign? -0 has one, a NaN never.
 * @example signbit([-0, 1]); // [true, false]
 */
export const signbit = ufunc((x: number) => withSign(1, x) < 0, { loops: FLOAT_TEST });

/**
 * The magnitude of the first operand with the sign of the second. In bodies it is the language's function.
 * @example copysign([1, -2], -0); // [-1, -2]
 */
export const copysign = ufunc((x: number, sign: number): floating => withSign(x, sign), { loops: FLOATS });

/**
 * 0 for negative numbers, 1 for positive ones, the second operand for zeros.
 * @example heaviside([-1, 0, 2], 0.5); // [0, 0.5, 1]
 */
export const heaviside = ufunc(
  (x: number, atZero: number): floating => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? atZero : x),
  { loops: FLOATS },
);

/**
 * The float next to the first operand, in the direction of the second.
 * @example nextafter(1, 2); // 1.0000000000000002
 */
export const nextafter = ufunc(
  (x: number, towards: number): floating => {
    if (x === towards) return towards;
    if (Number.isNaN(x) || Number.isNaN(towards)) return x + towards;
    if (x === 0) return withSign(smallest(x), towards);
    return neighbour(x, x < towards === x > 0);
  },
  { loops: FLOATS },
);

/**
 * How far the next float away from zero lies, with the operand's sign.
 * @example spacing([1, -1]); // [2.220446049250313e-16, -2.220446049250313e-16]
 */
export const spacing = ufunc(
  (x: number): floating => {
    if (!Number.isFinite(x)) return NaN;
    return x === 0 ? smallest(x) : neighbour(x, true) - x;
  },
  { loops: FLOAT },
);

/** 2^k for k from -1022 to 1023. */
function powerOfTwo(k: i32): f64 {
  return from_bits(u64(k + 1023) << 52n);
}

/**
 * The first operand times 2 to the power of the second, rounded once: steps down leave room for all bits of the fraction,
 * so that only the last step can meet subnormal numbers.
 * @example ldexp([0.75], array([4], "int32")); // [12]
 */
export const ldexp: Ufunc<(x: number, exponent: number) => f32 | f64, never, false, typeof SCALING> = ufunc(
  (x: number, exponent: number) => {
    // whatever the float32, beyond 2^±300 it is infinite or 0, and in between a float64 holds the product
    if (!isDouble(x)) return f64(x) * powerOfTwo(i32(exponent < -300 ? -300 : exponent > 300 ? 300 : exponent));
    let left = i32(exponent < -2200 ? -2200 : exponent > 2200 ? 2200 : exponent);
    let scaled = f64(x);
    while (left > 1023) {
      scaled *= 2 ** 1023;
      left -= 1023;
    }
    while (left < -1022) {
      scaled *= 2 ** -969;
      left += 969;
    }
    return scaled * powerOfTwo(left);
  },
  { loops: SCALING },
);

/**
 * The operand as a number from 0.5 to 1, or its negative, and a power of two: `x = fraction * 2 ** exponent`.
 * @example frexp(12); // [0.75, 4]
 */
export const frexp = ufunc(
  (x: number): [floating, i32] => {
    const isTiny = Math.abs(f64(x)) < 2.2250738585072014e-308;
    const scaled = isTiny ? f64(x) * 2 ** 54 : f64(x);
    if (x === 0 || !Number.isFinite(x)) return [x, 0];
    const pattern = bits(scaled);
    const exponent = i32((pattern >> 52n) & 0x7ffn) - 1022;
    const fraction: number = from_bits((pattern & 0x800fffffffffffffn) | 0x3fe0000000000000n);
    return [fraction, isTiny ? exponent - 54 : exponent];
  },
  { loops: FRACTION_EXPONENT },
);

/**
 * The fraction and the whole part, both with the operand's sign.
 * @example modf([3.5, -0.25]); // [[0.5, -0.25], [3, -0]]
 */
export const modf = ufunc(
  (x: number): [floating, floating] => {
    const whole = Math.trunc(x);
    return [Number.isFinite(x) ? withSign(x - whole, x) : Number.isNaN(x) ? x : withSign(0, x), whole];
  },
  { loops: FLOAT_PAIR },
);
