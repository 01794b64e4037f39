/**
 * Names and properties in a function -> `Expr`. A local is itself; an outer name that is constant is folded into its
 * value's expression; any other outer name of a number or an array of numbers is a capture.
 */
import type * as ts from "typescript";
import type { ArrayRef, Expr, Literal } from "../../kernel/ir.js";
import {
  aliased,
  type Context,
  globalMember,
  isGlobal,
  isProperty,
  type Property,
  propertyName,
  scalarKind,
  symbolOf,
  symbolOfExpression,
  unwrap,
} from "./context.js";
import { evaluate } from "./evaluate.js";
import { isConst } from "./find.js";
import { declarationOf } from "./held.js";
import { pinsOf } from "./pins.js";
import type { FunctionReader } from "./read.js";
import { expressionOf, foreign, nothing } from "./read-expressions.js";
import { isWritten } from "./written.js";

const globals: Record<string, number> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY };

/** The constants of `Math` and `Number`: the same on every machine. */
const members: Record<string, readonly string[]> = {
  Math: ["PI", "E", "LN2", "LN10", "LOG2E", "LOG10E", "SQRT2", "SQRT1_2"],
  Number: [
    "EPSILON",
    "MAX_SAFE_INTEGER",
    "MIN_SAFE_INTEGER",
    "MAX_VALUE",
    "MIN_VALUE",
    "POSITIVE_INFINITY",
    "NEGATIVE_INFINITY",
    "NaN",
  ],
};

export function nameOf(reader: FunctionReader, node: ts.Identifier): Expr {
  const symbol = symbolOf(reader.ctx, node);
  const at = reader.at(node);
  const local = symbol && reader.local(symbol);
  if (local !== undefined && !reader.isConstant) return { at, kind: "local", index: local };
  const value = isGlobal(reader.ctx, symbol) ? globals[node.text] : undefined;
  if (value !== undefined) return { at, kind: "literal", value };
  if (node.text === "undefined") return refuse(reader, node, "`undefined` is used");
  return outer(reader, node);
}

export function propertyOf(reader: FunctionReader, node: Property): Expr {
  const { ctx } = reader;
  const name = propertyName(ctx, node);
  const at = reader.at(node);
  const constant = ctx.checker.getConstantValue(node);
  if (typeof constant === "number") return { at, kind: "literal", value: constant };
  if (name === "length") {
    const of = arrayOf(reader, node.expression);
    if (of !== null) return { at, kind: "length", of };
  }
  return outer(reader, node);
}

function refuse(reader: FunctionReader, node: ts.Node, what: string): Expr {
  reader.refuse(node, "object", what);
  return nothing(reader, node);
}

/** A name or property from outside the function. */
function outer(reader: FunctionReader, node: ts.Identifier | Property): Expr {
  const { ctx } = reader;
  if (refusesRoot(reader, node)) return nothing(reader, node);
  const [object = "", name = ""] = globalMember(ctx, node) ?? [];
  if (members[object]?.includes(name)) {
    const value = (globalThis as unknown as Record<string, Record<string, number>>)[object]![name]!;
    return { at: reader.at(node), kind: "literal", value };
  }
  const folded = fold(reader, node);
  if (folded !== null) return folded;
  // TypeScript has seen to it that what may be missing is used as `k!` only
  const type = ctx.checker.getNonNullableType(ctx.checker.getTypeAtLocation(node));
  if (scalarKind(ctx, type) !== null) {
    const index = capture(reader, node, "scalar");
    if (index === null) return nothing(reader, node);
    return asAnnotated(ctx, symbolOfExpression(ctx, node)?.valueDeclaration, {
      at: reader.at(node),
      kind: "capture",
      index,
    });
  }
  if (type.getCallSignatures().length > 0) reader.refuse(node, "closure");
  else if (isProperty(ctx, node) && !isOuterPath(reader, node)) reader.refuse(node, "property", node.getText());
  // an import that leads nowhere has a type, `any`, but no declaration
  else if (!symbolOfExpression(ctx, node)?.declarations) reader.refuse(node, "noSource", node.getText());
  else reader.refuse(node, "valueType", node.getText(), ctx.checker.typeToString(type));
  return nothing(reader, node);
}

