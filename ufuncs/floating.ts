/** Floats and what they are made of. */
import { copysign, type floating, ufunc } from "../runtime/compiled.js";
import { FLOAT, FLOAT_TEST, TEST } from "./loops.js";

/**
 * The square root; of a negative operand NaN.
 * @example sqrt([4, 2.25]); // [2, 1.5]
 */
export const sqrt = ufunc((x: number): floating => Math.sqrt(x), { loops: FLOAT });

/**
 * Is the operand not a number?
 * @example isnan([1, NaN]); // [false, true]
 */
export const isnan = ufunc((x: number) => Number.isNaN(x), { loops: TEST });

/**
 * Is the operand neither NaN nor infinite?
 * @example isfinite([1, Infinity]); // [true, false]
 */
export const isfinite = ufunc((x: number) => Number.isFinite(x), { loops: TEST });

/**
 * Is the operand infinite?
 * @example isinf([1, -Infinity]); // [false, true]
 */
export const isinf = ufunc((x: number) => !(Number.isFinite(x) || Number.isNaN(x)), { loops: TEST });

/**
 * Has the operand a minus sign? -0 has one, a NaN never.
 * @example signbit([-0, 1]); // [true, false]
 */
export const signbit = ufunc((x: number) => copysign(1, x) < 0, { loops: FLOAT_TEST });
