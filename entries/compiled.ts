/** `micronumpy/compiled`: `micronumpy` without the JIT, for hosts that only run what the build has compiled. */
export * from "../runtime/compiled.js";
export * from "../ufuncs/index.js";
