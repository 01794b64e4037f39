/** The options of a ufunc, read at build time: literals, and `const`s that nothing writes to. */
import type * as ts from "typescript";
import { type Context, symbolOfExpression, unwrap } from "./context.js";
import { areProblems, type Problem, problem } from "./diagnostic.js";
import type { Site } from "./find.js";
import { fixedInitializer, isAsConst } from "./read-names.js";
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

/** The options that hold one value: what that may be. */
const values: Record<string, readonly [accepted: string, isAccepted: (value: Value) => boolean]> = {
  identity: ["a number, a bigint, a boolean or null", (value) => typeof value !== "string"],
  reorderable: ["true or false", (value) => typeof value === "boolean"],
  widen: ["true or false", (value) => typeof value === "boolean"],
  name: ["a string", (value) => typeof value === "string"],
};

export function readOptions(ctx: Context, site: Site): Options | readonly Problem[] {
  const problems: Problem[] = [];
  const found: { -readonly [K in keyof Options]: Options[K] } = {
    types: [],
    loops: undefined,
    widen: false,
    reorderable: false,
  };
  if (site.options === undefined || isUndefined(ctx, site.options)) return found;
  const object = constant(ctx, site.options);
  if (!object || !ctx.ts.isObjectLiteralExpression(object))
    return [problem(site.options, "options", site.options.getText())];
  for (const property of object.properties) {
    const value = ctx.ts.isPropertyAssignment(property)
      ? property.initializer
      : ctx.ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    const name = property.name && nameOf(ctx, property.name);
    if (name === undefined || value === undefined) problems.push(problem(property, "options", property.getText()));
    else if (isUndefined(ctx, value)) continue;
    else if (name === "types" || name === "loops") {
      const entries = entriesOf(ctx, value);
      if (entries) found[name] = entries;
      else problems.push(problem(value, "options", name));
    } else {
      const wrong = problemOf(ctx, name, value);
      if (wrong) problems.push(wrong);
      else if (name === "widen" || name === "reorderable") found[name] = literal(ctx, value) === true;
    }
  }
  return problems.length > 0 ? problems : found;
}

function problemOf(ctx: Context, name: string, node: ts.Expression): Problem | null {
  const row = Object.hasOwn(values, name) ? values[name] : undefined;
  if (row === undefined) {
    const all = ["types", "loops", ...Object.keys(values)].join(", ");
    return problem(node.parent, "optionValue", `there is no option \`${name}\``, `use one of ${all}`);
  }
  const value = literal(ctx, node);
  if (value === undefined) return problem(node, "options", name);
  const [accepted, isAccepted] = row;
  return isAccepted(value)
    ? null
    : problem(node, "optionValue", `the option \`${name}\` is ${node.getText()}`, `write ${accepted}`);
}

function nameOf({ ts }: Context, name: ts.PropertyName): string | undefined {
  const text = ts.isComputedPropertyName(name) ? name.expression : name;
  return ts.isIdentifier(text) || ts.isStringLiteralLike(text) ? text.text : undefined;
}

function isUndefined(ctx: Context, node: ts.Expression): boolean {
  const bare = unwrap(ctx, node);
  return ctx.ts.isIdentifier(bare) && bare.text === "undefined";
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

/**
 * The expression that a chain of `const`s and of properties of theirs ends in; undefined if a part of it can change, or
 * if it comes round to one of the declarations that it has passed.
 */
function constant(
  ctx: Context,
  node: ts.Expression,
  passed: readonly ts.Declaration[] = [],
): ts.Expression | undefined {
  const { ts } = ctx;
  const bare = unwrap(ctx, node);
  if (ts.isIdentifier(bare) && ["Infinity", "NaN"].includes(bare.text)) return bare;
  if (!ts.isIdentifier(bare) && !ts.isPropertyAccessExpression(bare)) return bare;
  const symbol = symbolOfExpression(ctx, bare);
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined || passed.includes(declaration)) return undefined;
  const initializer = fixedInitializer(ctx, declaration);
  const value = initializer && constant(ctx, initializer, [...passed, declaration]);
  const isObject = value !== undefined && ts.isObjectLiteralExpression(value);
  const isShared = isObject ? !isAsConst(ctx, value) : value && ts.isArrayLiteralExpression(value);
  return isShared && isWritten(ctx, symbol!, declaration) ? undefined : value;
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
  if (ts.isIdentifier(value)) return Number(value.text); // NaN, Infinity
  const isNegative = ts.isPrefixUnaryExpression(value) && value.operator === ts.SyntaxKind.MinusToken;
  const operand = isNegative ? literal(ctx, value.operand) : undefined;
  return typeof operand === "number" || typeof operand === "bigint" ? -operand : undefined;
}
