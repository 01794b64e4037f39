/**
 * Tier `js`: no kernel and no body as data, so the plain function is applied to each element. Slow, and integers don't
 * wrap inside the function. It works without the plug-in, and is where bodies outside the kernel language end.
 *
 * What the function returns for the first element decides how many outputs there are and whether they are bool.
 */
import { castTo } from "../kernel/cast.js";
import type { DType, Scalar } from "../kernel/dtype.js";
import type { Dispatch } from "./dispatch.js";
import { untransformed } from "./errors.js";
import { type Loop, scalarLoop } from "./loop.js";
import { settings } from "./settings.js";

type Results = readonly Scalar[];

let warned = false;

/** Says once how to set up the plug-in. Not for a body that the plug-in refused: the build said why. */
export function warnUntransformed(d: Dispatch): void {
  if (d.linkage !== null || warned || settings.untransformed === "silent") return;
  warned = true;
  const error = untransformed(d.name);
  if (settings.untransformed === "error") throw error;
  console.warn(error.message);
}

/** The function on one element. 64-bit elements are bigints, or numbers where the function can't mix the two. */
export function applyPlain(d: Dispatch, values: readonly Scalar[]): Results {
  let result: unknown;
  try {
    result = d.body(...values);
  } catch (error) {
    if (!(error instanceof TypeError) || !values.some((x) => typeof x === "bigint")) throw error;
    result = d.body(...values.map((x) => (typeof x === "bigint" ? Number(x) : x)));
  }
  return Array.isArray(result) ? result : [result as Scalar];
}

/** The loop for these types. `first` is an element of each operand, to see what the function returns. */
export function plainLoop(d: Dispatch, types: readonly DType[], arrays: readonly DType[], first: Results): Loop {
  warnUntransformed(d);
  const inputs = d.list === null ? types : d.loopInputs(types);
  const results = applyPlain(
    d,
    first.map((x, i) => castTo(inputs[i]!)(x)),
  );
  const number = arrays.length > 0 && arrays.every((t) => t === "float32") ? "float32" : "float64";
  const outputs = d.outputsFor(inputs) ?? results.map((x) => (typeof x === "boolean" ? "bool" : number));
  const casts = outputs.map(castTo);
  return scalarLoop(inputs, outputs, "js", (...values) => {
    const found = applyPlain(d, values);
    return casts.map((cast, i) => cast(found[i]!));
  });
}
