import type { Lowering } from "./row.js";
export declare const ops: {
  readonly floor: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  readonly ceil: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  readonly trunc: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  /** Half up, as JS: -2.5 gives -2; zero keeps the sign of x. */
  readonly round: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  readonly rint: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  readonly sqrt: {
    readonly args: 1;
    readonly typing: "float";
    readonly mean: (of: import("../dtype.js").Domain) => (x: number) => number;
  };
  /** Rounds to float32; the type stays float64. */
  readonly fround: {
    readonly args: 1;
    readonly typing: "float";
    readonly mean: () => (x: number) => number;
  };
};
export declare const lowerings: Record<keyof typeof ops, Lowering>;
