/** The JIT as dispatch knows it: it is handed in, so that programs that want none don't carry it. */
import type { Func } from "../kernel/ir.js";
import type { MethodKernel } from "../kernel/link.js";
import type { TypedBody } from "../kernel/typed.js";
import type { InnerLoop } from "./driver.js";

export interface Tracer {
  /** A loop that runs a typed body, interpreted first and traced when that pays. */
  readonly loop: (body: TypedBody) => TracedLoop;
  /** A kernel for a method, made at once; null where there can be none. */
  readonly method: (kind: MethodKernel, body: TypedBody) => InnerLoop | null;
  /** A kernel for a set of inputs that are the same for all elements; null where it would save too little. */
  readonly uniform: (body: TypedBody, set: number) => InnerLoop | null;
  /** Is told of a captured value that is no constant of the code any more. */
  readonly demoted: (body: TypedBody, name: string) => void;
  /** Is told of a ufunc that runs as plain JavaScript, since nothing is known of the function that a capture holds. */
  readonly unknown: (func: Func, capture: string) => void;
}

let current: Tracer | null = null;

/** A program that makes ufuncs with a JIT has one for those too that were made without, the library's. */
export function provideTracer(tracer: Tracer | null): void {
  current ??= tracer;
}

export const programTracer = (): Tracer | null => current;

export interface TracedLoop {
  readonly inner: InnerLoop;
  /** Sets the values of the captures for the calls to come. */
  readonly enter: (captures: readonly unknown[]) => void;
  readonly tier: () => "traced" | "interpreted";
  /** Names what the loop is part of: it stays as long as its kernel is among those used last. */
  readonly keep: (owner: object) => void;
}
