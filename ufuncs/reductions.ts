/**
 * Reductions by the names that NumPy gives them: thin compositions of ufuncs and their methods.
 *
 * Without an axis everything is reduced, and the result is a plain value. Sums and products of booleans and of integers
 * up to 32 bits are float64, so that they are numbers.
 */
import {
  type ArrayLike,
  asarray,
  broadcast_to,
  type Dot,
  type DType,
  type Extremum,
  type floating,
  isBool,
  isNdArray,
  type Mean,
  type NdArray,
  type Operand,
  type promoted,
  type ReduceOptions,
  type Running,
  type Scalar,
  type Sum,
  type Truth,
  tidy,
  ufunc,
  type Variance,
  type VarianceOptions,
  zeros,
} from "../runtime/compiled.js";
import { add, divide, multiply } from "./arithmetic.js";
import { maximum, minimum } from "./extrema.js";
import { sqrt } from "./floating.js";
import { logical_and, logical_or } from "./logical.js";
import { FLOATS, TRIPLES } from "./loops.js";

type Result = NdArray | Scalar;
interface Reducible {
  reduce(a: ArrayLike, options: object): unknown;
}

/** The options, if they are such: NumPy's users write the axis behind the array. */
function bag(options: object): object {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return options;
  throw unwanted("options are", options, "an object such as { axis: 0 }");
}

const unwanted = (what: string, found: unknown, accepted: string) =>
  Object.assign(new TypeError(`${what} ${found}: ${accepted} is wanted`), { code: "TypeError" });

const reduced = (u: Reducible, a: ArrayLike, options: object): Result =>
  u.reduce(a, { axis: null, ...bag(options) }) as Result;

/** The type in which elements are summed, where none is asked for: null for their own. */
function sumType(type: DType): DType | null {
  return type.endsWith("64") || type === "float32" ? null : "float64";
}

function inNumbers(u: Reducible, given: ArrayLike, options: ReduceOptions = {}): Result {
  const a = asarray(given);
  return reduced(u, a, { ...bag(options), dtype: options.dtype ?? sumType(a.dtype) });
}

/**
 * The sum of all elements, or of those along axes.
 * @throws AxisError.
 * @example sum([[1, 2], [3, 4]]); // 10
 */
export const sum = ((a: ArrayLike, options?: object) => inNumbers(add, a, options)) as Sum;

/**
 * The product of all elements, or of those along axes.
 * @throws AxisError.
 * @example prod([2, 3, 4]); // 24
 */
export const prod = ((a: ArrayLike, options?: object) => inNumbers(multiply, a, options)) as Sum;

/**
 * The smallest element, or those along axes; NaN if there is one.
 * @throws AxisError, ValueError where there is nothing and no `initial`.
 * @example min([3, 1, 2]); // 1
 */
export const min = ((a: ArrayLike, options: object = {}) => reduced(minimum, a, options)) as Extremum;

/**
 * The largest element, or those along axes; NaN if there is one.
 * @throws AxisError, ValueError where there is nothing and no `initial`.
 * @example max([[1, 5], [7, 2]], { axis: 0 }); // [7, 5]
 */
export const max = ((a: ArrayLike, options: object = {}) => reduced(maximum, a, options)) as Extremum;

/**
 * Is any element true? Any but 0 is, NaN too.
 * @throws AxisError.
 * @example any([0, 1]); // true
 */
export const any = ((a: ArrayLike, options: object = {}) => reduced(logical_or, a, options)) as Truth;

/**
 * Are all elements true?
 * @throws AxisError.
 * @example all([[1, 0], [1, 1]], { axis: 0 }); // [true, false]
 */
export const all = ((a: ArrayLike, options: object = {}) => reduced(logical_and, a, options)) as Truth;

// ───────────── means ─────────────

/** How many elements of `a` there are for each of the result. */
function countOf(a: NdArray, { axis = null, keepdims = false, where }: ReduceOptions): number | NdArray {
  if (where !== undefined) {
    const mask = broadcast_to(asarray(where as ArrayLike), a.shape);
    return add.reduce(mask, { axis, keepdims, dtype: "float64" }) as number | NdArray;
  }
  const axes = axis === null ? a.shape.keys() : [axis].flat();
  return [...axes].reduce((count, k) => count * (a.shape.at(k) ?? 1), 1);
}

/** A sum divided by counts, in place, or as an element of its type. */
function divided(total: Result, count: number | NdArray, type: DType): Result {
  const sums = isNdArray(total) ? total : asarray(total, type);
  divide(sums, count, { out: sums, casting: "unsafe" });
  return isNdArray(total) ? total : sums.item();
}

/** The type of means. */
const meanType = (type: DType, { dtype }: ReduceOptions): DType => dtype ?? (type === "float32" ? type : "float64");

/**
 * The mean of all elements, or of those along axes; of integers it is float64.
 * @throws AxisError.
 * @example mean([1, 2, 3, 6]); // 3
 */
export const mean = ((given: ArrayLike, options: ReduceOptions = {}) =>
  tidy(() => {
    const a = asarray(given);
    const { axis = null } = bag(options) as ReduceOptions;
    // As a list, an axis must exist: a plain 0 is one of no axes too.
    const axes = axis === null ? null : [axis].flat();
    const type = meanType(a.dtype, options);
    return divided(reduced(add, a, { ...options, dtype: type, axis: axes }), countOf(a, options), type);
  })) as Mean;

