import type { Lowering } from "./row.js";
export declare const ops: {
  readonly bits: {
    readonly args: 1;
    readonly typing: readonly ["float64", "uint64"];
    readonly mean: () => (x: number) => bigint;
  };
  readonly from_bits: {
    readonly args: 1;
    readonly typing: readonly ["uint64", "float64"];
    readonly mean: () => (b: bigint) => number;
  };
  readonly bits32: {
    readonly args: 1;
    readonly typing: readonly ["float32", "uint32"];
    readonly mean: () => (x: number) => number;
  };
  readonly from_bits32: {
    readonly args: 1;
    readonly typing: readonly ["uint32", "float32"];
    readonly mean: () => (b: number) => number;
  };
  /** The magnitude of the first with the sign of the second; a NaN's sign counts as +. */
  readonly copysign: {
    readonly args: 2;
    readonly typing: "float";
    readonly mean: (of: import("../dtype.js").Domain) => (x: number, s: number) => number;
  };
};
export declare const lowerings: Record<keyof typeof ops, Lowering>;
