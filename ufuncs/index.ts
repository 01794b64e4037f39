/** NumPy's ufuncs for our element types, every one a `ufunc(…)` in the kernel language. */
export * from "./arithmetic.js";
export * from "./bitwise.js";
export * from "./comparison.js";
export * from "./exponential.js";
export * from "./extrema.js";
export * from "./floating.js";
export * from "./hyperbolic.js";
export * from "./logical.js";
export * from "./reductions.js";
export * from "./rounding.js";
export * from "./trigonometric.js";