const squaredDistance = ufunc((x: number, center: number): floating => (x - center) * (x - center), { loops: FLOATS });

/**
 * The variance of all elements, or of those along axes: the mean of the squared distances from the mean. `ddof` is taken
 * from the number of elements that the sum is divided by.
 * @throws AxisError.
 * @example variance([1, 2, 3, 6]); // 3.5
 */
const variance = ((given: ArrayLike, allOptions: VarianceOptions = {}) =>
  tidy(() => {
    const { ddof = 0, ...options } = bag(allOptions) as VarianceOptions;
    if (typeof ddof !== "number" || Number.isNaN(ddof)) throw unwanted("ddof is", ddof, "a number");
    const a = asarray(given);
    const { axis = null, where, dtype } = options;
    const within = { axis, ...(where !== undefined && { where }), ...(dtype && { dtype }) };
    const center = mean(a, { ...within, keepdims: true });
    const total = reduced(add, squaredDistance(a, center), options);
    const count = countOf(a, options);
    const others = isNdArray(count) ? maximum(add(count, -ddof), 0) : Math.max(count - ddof, 0);
    return divided(total, others, meanType(a.dtype, options));
  })) as Variance;

export { variance as var };

/**
 * The standard deviation: the square root of the variance.
 * @throws AxisError.
 * @example std([1, 3, 1, 3]); // 1
 */
export const std = ((given: ArrayLike, options: VarianceOptions = {}) =>
  tidy(() => {
    const a = asarray(given);
    const squared = variance(a, bag(options)) as Result;
    if (isNdArray(squared)) return sqrt(squared, { out: squared });
    const type = meanType(a.dtype, options);
    return sqrt(asarray(squared, type)).astype(type).item();
  })) as Variance;

// ───────────── running sums, products of vectors ─────────────

interface Accumulable {
  accumulate(a: NdArray, options: object): unknown;
}

function running(u: Accumulable, given: ArrayLike, options: { axis?: number | null; dtype?: DType } = {}): unknown {
  const { axis = null, dtype } = bag(options) as typeof options;
  return tidy(() => {
    const a = asarray(given);
    const along = axis === null || a.ndim === 0 ? a.ravel() : a;
    return u.accumulate(along, { ...options, dtype: dtype ?? sumType(a.dtype), axis: axis ?? 0 });
  });
}

/**
 * The sums of all elements up to each, along an axis, or of all in C order.
 * @throws AxisError.
 * @example cumsum([1, 2, 3]); // [1, 3, 6]
 */
export const cumsum = ((a: ArrayLike, options?: object) => running(add, a, options)) as Running;

/**
 * The products of all elements up to each, along an axis, or of all in C order.
 * @throws AxisError.
 * @example cumprod([1, 2, 3, 4]); // [1, 2, 6, 24]
 */
export const cumprod = ((a: ArrayLike, options?: object) => running(multiply, a, options)) as Running;

const multiplyAdd = ufunc(
  (total: number, a: number, b: number): promoted => (isBool(a) ? total || (a && b) : total + a * b),
  {
    loops: TRIPLES,
  },
);

function notAligned(a: NdArray, b: NdArray, axis: number): Error {
  const [left, right] = [a, b].map(({ shape }) => `(${shape.join(",")}${shape.length === 1 ? "," : ""})`);
  const dimensions = `${a.shape.at(-1)} (dim ${a.ndim - 1}) != ${b.shape[axis]} (dim ${axis})`;
  return Object.assign(new RangeError(`shapes ${left} and ${right} not aligned: ${dimensions}`), {
    code: "ValueError",
  });
}

/**
 * The product of vectors or matrices: the sum over the last axis of the first and the last but one of the second, which
 * is the last for a vector. An array, of no axes for two vectors.
 * @throws ValueError where these axes are not of one length.
 * @example dot([[1, 2], [3, 4]], [10, 100]); // [210, 430]
 */
export const dot = ((left: Operand, right: Operand) =>
  tidy(() => {
    const [a, b] = [asarray(left as ArrayLike), asarray(right as ArrayLike)];
    if (a.ndim === 0 || b.ndim === 0) return multiply(a, b);
    const axis = Math.max(b.ndim - 2, 0);
    const length = a.shape.at(-1)!;
    if (length !== b.shape[axis]) throw notAligned(a, b, axis);
    const type = multiply.resolve_dtypes([a.dtype, b.dtype])[2]!;
    if (a.ndim === 1 && b.ndim === 1) return add.reduce(multiply(a, b), { axis: [0], dtype: type });
    const kept = b.shape.toSpliced(axis, 1);
    const total = zeros([...a.shape.slice(0, -1), ...kept], type);
    for (let k = 0; k < length; k++) {
      const x = a.slice("...", k, ...kept.map(() => null));
      multiplyAdd(total, x, b.slice(...b.shape.map((_, i) => (i === axis ? k : ":"))), { out: total });
    }
    return total;
  })) as Dot;
