import { type Scalar } from "./dtype.js";
import type { TypedBody } from "./typed.js";

export { NegativePower } from "./ops/arithmetic.js";
/** The body as a function from operands to results. */
export declare function interpreter(body: TypedBody): (...args: Scalar[]) => readonly Scalar[];
