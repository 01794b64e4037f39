/** The options of a ufunc, read at build time: literals, and `const`s that nothing writes to. */
import type * as ts from "typescript";
import { type Context, symbolOfExpression, unwrap } from "./context.js";
import { areProblems, type Problem, problem } from "./diagnostic.js";
import { isConst, type Site } from "./find.js";
import { isWritten } from "./written.js";

export interface Options {
  readonly types: readonly Entry[];
  readonly loops: readonly Entry[] | undefined;
  /** Do reductions of small integers run in 64 bits? */
  readonly widen: boolean;
  /** May reductions regroup? */
  readonly reorderable: boolean;
}

/** A signature as the user wrote it, and where. */
export interface Entry {
  readonly text: string;
  readonly node: ts.Node;
}

type Value = string | number | bigint | boolean | null;

export function readOptions(ctx: Context, site: Site): Options | readonly Problem[] {
  const problems: Problem[] = [];
  const found: { -readonly [K in keyof Options]: Options[K] } = {
    types: [],
    loops: undefined,
    widen: false,
    reorderable: false,
  };
  if (site.options === undefined) return found;
  const object = constant(ctx, site.options);
  if (object?.kind !== ctx.ts.SyntaxKind.ObjectLiteralExpression) {
    if (object?.kind === ctx.ts.SyntaxKind.Identifier && object.getText() === "undefined") return found;
    return [problem(site.options, "options", site.options.getText())];
  }
  for (const property of (object as ts.ObjectLiteralExpression).properties) {
    const value = ctx.ts.isPropertyAssignment(property)
      ? property.initializer
      : ctx.ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    const name = property.name?.getText() ?? property.getText();
    const list = name === "types" || name === "loops";
    const entries = value && list ? entriesOf(ctx, value) : undefined;
    if (list && entries) found[name] = entries;
    else if ((name === "widen" || name === "reorderable") && value) found[name] = literal(ctx, value) === true;
    else if (list || !value || literal(ctx, value) === undefined)
      problems.push(problem(value ?? property, "options", name));
  }
  return problems.length > 0 ? problems : found;
}

/** The closed list of loops of a ufunc that another body calls; what is wrong with it is told at its own site. */
export function loopsOf(ctx: Context, site: Site): readonly string[] | undefined {
  const options = readOptions(ctx, site);
  return areProblems(options) ? undefined : options.loops?.map(({ text }) => text);
}

function entriesOf(ctx: Context, node: ts.Expression): Entry[] | undefined {
  const list = constant(ctx, node);
  if (!list || !ctx.ts.isArrayLiteralExpression(list)) return undefined;
  const entries = list.elements.flatMap((node): Entry[] => {
    const text = literal(ctx, node);
    return typeof text === "string" ? [{ text, node }] : [];
  });
  return entries.length === list.elements.length ? entries : undefined;
}

/** The expression that a chain of `const`s ends in; undefined if a part of it can change. */
function constant(ctx: Context, node: ts.Expression): ts.Expression | undefined {
  const { ts } = ctx;
  const bare = unwrap(ctx, node);
  if (!ts.isIdentifier(bare) || ["undefined", "Infinity", "NaN"].includes(bare.text)) return bare;
  const symbol = symbolOfExpression(ctx, bare);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (!isConst(ctx, declaration)) return undefined;
  const value = constant(ctx, declaration.initializer);
  const isShared = value && ts.isArrayLiteralExpression(value);
  return isShared && isWritten(ctx, symbol, declaration) ? undefined : value;
}

function literal(ctx: Context, node: ts.Expression): Value | undefined {
  const { ts } = ctx;
  const value = constant(ctx, node);
  if (value === undefined) return undefined;
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isNumericLiteral(value)) return Number(value.text);
  if (ts.isBigIntLiteral(value)) return BigInt(value.text.slice(0, -1));
  if (value.kind === ts.SyntaxKind.NullKeyword) return null;
  if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (value.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isIdentifier(value)) return ["Infinity", "NaN"].includes(value.text) ? Number(value.text) : null;
  const isNegative = ts.isPrefixUnaryExpression(value) && value.operator === ts.SyntaxKind.MinusToken;
  const operand = isNegative ? literal(ctx, value.operand) : undefined;
  return typeof operand === "number" || typeof operand === "bigint" ? -operand : undefined;
}
