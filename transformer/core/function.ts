/** From a name to the function that it stands for: what bodies and helpers are read from. */
import type * as ts from "typescript";
import { type Context, symbolOf, symbolOfExpression, unwrap } from "./context.js";
import type { Site } from "./find.js";
import { isAssigned } from "./written.js";

/** A function whose source can be read. */
export type FunctionNode = (
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
) & {
  readonly body: ts.ConciseBody;
};

/** The function that an expression stands for, if its source is in the program; `passed` are the names on the way. */
export function functionOf(
  ctx: Context,
  expression: Site["body"],
  passed: readonly ts.Declaration[] = [],
): FunctionNode | null {
  const { ts } = ctx;
  if (ts.isMethodDeclaration(expression) || ts.isFunctionDeclaration(expression)) return expression as FunctionNode;
  const bare = unwrap(ctx, expression);
  if (ts.isArrowFunction(bare) || ts.isFunctionExpression(bare)) return bare;
  for (const declaration of symbolOfExpression(ctx, bare)?.declarations ?? []) {
    if (passed.includes(declaration)) continue;
    if (ts.isFunctionDeclaration(declaration) && declaration.body) return declaration as FunctionNode;
    if (ts.isFunctionExpression(declaration)) return declaration;
    const isFixed = ts.isVariableDeclaration(declaration) && ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const;
    const member = ts.isPropertyAccessExpression(bare) ? memberOf(ctx, bare, declaration) : undefined;
    const value = isFixed
      ? declaration.initializer
      : ts.isExportAssignment(declaration)
        ? declaration.expression
        : member;
    if (value) return functionOf(ctx, value, [...passed, declaration]);
  }
  return null;
}

/** The function that a member of a class or of a constant object is, if nothing writes to it. */
function memberOf(
  ctx: Context,
  path: ts.PropertyAccessExpression,
  declaration: ts.Declaration,
): Site["body"] | undefined {
  const { ts } = ctx;
  const holder = symbolOfExpression(ctx, path.expression)?.valueDeclaration;
  const isStatic = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
  const isHeld =
    ts.isClassLike(declaration.parent) && isStatic
      ? holder === declaration.parent
      : ts.isObjectLiteralExpression(declaration.parent) &&
        holder !== undefined &&
        holds(ctx, holder, declaration.parent);
  if (!isHeld || isAssigned(ctx, symbolOf(ctx, path.name)!)) return undefined;
  if (ts.isMethodDeclaration(declaration)) return declaration.body && declaration;
  if (ts.isShorthandPropertyAssignment(declaration)) return declaration.name;
  const isProperty = ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration);
  return isProperty ? declaration.initializer : undefined;
}

/** Is an object what a `const`, or a property of one, has been given? */
function holds(ctx: Context, holder: ts.Declaration, object: ts.ObjectLiteralExpression): boolean {
  const { ts } = ctx;
  const isHolder = ts.isVariableDeclaration(holder)
    ? (ts.getCombinedNodeFlags(holder) & ts.NodeFlags.Const) !== 0
    : ts.isPropertyAssignment(holder);
  const { initializer } = holder as ts.VariableDeclaration;
  return isHolder && initializer !== undefined && unwrap(ctx, initializer) === object;
}
