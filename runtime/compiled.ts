/** The public names of the run time, without the JIT: for programs, and libraries, whose kernels are all compiled. */
// Bundles keep the order in which modules are met. With the driver's text first, and the kernel language, which calls
// need, in one piece before arrays, what ships is 1.6 % smaller when it is compressed.
export {} from "./native/driver.wasm.js";
export {} from "./settings.js";

// apart, or sorting would put it first

export {} from "../kernel/refusal.js";

import type { UfuncFactory, UfuncsFactory } from "./ufunc-types.js";

// inference

export {} from "../kernel/infer-function.js";

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
export const ufunc: UfuncFactory = /*#__PURE__*/ ufuncFactory(null);

/**
 * Every public static method of a class, or function of a plain object, as a ufunc of the same name.
 * @example const { twice } = ufuncs({ twice: (x: number) => 2 * x });
 */
export const ufuncs: UfuncsFactory = /*#__PURE__*/ ufuncsFactory(null);
