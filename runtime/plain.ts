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
import type { Options } from "./options.js";
import { settings } from "./settings.js";

type Results = readonly Scalar[];
type Plain = Pick<Dispatch, "body" | "holder">;

let warned = false;

/** Says once how to set up the plug-in. Not for a body that the plug-in refused: the build said why. */
export function warnUntransformed(d: Dispatch): void {
  if (d.linkage !== null || settings.untransformed === "silent") return;
  if (settings.untransformed === "error") throw untransformed(d.name);
  if (!warned) console.warn(untransformed(d.name).message);
  warned = true;
}

/** As they are; then, where the function can't mix 64-bit elements with what it has, as numbers; else whole numbers as bigints. */
const conversions: readonly ((x: Scalar) => Scalar)[] = [
  (x) => x,
  (x) => (typeof x === "bigint" ? Number(x) : x),
  (x) => (typeof x === "number" && Number.isInteger(x) ? BigInt(x) : x),
];

/** The function on one element. */
export function applyPlain({ body, holder }: Plain, values: readonly Scalar[]): Results {
  let refusal: unknown;
  for (const convert of conversions) {
    try {
      const result: unknown = body.call(holder, ...values.map(convert));
      return Array.isArray(result) ? result : [result as Scalar];
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/**
 * The loop for these types. `first` is an element of each operand, to see what the function returns, `asked` what the
 * options say of it.
 */
export function plainLoop(
  d: Dispatch,
  types: readonly DType[],
  arrays: readonly DType[],
  first: Results,
  asked: Pick<Options, "outputs" | "dtype">,
): Loop {
  warnUntransformed(d);
  const inputs = d.list === null ? types : d.loopInputs(types);
  const results = applyPlain(
    d,
    first.map((x, i) => castTo(inputs[i]!)(x)),
  );
  const common = arrays.length > 0 && arrays.every((t) => t === "float32") ? "float32" : "float64";
  const number = asked.dtype ?? common;
  const outputs =
    asked.outputs ?? d.outputsFor(inputs) ?? results.map((x) => (typeof x === "boolean" ? "bool" : number));
  const casts = outputs.map(castTo);
  // nothing that has the loop: the driver keeps this, and lets go of it when nobody has the loop
  const plain: Plain = { body: d.body, holder: d.holder };
  // what captures decide may be another at every call: then this is too, but there are not many
  return d.own(`${inputs}->${outputs}`, () =>
    scalarLoop(inputs, outputs, "js", (...values) => {
      const found = applyPlain(plain, values);
      return casts.map((cast, i) => cast(found[i]!));
    }),
  );
}
