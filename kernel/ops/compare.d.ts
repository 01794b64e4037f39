import type { Lowering } from "./row.js";

type Ordered = number | bigint | boolean;
export declare const ops: {
  readonly lt: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: Ordered, b: Ordered) => boolean;
  };
  readonly le: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: Ordered, b: Ordered) => boolean;
  };
  readonly gt: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: Ordered, b: Ordered) => boolean;
  };
  readonly ge: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: Ordered, b: Ordered) => boolean;
  };
  readonly eq: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: Ordered, b: Ordered) => boolean;
  };
  readonly ne: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: Ordered, b: Ordered) => boolean;
  };
  readonly not: {
    readonly args: 1;
    readonly typing: "logical";
    readonly mean: () => (a: boolean) => boolean;
  };
  readonly isnan: {
    readonly args: 1;
    readonly typing: "test";
    readonly mean: (of: import("../dtype.js").Domain) => (x: number) => boolean;
  };
  readonly isfinite: {
    readonly args: 1;
    readonly typing: "test";
    readonly mean: (of: import("../dtype.js").Domain) => (x: number) => boolean;
  };
  readonly isinteger: {
    readonly args: 1;
    readonly typing: "test";
    readonly mean: (of: import("../dtype.js").Domain) => (x: number) => boolean;
  };
};
export declare const lowerings: Record<keyof typeof ops, Lowering>;
