/**
 * Which signatures of a ufunc its own file compiles: what its options list, what its annotations pin, and if nothing is
 * known the defaults. Signatures that call sites want are added by `analyse`.
 */
import type * as ts from "typescript";
import { aliasOf, type DType, isDType } from "../../kernel/dtype.js";
import type { Func } from "../../kernel/ir.js";
import { parse, type Signature } from "../../kernel/signature.js";
import { type Problem, problem } from "./diagnostic.js";
import type { Options } from "./options.js";

/** Why a signature is compiled. One that the user asked for must compile, a default is dropped if it can't. */
export interface Reason {
  readonly kind: "annotations" | "types" | "loops" | "default" | "call" | "profile";
  /** What in the source asks for it. */
  readonly node: ts.Node;
}

export interface Request extends Signature {
  readonly reason: Reason;
}

export interface Wanted {
  readonly requests: readonly Request[];
  readonly problems: readonly Problem[];
}

/** Signatures for which nobody asked: enough for a first call to be fast. */
const DEFAULTS = ["float64", "float32", "int32"] as const;

/**
 * What a ufunc's own file compiles; `node` is where it is made. `bigints` says which parameters are annotated as bigint:
 * a default of theirs is int64.
 */
export function ownSignatures(
  node: ts.Node,
  func: Func,
  options: Options,
  bigints: readonly boolean[],
  defaults: readonly string[] = DEFAULTS,
): Wanted {
  const kind = options.loops ? "loops" : "types";
  const listed = options.loops ?? options.types;
  const problems: Problem[] = [];
  const requests: Request[] = [];
  for (const { text, node } of listed) {
    const signature = parse(text, func.params, func.returns.length);
    if (typeof signature === "string") problems.push(problem(node, "signature", signature));
    else {
      if (!options.loops) problems.push(...contradictions(func, text, signature, node));
      const inputs = options.loops ? signature.inputs : pinned(func, signature.inputs);
      requests.push({ ...signature, inputs, reason: { kind, node } });
    }
  }
  if (options.loops !== undefined || listed.length > 0) return { requests: unique(requests), problems };
  if (pins(func).every((pin) => pin !== undefined))
    return { requests: [{ inputs: pinned(func, []), outputs: [], reason: { kind: "annotations", node } }], problems };
  for (const text of defaults) {
    const signature = parse(text, func.params, func.returns.length);
    // one for functions of another number of operands
    if (typeof signature === "string") continue;
    const inputs = signature.inputs.map((type, i) => (bigints[i] ? "int64" : type));
    requests.push({ ...signature, inputs: pinned(func, inputs), reason: { kind: "default", node } });
  }
  return { requests: unique(requests), problems };
}

/** Inputs that the option names otherwise than annotations do. What names one type for all inputs does not mean those. */
function contradictions(func: Func, text: string, { inputs }: Signature, node: ts.Node): Problem[] {
  const fixed = pins(func);
  const isForAll = !text.replace(/->.*/, "").includes(",") && fixed.includes(undefined);
  return fixed.flatMap((pin, i) => {
    if (isForAll || pin === undefined || pin === inputs[i]) return [];
    const { name } = func.locals[i]!;
    const found = `the signature "${text}" names ${inputs[i]} for \`${name}\`, which is annotated as \`${aliasOf(pin)}\``;
    return [problem(node, "optionValue", found, `name ${pin} there, or annotate \`${name}\` as \`number\``)];
  });
}

/** What a run has traced. Its outputs are those of the body as it is now; what is no signature of it any more is left out. */
export function tracedSignatures(node: ts.Node, func: Func, options: Options, traced: readonly string[]): Request[] {
  if (options.loops !== undefined) return [];
  return traced.flatMap((text): Request[] => {
    const signature = parse(text, func.params, func.returns.length);
    if (typeof signature === "string") return [];
    return [{ inputs: pinned(func, signature.inputs), outputs: [], reason: { kind: "profile", node } }];
  });
}

/** The element type that each parameter's annotation fixes. */
function pins(func: Func): (DType | undefined)[] {
  return func.locals.slice(0, func.params).map(({ pin }) => (isDType(pin) ? pin : undefined));
}

/** Operand types as the kernel gets them: a pinned parameter's operand is cast to its type. */
export function pinned(func: Func, inputs: readonly DType[]): DType[] {
  return pins(func).map((pin, i) => pin ?? inputs[i]!);
}

export function unique<S extends Signature>(signatures: readonly S[]): S[] {
  return [...new Map(signatures.map((signature) => [keyOf(signature), signature])).values()];
}

export const keyOf = ({ inputs, outputs }: Signature): string => `${inputs.join()}->${outputs.join()}`;
