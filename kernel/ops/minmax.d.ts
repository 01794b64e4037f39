import type { Lowering } from "./row.js";

type Ordered = number | bigint | boolean;
export declare const ops: {
  readonly min: {
    readonly args: "any";
    readonly typing: "same";
    readonly mean: (
      of: import("../dtype.js").Domain,
    ) => ((a: number, b: number) => number) | ((a: Ordered, b: Ordered) => Ordered);
  };
  readonly max: {
    readonly args: "any";
    readonly typing: "same";
    readonly mean: (
      of: import("../dtype.js").Domain,
    ) => ((a: number, b: number) => number) | ((a: Ordered, b: Ordered) => Ordered);
  };
};
export declare const lowerings: Record<keyof typeof ops, Lowering>;
