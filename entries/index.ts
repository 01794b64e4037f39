/** `micronumpy`: arrays, `ufunc` and NumPy's ufunc library. */
export * from "../runtime/index.js";
export * from "../ufuncs/index.js";
