/**
 * Ufuncs of other packages, which only declarations tell of: their bodies can't be read from here, so what their own
 * builds have not compiled is made at run time.
 */
import type * as ts from "typescript";
import { type Context, isUfunc, ownName, symbolOfExpression } from "../core/context.js";
import type { Finder } from "../core/find.js";
import type { Note, Place, UfuncReport } from "./report.js";

const TEXT = "its source is not in this program: it has the kernels that its own build has given it";

/** One report a ufunc, with the calls of it. The library that comes with micronumpy is left out. */
export function foreignUfuncs(
  ctx: Context,
  finder: Finder,
  files: readonly ts.SourceFile[],
  placeOf: (node: ts.Node) => Place,
): UfuncReport[] {
  const calls = new Map<ts.Symbol, Note[]>();
  const visit = (node: ts.Node): void => {
    const symbol = ctx.ts.isCallExpression(node) ? foreignUfunc(ctx, finder, node) : undefined;
    if (symbol) calls.set(symbol, [...(calls.get(symbol) ?? []), { text: TEXT, ...placeOf(node) }]);
    ctx.ts.forEachChild(node, visit);
  };
  for (const file of files) if (finder.isCandidate(file)) visit(file);
  return [...calls].map(([symbol, open]) => {
    return { name: symbol.name, ...placeOf(symbol.declarations![0]!), captures: [], kernels: [], open };
  });
}

function foreignUfunc(ctx: Context, finder: Finder, call: ts.CallExpression): ts.Symbol | undefined {
  if (finder.useAt(call) !== null) return undefined;
  const symbol = symbolOfExpression(ctx, call.expression);
  const declaration = symbol?.declarations?.[0];
  if (!declaration?.getSourceFile().isDeclarationFile || ownName(ctx, symbol) !== undefined) return undefined;
  return isUfunc(ctx, call.expression) ? symbol : undefined;
}
