/**
 * A body as data (jitcode): the scalar function behind a ufunc, in the kernel language.
 *
 * `transformer/core/read` writes it, `infer` types it, `interpret` says what it means, `lower` makes it machine code.
 * It names no element type unless the user pinned one: a single body serves every signature.
 *
 * Invariants, checked where a body is written (`jitcode.encode`): locals are set before they are read; a `break` or
 * `continue` names an enclosing loop or block; calls form no cycle; every path through a function returns `returns`
 * values.
 */
import type { DType } from "./dtype.js";
import type { OpName } from "./ops.js";

/** Line and column, from 1, in the file of the function. Diagnostics, guards and logs point here. */
export type At = readonly [line: number, column: number];

export interface Body {
  /** The ufunc itself comes first, then the helpers that it calls. */
  readonly functions: readonly [Func, ...Func[]];
  /** Outer names that are read at every call. A body with captures is dynamic: it is traced, never compiled ahead. */
  readonly captures: readonly { readonly name: string; readonly kind: "scalar" | "array" | "function" }[];
  /** Constant arrays, as `element` indexes them. */
  readonly tables: readonly (readonly Literal[])[];
}

/**
 * What an annotation says of a place: a type, or a word that stands for one in each signature. `promoted` is the common
 * type of the operands, `floating` that type if it is a float, else float64. A value stored there is cast to it.
 */
export type Pin = DType | "promoted" | "floating";

/** A function of scalars. Its parameters are the first of its locals. */
export interface Func {
  readonly name: string;
  /** Empty where the source is not in the program: in the math library, and in other packages. */
  readonly file: string;
  readonly at: At;
  readonly params: number;
  /** One entry a result: its pin, or null where the type follows from the values returned. */
  readonly returns: readonly (Pin | null)[];
  readonly locals: readonly { readonly name: string; readonly pin?: Pin }[];
  readonly code: Block;
  /** The closed list of loops of a ufunc: where a body calls it, operands are cast to the first that takes them. */
  readonly loops?: readonly string[];
  /** A function of the math library: of weak arguments it makes a weak result, as an operator does. */
  readonly math?: boolean;
}

/** A literal is weak: it takes the type of its neighbours, and counts as int32, int64 or float64 when it stands alone. */
export type Literal = number | bigint | boolean;

/** Operators, `Math.*` included, are rows of `ops`. */
export type Expr = { readonly at: At } & (
  | { readonly kind: "literal"; readonly value: Literal }
  | { readonly kind: "local" | "capture"; readonly index: number }
  | { readonly kind: "op"; readonly op: OpName; readonly args: readonly Expr[] }
  | { readonly kind: "cast"; readonly to: DType; readonly arg: Expr }
  | { readonly kind: "choose"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: "logic"; readonly op: "and" | "or"; readonly left: Expr; readonly right: Expr }
  /** A question about a type, answered per signature: `isInteger(x)`. */
  | { readonly kind: "is"; readonly what: TypeQuestion; readonly arg: Expr }
  | { readonly kind: "element"; readonly of: ArrayRef; readonly index: Expr }
  | { readonly kind: "length"; readonly of: ArrayRef }
  | { readonly kind: "call"; readonly func: FuncRef; readonly args: readonly Expr[] }
);

/** `float32` is for the math library, whose halves differ. */
export type TypeQuestion = "integer" | "float" | "signed" | "bool" | "float32";

/** A constant array of `tables`, or a captured one. */
export type ArrayRef = { readonly table: number } | { readonly capture: number };

/** A function of this body, or one known only at run time. */
export type FuncRef = { readonly local: number } | { readonly capture: number };

/**
 * `for`, `while` and `do` are one loop: `code`, then `step` (where `continue` goes), until a `break`.
 * A `block` runs once and can be left by a `break`: `switch` and labelled statements become blocks.
 * `depth` counts the enclosing loops and blocks, from the innermost, which is 0.
 */
export type Stmt = { readonly at: At } & (
  | { readonly kind: "set"; readonly locals: readonly number[]; readonly value: Expr }
  | { readonly kind: "if"; readonly test: Expr; readonly yes: Block; readonly no: Block }
  | { readonly kind: "loop"; readonly code: Block; readonly step: Block }
  | { readonly kind: "block"; readonly code: Block }
  | { readonly kind: "break" | "continue"; readonly depth: number }
  | { readonly kind: "return"; readonly values: readonly Expr[] }
);

export type Block = readonly Stmt[];
