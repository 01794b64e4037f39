import { type Domain } from "../dtype.js";
import type { Lowering, Op } from "./row.js";

type Meaning = ReturnType<Op["mean"]>;
export declare const ops: {
  readonly and: {
    readonly args: 2;
    readonly typing: "bitwise";
    readonly mean: (of: Domain) => Meaning;
  };
  readonly or: {
    readonly args: 2;
    readonly typing: "bitwise";
    readonly mean: (of: Domain) => Meaning;
  };
  readonly xor: {
    readonly args: 2;
    readonly typing: "bitwise";
    readonly mean: (of: Domain) => Meaning;
  };
  readonly inv: {
    readonly args: 1;
    readonly typing: "bitwise";
    readonly mean: (of: Domain) => ((a: boolean) => boolean) | ((a: bigint) => bigint) | ((a: number) => number);
  };
  readonly shl: {
    readonly args: 2;
    readonly typing: "shift";
    readonly mean: (of: Domain) => Meaning;
  };
  /** Arithmetic on signed types, logical on unsigned ones. */
  readonly shr: {
    readonly args: 2;
    readonly typing: "shift";
    readonly mean: (of: Domain) => (...args: never[]) => import("../dtype.js").Scalar;
  };
  /** `>>>`: infer has cast the operand to the unsigned type of its width. */
  readonly ushr: {
    readonly args: 2;
    readonly typing: "shift";
    readonly mean: (of: Domain) => Meaning;
  };
  readonly clz32: {
    readonly args: 1;
    readonly typing: readonly ["uint32", "int32"];
    readonly mean: () => (x: number) => number;
  };
  readonly imul: {
    readonly args: 2;
    readonly typing: readonly ["int32", "int32"];
    readonly mean: () => (x: number, y: number) => number;
  };
};
export declare const lowerings: Record<keyof typeof ops, Lowering>;
