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
}

export const dtypes = {
  bool: { kind: "bool", bytes: 1 },
  int8: { kind: "int", bytes: 1 },
  uint8: { kind: "uint", bytes: 1 },
  int16: { kind: "int", bytes: 2 },
  uint16: { kind: "uint", bytes: 2 },
  int32: { kind: "int", bytes: 4 },
  uint32: { kind: "uint", bytes: 4 },
  int64: { kind: "int", bytes: 8 },
  uint64: { kind: "uint", bytes: 8 },
  float32: { kind: "float", bytes: 4 },
  float64: { kind: "float", bytes: 8 },
} as const satisfies Record<string, Row>;

/** The name of an element type: `"float64"`. */
export type DType = keyof typeof dtypes;

/** What an operator's meaning is defined over: an element type, or constants that are bigints, which never wrap. */
export type Domain = DType | "bigint";

/** All names, in the order of their codes. */
export const names = Object.keys(dtypes) as readonly DType[];

const codes = Object.fromEntries(names.map((name, code) => [name, code])) as Record<DType, number>;

export const codeOf = (t: DType): number => codes[t];
export const bytesOf = (t: DType): 1 | 2 | 4 | 8 => dtypes[t].bytes;
export const kindOf = (t: Domain): Kind => (t === "bigint" ? "int" : dtypes[t].kind);
/** The v128 shape that holds lanes of the type: `f64x2`. */
export const shapeOf = (t: DType): string => `${isFloat(t) ? "f" : "i"}${8 * bytesOf(t)}x${16 / bytesOf(t)}`;
/** The name of the type in kernels, as cast and as annotation: `f64`. */
export const aliasOf = (t: DType): string => (isBool(t) ? t : `${t[0]}${8 * bytesOf(t)}`);
/** As NumPy's loop lists and `.npy` files name it, little-endian: `<f8`. */
export const npyOf = (t: DType): string => `${bytesOf(t) === 1 ? "|" : "<"}${t[0]}${bytesOf(t)}`;

/** The type that an alias of the kernel language stands for: `f64` is float64. */
export const fromAlias = (alias: string): DType | undefined => names.find((t) => aliasOf(t) === alias);

/** The element types of JavaScript's typed arrays, by name. */
export const typedArrays = {
  Int8Array: "int8",
  Uint8Array: "uint8",
  Uint8ClampedArray: "uint8",
  Int16Array: "int16",
  Uint16Array: "uint16",
  Int32Array: "int32",
  Uint32Array: "uint32",
  BigInt64Array: "int64",
  BigUint64Array: "uint64",
  Float32Array: "float32",
  Float64Array: "float64",
} as const satisfies Record<string, DType>;

/** The element type of what has the name of a typed array. */
export const fromTypedArray = (name: string): DType | undefined =>
  (typedArrays as { readonly [name: string]: DType })[name];

export const isDType = (name: unknown): name is DType => typeof name === "string" && Object.hasOwn(dtypes, name);
export const isFloat = (t: Domain): boolean => kindOf(t) === "float";
export const isBool = (t: Domain): boolean => t === "bool";
/** Signed or unsigned integers; bool is not one. */
export const isInteger = (t: Domain): boolean => kindOf(t) === "int" || kindOf(t) === "uint";
/** Can an element be negative? */
export const isSigned = (t: Domain): boolean => kindOf(t) === "int" || kindOf(t) === "float";
/** Are elements bigints in JS? */
export const isBig = (t: Domain): boolean => t === "int64" || t === "uint64" || t === "bigint";

/** The integer type of a width and signedness. */
export function integer(bytes: number, signed: boolean): DType {
  return `${signed ? "" : "u"}int${bytes * 8}` as DType;
}

type Limits = readonly [min: bigint, max: bigint];

const allLimits = Object.fromEntries(
  names.map((t): [DType, Limits] => {
    const bits = BigInt(bytesOf(t) * 8);
    return [t, kindOf(t) === "int" ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n]];
  }),
) as Record<DType, Limits>;

/** The smallest and the largest value of an integer type. */
export const limits = (t: DType): Limits => allLimits[t];

/** The type that somebody may have meant who wrote another name: `f64`, `double`, `Float64Array`. */
export function meantDType(name: string): DType | undefined {
  const word = name.toLowerCase();
  const others: { readonly [word: string]: DType } = {
    float: "float64",
    double: "float64",
    int: "int64",
    boolean: "bool",
    number: "float64",
  };
  const short = /^([iuf])(\d+)$/.exec(word);
  const spelled = `${word.replace(/array$|_$/, "")}`;
  return (
    fromAlias(word) ??
    others[word] ??
    (short !== null ? names.find((t) => t[0] === short[1] && bytesOf(t) === Number(short[2])) : undefined) ??
    names.find((t) => t === spelled)
  );
}
