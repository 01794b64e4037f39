/** Does the program write to a constant array or object, or to a property? What it may write to is not constant. */
import type * as ts from "typescript";
import { type Context, isWrapping, ownName, symbolOf, symbolOfExpression } from "./context.js";

/** By program: symbols of files that did not change pass from one to the next, and another file may write now. */
const known = new WeakMap<ts.Program, Map<ts.Symbol, boolean>>();

/**
 * Looks at every use of the name in the files that can see it. Reading an element, the length or the elements in turn is
 * harmless, and so is any use of a readonly array; everything else counts as a write. Of an object, reading a property is
 * harmless, and handing it to `ufunc`.
 */
export function isWritten(ctx: Context, symbol: ts.Symbol, declaration: ts.Declaration): boolean {
  return remember(ctx, symbol, () => {
    const type = ctx.checker.getTypeAtLocation(declaration);
    if (ctx.checker.isArrayLikeType(type) && !isMutable(ctx, type)) return false;
    const isHarmless = ctx.checker.isArrayLikeType(type) ? isArrayRead : isObjectRead;
    return sourcesWith(ctx, symbol.name).some((file) => uses(ctx, file, symbol).some((name) => !isHarmless(ctx, name)));
  });
}

function remember(ctx: Context, symbol: ts.Symbol, find: () => boolean): boolean {
  const answers = known.get(ctx.program) ?? new Map<ts.Symbol, boolean>();
  known.set(ctx.program, answers);
  const answer = answers.get(symbol) ?? find();
  answers.set(symbol, answer);
  return answer;
}

function sourcesWith({ program }: Context, name: string): readonly ts.SourceFile[] {
  return program.getSourceFiles().filter((file) => !file.isDeclarationFile && file.text.includes(name));
}

/** Does the program assign to a property? */
export function isAssigned(ctx: Context, property: ts.Symbol): boolean {
  const { ts } = ctx;
  const visit = (node: ts.Node): boolean => {
    const isIt = ts.isPropertyAccessExpression(node) && node.name.text === property.name;
    if (isIt && isTarget(ts, node) && symbolOf(ctx, node.name) === property) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return remember(ctx, property, () => sourcesWith(ctx, property.name).some(visit));
}

/** `readonly number[]` and `as const` arrays have no `push`. */
function isMutable({ checker }: Context, type: ts.Type): boolean {
  return checker.getPropertyOfType(type, "push") !== undefined;
}

function uses(ctx: Context, file: ts.SourceFile, symbol: ts.Symbol): ts.Identifier[] {
  const { ts } = ctx;
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === symbol.name && symbolOf(ctx, node) === symbol) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A name, or the path through a namespace that ends in it. */
function pathOf({ ts }: Context, name: ts.Identifier): ts.Expression {
  return ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
}

function isObjectRead(ctx: Context, name: ts.Identifier): boolean {
  const { ts } = ctx;
  const path = pathOf(ctx, name);
  let node = path;
  while (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) node = node.parent;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.name === node) return true;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return true;
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return ownName(ctx, symbolOfExpression(ctx, parent.expression)) === "ufunc";
  const isCalled = ts.isCallExpression(parent);
  return node !== path && !isCalled && !isTarget(ts, node) && !isMutable(ctx, ctx.checker.getTypeAtLocation(node));
}

function isArrayRead(ctx: Context, name: ts.Identifier): boolean {
  const { ts } = ctx;
  const node = pathOf(ctx, name);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name === node || ts.isArrayBindingPattern(parent.name);
  if (ts.isSpreadElement(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return ["types", "loops"].includes(parent.name.getText()); // options of a ufunc
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === "length" && !isTarget(ts, parent);
  return ts.isElementAccessExpression(parent) && parent.expression === node && !isTarget(ts, parent);
}

/** Is this written to: by an assignment, a step or a loop, or as a part of a pattern that is? */
function isTarget(typescript: typeof ts, node: ts.Node): boolean {
  const { parent } = node;
  const { FirstAssignment, LastAssignment, PlusPlusToken, MinusMinusToken } = typescript.SyntaxKind;
  if (typescript.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === node && kind >= FirstAssignment && kind <= LastAssignment;
  }
  if (typescript.isPrefixUnaryExpression(parent) || typescript.isPostfixUnaryExpression(parent))
    return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
  if (typescript.isForOfStatement(parent) || typescript.isForInStatement(parent)) return parent.initializer === node;
  if (typescript.isDeleteExpression(parent)) return true;
  const isPart =
    typescript.isArrayLiteralExpression(parent) ||
    typescript.isObjectLiteralExpression(parent) ||
    typescript.isPropertyAssignment(parent) ||
    typescript.isSpreadElement(parent);
  return (isWrapping(typescript, parent) || isPart) && isTarget(typescript, parent);
}
