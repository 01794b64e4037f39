/** The public names of the run time, with the JIT: what `micronumpy` is, but for the ufunc library. */
// as in compiled.ts: bundles keep this order
export {} from "./native/driver.wasm.js";
export {} from "./settings.js";

// each group apart, or sorting would mix them

export {} from "../kernel/refusal.js";

import type { UfuncFactory, UfuncsFactory } from "./ufunc-types.js";

export {} from "./format.js";

// inference, and the lowering that only the JIT needs

export {} from "../kernel/infer-function.js";
export {} from "../kernel/lower/indexed.js";

import { jit } from "./jit/policy.js";

export {} from "./dispatch.js";

import { ufuncFactory, ufuncsFactory } from "./ufunc.js";

export * from "./names.js";

/**
 * Makes a NumPy ufunc of a function of scalars: it broadcasts, takes arrays of any strides and element types, `out`,
 * `where`, and has NumPy's methods. The function itself stays as it is. Also a decorator of static methods: `@ufunc`,
 * `@ufunc({ identity: 0 })`; `ufuncs(K)` gives these as ufuncs.
 *
 * Operands are NdArrays, typed arrays, nested arrays or plain values, which broadcast to one shape; with plain values
 * only, the result is a plain value. The plug-in compiles the body; without it the function is applied element by element.
 * @throws TypeError for other than as many operands as the function has parameters and one object of options, and where
 * the types have no loop; ValueError where shapes don't broadcast.
 * @example
 * const minimum = ufunc((a: number, b: number): promoted => (a < b ? a : b));
 * minimum(array([3, 1, 2], "int32"), 2); // int32 [2, 1, 2]
 */
export const ufunc: UfuncFactory = /*#__PURE__*/ ufuncFactory(jit);

/**
 * Every public static method of a class, or function of a plain object, as a ufunc of the same name.
 * @example const { twice } = ufuncs({ twice: (x: number) => 2 * x });
 */
export const ufuncs: UfuncsFactory = /*#__PURE__*/ ufuncsFactory(jit);
