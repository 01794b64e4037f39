/**
 * Has a body the invariants of ir.ts? `decode` asks it of what comes from outside, and the transformer of what it read.
 *
 * Assignment is followed forwards through the code: a set of the locals known to be set, `null` where control never
 * arrives. Each enclosing loop or block collects the sets with which it is left, and is left with what they share.
 */
import type { At, Body, Expr } from "./ir.js";
export interface Flaw {
  readonly kind: "unset" | "no return" | "results" | "reference" | "depth" | "cycle";
  /** The function's place in the body. */
  readonly func: number;
  readonly at: At;
  readonly text: string;
  /** The local that is read before it is set. */
  readonly local?: number;
}
/** The first flaw of a body, or null. */
export declare function flaw(body: Body): Flaw | null;
/** The expressions directly inside an expression, in the order of evaluation. */
export declare function operands(e: Expr): readonly Expr[];
