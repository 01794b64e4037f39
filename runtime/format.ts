/**
 * Arrays as text, as NumPy prints them: `str` gives `[1.  2.5]`, `repr` gives `array([1. , 2.5])`.
 *
 * All elements of an array have one format, found by a first pass over those that will be shown: the common width, and
 * for floats how many digits of the shortest representation, at most 8, and whether an exponent is written. The rules
 * are those of `numpy/_core/arrayprint.py` with its default options; "Dragon4" there is JavaScript's own shortest text.
 */
import { type DType, isBool, isFloat } from "../kernel/dtype.js";
import type { NdArray } from "./array.js";
import { elements } from "./element.js";
import type { Scalar } from "./types.js";

/** Digits behind the point, unless asked otherwise. */
const PRECISION = 8;
/** Beyond so many elements only the edges are shown. */
const THRESHOLD = 1000;
const EDGE = 3;
const WIDTH = 75;

type Format = (x: Scalar) => string;

/** `numpy.array_str`. */
export function str(a: NdArray): string {
  if (a.ndim === 0) return scalarText(a.get(), a.dtype);
  return elementsText(a);
}

/** `numpy.array_repr`. The element type is named unless the elements show it: for all but int64, float64 and bool. */
export function repr(a: NdArray, precision = PRECISION): string {
  const prefix = "array(";
  const text = prefix + elementsText(a, ", ", " ".repeat(prefix.length), WIDTH - 1, precision);
  const extras: string[] = [];
  const hidden = a.size === 0 ? a.ndim !== 1 : a.size > THRESHOLD;
  if (hidden) extras.push(`shape=(${a.shape.join(", ")}${a.ndim === 1 ? "," : ""})`);
  if (a.size === 0 || !(a.dtype === "int64" || a.dtype === "float64" || a.dtype === "bool"))
    extras.push(`dtype=${a.dtype}`);
  if (extras.length === 0) return `${text})`;
  const extra = `${extras.join(", ")})`;
  const last = text.length + 1 - (text.lastIndexOf("\n") + 1);
  return `${text},${last + extra.length + 1 > WIDTH ? `\n${" ".repeat(prefix.length)}` : " "}${extra}`;
}

/** `numpy.array2string`: brackets, separators and line breaks. */
export function elementsText(a: NdArray, separator = " ", prefix = "", width = WIDTH, precision = PRECISION): string {
  if (a.size === 0) return "[]";
  const summary = a.size > THRESHOLD;
  const read = (at: number) => elements[a.dtype].read(a.storage.view, at);
  const format = formatOf(shown(a, summary, read), a.dtype, a.ndim === 0, precision);
  const rows = (axis: number, at: number, indent: string, room: number): string => {
    if (axis === a.ndim) return format(read(at));
    const part = (i: number) => rows(axis + 1, at + i * a.strides[axis]!, `${indent} `, room - 1);
    const words = edges(a.shape[axis]!, summary).map((i) => (i < 0 ? "..." : part(i)));
    if (axis === a.ndim - 1) return `[${wrapped(words, separator, indent, room - 1)}]`;
    return `[${words.join(`${separator.trimEnd()}${"\n".repeat(a.ndim - axis - 1)}${indent}`)}]`;
  };
  return rows(0, a.address, ` ${prefix}`, width);
}

/** The indices of an axis that are shown; -1 stands for those left out. */
function edges(extent: number, summary: boolean): number[] {
  if (!summary || extent <= 2 * EDGE) return Array.from({ length: extent }, (_, i) => i);
  return [0, 1, 2, -1, extent - 3, extent - 2, extent - 1];
}

/** The elements of an axis, in lines of at most `room` characters. */
function wrapped(words: readonly string[], separator: string, indent: string, room: number): string {
  let text = "";
  let line = indent;
  words.forEach((word, i) => {
    if (line.length + word.length > room && line.length > indent.length) {
      text += `${line.trimEnd()}\n`;
      line = indent;
    }
    line += i < words.length - 1 ? word + separator : word;
  });
  return (text + line).slice(indent.length);
}

function shown(a: NdArray, summary: boolean, read: (at: number) => Scalar): Scalar[] {
  const values: Scalar[] = [];
  const visit = (axis: number, at: number) => {
    if (axis === a.ndim) values.push(read(at));
    else for (const i of edges(a.shape[axis]!, summary)) if (i >= 0) visit(axis + 1, at + i * a.strides[axis]!);
  };
  visit(0, a.address);
  return values;
}

function formatOf(values: readonly Scalar[], dtype: DType, single: boolean, precision: number): Format {
  if (isBool(dtype)) return (x) => (x ? (single ? "True" : " True") : "False");
  if (isFloat(dtype)) return floatFormat(values as readonly number[], dtype, precision) as Format;
  const width = longest(values.map(String));
  return (x) => String(x).padStart(width);
}

const longest = (words: readonly string[]) => words.reduce((most, word) => Math.max(most, word.length), 0);

// ───────────── floats ─────────────

