/**
 * `micronumpy/jit`: what users can set and see of the tracing JIT.
 *
 *     import { configure, stats, traces } from "micronumpy/jit";
 *     configure({ threshold: 1 });
 */
import { counts } from "./counts.js";

export { configure, type JitOptions } from "./options.js";
export { traces } from "./policy.js";
export { printTrace } from "./text.js";
export type { Trace, TraceGuard } from "./trace.js";

/** What the JIT has done so far: traces, bridges and whole kernels made, exits, bytes of code, time spent compiling. */
export function stats(): Readonly<typeof counts> {
  return { ...counts };
}
