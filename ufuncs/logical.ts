/** Logical operations. Any operand that is not 0 counts as true, NaN too. */
import { bool, ufunc } from "../runtime/compiled.js";
import { LOGICAL, TEST } from "./loops.js";

/**
 * Are both operands true?
 * @example logical_and([0, 1, 2], 1); // [false, true, true]
 */
export const logical_and = ufunc((a: number, b: number) => bool(a) && bool(b), {
  loops: LOGICAL,
  identity: true,
  reorderable: true,
});

/**
 * Is one of the operands true?
 * @example logical_or([0, 1], 0); // [false, true]
 */
export const logical_or = ufunc((a: number, b: number) => bool(a) || bool(b), {
  loops: LOGICAL,
  identity: false,
  reorderable: true,
});

/**
 * Is exactly one of the operands true?
 * @example logical_xor([0, 1], 1); // [true, false]
 */
export const logical_xor = ufunc((a: number, b: number) => bool(a) !== bool(b), {
  loops: LOGICAL,
  identity: false,
  reorderable: true,
});

/**
 * Is the operand false?
 * @example logical_not([0, 1]); // [true, false]
 */
export const logical_not = ufunc((x: number) => !bool(x), { loops: TEST });
