/**
 * The types that users see of arrays: element types, what an operand may be, and what element type it has.
 *
 * `DTypeOf` says of a type what `array` does with the value. The value never decides: a number is float64, a bigint
 * int64, a boolean bool; typed arrays keep their type.
 */
import type { DType, typedArrays } from "../kernel/dtype.js";
import type { NdArray } from "./array.js";

export type { DType } from "../kernel/dtype.js";
export type { floating, Pinned, PinOf, promoted } from "../kernel/language.js";
export type { Casting } from "../kernel/promote.js";

interface Elements {
  bool: [boolean, Uint8Array<ArrayBuffer>];
  int8: [number, Int8Array<ArrayBuffer>];
  uint8: [number, Uint8Array<ArrayBuffer>];
  int16: [number, Int16Array<ArrayBuffer>];
  uint16: [number, Uint16Array<ArrayBuffer>];
  int32: [number, Int32Array<ArrayBuffer>];
  uint32: [number, Uint32Array<ArrayBuffer>];
  int64: [bigint, BigInt64Array<ArrayBuffer>];
  uint64: [bigint, BigUint64Array<ArrayBuffer>];
  float32: [number, Float32Array<ArrayBuffer>];
  float64: [number, Float64Array<ArrayBuffer>];
}

/** The JS value of one element; without D any plain value. */
export type Scalar<D extends DType = DType> = Elements[D][0];
/** What `.data` gives. */
export type TypedArrayOf<D extends DType = DType> = Elements[D][1];

/** The element types of floats. */
export type Float = "float32" | "float64";
/** The element types whose JS values are bigints. */
export type Big = "int64" | "uint64";

type Row<B, I1, U1, I2, U2, I4, U4, I8, U8, F4, F8> = {
  bool: B;
  int8: I1;
  uint8: U1;
  int16: I2;
  uint16: U2;
  int32: I4;
  uint32: U4;
  int64: I8;
  uint64: U8;
  float32: F4;
  float64: F8;
};
/** NumPy 2's promote_types, as `kernel/promote` computes it: a test compares the two. */
// biome-ignore format: a table
interface PromotionTable {
  bool: Row<"bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64">;
  int8: Row<"int8", "int8", "int16", "int16", "int32", "int32", "int64", "int64", "float64", "float32", "float64">;
  uint8: Row<"uint8", "int16", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64">;
  int16: Row<"int16", "int16", "int16", "int16", "int32", "int32", "int64", "int64", "float64", "float32", "float64">;
  uint16: Row<"uint16", "int32", "uint16", "int32", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64">;
  int32: Row<"int32", "int32", "int32", "int32", "int32", "int32", "int64", "int64", "float64", "float64", "float64">;
  uint32: Row<"uint32", "int64", "uint32", "int64", "uint32", "int64", "uint32", "int64", "uint64", "float64", "float64">;
  int64: Row<"int64", "int64", "int64", "int64", "int64", "int64", "int64", "int64", "float64", "float64", "float64">;
  uint64: Row<"uint64", "float64", "uint64", "float64", "uint64", "float64", "uint64", "float64", "uint64", "float64", "float64">;
  float32: Row<"float32", "float32", "float32", "float32", "float32", "float64", "float64", "float64", "float64", "float32", "float64">;
  float64: Row<"float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64">;
}
/** The common type of two: `Promote<"int32", "uint32">` is `"int64"`. */
export type Promote<A extends DType, B extends DType> = PromotionTable[A][B];

declare const tuple: unique symbol;
/** NumPy's index tuple: one index array per axis. A JS array is always one index array. */
export interface IndexTuple {
  readonly [tuple]: "index";
}

export type Nested<T> = readonly (T | Nested<T>)[];
/** The typed arrays that hold elements of ours. */
export type AnyTyped =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;
type TagDType = typeof typedArrays;
type TypedDType<X> = X extends { readonly [Symbol.toStringTag]: infer T extends keyof TagDType } ? TagDType[T] : never;

/** Anything `asarray` takes. */
export type ArrayLike = NdArray | AnyTyped | Nested<number> | Nested<bigint> | Nested<boolean>;
/** Anything a ufunc takes. */
export type Operand = ArrayLike | number | bigint | boolean;

/** The element type of a JS value without a dtype; float64 where there is none. */
export type JsDType<X> = [X] extends [never]
  ? "float64"
  : [X] extends [boolean]
    ? "bool"
    : [X] extends [bigint]
      ? "int64"
      : "float64";
type Elem<X> = X extends readonly (infer E)[] ? E : X;
/** Four levels; deeper nesting: name the dtype. */
type Leaf<X> = Elem<Elem<Elem<Elem<X>>>>;
/** The element type that an operand has as an array. */
export type DTypeOf<X> = X extends NdArray<infer D> ? D : X extends AnyTyped ? TypedDType<X> : JsDType<Leaf<X>>;

/** What `slice` takes: an integer, `"1:-1"`, `"::2"`, `"..."`, or null for a new axis. */
export type Index = number | string | null;
/** What `tolist` gives: a value, or lists of them, as deep as the array has axes. */
export type ListOf<T> = T | ListOf<T>[];
export type Shape = number | readonly number[];
export type Order = "C" | "F" | "A" | "K";

/** What `toPlain` gives: an array as data that can be cloned and posted. */
export interface Plain<D extends DType = DType> {
  dtype: D;
  shape: number[];
  data: TypedArrayOf<D>;
}

/** The common type of a list of operands; of a list whose length isn't known, all that it may be. */
export type PromoteAll<X> = X extends readonly [infer H]
  ? DTypeOf<H>
  : X extends readonly [infer H, ...infer T]
    ? Promote<DTypeOf<H>, PromoteAll<T>>
    : X extends readonly (infer E)[]
      ? Promote<DTypeOf<E>, DTypeOf<E>>
      : never;