/** NumPy's FloatingFormat with floatmode "maxprec". */
function floatFormat(values: readonly number[], dtype: DType, precision: number): (x: number) => string {
  const finite = values.filter(Number.isFinite);
  const scientific = wantsExponent(finite, dtype);
  const parts = finite.map((x) => (scientific ? exponential : positional)(x, dtype, precision));
  const fraction = longest(parts.map((part) => part.fraction));
  const exponent = longest(parts.map((part) => part.exponent));
  const right = parts.length === 0 ? 0 : fraction + exponent;
  const special = values.filter((x) => !Number.isFinite(x)).map(specialText);
  const left = Math.max(longest(parts.map((part) => part.whole)), longest(special) - right - 1);
  return (x) => {
    if (!Number.isFinite(x)) return specialText(x).padStart(left + right + 1);
    if (!scientific) {
      const { whole, fraction: digits } = positional(x, dtype, precision);
      return `${whole.padStart(left)}.${digits.padEnd(fraction)}`;
    }
    const { whole, fraction: digits, exponent: power } = exponential(x, dtype, fraction, fraction);
    return `${whole.padStart(left)}.${digits}${power.slice(0, 2)}${power.slice(2).padStart(exponent - 2, "0")}`;
  };
}

const specialText = (x: number) => (Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf");

/** Large, small, or too far apart for one width. The bounds are floats of the elements' type, as NumPy compares them. */
function wantsExponent(finite: readonly number[], dtype: DType): boolean {
  const single = dtype === "float32";
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const x of finite) {
    if (x === 0) continue;
    low = Math.min(low, Math.abs(x));
    high = Math.max(high, Math.abs(x));
  }
  if (high === 0) return false;
  const ratio = high / low;
  return (
    high >= (single ? 1e6 : 1e8) ||
    low < (single ? Math.fround(1e-4) : 1e-4) ||
    (single ? Math.fround(ratio) : ratio) > 1000
  );
}

/** The text of a float: `whole.fraction`, then `e+12` if an exponent is written. */
interface Parts {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
}

const minus = (x: number) => (x < 0 || Object.is(x, -0) ? "-" : "");

/** Without exponent: the shortest digits that tell x from its neighbours, at most `precision` behind the point. */
function positional(x: number, dtype: DType, precision: number): Parts {
  const size = Math.abs(x);
  const { digits, power } = shortest(size, dtype);
  if (digits.length - 1 - power > precision) {
    const [whole, fraction] = rounded(size.toFixed(precision), size.toFixed(100), precision).split(".");
    return { whole: minus(x) + whole, fraction: fraction!.replace(/0+$/, ""), exponent: "" };
  }
  const padded = (power < 0 ? "0".repeat(-power) + digits : digits).padEnd(power + 1, "0");
  const point = Math.max(power, 0) + 1;
  return { whole: minus(x) + padded.slice(0, point), fraction: padded.slice(point), exponent: "" };
}

/** With exponent: one digit before the point, behind it at least `least` and at most `most`. */
function exponential(x: number, dtype: DType, most: number, least = 0): Parts {
  const size = Math.abs(x);
  let { digits, power } = shortest(size, dtype);
  const wanted = Math.min(Math.max(digits.length - 1, least), most);
  if (digits.length - 1 !== wanted) {
    const [mantissa, exponent] = rounded(size.toExponential(wanted), size.toExponential(100), wanted).split("e");
    digits = mantissa!
      .replace(".", "")
      .replace(/0+$/, "")
      .padEnd(least + 1, "0");
    power = Number(exponent);
  }
  const exponent = `e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return { whole: minus(x) + digits[0], fraction: digits.slice(1), exponent };
}

/** Half goes to the even digit in NumPy, up in JavaScript: `up` is the latter's text, `exact` has all digits. */
export function rounded(up: string, exact: string, precision: number): string {
  const end = exact.indexOf(".") + 1 + precision;
  const even = Number(exact[end - 1]) % 2 === 0;
  const [mantissa, exponent] = exact.slice(end).split("e");
  if (!even || !/^50*$/.test(mantissa!)) return up;
  return exact.slice(0, end) + (exponent === undefined ? "" : `e${exponent}`);
}

/** The fewest significant digits that read back as x, and the power of ten of the first of them. */
function shortest(size: number, dtype: DType): { digits: string; power: number } {
  let text = size.toExponential();
  for (let digits = 0; dtype === "float32" && digits < 9; digits++) {
    text = rounded(size.toExponential(digits), size.toExponential(100), digits);
    if (Math.fround(Number(text)) === size) break;
  }
  const [mantissa, exponent] = text.split("e");
  return { digits: mantissa!.replace(".", "").replace(/(?<=.)0+$/, ""), power: Number(exponent) };
}

/** A scalar as NumPy's `str` writes it: all its digits. */
export function scalarText(x: Scalar, dtype: DType): string {
  if (typeof x === "boolean") return x ? "True" : "False";
  if (!isFloat(dtype)) return String(x);
  const float = x as number;
  if (!Number.isFinite(float)) return specialText(float);
  const size = Math.abs(float);
  const scientific = size !== 0 && (size >= (dtype === "float32" ? 1e6 : 1e16) || size < 1e-4);
  const { whole, fraction, exponent } = (scientific ? exponential : positional)(float, dtype, 100);
  if (scientific) return whole + (fraction === "" ? "" : `.${fraction}`) + exponent;
  return `${whole}.${fraction === "" ? "0" : fraction}`;
}
