/** Creation: arrays of JS values, of one value, of ranges, and over the memory of other arrays. */
import { castTo } from "../kernel/cast.js";
import { type DType, isInteger } from "../kernel/dtype.js";
import { copyAs, emptyArray, emptyStrided, isNdArray, live, type NdArray, typedArray, viewOf } from "./array.js";
import { fromNested, inPlace, toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { checkDType, coerce, elements } from "./element.js";
import {
  arangeLength,
  badIndexing,
  badOption,
  boolRange,
  negativeCount,
  notAnInteger,
  notAnNdArray,
  zeroArangeStep,
} from "./errors.js";
import { checkKeywords, isOptions } from "./keywords.js";
import { measure } from "./nested.js";
import type { DTypeOf, JsDType, Operand, Plain, Scalar, Shape } from "./types.js";
import { asStrided, checkShape, stridesIn } from "./view.js";

// ───────────── of JS values ─────────────

/**
 * A new array of nested JS arrays, a typed array, another array or one value. Without a dtype a number is float64, a
 * bigint int64, a boolean bool, and arrays keep their type.
 * @throws ValueError for ragged arrays, TypeError for numbers mixed with bigints, OverflowError for integers that don't
 * fit the dtype.
 * @example array([[1, 2], [3, 4]], "int32"); // int32 [[1, 2], [3, 4]]
 */
export function array<X extends Operand>(data: X): NdArray<DTypeOf<X>>;
export function array<D extends DType>(data: Operand, dtype: D): NdArray<D>;
export function array<D extends DType>(data: Plain<D>): NdArray<D>;
export function array(data: Operand, dtype: DType | undefined): NdArray;
export function array(data: unknown, dtype?: DType): NdArray {
  const named = dtype === undefined ? undefined : checkDType(dtype);
  const held = inPlace(data);
  return held === null ? fromNested("array(data)", data, named) : copyAs(held, named ?? held.dtype, "K");
}

/**
 * As `array`, but what has the type already is not copied: an NdArray is returned itself, a typed array is used in place.
 * @throws as `array`.
 * @example asarray(Float32Array.of(1, 2)); // float32 [1, 2]
 */
export const asarray: typeof array = (data: unknown, dtype?: DType): NdArray => {
  const named = dtype === undefined ? undefined : checkDType(dtype);
  const held = inPlace(data);
  if (held === null) return fromNested("asarray(data)", data, named);
  return named === undefined || named === held.dtype ? held : copyAs(held, named, "K");
};

// ───────────── of one value ─────────────

/** Writes one value to all elements of a new array. */
function filled<D extends DType>(a: NdArray<D>, value: unknown): NdArray<D> {
  const element = coerce(value, a.dtype);
  const all = new elements[a.dtype].array(a.storage.buffer as ArrayBuffer, a.address, a.size);
  (all as { fill(value: Scalar): void }).fill(typeof element === "boolean" ? Number(element) : element);
  return a;
}

/** A new array with the order of the axes of another one. */
function like<D extends DType>(name: string, a: NdArray<D>): NdArray<D> {
  if (!isNdArray(a)) throw notAnNdArray(name, a);
  live(a);
  return emptyStrided(a.dtype, a.shape, stridesIn("K", a, a.itemsize, a.itemsize));
}

/**
 * A new array of zeros. A number as shape gives one dimension; float64 unless a dtype is named.
 * @throws TypeError for no shape or dtype, ValueError for negative extents, MemoryError.
 * @example zeros([2, 3], "int8"); // int8 [[0, 0, 0], [0, 0, 0]]
 */
export function zeros<D extends DType = "float64">(shape: Shape, dtype?: D): NdArray<D> {
  return filled(empty(shape, dtype), false);
}

/** A new array of ones; else as `zeros`. @example ones(3); // [1, 1, 1] */
export function ones<D extends DType = "float64">(shape: Shape, dtype?: D): NdArray<D> {
  return filled(empty(shape, dtype), true);
}

/** A new array whose elements are whatever the memory holds; else as `zeros`. @example empty([2, 3], "float32").size; // 6 */
export function empty<D extends DType = "float64">(shape: Shape, dtype?: D): NdArray<D> {
  return emptyArray(checkDType(dtype ?? "float64") as D, checkShape(shape));
}

/**
 * A new array of one value. Without a dtype a number is float64, a bigint int64, a boolean bool.
 * @throws as `zeros`, and OverflowError for an integer that doesn't fit the dtype.
 * @example full([2, 2], 7, "uint8"); // uint8 [[7, 7], [7, 7]]
 */
export function full<V extends Scalar>(shape: Shape, value: V): NdArray<JsDType<V>>;
export function full<D extends DType>(shape: Shape, value: Scalar, dtype: D): NdArray<D>;
export function full(shape: Shape, value: Scalar, dtype: DType | undefined): NdArray;
export function full(shape: Shape, value: Scalar, dtype?: DType): NdArray {
  const named = dtype ?? measure(value).dtype;
  return filled(emptyArray(checkDType(named), checkShape(shape)), value);
}

/** Zeros in the shape and type of another array. @example zeros_like(array([1n, 2n])); // int64 [0n, 0n] */
export function zeros_like<D extends DType>(a: NdArray<D>): NdArray<D> {
  return filled(like("zeros_like(a)", a), false);
}

/** Ones in the shape and type of another array. @example ones_like(array([true, false])); // [true, true] */
export function ones_like<D extends DType>(a: NdArray<D>): NdArray<D> {
  return filled(like("ones_like(a)", a), true);
}

/** A new array, not initialised, in the shape and type of another one. @example empty_like(array([1, 2])).shape; // [2] */
export function empty_like<D extends DType>(a: NdArray<D>): NdArray<D> {
  return like("empty_like(a)", a);
}

/** One value in the shape and type of another array. @throws OverflowError. @example full_like(array([1, 2], "int8"), 7); // int8 [7, 7] */
export function full_like<D extends DType>(a: NdArray<D>, value: Scalar): NdArray<D> {
  return filled(like("full_like(a, value)", a), value);
}

// ───────────── of ranges ─────────────

/**
 * Evenly spaced values from `start` (0) up to, not including, `stop`: float64 unless a dtype is named, int64 of bigints.
 * @throws TypeError for no numbers, ZeroDivisionError for a step of 0, ValueError where the length is no number.
 * @example arange(2, 10, 3); // [2, 5, 8]
 */
export function arange<D extends DType = "float64">(stop: number, dtype?: D): NdArray<D>;
export function arange<D extends DType = "float64">(start: number, stop: number, step?: number, dtype?: D): NdArray<D>;
export function arange(first: unknown, second?: unknown, third?: unknown, fourth?: unknown): NdArray {
  const isShort = second === undefined || typeof second === "string";
  const bounds = isShort ? [0, first, third ?? 1] : [first, second, third ?? 1];
  ["start", "stop", "step"].forEach((name, i) => {
    checkReal(`arange(${name})`, bounds[i]);
  });
  // numbers that are integers may stand beside bigints, others make them floats
  const big = bounds.some((x) => typeof x === "bigint") && bounds.every((x) => !isFraction(x));
  const dtype = checkDType((typeof second === "string" ? second : fourth) ?? (big ? "int64" : "float64"));
  // All numbers or all bigints: the operators below work on either.
  const [start, stop, step] = bounds.map((x) => (big ? BigInt(x as Scalar) : Number(x))) as [number, number, number];
  // biome-ignore lint/suspicious/noDoubleEquals: 0n too
  if (step == 0) throw zeroArangeStep(!big);
  const length = Math.max(0, Math.ceil(Number(stop - start) / Number(step)));
  if (!Number.isFinite(length)) throw arangeLength();
  if (dtype === "bool" && length > 2) throw boolRange();
  return ramp(dtype, length, start, start + step);
}

/** As in NumPy, the first two values in the array's type say how far the others lie apart. */
function ramp(dtype: DType, length: number, first: number, second: number): NdArray {
  const made = emptyArray(dtype, [length]);
  if (length === 0) return made;
  const into = typedArray(made) as { [index: number]: Scalar };
  const low = coerce(first, dtype);
  const next = length === 1 ? low : coerce(second, dtype);
  if (typeof low === "bigint") {
    const delta = (next as bigint) - low;
    for (let i = 0; i < length; i++) into[i] = low + BigInt(i) * delta;
  } else {
    const round = dtype === "float32" ? Math.fround : Number;
    const delta = round(Number(next) - Number(low));
    for (let i = 0; i < length; i++) into[i] = i === 1 ? Number(next) : Number(low) + round(i * delta);
  }
  return made;
}

/**
 * `num` evenly spaced values from `start` to `stop`, both included: float64 unless a dtype is named.
 * @throws TypeError for no numbers, ValueError for a negative `num`.
 * @example linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace<D extends DType = "float64">(start: number, stop: number, num = 50, dtype?: D): NdArray<D> {
  checkReal("linspace(start)", start);
  checkReal("linspace(stop)", stop);
  const [from, to] = [Number(start), Number(stop)];
  if (!Number.isInteger(num)) throw notAnInteger("linspace(num)", num);
  if (num < 0) throw negativeCount(num);
  const made = empty(num, dtype);
  const parts = num - 1;
  const step = (to - from) / parts;
  const into = typedArray(made) as { [index: number]: Scalar };
  const cast = castTo(made.dtype);
  const isWhole = isInteger(made.dtype);
  for (let i = 0; i < num; i++) {
    // A step that underflows to 0 still has to reach `stop`.
    const along = parts === 0 ? 0 : step === 0 ? (i / parts) * (to - from) : i * step;
    const value = i === parts && parts > 0 ? to : along + from;
    into[i] = cast(isWhole ? Math.floor(value) : value);
  }
  return made;
}

const isFraction = (x: unknown) => typeof x === "number" && !Number.isInteger(x);

function checkReal(name: string, x: unknown): void {
  if (typeof x !== "number" && typeof x !== "bigint") throw badOption(name, x, "a number");
}

// ───────────── of coordinates ─────────────

/**
 * Ones on a diagonal, zeros elsewhere, in `rows` rows and as many columns unless told: float64 unless a dtype is named.
 * `k` is the diagonal: 0 the main one, above it positive.
 * @throws TypeError for no integers or dtype, ValueError for negative extents.
 * @example eye(2, 3, 1); // [[0, 1, 0], [0, 0, 1]]
 */
export function eye<D extends DType = "float64">(rows: number, columns = rows, k = 0, dtype?: D): NdArray<D> {
  if (!Number.isInteger(k)) throw notAnInteger("eye(k)", k);
  const made = zeros([rows, columns], dtype);
  const { write } = elements[made.dtype];
  const one = coerce(1, made.dtype);
  for (let row = Math.max(0, -k); row < rows && row + k < columns; row++)
    write(made.storage.view, made.address + row * made.strides[0]! + (row + k) * made.itemsize, one);
  return made;
}

interface GridOptions {
  indexing?: "xy" | "ij" | undefined;
  sparse?: boolean | undefined;
}

type Grids<A extends readonly unknown[]> = { -readonly [K in keyof A]: NdArray<DTypeOf<A[K]>> };

/**
 * Coordinate arrays of a grid with the given coordinates along its axes, one array each. `indexing: "xy"` (if not given)
 * has the first coordinates along the second axis, `"ij"` along the first; `sparse` gives arrays that broadcast to the grid.
 * @throws ValueError for another `indexing`.
 * @example meshgrid([1, 2], [3, 4]); // [[[1, 2], [1, 2]], [[3, 3], [4, 4]]]
 */
export function meshgrid<const A extends readonly Operand[]>(...coordinates: A): Grids<A>;
export function meshgrid<const A extends readonly Operand[]>(
  ...args: [...coordinates: A, options: GridOptions]
): Grids<A>;
export function meshgrid(...args: readonly unknown[]): NdArray[] {
  const last = args.at(-1);
  const hasOptions = isOptions(last) && !("data" in last);
  const { indexing = "xy", sparse = false }: GridOptions = hasOptions ? last : {};
  if (hasOptions) checkKeywords("meshgrid", last, ["indexing", "sparse"]);
  if (indexing !== "xy" && indexing !== "ij") throw badIndexing();
  const given = (hasOptions ? args.slice(0, -1) : args).map((x, i) => toArray(`meshgrid(): operand ${i}`, x));
  const place = (i: number) => (indexing === "xy" && i < 2 && given.length > 1 ? 1 - i : i);
  const grid = new Array<number>(given.length);
  given.forEach((x, i) => {
    grid[place(i)] = x.size;
  });
  return given.map((x, i) => {
    const shape = grid.map((extent, axis) => (axis === place(i) ? extent : 1));
    const made = emptyArray(x.dtype, sparse ? shape : grid);
    const along = x.reshape(shape);
    copyElements(along, made);
    along.dispose();
    return made;
  });
}

// ───────────── over other arrays' memory ─────────────

/**
 * A view with any shape and strides, in bytes, from `offset` bytes behind the first element on.
 * @throws ValueError where an element would lie outside the array's memory, or between elements.
 * @example as_strided(arange(5), { shape: [3, 3], strides: [8, 8] }); // [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
 */
export function as_strided<D extends DType>(
  a: NdArray<D>,
  options: { shape: readonly number[]; strides: readonly number[]; offset?: number | undefined },
): NdArray<D> {
  if (!isNdArray(a)) throw notAnNdArray("as_strided(a)", a);
  live(a);
  checkKeywords("as_strided", options, ["shape", "strides", "offset"]);
  return viewOf(a, asStrided(a, { ...options, offset: options.offset ?? 0 }, a.itemsize, a.storage));
}
