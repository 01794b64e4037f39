/** Rounding to integers. Floats stay floats, integers stay as they are. */
import { type floating, type promoted, rint as toEven, ufunc } from "../runtime/compiled.js";
import { ANY, FLOAT } from "./loops.js";

/**
 * The largest integer not above the operand.
 * @example floor([1.5, -1.5]); // [1, -2]
 */
export const floor = ufunc((x: number): promoted => Math.floor(x), { loops: ANY });

/**
 * The smallest integer not below the operand.
 * @example ceil([1.5, -1.5]); // [2, -1]
 */
export const ceil = ufunc((x: number): promoted => Math.ceil(x), { loops: ANY });

/**
 * The operand without its fraction.
 * @example trunc([1.5, -1.5]); // [1, -1]
 */
export const trunc = ufunc((x: number): promoted => Math.trunc(x), { loops: ANY });

/**
 * The nearest integer, of two the even one; integers become floats. In bodies it is the language's function, which leaves
 * integers as they are.
 * @example rint([0.5, 1.5, -2.7]); // [0, 2, -3]
 */
export const rint = ufunc((x: number): floating => toEven(x), { loops: FLOAT });
