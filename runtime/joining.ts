/** Arrays joined along an axis. */
import type { DType } from "../kernel/dtype.js";
import { type Casting, promoteAll } from "../kernel/promote.js";
import { emptyArray, makeArray, type NdArray, viewOf } from "./array.js";
import { sameShape } from "./broadcast.js";
import { toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { checkCast, checkDType } from "./element.js";
import {
  badOption,
  differentDimensions,
  differentExtents,
  differentShapes,
  nothingToJoin,
  scalarsJoined,
} from "./errors.js";
import { checkKeywords } from "./keywords.js";
import { tidy } from "./tidy.js";
import type { ArrayLike, Operand, PromoteAll } from "./types.js";
import { checkAxis, expand } from "./view.js";

interface JoinOptions {
  dtype?: DType | undefined;
  casting?: Casting | undefined;
}

type Joined<X, O> = NdArray<O extends { dtype: infer E extends DType } ? E : PromoteAll<X>>;

/**
 * Arrays one after another along an axis: the first, or `axis`; `axis: null` joins their elements in one dimension. The
 * element type is the promotion of theirs, or `dtype`, to which `casting` ("same_kind") must allow a cast.
 * @throws ValueError for no arrays, 0-d ones, and shapes that differ along other axes; AxisError; TypeError for a cast.
 * @example concatenate([[1, 2], [3]]); // [1, 2, 3]
 */
export function concatenate<
  const X extends readonly ArrayLike[],
  const O extends JoinOptions & { axis?: number | null | undefined },
>(arrays: X, options?: O): Joined<X, O>;
export function concatenate(
  given: readonly ArrayLike[],
  options: JoinOptions & { axis?: number | null | undefined } = {},
): NdArray {
  checkKeywords("concatenate", options, ["axis", "dtype", "casting"]);
  const { axis = 0 } = options;
  return tidy(() => {
    const arrays = readArrays("concatenate", given);
    return join(axis === null ? arrays.map((a) => a.ravel()) : arrays, axis ?? 0, options);
  });
}

/**
 * Arrays of one shape along a new axis: the first, or `axis`, counted in the result's axes.
 * @throws ValueError for no arrays and for shapes that differ, AxisError, TypeError for a cast.
 * @example stack([[1, 2], [3, 4]], { axis: 1 }); // [[1, 3], [2, 4]]
 */
export function stack<const X extends readonly Operand[], const O extends JoinOptions & { axis?: number | undefined }>(
  arrays: X,
  options?: O,
): Joined<X, O>;
export function stack(given: readonly Operand[], options: JoinOptions & { axis?: number | undefined } = {}): NdArray {
  checkKeywords("stack", options, ["axis", "dtype", "casting"]);
  return tidy(() => {
    const arrays = readArrays("stack", given);
    if (arrays.some((a) => !sameShape(a.shape, arrays[0]!.shape))) throw differentShapes();
    const axis = checkAxis(options.axis ?? 0, arrays[0]!.ndim + 1);
    const parts = arrays.map((a) => viewOf(a, expand(a, axis)));
    return join(parts, axis, options);
  });
}

function readArrays(verb: "concatenate" | "stack", given: unknown): readonly NdArray[] {
  if (!Array.isArray(given)) throw badOption(`${verb}(arrays)`, given, "a list of arrays");
  if (given.length === 0) throw nothingToJoin(verb);
  return given.map((x, i) => toArray(`${verb}(arrays[${i}])`, x));
}

function join(arrays: readonly NdArray[], given: number, { dtype, casting = "same_kind" }: JoinOptions): NdArray {
  const first = arrays[0]!;
  if (first.ndim === 0) throw scalarsJoined();
  const axis = checkAxis(given, first.ndim);
  arrays.forEach((a, i) => checkAlike(first, a, i, axis));
  const type = dtype === undefined ? promoteAll(arrays.map((a) => a.dtype)) : checkDType(dtype);
  for (const a of arrays) checkCast(a.dtype, type, casting);
  const length = arrays.reduce((sum, a) => sum + a.shape[axis]!, 0);
  const made = emptyArray(type, first.shape.with(axis, length));
  let { address } = made;
  for (const a of arrays) {
    copyElements(a, makeArray(type, a.shape, made.strides, made.storage, address, made));
    address += a.shape[axis]! * made.strides[axis]!;
  }
  return made;
}

function checkAlike(first: NdArray, a: NdArray, index: number, joined: number): void {
  if (a.ndim !== first.ndim) throw differentDimensions(first.ndim, index, a.ndim);
  a.shape.forEach((extent, axis) => {
    const wanted = first.shape[axis]!;
    if (axis !== joined && extent !== wanted) throw differentExtents(axis, wanted, index, extent);
  });
}
