/**
 * The order in which a reduction that may be regrouped folds its elements; every tier keeps to it.
 *
 * NumPy's sums of floats are pairwise, its products go from the left. Integers give the same in any order, and so do the
 * smallest and the largest of floats.
 */
import { isFloat } from "./dtype.js";
import type { OpName } from "./ops.js";
import type { TypedBody } from "./typed.js";

export type FoldOrder = "any" | "pairwise" | "left";

const OF_FLOATS: { readonly [op in OpName]?: FoldOrder } = { mul: "left", min: "any", max: "any" };

/** Of a body typed for (T, T) -> T. */
export function foldOrder(body: TypedBody): FoldOrder {
  if (!isFloat(body.signature.outputs[0]!)) return "any";
  const op = operatorOf(body);
  return (op && OF_FLOATS[op]) ?? "pairwise";
}

/** The operator of a body that does nothing but apply it to its two parameters; null for others. */
export function operatorOf({ functions: [{ code }] }: TypedBody): OpName | null {
  const [only, ...more] = code;
  const value = only?.kind === "return" && more.length === 0 ? only.values[0] : undefined;
  if (value?.kind !== "op" || value.args.length !== 2) return null;
  const [a, b] = value.args.map((arg) => (arg.kind === "local" ? arg.index : -1)) as [number, number];
  return a >= 0 && b >= 0 && a !== b ? value.op : null;
}
