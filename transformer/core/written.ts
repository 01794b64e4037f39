/** Does the program write to a constant array? One that it may write to is a capture, read at every call. */
import type * as ts from "typescript";
import { type Context, symbolOf } from "./context.js";

/** By program: symbols of files that did not change pass from one to the next, and another file may write now. */
const known = new WeakMap<ts.Program, Map<ts.Symbol, boolean>>();

/**
 * Looks at every use of the name in the files that can see it. Reading an element, the length or the elements in turn is
 * harmless, and so is any use of a readonly array; everything else counts as a write.
 */
export function isWritten(ctx: Context, symbol: ts.Symbol, declaration: ts.Declaration): boolean {
  const answers = known.get(ctx.program) ?? new Map<ts.Symbol, boolean>();
  known.set(ctx.program, answers);
  const before = answers.get(symbol);
  if (before !== undefined) return before;
  const isReadonly = !isMutable(ctx, ctx.checker.getTypeAtLocation(declaration));
  const files = ctx.program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && file.text.includes(symbol.name));
  const written = !isReadonly && files.some((file) => writesIn(ctx, file, symbol));
  answers.set(symbol, written);
  return written;
}

/** `readonly number[]` and `as const` arrays have no `push`. */
function isMutable({ checker }: Context, type: ts.Type): boolean {
  return checker.getPropertyOfType(type, "push") !== undefined;
}

function writesIn(ctx: Context, file: ts.SourceFile, symbol: ts.Symbol): boolean {
  const { ts } = ctx;
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === symbol.name && symbolOf(ctx, node) === symbol)
      return !isHarmless(ctx, node);
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

function isHarmless({ ts }: Context, name: ts.Identifier): boolean {
  let node: ts.Expression = name;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) node = node.parent;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return ["types", "loops"].includes(parent.name.getText()); // options of a ufunc
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === "length" && !isTarget(ts, parent);
  return ts.isElementAccessExpression(parent) && parent.expression === node && !isTarget(ts, parent);
}

function isTarget(typescript: typeof ts, node: ts.Expression): boolean {
  const { parent } = node;
  const { FirstAssignment, LastAssignment } = typescript.SyntaxKind;
  if (typescript.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === node && kind >= FirstAssignment && kind <= LastAssignment;
  }
  const isStep = typescript.isPrefixUnaryExpression(parent) || typescript.isPostfixUnaryExpression(parent);
  const { PlusPlusToken, MinusMinusToken } = typescript.SyntaxKind;
  if (isStep) return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
  return typescript.isArrayLiteralExpression(parent) || typescript.isDeleteExpression(parent);
}
