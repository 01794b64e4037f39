/** NOUN: what the JIT made, as data: `traces()` hands it out, `text.ts` prints it, tests assert on it. */
import type { At } from "../../kernel/ir.js";
import type { TypedBody } from "../../kernel/typed.js";

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
  /** What was compiled: the body as it is where facts and guards hold. */
  readonly body: TypedBody;
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
