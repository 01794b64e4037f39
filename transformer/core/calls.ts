/**
 * The element types that a call of a ufunc brings: from the checker's type of each argument, and where that leaves
 * several open, from the call or the `const` that the argument comes from.
 *
 * A list of alternatives everywhere: a plain `number` beside int32 may be an integer or not, and both are compiled.
 */
import type * as ts from "typescript";
import {
  type DType,
  fromTypedArray,
  isBig,
  isBool,
  isDType,
  isFloat,
  isInteger,
  isSigned,
} from "../../kernel/dtype.js";
import { promoteAll, weakBeside } from "../../kernel/promote.js";
import { parse } from "../../kernel/signature.js";
import { type Context, isConst, isGlobal, ownName, scalarKind, symbolOf, unwrap } from "./context.js";
import type { Use } from "./find.js";

/** One operand: an array of one of these types, or a plain value. */
type Operand =
  | { readonly kind: "array"; readonly types: readonly DType[] }
  | { readonly kind: "plain"; readonly of: "number" | "bigint" | "boolean"; readonly value?: number };

/** What `calls` asks of the analysis: the type that a call of another ufunc gives, if it is certain. */
export type ResultOf = (call: ts.CallExpression) => DType | null;

/** More combinations than this are a call about which too little is known. */
const LIMIT = 4;

const MISSING = "its operands are not written out";

/** The lists of operand types with which a call may run, or why they are known only at run time. */
export function inputsOf(
  ctx: Context,
  use: Use,
  nin: number,
  widen: boolean,
  resultOf: ResultOf,
): readonly DType[][] | string {
  const { call, method } = use;
  const named = namedTypes(ctx, call.arguments.at(-1), nin);
  if (named !== null) return [named];
  const given = method === "at" ? [call.arguments[0], call.arguments[2]] : [...call.arguments];
  const isReduction = method === "reduce" || method === "accumulate" || method === "reduceat";
  const operands: Operand[] = [];
  for (const node of given.slice(0, isReduction ? 1 : nin)) {
    const operand = node && operandOf(ctx, node, resultOf);
    if (!operand) return node ? `the element type of \`${node.getText()}\` is not known` : MISSING;
    operands.push(operand);
  }
  if (!isReduction) return operands.length === nin ? combinations(operands) : MISSING;
  const [operand] = operands;
  if (nin !== 2 || operand?.kind !== "array") return MISSING;
  return operand.types.map((type) => (widen ? widened(type) : type)).map((type) => [type, type]);
}

/** The accumulator of a widening reduction, as NumPy's add has it. */
function widened(type: DType): DType {
  return isFloat(type) || isBig(type) ? type : isInteger(type) && !isSigned(type) ? "uint64" : "int64";
}

/** What `{ dtype }` or `{ signature }` in the options of a call says. */
function namedTypes(ctx: Context, node: ts.Expression | undefined, nin: number): DType[] | null {
  const { ts } = ctx;
  if (!node || !ts.isObjectLiteralExpression(node)) return null;
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteralLike(property.initializer)) continue;
    const { text } = property.initializer;
    if (property.name.getText() === "dtype" && isDType(text)) return Array.from({ length: nin }, () => text);
    const signature =
      property.name.getText() === "signature" ? parse(text, nin, text.split("->")[1]?.split(",").length ?? 1) : "";
    if (typeof signature !== "string") return [...signature.inputs];
  }
  return null;
}

function operandOf(ctx: Context, node: ts.Expression, resultOf: ResultOf): Operand | null {
  const type = ctx.checker.getTypeAtLocation(node);
  const types = arrayTypes(ctx, type);
  if (types === null) return plainOf(ctx, type);
  if (types.length === 1) return { kind: "array", types };
  const followed = follow(ctx, node, resultOf);
  if (followed !== null) return { kind: "array", types: [followed] };
  return types.length === 0 || types.length > 2 ? null : { kind: "array", types };
}

function plainOf(ctx: Context, type: ts.Type): Operand | null {
  const of = scalarKind(ctx, type);
  return of && { kind: "plain", of, ...(type.isNumberLiteral() && { value: type.value }) };
}

