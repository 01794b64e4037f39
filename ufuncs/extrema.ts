/** The smaller and the larger of operands. */
import { type promoted, ufunc } from "../runtime/compiled.js";
import { ANYS, TRIPLES } from "./loops.js";

/**
 * The smaller of two operands; NaN if one is NaN.
 * @example minimum([3, 1, 2], 2); // [2, 1, 2]
 */
export const minimum = ufunc((a: number, b: number): promoted => Math.min(a, b), { loops: ANYS, reorderable: true });

/**
 * The larger of two operands; NaN if one is NaN.
 * @example maximum([3, 1, 2], 2); // [3, 2, 2]
 */
export const maximum = ufunc((a: number, b: number): promoted => Math.max(a, b), { loops: ANYS, reorderable: true });

/**
 * The smaller of two operands; a NaN gives way to the other.
 * @example fmin([3, NaN], 2); // [2, 2]
 */
export const fmin = ufunc((a: number, b: number): promoted => (a <= b || Number.isNaN(b) ? a : b), {
  loops: ANYS,
  reorderable: true,
});

/**
 * The larger of two operands; a NaN gives way to the other.
 * @example fmax([3, NaN], 2); // [3, 2]
 */
export const fmax = ufunc((a: number, b: number): promoted => (a >= b || Number.isNaN(b) ? a : b), {
  loops: ANYS,
  reorderable: true,
});

/**
 * The operand, but no less than the second and no more than the third; NaN if one is NaN.
 * @example clip([-1, 0.5, 2], 0, 1); // [0, 0.5, 1]
 */
export const clip = ufunc((x: number, least: number, most: number): promoted => Math.min(Math.max(x, least), most), {
  loops: TRIPLES,
});
