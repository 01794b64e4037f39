/** What emitted code imports, as `micronumpy/link`: not for people. `kernel/link.ts` has the format and an example. */
import { type KernelNames, LINKAGE, type Linkage, type WasmSource } from "../kernel/link.js";
import { dispatchOf } from "./dispatch.js";
import { register } from "./kernels.js";

export { wasm } from "./compile.js";

/** A function of its file that `@ufunc` marks: `ufunc(body)` finds what was compiled of it. */
export function mark(body: (...args: never[]) => unknown, linkage: Linkage): void {
  Object.defineProperty(body, LINKAGE, { value: linkage });
}

/**
 * Kernels for types at which this file calls a ufunc of another. They count for bodies of this hash. The ufunc may not
 * be made yet, so it is named by a function, if it has a name here, and looked at when all modules have run: where its
 * body is another one, nobody will ask for these kernels, and a warning says so.
 */
export function extend(target: (() => unknown) | null, hash: string, source: WasmSource, kernels: KernelNames): void {
  register(hash, { source, kernels });
  if (target !== null) queueMicrotask(() => dispatchOf(target())?.extended(hash));
}
