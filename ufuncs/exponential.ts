/** Exponentials, logarithms and the cube root. */
import { exp2 as powerOfTwo } from "../kernel/math/exp.js";
import { type floating, ufunc } from "../runtime/compiled.js";
import { FLOAT, FLOATS } from "./loops.js";

/**
 * e to the power of the operand.
 * @example exp([0, 1]); // [1, 2.718281828459045]
 */
export const exp = ufunc((x: number): floating => Math.exp(x), { loops: FLOAT });

/**
 * 2 to the power of the operand.
 * @example exp2([3, -1]); // [8, 0.5]
 */
export const exp2 = ufunc((x: number): floating => powerOfTwo(x), { loops: FLOAT });

/**
 * e to the power of the operand, less 1; accurate near 0 too.
 * @example expm1([0, 1e-10]); // [0, 1.00000000005e-10]
 */
export const expm1 = ufunc((x: number): floating => Math.expm1(x), { loops: FLOAT });

/**
 * The natural logarithm; of 0 -Infinity, of less NaN.
 * @example log([1, Math.E]); // [0, 1]
 */
export const log = ufunc((x: number): floating => Math.log(x), { loops: FLOAT });

/**
 * The logarithm to base 2.
 * @example log2([8, 0.5]); // [3, -1]
 */
export const log2 = ufunc((x: number): floating => Math.log2(x), { loops: FLOAT });

/**
 * The logarithm to base 10.
 * @example log10([1000, 0.1]); // [3, -1]
 */
export const log10 = ufunc((x: number): floating => Math.log10(x), { loops: FLOAT });

/**
 * The logarithm of 1 plus the operand; accurate near 0 too.
 * @example log1p([0, 1e-10]); // [0, 9.999999999500001e-11]
 */
export const log1p = ufunc((x: number): floating => Math.log1p(x), { loops: FLOAT });

/** log(e^(larger - smaller) + 1) above the larger; equal operands may be infinite. */
function logOfSum(a: number, b: number): number {
  const difference = a - b;
  const above = difference > 0 ? a : b;
  const value = above + Math.log1p(Math.exp(-Math.abs(difference)));
  return a === b ? a + Math.LN2 : value;
}

/**
 * The logarithm of the sum of two numbers given by their logarithms.
 * @example logaddexp(-1000, -1000); // -999.3068528194401
 */
export const logaddexp = ufunc((a: number, b: number): floating => logOfSum(a, b), {
  loops: FLOATS,
  identity: -Infinity,
  reorderable: true,
});

function binaryLogOfSum(a: number, b: number): number {
  const difference = a - b;
  const above = difference > 0 ? a : b;
  const value = above + Math.LOG2E * Math.log1p(powerOfTwo(-Math.abs(difference)));
  return a === b ? a + 1 : value;
}

/**
 * The same to base 2.
 * @example logaddexp2(-1000, -1000); // -999
 */
export const logaddexp2 = ufunc((a: number, b: number): floating => binaryLogOfSum(a, b), {
  loops: FLOATS,
  identity: -Infinity,
  reorderable: true,
});

/**
 * The cube root.
 * @example cbrt([27, -8]); // [3, -2]
 */
export const cbrt = ufunc((x: number): floating => Math.cbrt(x), { loops: FLOAT });
