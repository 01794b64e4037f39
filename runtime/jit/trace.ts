/**
 * What the JIT made, as data: `traces()` hands it out, logs print it, tests assert on it.
 *
 *     T3 gain: float64 -> float64   src/audio.ts:12
 *        when   gain is a float
 *        reads  gain
 *        leaves where 14:7 is true, failed 3 times
 */
import type { At } from "../../kernel/ir.js";

export interface Trace {
  /** Counted from 1 in the order of compiling; written `T3`. */
  readonly number: number;
  readonly ufunc: string;
  /** `float64,float64->float64` */
  readonly types: string;
  readonly file: string;
  readonly at: At;
  /** The trace whose guards failed too often: set for a bridge. */
  readonly parent?: number | undefined;
  /** What was assumed of captures: checked once a call. */
  readonly facts: readonly string[];
  /** What is read from captures at every call. */
  readonly uniforms: readonly string[];
  readonly guards: readonly TraceGuard[];
  readonly gang: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The way a branch is taken to go. `failed` alone changes after the trace was made. */
export interface TraceGuard {
  readonly at: At;
  readonly expected: boolean;
  failed: number;
}

export function printTrace(trace: Trace): string {
  const place = `${trace.file}:${trace.at[0]}`;
  return [
    `T${trace.number} ${trace.ufunc}: ${trace.types.replace("->", " -> ")}   ${place}`,
    ...trace.facts.map((fact) => `   when   ${fact}`),
    ...trace.uniforms.map((name) => `   reads  ${name}`),
    ...trace.guards.map(
      ({ at, expected, failed }) => `   leaves where ${at.join(":")} is ${!expected}, failed ${failed} times`,
    ),
  ].join("\n");
}
