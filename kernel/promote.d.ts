/**
 * NumPy 2's promotion and casting between element types, derived from the rows of `dtype.ts` and tested against NumPy's
 * own tables. A weak value is a JS number, bigint or boolean without an element type of its own (NEP 50).
 */
import { type DType } from "./dtype.js";
export type Casting = "no" | "equiv" | "safe" | "same_kind" | "unsafe";
/** `numpy.promote_types`: the smallest type that both can be cast to safely. */
export declare function promote(a: DType, b: DType): DType;
/** The common type of one or more. Folded from the left, as `numpy.result_type` does for our types. */
export declare function promoteAll(types: readonly DType[]): DType;
/** That type if it is a float, else float64. */
export declare function floating(t: DType): DType;
/** `numpy.can_cast`. */
export declare function canCast(from: DType, to: DType, rule: Casting): boolean;
/** A number acts as an integer when JS can tell it from its neighbours; -0 has a sign to lose. */
export declare function isWeakInteger(value: number | bigint): boolean;
export declare function fits(value: number | bigint, t: DType): boolean;
/** The type of a weak integer that has to stand for itself: the first of int32, int64, uint64, float64 that holds it. */
export declare function ownInteger(value: number | bigint): DType;
/** The type of a weak value that stands alone: bigint int64, boolean bool, a number int32 when it can be, else float64. */
export declare function ownType(value: number | bigint | boolean): DType;
/**
 * The type that a weak value takes as an operand beside an array of type `t`, as in NEP 50. Null: it is an integer that
 * does not fit, for which NumPy raises OverflowError.
 */
export declare function weakBeside(value: number | bigint | boolean, t: DType): DType | null;
