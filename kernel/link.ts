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
 *     const micronumpy_wasm = micronumpy_link.wasm("#dvp$1###…");
 *     export const minimum = ufunc((a, b) => (a < b ? a : b), undefined, {
 *       format: 1, name: "minimum", hash: "3f9c0a…", jitcode: "[…]", module: micronumpy_wasm,
 *       kernels: ["float64,float64->float64", …] });
 *
 * (calls that are marked as pure, but not here: Rollup warns of a mark inside a comment)
 *
 * and a file that calls an imported `minimum` on float32 arrays gets, as its own statement,
 *
 *     micronumpy_link.extend(() => minimum, "3f9c0a…", micronumpy_wasm, ["float32,float32->float32"]);
 *
 * A function marked by `@ufunc` is given its linkage by `micronumpy_link.mark(clamp, {…})`, and `ufunc(clamp)` is left as
 * it is. `ufuncs(K)` gets an object of such linkages, by the names of its members, as its second argument.
 *
 * With the plug-in's option `wasm: "module"`, `wasm` is given a `WebAssembly.Module` that the file imports by its name:
 * `import micronumpy_module_0 from "./filters.wasm"`.
 *
 * A kernel counts only where its body hash is the hash of the body that it is linked to: never a wrong kernel.
 */

/** The number of this format. A run time refuses a higher one with a message, and reads every lower one. */
export const FORMAT = 1;

/** How many inputs and outputs a ufunc has at most, together. */
export const MAX_OPERANDS = 32;

/** Where a function marked by `@ufunc` keeps its linkage, whichever copy of the package reads it. */
export const LINKAGE = Symbol.for("micronumpy/linkage@1");

/**
 * The keys of kernels, in the order in which their module exports them: signatures, for kernels that take any operands.
 * Besides these there may be kernels for inputs that are the same for all elements (`uniformKey`), and for methods.
 */
export type KernelKeys = readonly string[];

/** The key of the kernel for a set of uniform inputs, given as bits: `float64,float64->float64 uniform 2`. */
export const uniformKey = (signature: string, set: number): string => `${signature} uniform ${set}`;

/** Kernels for methods of ufuncs: folds in any or in NumPy's order, from the left, elements at given places. */
export type MethodKernel = "reduce" | "scan" | "at";

/**
 * What keys call them. A name stands for a way of being called: where that changes, the name must too, so that a kernel of
 * an earlier micronumpy is not called in a way that it doesn't know. `scan` took one column at a time.
 */
const METHOD_NAMES: Readonly<Record<MethodKernel, string>> = { reduce: "reduce", scan: "scans", at: "at" };

/** The key of the kernel for a method, by the type of its results: `reduce float64`. */
export const methodKey = (kind: MethodKernel, type: string): string => `${METHOD_NAMES[kind]} ${type}`;

export interface Linkage {
  readonly format: number;
  /** The variable's name: the ufunc's, unless the user's options name another. */
  readonly name: string;
  /** Why there is no kernel and no jitcode: the diagnostic. The body runs as plain JS. */
  readonly why?: string;
  /** Identifies body and helpers, without their positions. */
  readonly hash?: string;
  /** The body, as `jitcode.encode` writes it. */
  readonly jitcode?: string;
  /** Reads the captures of a dynamic body, in the order of `Body.captures`. */
  readonly captures?: () => readonly unknown[];
  readonly module?: WasmSource;
  readonly kernels?: KernelKeys;
}

/**
 * The Wasm of one source file: bytes, which are compiled at first use, or a `WebAssembly.Module`. It imports `env.memory`, and `env.pool`, an immutable i32 global:
 * the address of its constants, which the custom section `micronumpy.pool` of the binary holds and the linker places.
 */
export type WasmSource = { readonly bytes: () => Uint8Array<ArrayBuffer> } | { readonly module: object };

/**
 * The inner loop, NumPy's own shape: `kernel(args, n, steps) -> done`.
 *
 * `args` points at one 32-bit address an operand: inputs, then outputs; `steps` at one byte step an operand: the item
 * size, or 0 for a uniform input, which then points at `UNIFORM_BYTES` bytes filled with the value. Outputs always step
 * by their item size. Any n >= 0 is fine, no alignment is asked. `done` is n; fewer means that
 * the kernel stopped before a gang of which nothing is stored, and the word after the last address says why (`Stop`).
 */
export const UNIFORM_BYTES = 64;

/** Where the inner loops behind `at` find the address of the array's first element: so many bytes behind `args`. */
export const INDEXED = 64;

/** Why a kernel stopped: an error, or the guard of that number, counted from `guard`. */
export const Stop = { negativePower: 1, guard: 16 } as const;
