/**
 * Which signatures of a ufunc its own file compiles: what its options list, what its annotations pin, and if nothing is
 * known the defaults. Signatures that call sites want are added by `analyse`.
 */
import type { DType } from "../../kernel/dtype.js";
import { isDType } from "../../kernel/dtype.js";
import type { Func } from "../../kernel/ir.js";
import { parse, type Signature } from "../../kernel/signature.js";
import { type Problem, problem } from "./diagnostic.js";
import type { Options } from "./options.js";

/** Why a signature is compiled: one that the user asked for must compile, a default is dropped if it can't. */
export type Reason = "asked" | "default";

export interface Wanted {
  readonly signatures: readonly Signature[];
  readonly reason: Reason;
  readonly problems: readonly Problem[];
}

/** Signatures for which nobody asked: enough for a first call to be fast. */
export const DEFAULTS = ["float64", "float32", "int32"] as const;

/** `bigints` says which parameters are annotated as bigint: a default of theirs is int64. */
export function ownSignatures(
  func: Func,
  options: Options,
  bigints: readonly boolean[],
  defaults: readonly string[] = DEFAULTS,
): Wanted {
  const listed = options.loops ?? options.types;
  const problems: Problem[] = [];
  const signatures: Signature[] = [];
  for (const { text, node } of listed) {
    const signature = parse(text, func.params, func.returns.length);
    if (typeof signature === "string") problems.push(problem(node, "signature", signature));
    else signatures.push(options.loops ? signature : { ...signature, inputs: pinned(func, signature.inputs) });
  }
  if (options.loops !== undefined || listed.length > 0)
    return { signatures: unique(signatures), reason: "asked", problems };
  if (pins(func).every((pin) => pin !== undefined))
    return { signatures: [{ inputs: pinned(func, []), outputs: [] }], reason: "asked", problems };
  for (const text of defaults) {
    const signature = parse(text, func.params, func.returns.length);
    if (typeof signature === "string") throw new Error(`the plug-in option "defaults": ${signature}`);
    const inputs = signature.inputs.map((type, i) => (bigints[i] ? "int64" : type));
    signatures.push({ ...signature, inputs: pinned(func, inputs) });
  }
  return { signatures: unique(signatures), reason: "default", problems };
}

/** The element type that each parameter's annotation fixes. */
function pins(func: Func): (DType | undefined)[] {
  return func.locals.slice(0, func.params).map(({ pin }) => (isDType(pin) ? pin : undefined));
}

/** Operand types as the kernel gets them: a pinned parameter's operand is cast to its type. */
export function pinned(func: Func, inputs: readonly DType[]): DType[] {
  return pins(func).map((pin, i) => pin ?? inputs[i]!);
}

export function unique(signatures: readonly Signature[]): Signature[] {
  return [...new Map(signatures.map((signature) => [keyOf(signature), signature])).values()];
}

export const keyOf = ({ inputs, outputs }: Signature): string => `${inputs.join()}->${outputs.join()}`;
