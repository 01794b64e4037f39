import { type Domain } from "../dtype.js";
import type { Lowering } from "./row.js";
export declare class NegativePower extends Error {
  readonly message = "Integers to negative integer powers are not allowed.";
}
declare function meanPower(of: Domain): (a: number | bigint, b: number | bigint) => number | bigint;
export declare const ops: {
  readonly add: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  readonly sub: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  readonly mul: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  /** True division: integers have been made float64. */
  readonly div: {
    readonly args: 2;
    readonly typing: "float";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  /** The sign of the dividend; an integer modulo 0 is 0. */
  readonly rem: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  /** Truncating; an integer by 0 is 0, and MIN by -1 wraps. */
  readonly idiv: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  /** The high half of the product. */
  readonly mulhi: {
    readonly args: 2;
    readonly typing: "integer";
    readonly mean: (of: Domain) => ((a: bigint, b: bigint) => bigint) | ((a: number, b: number) => number);
  };
  /** Of integers, by squaring. Infer has made something else of a power of floats. */
  readonly pow: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: typeof meanPower;
  };
  readonly neg: {
    readonly args: 1;
    readonly typing: "number";
    readonly mean: (of: Domain) => ((a: bigint) => bigint) | ((a: number) => number);
  };
  readonly pos: {
    readonly args: 1;
    readonly typing: "number";
    readonly mean: () => (a: number) => number;
  };
  /** abs(MIN) wraps to MIN. */
  readonly abs: {
    readonly args: 1;
    readonly typing: "same";
    readonly mean: (of: Domain) => ((a: boolean) => boolean) | ((a: bigint) => bigint) | ((a: number) => number);
  };
  /** -1, 0 or 1; zeros keep their sign, NaN stays. */
  readonly sign: {
    readonly args: 1;
    readonly typing: "same";
    readonly mean: (of: Domain) => ((a: boolean) => boolean) | ((a: bigint) => 1n | 0n | -1n) | ((x: number) => number);
  };
};
export declare const lowerings: Record<keyof typeof ops, Lowering>;