/** The element types that a value of a type may have; null if it is no array, empty if nothing is known. */
export function arrayTypes(ctx: Context, type: ts.Type): DType[] | null {
  const { checker } = ctx;
  if (ownName(ctx, type.symbol) === "NdArray") {
    const [argument] = checker.getTypeArguments(type as ts.TypeReference);
    const parts = argument?.isUnion() ? argument.types : argument ? [argument] : [];
    return parts.flatMap((part) => (part.isStringLiteral() && isDType(part.value) ? [part.value] : []));
  }
  const typed = type.symbol && isGlobal(ctx, type.symbol) ? fromTypedArray(type.symbol.name) : undefined;
  if (typed) return [typed];
  const element = checker.getIndexTypeOfType(type, ctx.ts.IndexKind.Number);
  if (element === undefined || type.flags & ctx.ts.TypeFlags.StringLike) return null;
  const leaf = arrayTypes(ctx, element);
  const kind = leaf === null ? scalarKind(ctx, element) : null;
  return leaf ?? (kind === null ? [] : [standalone[kind]]);
}

const standalone = { number: "float64", bigint: "int64", boolean: "bool" } as const;

/** The element type of an expression that the checker leaves open: through `const`s, views and calls of ufuncs. */
function follow(ctx: Context, node: ts.Expression, resultOf: ResultOf): DType | null {
  const { ts } = ctx;
  const bare = unwrap(ctx, node);
  if (ts.isIdentifier(bare)) {
    const declaration = symbolOf(ctx, bare)?.valueDeclaration;
    const isFixed = declaration && ts.isVariableDeclaration(declaration) && isConst(ctx, declaration);
    return isFixed && declaration.initializer ? follow(ctx, declaration.initializer, resultOf) : null;
  }
  if (ts.isCallExpression(bare)) {
    const result = resultOf(bare);
    if (result !== null) return result;
    return ts.isPropertyAccessExpression(bare.expression) ? view(ctx, bare, bare.expression, resultOf) : null;
  }
  return ts.isPropertyAccessExpression(bare) ? view(ctx, bare, bare, resultOf) : null;
}

/** `a.slice(…)`, `a.T`: an array of the type that the array it is asked of has. */
function view(
  ctx: Context,
  node: ts.Expression,
  access: ts.PropertyAccessExpression,
  resultOf: ResultOf,
): DType | null {
  const [own, object] = [node, access.expression].map((e) => arrayTypes(ctx, ctx.checker.getTypeAtLocation(e))?.join());
  return own === object ? follow(ctx, access.expression, resultOf) : null;
}

function combinations(operands: readonly Operand[]): DType[][] | string {
  const arrays = operands.flatMap((operand) => (operand.kind === "array" ? [operand.types] : []));
  if (arrays.length === 0) return [allPlain(operands)];
  const lists = product(arrays).flatMap((types) => {
    const common = promoteAll(types);
    const rest = [...types];
    return product(operands.map((operand) => (operand.kind === "array" ? [rest.shift()!] : beside(operand, common))));
  });
  return lists.length > LIMIT ? "the operands may have too many combinations of element types" : lists;
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((head) => list.map((item) => [...head, item])), [[]]);
}

/** The types that a plain operand may take beside arrays of type `t`; none for one that does not fit. */
function beside({ of, value }: Extract<Operand, { kind: "plain" }>, t: DType): DType[] {
  const known = value ?? { number: null, bigint: 1n, boolean: true }[of];
  if (known !== null) {
    const type = weakBeside(known, t);
    return type === null ? [] : [type];
  }
  return isFloat(t) ? [t] : [isBool(t) ? "int32" : t, "float64"];
}

function allPlain(operands: readonly Operand[]): DType[] {
  const kinds = operands.map((operand) => (operand.kind === "plain" ? operand.of : "number"));
  return kinds.map((kind) => (kind === "bigint" && kinds.includes("number") ? "float64" : standalone[kind]));
}
