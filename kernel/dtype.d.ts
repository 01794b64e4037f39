/**
 * The eleven element types, one row each. Everything that is said of a type anywhere else is derived from its row.
 *
 * The order of the rows is NumPy's, and a row's place is its `code`: the number by which compiled tables, the native
 * driver and dispatch keys know the type.
 */
export type Kind = "bool" | "int" | "uint" | "float";
/** A JS value of one element: bigint for 64-bit integers, boolean for bool, number for the rest. */
export type Scalar = number | bigint | boolean;
interface Row {
  readonly kind: Kind;
  readonly bytes: 1 | 2 | 4 | 8;
  /** The name of the type in kernels, as cast and as annotation. */
  readonly alias: string;
  /** The v128 shape that holds lanes of the type. */
  readonly shape: "i8x16" | "i16x8" | "i32x4" | "i64x2" | "f32x4" | "f64x2";
  /** The character that `.npy` files and NumPy's loop lists use, little-endian. */
  readonly npy: string;
}
export declare const dtypes: {
  readonly bool: {
    readonly kind: "bool";
    readonly bytes: 1;
    readonly alias: "bool";
    readonly shape: "i8x16";
    readonly npy: "|b1";
  };
  readonly int8: {
    readonly kind: "int";
    readonly bytes: 1;
    readonly alias: "i8";
    readonly shape: "i8x16";
    readonly npy: "|i1";
  };
  readonly uint8: {
    readonly kind: "uint";
    readonly bytes: 1;
    readonly alias: "u8";
    readonly shape: "i8x16";
    readonly npy: "|u1";
  };
  readonly int16: {
    readonly kind: "int";
    readonly bytes: 2;
    readonly alias: "i16";
    readonly shape: "i16x8";
    readonly npy: "<i2";
  };
  readonly uint16: {
    readonly kind: "uint";
    readonly bytes: 2;
    readonly alias: "u16";
    readonly shape: "i16x8";
    readonly npy: "<u2";
  };
  readonly int32: {
    readonly kind: "int";
    readonly bytes: 4;
    readonly alias: "i32";
    readonly shape: "i32x4";
    readonly npy: "<i4";
  };
  readonly uint32: {
    readonly kind: "uint";
    readonly bytes: 4;
    readonly alias: "u32";
    readonly shape: "i32x4";
    readonly npy: "<u4";
  };
  readonly int64: {
    readonly kind: "int";
    readonly bytes: 8;
    readonly alias: "i64";
    readonly shape: "i64x2";
    readonly npy: "<i8";
  };
  readonly uint64: {
    readonly kind: "uint";
    readonly bytes: 8;
    readonly alias: "u64";
    readonly shape: "i64x2";
    readonly npy: "<u8";
  };
  readonly float32: {
    readonly kind: "float";
    readonly bytes: 4;
    readonly alias: "f32";
    readonly shape: "f32x4";
    readonly npy: "<f4";
  };
  readonly float64: {
    readonly kind: "float";
    readonly bytes: 8;
    readonly alias: "f64";
    readonly shape: "f64x2";
    readonly npy: "<f8";
  };
};
export type DType = keyof typeof dtypes;
/** What an operator's meaning is defined over: an element type, or constants that are bigints, which never wrap. */
export type Domain = DType | "bigint";
/** All names, in the order of their codes. */
export declare const names: readonly DType[];
export declare const codeOf: (t: DType) => number;
export declare const bytesOf: (t: DType) => 1 | 2 | 4 | 8;
export declare const kindOf: (t: Domain) => Kind;
export declare const shapeOf: (t: DType) => Row["shape"];
export declare const aliasOf: (t: DType) => string;
/** The type that an alias of the kernel language stands for: `f64` is float64. */
export declare const fromAlias: (alias: string) => DType | undefined;
export declare const isDType: (name: unknown) => name is DType;
export declare const isFloat: (t: Domain) => boolean;
export declare const isBool: (t: Domain) => boolean;
/** Signed or unsigned integers; bool is not one. */
export declare const isInteger: (t: Domain) => boolean;
/** Can an element be negative? */
export declare const isSigned: (t: Domain) => boolean;
/** Are elements bigints in JS? */
export declare const isBig: (t: Domain) => boolean;
/** The integer type of a width and signedness. */
export declare function integer(bytes: number, signed: boolean): DType;
/** The smallest and the largest value of an integer type. */
export declare function limits(t: DType): readonly [min: bigint, max: bigint];
