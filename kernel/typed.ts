/**
 * A body for one signature: every node has its element type, every conversion is written out, nothing is weak.
 *
 * `infer` makes it; `interpret` runs it and `lower` turns it into lanes, both without knowing any typing rule.
 * Helpers are typed anew for each list of argument types, so a function of the body may stand here more than once.
 *
 * Invariants: the arguments of an operator have its operand type (`at`, the type that the row computes in); both arms
 * of a `choose` have its type; conditions are bool; a `call` has exactly the types of the function's parameters.
 */
import type { DType, Scalar } from "./dtype.js";
import type { At } from "./ir.js";
import type { OpName } from "./ops.js";
import type { Signature } from "./signature.js";

export interface TypedBody {
  readonly signature: Signature;
  readonly at: At;
  /** The ufunc itself comes first. Calls form no cycle. */
  readonly functions: readonly [TypedFunc, ...TypedFunc[]];
  readonly tables: readonly Table[];
  /** Values that follow from captures: read once a call, the same for all elements. */
  readonly uniforms: readonly Uniform[];
  /** What typing assumed of the captures. For a call of which it is not true, the body is typed anew. */
  readonly facts: readonly Fact[];
}

/** What a kernel finds in memory of its own: first captured values, `UNIFORM_BYTES` each, then arrays. */
export const capturesOf = ({ uniforms, tables }: TypedBody): readonly (Uniform | CapturedTable)[] => [
  ...uniforms,
  ...(tables.filter(({ read }) => read) as CapturedTable[]),
];

type CapturedTable = Required<Table>;

export interface Uniform {
  readonly type: DType;
  readonly name: string;
  readonly read: (captures: readonly unknown[]) => Scalar;
}

export interface Fact {
  readonly text: string;
  /** The captured value that is a constant of the code, if the fact is that. */
  readonly promotes: string | undefined;
  readonly holds: (captures: readonly unknown[]) => boolean;
}

/** A constant or captured array in the element type of its use. */
export interface Table {
  readonly type: DType;
  /** Of a captured array. */
  readonly name?: string;
  readonly values: readonly Scalar[];
  /** Of a captured array: its elements at a call, as many as `values`. The same list as long as nothing has changed. */
  readonly read?: (captures: readonly unknown[]) => readonly Scalar[];
}

export interface TypedFunc {
  readonly name: string;
  readonly file: string;
  readonly params: number;
  /** Local variables; the parameters come first. */
  readonly locals: readonly { readonly name: string; readonly type: DType }[];
  readonly results: readonly DType[];
  readonly code: TypedBlock;
}

export type TypedExpr = { readonly at: At; readonly type: DType } & (
  | { readonly kind: "constant"; readonly value: Scalar }
  | { readonly kind: "local" | "uniform"; readonly index: number }
  /** `of` is the element type that the operator works in: `less` of float64 has `of` float64 and type bool. */
  | { readonly kind: "op"; readonly op: OpName; readonly of: DType; readonly args: readonly TypedExpr[] }
  | { readonly kind: "cast"; readonly arg: TypedExpr }
  | { readonly kind: "choose"; readonly test: TypedExpr; readonly yes: TypedExpr; readonly no: TypedExpr }
  /** `a && b` of bools; the right side is not evaluated where the left one decides. */
  | { readonly kind: "logic"; readonly op: "and" | "or"; readonly left: TypedExpr; readonly right: TypedExpr }
  | { readonly kind: "element"; readonly table: number; readonly index: TypedExpr }
  | { readonly kind: "call"; readonly func: number; readonly args: readonly TypedExpr[] }
  /** `value`, if the guard holds for every lane. Only the JIT makes them. */
  | { readonly kind: "guarded"; readonly guard: Guard; readonly value: TypedExpr }
);

/** The way that a branch is taken to go. Where it goes the other way, the kernel leaves before the gang. */
export interface Guard {
  readonly number: number;
  readonly test: TypedExpr;
  readonly expected: boolean;
}

export type TypedStmt = { readonly at: At } & (
  | { readonly kind: "set"; readonly local: number; readonly value: TypedExpr }
  /** Several results of a call, each cast to its variable's type. */
  | { readonly kind: "unpack"; readonly locals: readonly number[]; readonly call: TypedExpr }
  | { readonly kind: "if"; readonly test: TypedExpr; readonly yes: TypedBlock; readonly no: TypedBlock }
  | { readonly kind: "guard"; readonly guard: Guard }
  | { readonly kind: "loop"; readonly code: TypedBlock; readonly step: TypedBlock }
  | { readonly kind: "block"; readonly code: TypedBlock }
  | { readonly kind: "break" | "continue"; readonly depth: number }
  | { readonly kind: "return"; readonly values: readonly TypedExpr[] }
);

export type TypedBlock = readonly TypedStmt[];
