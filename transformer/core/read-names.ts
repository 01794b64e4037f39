/**
 * Names and properties in a function -> `Expr`. A local is itself; an outer name that is constant is folded into its
 * value's expression; any other outer name of a number or an array of numbers is a capture.
 */
import type * as ts from "typescript";
import type { ArrayRef, Expr, Literal } from "../../kernel/ir.js";
import {
  annotationOf,
  type Context,
  globalMember,
  isConst,
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
import { declarationOf } from "./held.js";
import { pinsOf } from "./pins.js";
import type { FunctionReader } from "./read.js";
import { capture, isOuterPath, isPath, leadsNowhere, type Path, refusesRoot } from "./read-captures.js";
import { expressionOf, nothing } from "./read-expressions.js";
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
  if (node.text !== "undefined") return outer(reader, node);
  reader.refuse(node, "missing", node.text);
  return nothing(reader, node);
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

/** A name or property from outside the function. */
export function outer(reader: FunctionReader, node: Path): Expr {
  const { ctx } = reader;
  if (refusesRoot(reader, node)) return nothing(reader, node);
  const [object = "", name = ""] = globalMember(ctx, node) ?? [];
  if (members[object]?.includes(name)) {
    const value = (globalThis as unknown as Record<string, Record<string, number>>)[object]![name]!;
    return { at: reader.at(node), kind: "literal", value };
  }
  const isNamed = ctx.ts.isIdentifier(node) || isProperty(ctx, node);
  const folded = isNamed ? fold(reader, node) : null;
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
  else if (leadsNowhere(ctx, node)) reader.refuse(node, "noSource", node.getText());
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
  const annotation = declaration && annotationOf(ctx, declaration);
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
  if (!isPath(ctx, bare)) return null;
  const symbol = symbolOfExpression(ctx, bare);
  if (symbol && reader.local(symbol) !== undefined) return null;
  // a property of a mapped type has no declaration
  if (symbol?.valueDeclaration === undefined && !isOuterPath(reader, bare)) return null;
  const declaration = ts.isIdentifier(bare) || isProperty(ctx, bare) ? declarationOf(ctx, bare) : undefined;
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
