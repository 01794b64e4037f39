/**
 * What a name or a path of properties stands for as long as the program runs: the value that it was given, where nothing
 * gives it another. Types don't tell that: what has the type of an object may be another object.
 */
import type * as ts from "typescript";
import {
  type Context,
  isConst,
  isProperty,
  type Property,
  propertyName,
  symbolOfExpression,
  textOf,
  unwrap,
} from "./context.js";
import { isRewritten } from "./written.js";

/** What has properties by its source. */
export type Holder = ts.ObjectLiteralExpression | ts.ClassLikeDeclaration;

type Declarations = readonly ts.Declaration[];

/**
 * The expression, function or class behind an expression; undefined for what may change, and for parameters. `passed` are
 * the declarations on the way, as names may go round in a circle.
 */
export function heldBy(ctx: Context, expression: ts.Expression, passed: Declarations = []): ts.Node | undefined {
  const bare = unwrap(ctx, expression);
  if (!ctx.ts.isIdentifier(bare) && !isProperty(ctx, bare)) return bare;
  const declaration = declarationOf(ctx, bare, passed);
  return declaration && !passed.includes(declaration) ? given(ctx, declaration, [...passed, declaration]) : undefined;
}

/** What declares a name, or the property that a path ends in, for good. */
export function declarationOf(
  ctx: Context,
  path: ts.Identifier | Property,
  passed: Declarations = [],
): ts.Declaration | undefined {
  const { ts } = ctx;
  if (isProperty(ctx, path)) {
    const owner = symbolOfExpression(ctx, path.expression);
    if (owner === undefined) return undefined;
    if (!(owner.flags & (ts.SymbolFlags.Module | ts.SymbolFlags.Enum))) {
      const holder = heldBy(ctx, path.expression, passed);
      return holder && isHolder(ctx, holder) ? memberOf(ctx, holder, propertyName(ctx, path), passed) : undefined;
    }
  }
  const symbol = symbolOfExpression(ctx, path);
  const implemented = symbol?.declarations?.find((each) => ts.isFunctionDeclaration(each) && each.body);
  return implemented ?? symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

const isHolder = ({ ts }: Context, node: ts.Node): node is Holder =>
  ts.isObjectLiteralExpression(node) || ts.isClassLike(node);

/** What a declaration gives what it declares. */
function given(ctx: Context, declaration: ts.Declaration, passed: Declarations): ts.Node | undefined {
  const { ts } = ctx;
  if (ts.isClassLike(declaration) || ts.isFunctionLike(declaration)) return declaration;
  if (ts.isExportAssignment(declaration)) return heldBy(ctx, declaration.expression, passed);
  if (ts.isShorthandPropertyAssignment(declaration)) return heldBy(ctx, declaration.name, passed);
  const isFixed = ts.isVariableDeclaration(declaration) && isConst(ctx, declaration);
  if (!isFixed && !ts.isPropertyAssignment(declaration) && !ts.isPropertyDeclaration(declaration)) return undefined;
  const { initializer } = declaration as ts.VariableDeclaration;
  return initializer && heldBy(ctx, initializer, passed);
}

/** The member of a name, if the program gives it no other value: of a class a static one, its own or inherited. */
export function memberOf(
  ctx: Context,
  holder: Holder,
  name: string,
  passed: Declarations = [],
): ts.Declaration | undefined {
  const { ts } = ctx;
  const member = ts.isClassLike(holder) ? staticOf(ctx, holder, name, passed) : propertyOf(ctx, holder, name);
  return member && !isRewritten(ctx, holder, name) ? member : undefined;
}

function propertyOf({ ts }: Context, { properties }: ts.ObjectLiteralExpression, name: string) {
  const found = properties.findLast(
    ({ name: each }) => each === undefined || ts.isComputedPropertyName(each) || textOf(each) === name,
  );
  return found?.name && !ts.isComputedPropertyName(found.name) && !ts.isAccessor(found) ? found : undefined;
}

function staticOf(
  ctx: Context,
  holder: ts.ClassLikeDeclaration,
  name: string,
  passed: Declarations,
): ts.ClassElement | undefined {
  const { ts } = ctx;
  const found = holder.members.find(
    (each) =>
      (ts.getCombinedModifierFlags(each) & ts.ModifierFlags.Static) !== 0 &&
      each.name !== undefined &&
      textOf(each.name) === name &&
      !(ts.isMethodDeclaration(each) && each.body === undefined),
  );
  if (found) return ts.isMethodDeclaration(found) || ts.isPropertyDeclaration(found) ? found : undefined;
  const base = baseOf(ctx, holder, passed);
  const member = base && memberOf(ctx, base, name, passed);
  return member && ts.isClassElement(member) ? member : undefined;
}

/** The class that a class extends. */
export function baseOf(
  ctx: Context,
  { heritageClauses }: ts.ClassLikeDeclaration,
  passed: Declarations = [],
): ts.ClassLikeDeclaration | undefined {
  const { ts } = ctx;
  const clause = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0] && heldBy(ctx, clause.types[0].expression, passed);
  return base && ts.isClassLike(base) ? base : undefined;
}
