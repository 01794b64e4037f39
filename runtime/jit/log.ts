/**
 * What the JIT says of itself: `MICRONUMPY_LOG=jit` writes one line an event to standard error, `jit,trace` also the
 * traces, `jit,asm` the kernels' instructions.
 *
 *     jit  T3 gain: float64->float64 src/audio.ts:12  traced after 8192 elements: 1 guard, 412 bytes, 0.31 ms
 *     jit  T3 gain: float64->float64 src/audio.ts:12  left 64 times at 14:7
 *     jit  T4 gain: float64->float64 src/audio.ts:12  bridge of T3: no guard, 655 bytes, 0.35 ms
 *     jit  T5 gain: float64->float64 src/audio.ts:12  compiled whole: too many exits, 655 bytes, 0.35 ms
 *     jit  gain: float64->float64 src/audio.ts:12  demoted: n takes a third value
 *     jit  gain: src/audio.ts:12  runs as plain JavaScript: what f holds is not known; mark it with @ufunc
 *     jit  add.at: float64,float64->float64 src/audio.ts:20  compiled: 220 bytes, 0.21 ms
 *     jit  bent for rows of uniform 1: float64,float64->float64 src/audio.ts:31  compiled: 1204 bytes, 2.11 ms
 */
import type { Func } from "../../kernel/ir.js";
import type { LaneProgram } from "../../kernel/lane.js";
import { print } from "../../kernel/signature.js";
import type { TypedBody } from "../../kernel/typed.js";
import { environment } from "../settings.js";
import type { Installed } from "./install.js";
import { printKernel, printTrace } from "./text.js";
import type { Trace } from "./trace.js";

export type Reason =
  | { readonly kind: "traced"; readonly seen: number }
  | { readonly kind: "bridge"; readonly of: number }
  | { readonly kind: "whole"; readonly why: "too many exits" | "longer than trace_limit" };

const topics = /*#__PURE__*/ new Set(/*#__PURE__*/ (environment("MICRONUMPY_LOG") ?? "").split(/\s*,\s*/));

export function logTrace(trace: Trace, reason: Reason): void {
  if (!topics.has("jit")) return;
  const guards =
    trace.guards.length === 0 ? "no guard" : trace.guards.length === 1 ? "1 guard" : `${trace.guards.length} guards`;
  const cost = `${guards}, ${trace.bytes} bytes, ${trace.milliseconds.toFixed(2)} ms`;
  const what = {
    traced: () => `traced after ${(reason as { seen: number }).seen} elements: ${cost}`,
    bridge: () => `bridge of T${(reason as { of: number }).of}: ${cost}`,
    whole: () => `compiled whole: ${(reason as { why: string }).why}, ${cost}`,
  }[reason.kind]();
  console.error(`${head(trace)}  ${what}`);
  if (topics.has("trace")) console.error(printTrace(trace));
}

export function logKernel(program: LaneProgram): void {
  if (topics.has("asm")) console.error(printKernel(program));
}

export function logExits(trace: Trace, guard: number): void {
  const { at, failed } = trace.guards[guard]!;
  if (topics.has("jit")) console.error(`${head(trace)}  left ${failed} times at ${at.join(":")}`);
}

/** A captured value that was a constant of the code keeps changing. */
export function logDemotion({ functions: [func], signature, at }: TypedBody, name: string): void {
  const types = print(signature);
  if (topics.has("jit"))
    console.error(`jit  ${func.name}: ${types} ${func.file}:${at[0]}  demoted: ${name} takes a third value`);
}

/** A ufunc that is given a function of which only the running code is known. */
export function logUnknown({ name, file, at }: Func, capture: string): void {
  if (topics.has("jit"))
    console.error(
      `jit  ${name}: ${file}:${at[0]}  runs as plain JavaScript: what ${capture} holds is not known; mark it with @ufunc`,
    );
}

/** A kernel that is no trace; `what` says for what it is. */
export function logAnother(
  { functions, signature, at }: TypedBody,
  what: string,
  { bytes, milliseconds }: Installed,
): void {
  if (!topics.has("jit")) return;
  const [{ name, file }] = functions;
  const cost = `${bytes} bytes, ${milliseconds.toFixed(2)} ms`;
  console.error(`jit  ${name}${what}: ${print(signature)} ${file}:${at[0]}  compiled: ${cost}`);
}

const head = (trace: Trace): string =>
  `jit  T${trace.number} ${trace.ufunc}: ${trace.types} ${trace.file}:${trace.at[0]}`;
