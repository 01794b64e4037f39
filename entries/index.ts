/** `micronumpy`: arrays, `ufunc` and NumPy's ufunc library. */
export * from "../runtime/index.js";
export * from "../ufuncs/index.js";
// Both a ufunc and, inside bodies, a function of the language.
export { copysign, rint } from "../ufuncs/index.js";
