/** Comparisons. Integers are compared exactly, whatever their types. */
import { ufunc } from "../runtime/compiled.js";
import { RELATION } from "./loops.js";

/**
 * Is the first operand smaller?
 * @example less([1, 2, 3], 2); // [true, false, false]
 */
export const less = ufunc((a: number, b: number) => a < b, { loops: RELATION });

/**
 * Is the first operand smaller, or equal?
 * @example less_equal([1, 2, 3], 2); // [true, true, false]
 */
export const less_equal = ufunc((a: number, b: number) => a <= b, { loops: RELATION });

/**
 * Is the first operand larger?
 * @example greater([1, 2, 3], 2); // [false, false, true]
 */
export const greater = ufunc((a: number, b: number) => a > b, { loops: RELATION });

/**
 * Is the first operand larger, or equal?
 * @example greater_equal([1, 2, 3], 2); // [false, true, true]
 */
export const greater_equal = ufunc((a: number, b: number) => a >= b, { loops: RELATION });

/**
 * Are the operands equal? NaN equals nothing.
 * @example equal([1, 2, 3], 2); // [false, true, false]
 */
export const equal = ufunc((a: number, b: number) => a === b, { loops: RELATION });

/**
 * Do the operands differ? NaN differs from everything.
 * @example not_equal([1, 2, 3], 2); // [true, false, true]
 */
export const not_equal = ufunc((a: number, b: number) => a !== b, { loops: RELATION });
