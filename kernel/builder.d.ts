/**
 * Builds a lane program statement by statement, naming equal computations once.
 *
 * A pure operation asked for again, in the same block or a block inside, is the value that is already there (common
 * subexpressions by hash-consing). Constants go to the prologue, which runs once, before the first loop.
 */
import type { Definition, Statement, Value, Variable } from "./lane.js";
import { type ValueType } from "./wasm.js";
export declare class Builder {
  #private;
  readonly values: Definition[];
  readonly variables: Variable[];
  readonly prologue: Statement[];
  readonly remarks: Set<string>;
  get pool(): Uint8Array;
  parameter(index: number): Value;
  const32(value: number): Value;
  /** Emits an instruction. Loads and stores stay where they are; everything else is pure and named once. */
  emit(op: string, args: readonly Value[], immediates?: readonly number[]): Value;
  /** A v128 whose lanes all hold these bytes, loaded once from the pool. */
  splat(bytes: Uint8Array): Value;
  /** The address of the pool: for tables. */
  poolAddress(): Value;
  /** Puts bytes into the pool, aligned to `align`. Returns their offset. */
  place(bytes: Uint8Array, align?: number): number;
  variable(name: string, type: ValueType, initial: Value): number;
  read(variable: number): Value;
  assign(variable: number, value: Value): void;
  return(value: Value): void;
  comment(text: string): void;
  /** Builds a block. What it names is known only inside. */
  block(build: () => void): Statement[];
  if(test: Value, yes: () => void, no?: () => void): void;
  /** `head` gives the test; what it names is known in `code` and `step` too. */
  loop(head: () => Value, code: () => void, step?: () => void): void;
  /** What a value was made by: for rewriting `select` of a comparison. */
  definition(value: Value): Definition;
}
