import { type DType } from "./dtype.js";
import type { At, Literal } from "./ir.js";
import type { TypedExpr } from "./typed.js";
/** The type of a value, without the code that computes it. */
export type Ty =
  | {
      readonly weak: "constant";
      readonly value: Literal;
    }
  | {
      readonly weak: "variable";
      readonly own: DType;
    }
  | {
      readonly weak: null;
      readonly type: DType;
    };
/** A value: its type, and the code, typed as `own` or `type` says. A constant needs none. */
export type Operand =
  | {
      readonly weak: "constant";
      readonly value: Literal;
      readonly at: At;
    }
  | {
      readonly weak: "variable";
      readonly own: DType;
      readonly expr: TypedExpr;
    }
  | {
      readonly weak: null;
      readonly type: DType;
      readonly expr: TypedExpr;
    };
export declare const typed: (expr: TypedExpr) => Operand;
export declare const constant: (value: Literal, at: At) => Operand;
export declare const variable: (expr: TypedExpr) => Operand;
/** The type that a value has where nothing else decides. */
export declare function standalone(ty: Ty): DType;
/** The promoted type of several values. Typed ones decide first, then weak variables, then constants. */
export declare function common(tys: readonly Ty[]): DType;
/** The type of a variable that is assigned both. */
export declare function join(a: Ty | undefined, b: Ty): Ty;
export declare function same(a: Ty, b: Ty): boolean;
/** Identifies a type in keys: a function is typed anew for each list of them. */
export declare function keyOf(ty: Ty): string;
export declare const tyOf: (operand: Operand) => Ty;
/** The code of a value in a given type; a constant is converted here and now. */
export declare function coerce(operand: Operand, type: DType): TypedExpr;
export declare const atOf: (operand: Operand) => At;
