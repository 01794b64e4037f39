/** `micronumpy/compiled`: `micronumpy` without the JIT, for hosts that only run what the build has compiled. */
export * from "../runtime/compiled.js";
export * from "../ufuncs/index.js";
// Both a ufunc and, inside bodies, a function of the language.
export { copysign, rint } from "../ufuncs/index.js";