/** The value of an outer name as an expression, if it is constant. */
function fold(reader: FunctionReader, use: ts.Identifier | Property): Expr | null {
  const { ctx } = reader;
  const at = reader.at(use);
  const declaration = declarationOf(ctx, use);
  if (declaration === undefined) return null;
  if (ctx.ts.isEnumMember(declaration)) {
    const value = ctx.checker.getConstantValue(declaration);
    return typeof value === "number" ? { at, kind: "literal", value } : null;
  }
  const initializer = fixedInitializer(ctx, declaration);
  if (initializer === undefined) return null;
  const value = reader.constant(use, initializer, expressionOf);
  return value && asAnnotated(ctx, declaration, value);
}

/** The value of a variable, parameter or property, cast to the type that its annotation pins. */
function asAnnotated(ctx: Context, declaration: ts.Declaration | undefined, value: Expr): Expr {
  const annotation = (declaration as Partial<ts.ParameterDeclaration> | undefined)?.type;
  const [pin] = annotation ? pinsOf(ctx, ctx.checker.getTypeFromTypeNode(annotation)) : [];
  const isCast = pin !== undefined && pin !== "promoted" && pin !== "floating";
  return isCast ? { at: value.at, kind: "cast", to: pin, arg: value } : value;
}

/** What a `const`, or a property of an `as const` object, holds for good. */
export function fixedInitializer(ctx: Context, declaration: ts.Declaration): ts.Expression | undefined {
  const { ts } = ctx;
  if (ts.isVariableDeclaration(declaration)) return isConst(ctx, declaration) ? declaration.initializer : undefined;
  if (ts.isPropertyAssignment(declaration))
    return isAsConst(ctx, declaration.parent) ? declaration.initializer : undefined;
  return ts.isShorthandPropertyAssignment(declaration) && isAsConst(ctx, declaration.parent)
    ? declaration.name
    : undefined;
}

export function isAsConst(ctx: Context, object: ts.ObjectLiteralExpression): boolean {
  const { ts } = ctx;
  const { parent } = object;
  if (ts.isPropertyAssignment(parent)) return isAsConst(ctx, parent.parent);
  return ts.isAsExpression(parent) && ts.isTypeReferenceNode(parent.type) && parent.type.getText() === "const";
}

/** The constant or captured array of numbers that an expression stands for; an empty one for what was refused. */
export function arrayOf(reader: FunctionReader, node: ts.Expression): ArrayRef | null {
  const { ctx } = reader;
  const { ts, checker } = ctx;
  const bare = unwrap(ctx, node);
  if (ts.isArrayLiteralExpression(bare)) return tableOf(reader, node, bare);
  if (!ts.isIdentifier(bare) && !isProperty(ctx, bare)) return null;
  const symbol = symbolOfExpression(ctx, bare);
  if (symbol && reader.local(symbol) !== undefined) return null;
  // a property of a mapped type has no declaration
  if (symbol?.valueDeclaration === undefined && !isOuterPath(reader, bare)) return null;
  const declaration = declarationOf(ctx, bare);
  const initializer = declaration && fixedInitializer(ctx, declaration);
  const literal = initializer && unwrap(ctx, initializer);
  if (literal && ts.isArrayLiteralExpression(literal) && !isWritten(ctx, symbol!, declaration)) {
    const table = tableOf(reader, node, literal);
    if (table !== null) return table;
  }
  const type = checker.getNonNullableType(checker.getTypeAtLocation(bare));
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (element === undefined || scalarKind(ctx, element) === null) return null;
  const captured = capture(reader, bare, "array");
  return captured === null ? { table: reader.body.table(node, []) } : { capture: captured };
}

function tableOf(reader: FunctionReader, use: ts.Node, literal: ts.ArrayLiteralExpression): ArrayRef | null {
  const values: Literal[] = [];
  for (const element of literal.elements) {
    const value = reader.constant(use, element, expressionOf);
    const known = value && evaluate(value, reader.body.known);
    if (known === null) return null;
    values.push(known);
  }
  return { table: reader.body.table(literal, values) };
}

/**
 * Refuses what begins with no name at all: `this`, `arguments`, a new object. What begins with a name of something else that
 * is declared inside was refused there.
 */
