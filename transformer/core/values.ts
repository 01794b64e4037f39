/**
 * Functions of numbers that a file uses as values: a ufunc that calls a function chosen at run time may be given one of
 * them. Their bodies go with them as data, as a ufunc's does, so that the JIT can inline them; no kernels are made.
 *
 * Only a file with such a ufunc is looked at. What can't be read as a body, or has captures, stays as it is.
 */
import type * as ts from "typescript";
import { type Context, scalarKind, symbolOf, symbolOfExpression, unwrap } from "./context.js";
import type { Site } from "./find.js";
import { isMarked } from "./marks.js";

/** A function where it stands: a declaration at the top of the file, or an expression. */
export type ValueNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

/** The functions of a file, but for those that are bodies of its ufuncs or stand inside one. */
export function functionValues(ctx: Context, file: ts.SourceFile, sites: readonly Site[]): Site[] {
  const { ts } = ctx;
  const bodies = new Set<ts.Node>(sites.map(({ body }) => (ts.isExpression(body) ? unwrap(ctx, body) : body)));
  const used = usedNames(ctx, file);
  const found: Site[] = [];
  const visit = (node: ts.Node): void => {
    if (bodies.has(node)) return;
    if (isValue(ctx, node, used)) found.push(siteOf(ctx, node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const siteOf = (ctx: Context, node: ValueNode): Site => {
  return { node, member: undefined, body: node, options: undefined, name: nameOf(ctx, node), marked: false };
};

/** Names that stand for what they name, and are not just called. */
function usedNames(ctx: Context, file: ts.SourceFile): ReadonlySet<ts.Symbol> {
  const { ts } = ctx;
  const used = new Set<ts.Symbol>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isUse(ctx, node)) {
      const symbol = symbolOf(ctx, node);
      if (symbol) used.add(symbol);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used;
}

function isUse({ ts }: Context, name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isCallExpression(parent)) return parent.expression !== name;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  return !(ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent)) || parent.name !== name;
}

function isValue(ctx: Context, node: ts.Node, used: ReadonlySet<ts.Symbol>): node is ValueNode {
  const { ts } = ctx;
  if (ts.isFunctionDeclaration(node)) {
    if (!node.name || !node.body || !ts.isSourceFile(node.parent) || isMarked(ctx, node)) return false;
    return used.has(symbolOf(ctx, node.name)!) && isOfNumbers(ctx, node);
  }
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const { parent } = outermost(ctx, node);
  if (ts.isCallExpression(parent) && isForeign(ctx, parent)) return false;
  if (ts.isVariableDeclaration(parent) && !(ts.isIdentifier(parent.name) && used.has(symbolOf(ctx, parent.name)!)))
    return false;
  return isOfNumbers(ctx, node);
}

/** What is handed to a library, such as `map`'s, is not for a ufunc. */
function isForeign(ctx: Context, { expression }: ts.CallExpression): boolean {
  const declaration = symbolOfExpression(ctx, expression)?.declarations?.[0];
  return declaration === undefined || declaration.getSourceFile().isDeclarationFile;
}

function outermost({ ts }: Context, node: ts.Node): ts.Node {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent) || ts.isAsExpression(outer.parent)) outer = outer.parent;
  return outer;
}

function isOfNumbers(ctx: Context, node: ValueNode): boolean {
  const { ts, checker } = ctx;
  const signature = checker.getSignatureFromDeclaration(node);
  if (!signature || node.parameters.length === 0 || node.asteriskToken) return false;
  const isPlain = node.parameters.every(
    (each) => ts.isIdentifier(each.name) && !each.questionToken && !each.initializer && !each.dotDotDotToken,
  );
  const types = [...node.parameters.map((each) => checker.getTypeAtLocation(each)), signature.getReturnType()];
  return isPlain && types.every((type) => scalarKind(ctx, type) !== null);
}

/** The name that JavaScript gives it, which it would lose where it is marked. */
function nameOf(ctx: Context, node: ValueNode): string {
  const { ts } = ctx;
  const { parent } = outermost(ctx, node);
  if (node.name) return node.name.text;
  const holders = [ts.isVariableDeclaration, ts.isPropertyAssignment, ts.isPropertyDeclaration, ts.isParameter];
  const found = holders.some((isHolder) => isHolder(parent)) ? (parent as ts.NamedDeclaration).name : undefined;
  const name = found && ts.isComputedPropertyName(found) ? found.expression : found;
  const isNamed = name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name));
  return isNamed ? name.text : "function";
}
