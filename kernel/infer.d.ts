/**
 * Types a body for one list of input types: `Body` -> `TypedBody`, or the reason why not.
 *
 * A variable has one type, the promotion of all that is assigned to it, found by widening iteration: a function is
 * typed again and again under what is known of its variables until nothing changes. That ends, since a type only ever
 * gives way to one that holds it. Helpers are typed anew for each list of argument types, weak ones included.
 */
import { type DType } from "./dtype.js";
import type { Body } from "./ir.js";
import { type Refusal } from "./refusal.js";
import type { TypedBody } from "./typed.js";

export { isRefusal, type Refusal } from "./refusal.js";
export interface InferOptions {
  /** Types that the results are cast to: a signature that names its outputs. */
  readonly outputs?: readonly DType[];
  /** The values of the captures: a number, bigint or boolean, or an array of them. They act as literals. */
  readonly captures?: readonly unknown[];
}
export declare function infer(body: Body, inputs: readonly DType[], options?: InferOptions): TypedBody | Refusal;
