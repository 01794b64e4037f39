/**
 * What emitted code hands to the run time: the link format.
 *
 * `transformer/core/emit` writes it into the user's JavaScript, `runtime/link` reads it. For
 *
 *     export const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
 *
 * the emitted file reads
 *
 *     import * as micronumpy_link from "micronumpy/link";
 *     const micronumpy_wasm = /*#__PURE__*\/ micronumpy_link.wasm("AGFzbQEA…");
 *     export const minimum = /*#__PURE__*\/ ufunc((a, b) => (a < b ? a : b), undefined, {
 *       format: 1, name: "minimum", hash: "3f9c0a…", jitcode: "[…]", module: micronumpy_wasm,
 *       kernels: { "float64,float64->float64": "minimum_f64_f64", … } });
 *
 * and a file that calls an imported `minimum` on float32 arrays gets, as its own statement,
 *
 *     micronumpy_link.extend(() => minimum, "3f9c0a…", micronumpy_wasm, { "float32,float32->float32": "minimum_f32_f32" });
 *
 * A kernel counts only where its body hash is the hash of the body that it is linked to: never a wrong kernel.
 */
/** The number of this format. A run time refuses a higher one with a message, and reads every lower one. */
export const FORMAT = 1;
/**
 * The inner loop, NumPy's own shape: `kernel(args, n, steps) -> done`.
 *
 * `args` points at one 32-bit address an operand: inputs, captures that are not constants, outputs; `steps` at one byte
 * step an operand: the item size, or 0 for a uniform input, which then points at `UNIFORM_BYTES` bytes filled with the
 * value. Outputs always step by their item size. Any n >= 0 is fine, no alignment is asked. `done` is n; fewer means that
 * the kernel stopped before a gang of which nothing is stored, and the word after the last address says why (`Stop`).
 */
export const UNIFORM_BYTES = 64;
/** Why a kernel stopped. */
export const Stop = { negativePower: 1 };
