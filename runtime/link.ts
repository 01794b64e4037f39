/** What emitted code imports, as `micronumpy/link`: not for people. `kernel/link.ts` has the format and an example. */
import { type KernelKeys, LINKAGE, type Linkage, type WasmSource } from "../kernel/link.js";
import { dispatchOf } from "./bodies.js";
import { register } from "./kernels.js";

export { wasm } from "./compile.js";

declare module "./ufunc-types.js" {
  interface Inserted {
    ufunc: [linkage?: Linkage];
    ufuncs: [linkages?: { readonly [member: string]: Linkage }];
  }
}

/** A function that `@ufunc` marks, or that ufuncs may be given: they find what it is as data, and what was compiled of it. */
export function mark<F extends (...args: never[]) => unknown>(body: F, linkage: Linkage): F {
  // an expression loses the name of what it is assigned to
  if (body.name === "") Object.defineProperty(body, "name", { value: linkage.name, configurable: true });
  return Object.defineProperty(body, LINKAGE, { value: linkage });
}

/**
 * Kernels for types at which this file calls a ufunc of another. They count for bodies of this hash. The ufunc may not
 * be made yet, so it is named by a function, if it has a name here, and looked at when all modules have run: where its
 * body is another one, nobody will ask for these kernels, and a warning says so.
 */
export function extend(target: (() => unknown) | null, hash: string, source: WasmSource, kernels: KernelKeys): void {
  register(hash, { source, kernels });
  if (target !== null) queueMicrotask(() => dispatchOf(target())?.extended(hash));
}
