/** Are arrays the same, or as good as? */
import { type DType, isFloat } from "../kernel/dtype.js";
import { promote } from "../kernel/promote.js";
import { copyAs, emptyArray, type NdArray, typedArray, viewOf } from "./array.js";
import { broadcastShapes, sameShape } from "./broadcast.js";
import { toArray } from "./convert.js";
import { type Elements, withElements } from "./dense.js";
import { badOption } from "./errors.js";
import { checkKeywords } from "./keywords.js";
import { isScalarOperand } from "./operands.js";
import { tidy } from "./tidy.js";
import type { Operand, Scalar } from "./types.js";
import { broadcastTo } from "./view.js";

/**
 * Have two arrays the same shape and equal elements? NaN equals nothing unless `equal_nan` is true.
 * @throws TypeError for what is no array.
 * @example array_equal([1, 2], [1, 2, 3]); // false
 */
export function array_equal(a: Operand, b: Operand, options: { equal_nan?: boolean | undefined } = {}): boolean {
  checkKeywords("array_equal", options, ["equal_nan"]);
  return tidy(() => {
    const [x, y] = [toArray("array_equal(a)", a), toArray("array_equal(b)", b)];
    if (!sameShape(x.shape, y.shape)) return false;
    return withElements(comparable(x, y), (left) =>
      withElements(comparable(y, x), (right) => sameElements(left as Elements, right as Elements, options.equal_nan)),
    );
  });
}

/** An array as it is compared with another one: beside a float in the common type, else as it is, since integers are compared exactly. */
export function comparable(a: NdArray, other: NdArray): NdArray {
  const type = promote(a.dtype, other.dtype);
  const isExact = !isFloat(a.dtype) && !isFloat(other.dtype);
  return isExact || a.dtype === type ? a : copyAs(a, type, "K");
}

function sameElements(left: Elements, right: Elements, equalNaN = false): boolean {
  for (let i = 0; i < left.length; i++)
    // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals a number
    if (left[i] != right[i] && !(equalNaN && Number.isNaN(left[i]) && Number.isNaN(right[i]))) return false;
  return true;
}

/** How far elements may lie apart: `atol + rtol * |b|`. */
export interface Tolerance {
  /** 1e-5 unless given. */
  rtol?: number | undefined;
  /** 1e-8 unless given. */
  atol?: number | undefined;
  equal_nan?: boolean | undefined;
}

/**
 * Where are elements equal within a tolerance: `|a - b| <= atol + rtol * |b|`? Infinities are close to themselves, NaN to
 * nothing unless `equal_nan` is true. Of two plain values: a boolean.
 * @throws ValueError where the shapes don't broadcast, TypeError for a tolerance that is no number.
 * @example isclose([1, 1.1], 1.000001); // [true, false]
 */
export function isclose<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options?: Tolerance,
): [A | B] extends [Scalar] ? boolean : NdArray<"bool">;
export function isclose(a: Operand, b: Operand, options: Tolerance = {}): boolean | NdArray {
  const close = closeness("isclose", a, b, options);
  return typeof a === "object" || typeof b === "object" ? close : (close.item() as boolean);
}

/**
 * Are all elements equal within a tolerance, as `isclose` has it?
 * @throws ValueError where the shapes don't broadcast, TypeError for a tolerance that is no number.
 * @example allclose([1, 2], [1, 2.000001]); // true
 */
export function allclose(a: Operand, b: Operand, options: Tolerance = {}): boolean {
  return tidy(() => !(typedArray(closeness("allclose", a, b, options)) as Uint8Array).includes(0));
}

/** In float32 every step is rounded, as NumPy computes it. */
const rounding = (type: DType) => (type === "float32" ? Math.fround : (value: number) => value);

function closeness(name: string, a: Operand, b: Operand, options: Tolerance): NdArray<"bool"> {
  checkKeywords(name, options, ["rtol", "atol", "equal_nan"]);
  const { rtol = 1e-5, atol = 1e-8, equal_nan = false } = options;
  for (const [key, found] of Object.entries({ rtol, atol }))
    if (typeof found !== "number" || Number.isNaN(found)) throw badOption(key, found, "a number");
  return tidy(() => {
    const [x, y] = [toArray(`${name}(a)`, a), toArray(`${name}(b)`, b)];
    const shape = broadcastShapes([x.shape, y.shape]);
    const reference = isFloat(y.dtype) ? y.dtype : "float64";
    // a plain value takes the type of what it is compared with
    const isWeak = isScalarOperand(b) && isFloat(x.dtype);
    const type = isWeak ? x.dtype : isScalarOperand(a) ? reference : promote(x.dtype, reference);
    const size = isWeak ? Math.abs(Number(b)) : null;
    const made = emptyArray("bool", shape);
    const close = typedArray(made);
    const [round, roundBound] = [rounding(type), rounding(reference)];
    const [left, right] = [x, y].map((from) => typedArray(copyAs(viewOf(from, broadcastTo(from, shape)), type, "C")));
    for (let i = 0; i < close.length; i++) {
      const p = left![i] as number;
      const q = right![i] as number;
      const relative = roundBound(roundBound(rtol) * (size ?? Math.abs(q)));
      const allowed = round(roundBound(roundBound(atol) + relative));
      const near = Math.abs(round(p - q)) <= allowed && Number.isFinite(q);
      close[i] = Number(near || p === q || (equal_nan && Number.isNaN(p) && Number.isNaN(q)));
    }
    return made;
  });
}
