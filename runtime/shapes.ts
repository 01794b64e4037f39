/** Views of the same elements in another shape. */
import { type NdArray, viewOf } from "./array.js";
import { fitsInto } from "./broadcast.js";
import { toArray } from "./convert.js";
import { cannotBroadcastTo, moreDimensions, scalarShape } from "./errors.js";
import { checkKeywords } from "./keywords.js";
import type { ArrayLike, DTypeOf, Operand, Shape } from "./types.js";
import type { Axis } from "./ufunc-types.js";
import * as views from "./view.js";

/**
 * A read-only view in another shape: axes of length 1 are stretched, and axes added in front.
 * @throws ValueError where the array can't be broadcast so.
 * @example broadcast_to([1, 2], [2, 2]); // [[1, 2], [1, 2]]
 */
export function broadcast_to<X extends Operand>(a: X, shape: Shape): NdArray<DTypeOf<X>> {
  const from = toArray("broadcast_to(a)", a);
  const extents = views.checkShape(shape);
  if (extents.length === 0 && from.ndim > 0) throw scalarShape();
  if (from.ndim > extents.length) throw moreDimensions();
  if (!fitsInto(from.shape, extents)) throw cannotBroadcastTo(from.shape, extents);
  return viewOf(from, views.broadcastTo(from, extents), false) as NdArray<DTypeOf<X>>;
}

/**
 * A view without axes of length 1: all of them, or those that `axis` names.
 * @throws ValueError for an axis of another length, AxisError.
 * @example squeeze([[[1], [2]]]); // [1, 2]
 */
export function squeeze<X extends ArrayLike>(a: X, options: { axis?: Axis | undefined } = {}): NdArray<DTypeOf<X>> {
  checkKeywords("squeeze", options, ["axis"]);
  const from = toArray("squeeze(a)", a);
  return viewOf(from, views.squeeze(from, options.axis)) as NdArray<DTypeOf<X>>;
}

/**
 * A view with new axes of length 1. `axis` counts in the result's axes: a number or several.
 * @throws ValueError for an axis named twice, AxisError.
 * @example expand_dims([1, 2], 1); // [[1], [2]]
 */
export function expand_dims<X extends Operand>(a: X, axis: number | readonly number[]): NdArray<DTypeOf<X>> {
  const from = toArray("expand_dims(a)", a);
  return viewOf(from, views.expand(from, axis)) as NdArray<DTypeOf<X>>;
}

/**
 * A view with the elements in reverse order along all axes, or along those that `axis` names.
 * @throws ValueError for an axis named twice, AxisError.
 * @example flip([[1, 2], [3, 4]], { axis: 0 }); // [[3, 4], [1, 2]]
 */
export function flip<X extends ArrayLike>(a: X, options: { axis?: Axis | undefined } = {}): NdArray<DTypeOf<X>> {
  checkKeywords("flip", options, ["axis"]);
  const from = toArray("flip(a)", a);
  return viewOf(from, views.flip(from, options.axis)) as NdArray<DTypeOf<X>>;
}
