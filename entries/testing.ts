/**
 * `micronumpy/testing`: assertions about arrays, for any test runner: they throw an Error whose message is NumPy's report.
 *
 *     Arrays are not equal
 *
 *     Mismatched elements: 1 / 3 (33.3%)
 *     Mismatch at index:
 *      [1]: 2.0 (ACTUAL), 2.5 (DESIRED)
 *     Max absolute difference among violations: 0.5
 *     Max relative difference among violations: 0.2
 *      ACTUAL: array([1., 2., 3.])
 *      DESIRED: array([1. , 2.5, 3. ])
 *
 * See `assert_array_compare` in `numpy/testing/_private/utils.py`.
 */
import { type DType, isBool, isFloat } from "../kernel/dtype.js";
import { promote } from "../kernel/promote.js";
import type { NdArray } from "../runtime/array.js";
import { sameShape } from "../runtime/broadcast.js";
import { comparable, isclose } from "../runtime/comparing.js";
import { toArray } from "../runtime/convert.js";
import { array } from "../runtime/create.js";
import { notEqual, tupleText } from "../runtime/errors.js";
import { elementsText, repr, rounded, scalarText } from "../runtime/format.js";
import { take } from "../runtime/indexing.js";
import { tidy } from "../runtime/tidy.js";
import type { Operand, Scalar } from "../runtime/types.js";

/** Options of `assert_equal`. */
export interface EqualOptions {
  /** Stands first in the report. */
  err_msg?: string | undefined;
  /** Shapes and element types must agree too: a plain value is not compared with every element. */
  strict?: boolean | undefined;
}

/** Options of `assert_allclose`. */
export interface CloseOptions extends EqualOptions {
  /** 1e-7 unless given. */
  rtol?: number | undefined;
  /** 0 unless given. */
  atol?: number | undefined;
  /** True unless given. */
  equal_nan?: boolean | undefined;
}

/**
 * Are the elements equal? NaN equals NaN. A plain value is compared with every element; of two plain values -0 and 0 differ.
 * @throws AssertionError with a report.
 * @example assert_equal(add([1, 2], 1), [2, 3]);
 */
export function assert_equal(actual: Operand, desired: Operand, options: EqualOptions = {}): void {
  if (typeof actual !== "object" && typeof desired !== "object") return assertSame(actual, desired, options);
  compare(actual, desired, "Arrays are not equal", { ...options, equal_nan: true }, (x, y) => {
    const [left, right] = [elementsOf(comparable(x, y)), elementsOf(comparable(y, x))];
    // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals a number
    return (i) => left(i) == right(i);
  });
}

/**
 * Are the elements equal within a tolerance: `|actual - desired| <= atol + rtol * |desired|`?
 * @throws AssertionError with a report.
 * @example assert_allclose(sqrt([2]), [1.41421356], { rtol: 1e-8 });
 */
export function assert_allclose(actual: Operand, desired: Operand, options: CloseOptions = {}): void {
  const { rtol = 1e-7, atol = 0, equal_nan = true } = options;
  const header = `Not equal to tolerance rtol=${general(rtol, 6)}, atol=${general(atol, 6)}`;
  compare(actual, desired, header, { ...options, equal_nan }, (x, y) => {
    const close = elementsOf(isclose(x, y, { rtol, atol, equal_nan }));
    return (i) => close(i) as boolean;
  });
}

function assertSame(actual: Scalar, desired: Scalar, { err_msg = "" }: EqualOptions): void {
  if (Object.is(actual, desired)) return;
  const text = (x: Scalar) =>
    scalarText(x, typeof x === "number" ? "float64" : typeof x === "bigint" ? "int64" : "bool");
  const header = `Items are not equal:${err_msg === "" ? "" : ` ${err_msg}`}`;
  throw notEqual(`\n${header}\n ACTUAL: ${text(actual)}\n DESIRED: ${text(desired)}`);
}

// ───────────── the comparison ─────────────

type Read = (i: number) => Scalar;

/** The elements in C order; that of a 0-d array stands at every place. */
function elementsOf(a: NdArray): Read {
  const list = a.ravel().tolist() as Scalar[];
  return a.ndim === 0 ? () => list[0]! : (i) => list[i]!;
}

type Settings = EqualOptions & { equal_nan: boolean };

function compare(
  actual: Operand,
  desired: Operand,
  header: string,
  options: Settings,
  judge: (x: NdArray, y: NdArray) => (i: number) => boolean,
): void {
  tidy(() => {
    const [x, y] = [toArray("actual", actual), toArray("desired", desired)];
    const fail = (remarks: string, [left, right] = [x, y]) => {
      throw notEqual(
        `\n${header}\n${options.err_msg ?? ""}\n${remarks}\n${shown("ACTUAL", left)}\n${shown("DESIRED", right)}`,
      );
    };
    checkForm(x, y, options, fail);
    const shape = x.ndim === 0 ? y.shape : x.shape;
    const size = shape.reduce((product, extent) => product * extent, 1);
    const special = specials(x, y, size, options, fail);
    const equal = judge(x, y);
    const places: number[] = [];
    for (let i = 0; i < size; i++) if (!special(i) && !equal(i)) places.push(i);
    if (places.length > 0) fail(remarks(x, y, shape, size, places));
  });
}

