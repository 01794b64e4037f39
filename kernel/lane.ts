/**
 * A kernel as structured code whose operations are one to one with Wasm instructions: the inner loop over n elements.
 *
 * `lower` makes it; `transformer/core/assemblyscript` prints it for people and asc, `assemble` writes it as bytes.
 * Values are static single assignments: `let` computes one where it stands, and it may be used from there to the end of
 * its block and in blocks inside. What changes is a variable, read by a value with the operation `variable`.
 *
 * Invariants, checked by `check.ts`: a value is defined before it is used, its operands have the types of the
 * instruction; variables are assigned values of their type; `let` names no value twice.
 */
import type { At } from "./ir.js";
import type { Remark } from "./remark.js";
import type { Signature } from "./signature.js";
import type { ValueType } from "./wasm.js";

export interface LaneProgram {
  /** The exported name: `minimum_f64_f64`. */
  readonly name: string;
  /** The ufunc that it belongs to. */
  readonly ufunc: string;
  readonly signature: Signature;
  readonly file: string;
  readonly at: At;
  /** Elements of one SIMD iteration. */
  readonly gang: number;
  /** The largest number of varying v128 values that live at once in one SIMD iteration. */
  readonly pressure: number;
  /** How places of the source were lowered, where a reader may wonder: for `explain`. */
  readonly remarks: readonly Remark[];
  /** Constants, each once, as `env.pool` points at them. */
  readonly pool: Uint8Array;
  readonly values: readonly Definition[];
  readonly variables: readonly Variable[];
  readonly code: Code;
}

/** A place in `LaneProgram.values`. */
export type Value = number;

export interface Definition {
  /** A Wasm instruction, or one of the pseudo-operations of `Pseudo`. */
  readonly op: string;
  readonly args: readonly Value[];
  /** Memory offset, lane, shuffle lanes, constant, variable or parameter: as the instruction asks. */
  readonly immediates: readonly number[];
  readonly type: ValueType | null;
  /** What a person would call it. */
  readonly name?: string;
}

/** Not Wasm instructions: a parameter of the kernel (args, n, steps), the address of the pool, the value of a variable. */
export type Pseudo = "parameter" | "pool" | "variable";

export interface Variable {
  readonly name: string;
  readonly type: ValueType;
}

export type Code = readonly Statement[];

export type Statement =
  /** Computes a value; with a type of null, does something: a store. */
  | { readonly kind: "let"; readonly value: Value }
  | { readonly kind: "assign"; readonly variable: number; readonly value: Value }
  /** Runs `head`; leaves when `test` is 0; runs `code`, then `step`; again. */
  | { readonly kind: "loop"; readonly head: Code; readonly test: Value; readonly code: Code; readonly step: Code }
  | { readonly kind: "if"; readonly test: Value; readonly yes: Code; readonly no: Code }
  | { readonly kind: "return"; readonly value: Value };
