/** What users can set of the JIT, by `configure` of `micronumpy/jit`. */
import { badOption } from "../errors.js";
import { checkKeywords } from "../keywords.js";

/** Numbers are whole and not negative; `configure` checks them. */
export interface JitOptions {
  /** Elements that a site interprets, in all its calls together, before it is compiled. */
  threshold: number;
  /** Exits through one guard before the arm that it left out is compiled in: a bridge. */
  trace_eagerness: number;
  /** Operations of a body beyond which nothing is left out: it is compiled whole. */
  trace_limit: number;
  /** Bridges of one trace before it is compiled whole for good. */
  max_bridges: number;
  /** Kernels kept; beyond that, the one that was not called for the longest time is forgotten. */
  max_kernels: number;
  /** Compiles nothing: bodies without a compiled kernel are interpreted. */
  off: boolean;
}

export const options: JitOptions = {
  threshold: 2000,
  trace_eagerness: 64,
  trace_limit: 6000,
  max_bridges: 4,
  max_kernels: 1024,
  off: false,
};

/**
 * Sets options of the JIT for what is compiled from then on; results are the same bits whatever they are.
 * @example configure({ threshold: 1 });
 * @throws TypeError for an option that there is none of, or a value that it can't have.
 */
export function configure(changes: Partial<JitOptions>): void {
  checkKeywords("configure", changes, Object.keys(options));
  for (const [name, value] of Object.entries(changes)) check(name, value);
  Object.assign(options, changes);
}

function check(name: string, value: unknown): void {
  const wanted = typeof options[name as keyof JitOptions];
  if (wanted === "boolean" && typeof value !== "boolean") throw badOption(name, value, "true or false");
  if (wanted === "number" && !(Number.isSafeInteger(value) && (value as number) >= 0))
    throw badOption(name, value, "a whole number from 0");
}
