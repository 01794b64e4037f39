/**
 * What the table of operators says of each: how it is typed, what it means, and how its lanes are computed.
 *
 * A family (`arithmetic.ts`, `compare.ts` …) exports two tables with the same keys: `ops`, which every tier needs, and
 * `lowerings`, which only build side and JIT load. A key without its counterpart does not compile.
 */
import type { Domain, DType, Scalar } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";

/**
 * The rule that gives the type in which an operator computes ("of"), to which its operands are cast, and the type of
 * its result. `infer` holds one function a rule.
 *
 * - `number`: the promoted type; bools count as int32.
 * - `same`: the promoted type, bools stay.
 * - `rounding`: as `same`, and integers pass unchanged.
 * - `float`: the promoted type if it is a float, else float64.
 * - `integer`: the promoted type, which must be an integer; bools count as int32.
 * - `compare`: bool; operands in the promoted type, integers of different signs exactly.
 * - `bitwise`, `shift`: integers (and bool), see infer.
 * - `test`: bool, of a float; a property that all integers have or lack.
 * - `logical`: bool, of bool.
 * - a pair: fixed types, from and to.
 */
export type Typing =
  | "number"
  | "same"
  | "rounding"
  | "float"
  | "integer"
  | "compare"
  | "bitwise"
  | "shift"
  | "test"
  | "logical"
  | readonly [of: DType, result: DType];

export interface Op {
  /** How many operands; `any`: two or more, folded from the left. */
  readonly args: 1 | 2 | "any";
  readonly typing: Typing;
  /** What it does to values of type `of`. */
  readonly mean: (of: Domain) => (...args: never[]) => Scalar;
}

/** Emits the lanes of the result. `of` as above; the operands have that type. */
export type Lowering = (lanes: Lanes, of: DType, ...args: Vec[]) => Vec;
