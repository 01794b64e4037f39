/**
 * Captures: what is read by the code around a ufunc whenever it is called. A capture is an outer name or a path from one,
 * in which properties may be named by other outer names: `gain`, `settings.gain`, `operations[mode]`.
 */
import type * as ts from "typescript";
import { aliased, type Context, isProperty, symbolOf, symbolOfExpression, unwrap } from "./context.js";
import type { FunctionReader } from "./read.js";
import { foreign } from "./read-expressions.js";

export type Path = ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function isPath({ ts }: Context, node: ts.Node): node is Path {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** An outer name, or a path from one. */
export const isOuterPath = (reader: FunctionReader, node: ts.Expression): boolean => outerPaths(reader, node) !== null;

/** A path, and those of the keys in it, each with what its first name stands for; null for what is no path from outside. */
function outerPaths(reader: FunctionReader, node: ts.Expression): readonly [OuterPath, ...OuterPath[]] | null {
  const { ctx } = reader;
  const { ts } = ctx;
  const path = unwrap(ctx, node);
  if (ts.isIdentifier(path)) {
    const symbol = symbolOf(ctx, path);
    return symbol && reader.local(symbol) === undefined ? [{ path, symbol }] : null;
  }
  if (!ts.isPropertyAccessExpression(path) && !ts.isElementAccessExpression(path)) return null;
  const [object, ...others] = outerPaths(reader, path.expression) ?? [];
  const key = ts.isElementAccessExpression(path) ? path.argumentExpression : null;
  const isKnown = key === null || ts.isStringLiteralLike(key) || ts.isNumericLiteral(key);
  const keys = isKnown ? [] : outerPaths(reader, key);
  return object && keys ? [{ path, symbol: object.symbol }, ...others, ...keys] : null;
}

interface OuterPath {
  readonly path: Path;
  readonly symbol: ts.Symbol;
}

/** The place among the captures of an outer name or path that is read at every call; null after a refusal. */
export function capture(reader: FunctionReader, node: Path, kind: "scalar" | "array" | "function"): number | null {
  const { ctx, body } = reader;
  const name = pathText(ctx, node);
  const paths = outerPaths(reader, node);
  if (paths === null) {
    reader.refuse(node, "property", name);
    return null;
  }
  if (paths.some(({ symbol }) => isRefused(reader, symbol))) return null;
  const declarations = paths.map(({ path, symbol }) => declarationAt(reader, path, symbol));
  const isElsewhere = node.getSourceFile() !== body.site.node.getSourceFile();
  if (reader.isConstant || declarations.includes(null) || (isElsewhere && paths.length > 1)) {
    reader.refuse(node, "unreachable", name);
    return null;
  }
  const { symbol } = paths[0];
  const known = body.captures.findIndex((entry) => entry.symbol === symbol && entry.name === name);
  const root = isElsewhere ? declarations[0]! : null;
  return known >= 0 ? known : body.captures.push({ name, kind, node, root, symbol }) - 1;
}

/** A path without what means nothing: of `tone.inner!.gain`, `tone.inner.gain`. */
function pathText(ctx: Context, node: ts.Expression): string {
  const path = unwrap(ctx, node);
  if (ctx.ts.isPropertyAccessExpression(path)) return `${pathText(ctx, path.expression)}.${path.name.text}`;
  if (!ctx.ts.isElementAccessExpression(path)) return path.getText();
  return `${pathText(ctx, path.expression)}[${pathText(ctx, path.argumentExpression)}]`;
}

/**
 * What declares a path's first name where the ufunc is made, from where captures are read; null if it means another there,
 * or the path goes through a private name of a class that is not around the ufunc.
 */
function declarationAt(reader: FunctionReader, node: ts.Expression, symbol: ts.Symbol): ts.Declaration | null {
  const { ctx, body } = reader;
  const { ts, checker } = ctx;
  const { node: place } = body.site;
  let root = unwrap(ctx, node);
  for (; isPath(ctx, root) && !ts.isIdentifier(root); root = unwrap(ctx, root.expression)) {
    const name = ts.isPropertyAccessExpression(root) && ts.isPrivateIdentifier(root.name) ? root.name : null;
    const owner = name && symbolOf(ctx, name)?.valueDeclaration?.parent;
    if (owner && !ts.findAncestor(place, (outer) => outer === owner)) return null;
  }
  const found = checker.resolveName(root.getText(), place, ts.SymbolFlags.Value, false);
  // each import of a module's namespace may have a symbol of its own
  const isSame = found !== undefined && aliased(ctx, found).valueDeclaration === symbol.valueDeclaration;
  const declaration = isSame ? found.declarations![0]! : undefined;
  return declaration && !ts.isTypeOnlyImportDeclaration(declaration) ? declaration : null;
}

/**
 * Refuses what begins with no name at all: `this`, `arguments`, a new object. What begins with a name that was refused where
 * it is declared inside is not refused again.
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

/** Is a name, or what a path begins with, an import that leads nowhere? It has a type, `any`, but no declaration. */
export function leadsNowhere(ctx: Context, node: ts.Expression): boolean {
  const { ts, checker } = ctx;
  const path = unwrap(ctx, node);
  const symbol = symbolOfExpression(ctx, path);
  if (symbol?.declarations || !(checker.getTypeAtLocation(path).flags & ts.TypeFlags.Any)) return false;
  if (!isProperty(ctx, path)) return ts.isIdentifier(path);
  const owner = symbolOfExpression(ctx, path.expression);
  return (!!owner && (owner.flags & ts.SymbolFlags.ValueModule) !== 0) || leadsNowhere(ctx, path.expression);
}

/** Is a name declared inside the function, and was something refused in its declaration? */
function isRefused(reader: FunctionReader, symbol: ts.Symbol): boolean {
  const { ts } = reader.ctx;
  const inside = symbol.declarations?.find(
    (node) => node !== reader.node && ts.findAncestor(node, (outer) => outer === reader.node) !== undefined,
  );
  return inside !== undefined && reader.body.isRefusedIn(inside);
}