type Fail = (remarks: string, arrays?: [NdArray, NdArray]) => void;

function checkForm(x: NdArray, y: NdArray, { strict = false }: Settings, fail: Fail): void {
  const isPlain = !strict && (x.ndim === 0 || y.ndim === 0);
  if (!isPlain && !sameShape(x.shape, y.shape)) fail(`(shapes ${tupleText(x.shape)}, ${tupleText(y.shape)} mismatch)`);
  if (strict && x.dtype !== y.dtype) fail(`(dtypes ${x.dtype}, ${y.dtype} mismatch)`);
}

/** The places of NaN and of infinities, which must be the same in both; they are not compared otherwise. */
function specials(x: NdArray, y: NdArray, size: number, options: Settings, fail: Fail): (i: number) => boolean {
  if (!isFloat(x.dtype) && !isFloat(y.dtype)) return () => false;
  const [left, right] = [elementsOf(x), elementsOf(y)];
  const isMissing = (value: Scalar) => options.equal_nan && Number.isNaN(value);
  const isInfinite = (value: Scalar) => value === Infinity || value === -Infinity;
  const infinite: boolean[] = [];
  for (let i = 0; i < size; i++) if (isMissing(left(i)) !== isMissing(right(i))) fail("nan location mismatch:");
  for (let i = 0; i < size; i++) {
    infinite.push(isInfinite(left(i)));
    if (infinite[i] !== isInfinite(right(i))) fail("inf location mismatch:");
  }
  if (infinite.some((is, i) => is && left(i) !== right(i))) {
    const only = (a: NdArray) => (x.ndim === 0 || y.ndim === 0 ? a : take(a, array(infinite, "bool").reshape(a.shape)));
    fail("inf values mismatch:", [only(x), only(y)]);
  }
  return (i) => isMissing(left(i)) || infinite[i]!;
}

// ───────────── the report ─────────────

const MOST_PLACES = 5;

function remarks(x: NdArray, y: NdArray, shape: readonly number[], size: number, places: readonly number[]): string {
  const [left, right] = [elementsOf(x), elementsOf(y)];
  const count = places.length;
  const lines = [`Mismatched elements: ${count} / ${size} (${general((100 * count) / size, 3)}%)`];
  if (shape.length > 0) {
    const many = count > MOST_PLACES ? "First 5 mismatches are at indices:" : "Mismatch at indices:";
    lines.push(count === 1 ? "Mismatch at index:" : many);
    for (const i of places.slice(0, MOST_PLACES)) {
      const [p, q] = [scalarText(left(i), wide(x.dtype)), scalarText(right(i), wide(y.dtype))];
      lines.push(` [${indexOf(i, shape).join(", ")}]: ${p} (ACTUAL), ${q} (DESIRED)`);
    }
  }
  if (!isBool(x.dtype) || !isBool(y.dtype)) lines.push(...differences(x.dtype, y.dtype, left, right, places));
  return lines.join("\n");
}

/** Python writes single elements of float32 with the digits of a double. */
const wide = (dtype: DType): DType => (isFloat(dtype) ? "float64" : dtype);

function indexOf(place: number, shape: readonly number[]): number[] {
  let rest = place;
  return shape
    .toReversed()
    .map((extent) => {
      const index = rest % extent;
      rest = Math.floor(rest / extent);
      return index;
    })
    .reverse();
}

function differences(a: DType, b: DType, left: Read, right: Read, places: readonly number[]): string[] {
  const type = promote(a, b);
  const round = type === "float32" ? Math.fround : (value: number) => value;
  let [most, mostRelative]: [number | bigint, number] = [0, -1];
  for (const i of places) {
    const [p, q] = [left(i), right(i)];
    const apart = typeof p === "bigint" && typeof q === "bigint" ? size(p - q) : round(Math.abs(Number(p) - Number(q)));
    const relative = round(Number(apart) / Math.abs(Number(q)));
    most = larger(most, apart);
    if (Number(q) !== 0) mostRelative = larger(mostRelative, relative) as number;
  }
  const text = (value: number | bigint, dtype: DType) => elementsText(array(value, dtype));
  const beyond = typeof most === "bigint" && most >= 2n ** 63n ? "uint64" : type;
  return [
    `Max absolute difference among violations: ${text(most, beyond)}`,
    `Max relative difference among violations: ${text(mostRelative < 0 ? Infinity : mostRelative, isFloat(type) ? type : "float64")}`,
  ];
}

const size = (x: bigint) => (x < 0n ? -x : x);

/** NaN is larger than any number. */
const larger = (a: number | bigint, b: number | bigint) => (Number.isNaN(a) || a > b ? a : b);

function shown(name: string, a: NdArray): string {
  const lines = repr(a, 6).split("\n");
  return ` ${name}: ${lines.length > 4 ? `${lines.slice(0, 3).join("\n")}...` : lines.join("\n")}`;
}

/** Python's `%g`. */
function general(x: number, digits: number): string {
  const text = rounded(x.toExponential(digits - 1), x.toExponential(100), digits - 1);
  const [mantissa, exponent] = text.split("e");
  const power = Number(exponent);
  if (power >= -4 && power < digits) return String(Number(text));
  return `${Number(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
