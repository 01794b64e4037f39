/**
 * Do the kernels of a ufunc give what TypeScript tells its callers? The checker sees `number` where a kernel knows int32
 * or float64: the public types say that a body of numbers gives its operands' common type (or float64, if that is an
 * integer type), a body of booleans bool, an annotated one what the annotation says. Kernels need not agree: a body that
 * counts gives int32 for float64. This is where they are held to it.
 */
import type * as ts from "typescript";
import { aliasOf, type DType, isDType, isFloat } from "../../kernel/dtype.js";
import { floating, promoteAll } from "../../kernel/promote.js";
import { print, type Signature } from "../../kernel/signature.js";
import { arrayTypes } from "./calls.js";
import { annotationOf, type Context, ownName, scalarKind } from "./context.js";
import { type Problem, problem } from "./diagnostic.js";
import type { Own } from "./facts.js";
import type { Site, Use } from "./find.js";
import type { FunctionNode } from "./function.js";
import { pinsOf } from "./pins.js";
import type { Reading } from "./read.js";

/** Of what the declaring file compiles: a problem for each result that TypeScript has wrong. */
export function wrongResultTypes(ctx: Context, site: Site, { functions }: Reading, own: Iterable<Own>): Problem[] {
  const [func] = functions as [FunctionNode];
  const results = resultTypes(ctx, site);
  const signatures = [...own].filter((each) => !isSpelledOut(site, each)).map(({ typed }) => typed.signature);
  return results.flatMap((type, k) => {
    const wrong = signatures.find(({ inputs, outputs }) => {
      const told = toldTypes(ctx, type, promoteAll(inputs));
      return told !== null && !told.includes(outputs[k]!);
    });
    if (wrong === undefined) return [];
    const told = toldTypes(ctx, type, promoteAll(wrong.inputs))!;
    return [disagreement(annotationOf(ctx, func) ?? resultNode(ctx, func), site, wrong, k, told, signatures)];
  });
}

/** Of one call: does the array that it gives have an element type that TypeScript knows of? */
export function wrongResultType(
  ctx: Context,
  { call, method, site }: Use,
  own: Iterable<Own>,
  wanted: readonly Signature[],
): Problem | null {
  const [first] = wanted;
  if (method !== undefined || first?.outputs.length !== 1 || call.arguments.length !== first.inputs.length) return null;
  const told = arrayTypes(ctx, ctx.checker.getTypeAtLocation(call)) ?? [];
  const wrong = wanted.find(({ outputs }) => !told.includes(outputs[0]!));
  if (told.length === 0 || wrong === undefined) return null;
  return disagreement(call, site, wrong, 0, told, [...[...own].map(({ typed }) => typed.signature), ...wanted]);
}

/** `loops`, and `types` with its outputs, are part of the ufunc's TypeScript type; but no decorator is of its method's. */
function isSpelledOut({ member }: Site, { reason: { kind, node } }: Own): boolean {
  return member === undefined && (kind === "loops" || (kind === "types" && node.getText().includes("->")));
}

function disagreement(
  node: ts.Node,
  site: Site,
  wrong: Signature,
  result: number,
  told: readonly DType[],
  signatures: readonly Signature[],
): Problem {
  const [found, expected] = [wrong.outputs[result]!, told.join(" or ")];
  const words = wrong.outputs.map((_, k) => returnType(signatures, k));
  const word = words.includes(null) ? null : words.length === 1 ? words[0] : `[${words.join(", ")}]`;
  const list = site.member === undefined ? "in its `types`" : "in the `types` of a `ufunc(…)` of its own";
  const cure = word === null ? `list "${print(wrong)}" ${list}` : `write the return type \`${word}\``;
  return problem(node, "resultType", `for ${wrong.inputs.join(", ")} \`${site.name}\` gives ${found}`, expected, cure);
}

/** The annotation that says what all these signatures give; null if there is none. */
function returnType(signatures: readonly Signature[], result: number): string | null {
  const isEvery = (expected: (inputs: readonly DType[]) => DType): boolean =>
    signatures.every(({ inputs, outputs }) => outputs[result] === expected(inputs));
  const outputs = new Set(signatures.map((signature) => signature.outputs[result]!));
  if (outputs.size === 1) return aliasOf([...outputs][0]!);
  if (isEvery(promoteAll)) return "promoted";
  return isEvery((inputs) => floating(promoteAll(inputs))) ? "floating" : null;
}

/** The type of each result: as the annotated variable has it, else as what was made a ufunc has it. */
function resultTypes(ctx: Context, { node, member, body }: Site): readonly ts.Type[] {
  const { ts, checker } = ctx;
  const annotation =
    member === undefined && ts.isVariableDeclaration(node.parent) ? annotationOf(ctx, node.parent) : undefined;
  const annotated = annotation && checker.getTypeFromTypeNode(annotation);
  const isUfunc = ownName(ctx, annotated?.aliasSymbol) === "Ufunc";
  const made = isUfunc ? annotated!.aliasTypeArguments![0] : checker.getTypeAtLocation(body);
  const [signature] = made?.getCallSignatures() ?? [];
  // `Ufunc` alone, and `any`, say nothing of results
  if (signature === undefined) return [];
  const type = signature.getReturnType();
  return checker.isTupleType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [type];
}

/** Where the result is made. */
function resultNode({ ts }: Context, func: FunctionNode): ts.Node {
  if (!ts.isBlock(func.body)) return func.body;
  const last = func.body.statements.at(-1);
  return (last && ts.isReturnStatement(last) && last.expression) || func;
}

/** `OutDType` of the public types: the element types that a result may have for operands of this common type. */
function toldTypes(ctx: Context, type: ts.Type, common: DType): readonly DType[] | null {
  const pins = pinsOf(ctx, type);
  if (pins.length > 0)
    return pins.flatMap((pin) => (isDType(pin) ? [pin] : [pin === "floating" ? floating(common) : common]));
  const kind = scalarKind(ctx, type);
  if (kind === "bigint") return ["int64", "uint64"];
  if (kind === "number") return isFloat(common) ? [common] : [common, "float64"];
  return null;
}
