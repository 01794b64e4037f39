import type { Op } from "./ops/row.js";

declare const table: {
  bits: {
    readonly args: 1;
    readonly typing: readonly ["float64", "uint64"];
    readonly mean: () => (x: number) => bigint;
  };
  from_bits: {
    readonly args: 1;
    readonly typing: readonly ["uint64", "float64"];
    readonly mean: () => (b: bigint) => number;
  };
  bits32: {
    readonly args: 1;
    readonly typing: readonly ["float32", "uint32"];
    readonly mean: () => (x: number) => number;
  };
  from_bits32: {
    readonly args: 1;
    readonly typing: readonly ["uint32", "float32"];
    readonly mean: () => (b: number) => number;
  };
  copysign: {
    readonly args: 2;
    readonly typing: "float";
    readonly mean: (of: import("./dtype.js").Domain) => (x: number, s: number) => number;
  };
  floor: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  ceil: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  trunc: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  round: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  rint: {
    readonly args: 1;
    readonly typing: "rounding";
    readonly mean: () => (x: number) => number;
  };
  sqrt: {
    readonly args: 1;
    readonly typing: "float";
    readonly mean: (of: import("./dtype.js").Domain) => (x: number) => number;
  };
  fround: {
    readonly args: 1;
    readonly typing: "float";
    readonly mean: () => (x: number) => number;
  };
  min: {
    readonly args: "any";
    readonly typing: "same";
    readonly mean: (
      of: import("./dtype.js").Domain,
    ) =>
      | ((a: number, b: number) => number)
      | ((a: number | bigint | boolean, b: number | bigint | boolean) => number | bigint | boolean);
  };
  max: {
    readonly args: "any";
    readonly typing: "same";
    readonly mean: (
      of: import("./dtype.js").Domain,
    ) =>
      | ((a: number, b: number) => number)
      | ((a: number | bigint | boolean, b: number | bigint | boolean) => number | bigint | boolean);
  };
  and: {
    readonly args: 2;
    readonly typing: "bitwise";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  or: {
    readonly args: 2;
    readonly typing: "bitwise";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  xor: {
    readonly args: 2;
    readonly typing: "bitwise";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  inv: {
    readonly args: 1;
    readonly typing: "bitwise";
    readonly mean: (
      of: import("./dtype.js").Domain,
    ) => ((a: boolean) => boolean) | ((a: bigint) => bigint) | ((a: number) => number);
  };
  shl: {
    readonly args: 2;
    readonly typing: "shift";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  shr: {
    readonly args: 2;
    readonly typing: "shift";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  ushr: {
    readonly args: 2;
    readonly typing: "shift";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  clz32: {
    readonly args: 1;
    readonly typing: readonly ["uint32", "int32"];
    readonly mean: () => (x: number) => number;
  };
  imul: {
    readonly args: 2;
    readonly typing: readonly ["int32", "int32"];
    readonly mean: () => (x: number, y: number) => number;
  };
  lt: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: number | bigint | boolean, b: number | bigint | boolean) => boolean;
  };
  le: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: number | bigint | boolean, b: number | bigint | boolean) => boolean;
  };
  gt: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: number | bigint | boolean, b: number | bigint | boolean) => boolean;
  };
  ge: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: number | bigint | boolean, b: number | bigint | boolean) => boolean;
  };
  eq: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: number | bigint | boolean, b: number | bigint | boolean) => boolean;
  };
  ne: {
    readonly args: 2;
    readonly typing: "compare";
    readonly mean: () => (a: number | bigint | boolean, b: number | bigint | boolean) => boolean;
  };
  not: {
    readonly args: 1;
    readonly typing: "logical";
    readonly mean: () => (a: boolean) => boolean;
  };
  isnan: {
    readonly args: 1;
    readonly typing: "test";
    readonly mean: (of: import("./dtype.js").Domain) => (x: number) => boolean;
  };
  isfinite: {
    readonly args: 1;
    readonly typing: "test";
    readonly mean: (of: import("./dtype.js").Domain) => (x: number) => boolean;
  };
  isinteger: {
    readonly args: 1;
    readonly typing: "test";
    readonly mean: (of: import("./dtype.js").Domain) => (x: number) => boolean;
  };
  add: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  sub: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  mul: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  div: {
    readonly args: 2;
    readonly typing: "float";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  rem: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  idiv: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => (...args: never[]) => import("./dtype.js").Scalar;
  };
  mulhi: {
    readonly args: 2;
    readonly typing: "integer";
    readonly mean: (
      of: import("./dtype.js").Domain,
    ) => ((a: bigint, b: bigint) => bigint) | ((a: number, b: number) => number);
  };
  pow: {
    readonly args: 2;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => (a: number | bigint, b: number | bigint) => number | bigint;
  };
  neg: {
    readonly args: 1;
    readonly typing: "number";
    readonly mean: (of: import("./dtype.js").Domain) => ((a: bigint) => bigint) | ((a: number) => number);
  };
  pos: {
    readonly args: 1;
    readonly typing: "number";
    readonly mean: () => (a: number) => number;
  };
  abs: {
    readonly args: 1;
    readonly typing: "same";
    readonly mean: (
      of: import("./dtype.js").Domain,
    ) => ((a: boolean) => boolean) | ((a: bigint) => bigint) | ((a: number) => number);
  };
  sign: {
    readonly args: 1;
    readonly typing: "same";
    readonly mean: (
      of: import("./dtype.js").Domain,
    ) => ((a: boolean) => boolean) | ((a: bigint) => 1n | 0n | -1n) | ((x: number) => number);
  };
};
export type OpName = keyof typeof table;
export declare const ops: Readonly<Record<OpName, Op>>;