export function refusesRoot(reader: FunctionReader, node: ts.Expression): boolean {
  const { ts } = reader.ctx;
  let root = unwrap(reader.ctx, node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
    root = unwrap(reader.ctx, root.expression);
  const found = foreign(reader.ctx, root);
  const symbol = ts.isIdentifier(root) ? symbolOf(reader.ctx, root) : undefined;
  const isNoName = ts.isIdentifier(root) && root.text === "arguments" && !symbol?.declarations;
  if (found !== null) reader.refuse(root, ...found);
  else if (isNoName) reader.refuse(root, "object", "`arguments` is used");
  else return symbol !== undefined && isRefused(reader, symbol);
  return true;
}

/** Is a name declared inside the function, but is no variable, or one of what no kernel has? */
function isRefused(reader: FunctionReader, symbol: ts.Symbol): boolean {
  const { ts } = reader.ctx;
  const inside = symbol.declarations?.find(
    (node) => node !== reader.node && ts.findAncestor(node, (outer) => outer === reader.node) !== undefined,
  );
  if (inside === undefined || ts.isBindingElement(inside) || ts.isParameter(inside)) return false;
  if (!ts.isVariableDeclaration(inside)) return true;
  return !!inside.initializer && foreign(reader.ctx, unwrap(reader.ctx, inside.initializer)) !== null;
}

/** A path of properties from an outer name: `settings.gain`. */
export function isOuterPath(reader: FunctionReader, node: ts.Expression): boolean {
  const symbol = rootOf(reader.ctx, node);
  return symbol !== undefined && reader.local(symbol) === undefined;
}

/** The place among the captures of an outer name that is read at every call; null after a refusal. */
export function capture(
  reader: FunctionReader,
  node: ts.Identifier | Property,
  kind: "scalar" | "array" | "function",
): number | null {
  const { ctx, body } = reader;
  const path = pathText(ctx, node);
  const symbol = rootOf(ctx, node);
  if (symbol && isRefused(reader, symbol)) return null;
  if (symbol === undefined || reader.local(symbol) !== undefined) {
    reader.refuse(node, "property", path);
    return null;
  }
  const declaration = reader.isConstant ? null : declarationAt(reader, node, symbol);
  if (declaration === null) {
    reader.refuse(node, "unreachable", path);
    return null;
  }
  const root = node.getSourceFile() === body.site.node.getSourceFile() ? null : declaration;
  const known = body.captures.findIndex((entry) => entry.symbol === symbol && entry.name === path);
  return known >= 0 ? known : body.captures.push({ name: path, kind, node, root, symbol }) - 1;
}

function rootOf(ctx: Context, node: ts.Expression): ts.Symbol | undefined {
  const bare = unwrap(ctx, node);
  if (isProperty(ctx, bare)) return rootOf(ctx, bare.expression);
  return ctx.ts.isIdentifier(bare) ? symbolOf(ctx, bare) : undefined;
}

/** A path without what means nothing: of `tone.inner!.gain`, `tone.inner.gain`. */
function pathText(ctx: Context, node: ts.Expression): string {
  const bare = unwrap(ctx, node);
  if (!isProperty(ctx, bare)) return bare.getText();
  const object = pathText(ctx, bare.expression);
  return ctx.ts.isPropertyAccessExpression(bare)
    ? `${object}.${bare.name.text}`
    : `${object}[${bare.argumentExpression.getText()}]`;
}

/**
 * What declares a path's first name where the ufunc is made, from where captures are read; null if it means another there,
 * or the path goes through a private name of a class that is not around the ufunc.
 */
function declarationAt(reader: FunctionReader, node: ts.Expression, symbol: ts.Symbol): ts.Declaration | null {
  const { ctx, body } = reader;
  const { ts, checker } = ctx;
  const { node: place } = body.site;
  let root = node;
  for (; isProperty(ctx, root); root = unwrap(ctx, root.expression)) {
    const owner = isPrivate(ctx, root) ? symbolOf(ctx, root.name)?.valueDeclaration?.parent : undefined;
    if (owner && !ts.findAncestor(place, (outer) => outer === owner)) return null;
  }
  const found = checker.resolveName(root.getText(), place, ts.SymbolFlags.Value, false);
  // each import of a module's namespace may have a symbol of its own
  const isSame = found !== undefined && aliased(ctx, found).valueDeclaration === symbol.valueDeclaration;
  const declaration = isSame ? found.declarations![0]! : undefined;
  return declaration && !ts.isTypeOnlyImportDeclaration(declaration) ? declaration : null;
}

const isPrivate = ({ ts }: Context, node: Property): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) && ts.isPrivateIdentifier(node.name);
