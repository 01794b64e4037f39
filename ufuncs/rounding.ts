/** Rounding to integers. Floats stay floats, integers stay as they are. */
import { type promoted, ufunc } from "../runtime/compiled.js";
import { ANY } from "./loops.js";

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
