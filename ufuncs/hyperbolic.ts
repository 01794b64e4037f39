/** Hyperbolic functions and their inverses. */
import { type floating, ufunc } from "../runtime/compiled.js";
import { FLOAT } from "./loops.js";

/**
 * The hyperbolic sine.
 * @example sinh([0, 1]); // [0, 1.1752011936438014]
 */
export const sinh = ufunc((x: number): floating => Math.sinh(x), { loops: FLOAT });

/**
 * The hyperbolic cosine.
 * @example cosh([0, 1]); // [1, 1.5430806348152437]
 */
export const cosh = ufunc((x: number): floating => Math.cosh(x), { loops: FLOAT });

/**
 * The hyperbolic tangent.
 * @example tanh([0, Infinity]); // [0, 1]
 */
export const tanh = ufunc((x: number): floating => Math.tanh(x), { loops: FLOAT });

/**
 * The inverse of `sinh`.
 * @example arcsinh([0, 1]); // [0, 0.881373587019543]
 */
export const arcsinh = ufunc((x: number): floating => Math.asinh(x), { loops: FLOAT });

/** The same as `arcsinh`. */
export const asinh = arcsinh;

/**
 * The inverse of `cosh`; NaN below 1.
 * @example arccosh([1, 2]); // [0, 1.3169578969248168]
 */
export const arccosh = ufunc((x: number): floating => Math.acosh(x), { loops: FLOAT });

/** The same as `arccosh`. */
export const acosh = arccosh;

/**
 * The inverse of `tanh`; infinite at 1 and -1, NaN beyond.
 * @example arctanh([0, 0.5]); // [0, 0.5493061443340548]
 */
export const arctanh = ufunc((x: number): floating => Math.atanh(x), { loops: FLOAT });

/** The same as `arctanh`. */
export const atanh = arctanh;
