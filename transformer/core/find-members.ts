/** The members of `ufuncs(K)`: the public static methods of a class, or the functions of an object. */
import type * as ts from "typescript";
import { type Context, textOf } from "./context.js";
import type { Site } from "./find.js";
import { baseOf, type Holder, heldBy, memberOf } from "./held.js";

type IsUfunc = (node: ts.Expression) => boolean;

/** `isUfunc` tells whether an expression stands for micronumpy's `ufunc`, here the decorator. */
export function membersOf(ctx: Context, call: ts.CallExpression, isUfunc: IsUfunc): readonly Site[] {
  const { ts } = ctx;
  const [argument] = call.arguments;
  const holder = argument && heldBy(ctx, argument);
  if (holder === undefined) return [];
  const sites = ts.isObjectLiteralExpression(holder)
    ? holder.properties.flatMap((property) => functionIn(ctx, call, property))
    : ts.isClassLike(holder)
      ? methodsOf(ctx, holder).map((method) => methodSite(ctx, call, method, decoratorOf(ctx, method, isUfunc)))
      : [];
  return sites.filter(({ member }) => memberOf(ctx, holder as Holder, member!) !== undefined);
}

/** The public static methods of a class, and those that it inherits and does not override. */
function methodsOf(ctx: Context, holder: ts.ClassLikeDeclaration): ts.MethodDeclaration[] {
  const { Static } = ctx.ts.ModifierFlags;
  const statics = holder.members.filter((member) => ctx.ts.getCombinedModifierFlags(member) & Static);
  const own = statics.filter((member) => isPublicStatic(ctx, member));
  const base = baseOf(ctx, holder);
  const names = new Set(statics.map(({ name }) => name && textOf(name)));
  const inherited = base ? methodsOf(ctx, base).filter(({ name }) => !names.has(textOf(name))) : [];
  return [...inherited, ...own];
}

/** A decorator `@ufunc`: with the method that it marks as a site, or where it can't stand. */
export type Decorated = { readonly decorator: ts.Decorator } & ({ readonly site: Site } | { readonly found: string });

export function decoratedOf(ctx: Context, member: ts.ClassElement, isUfunc: IsUfunc): Decorated[] {
  const decorator = decoratorOf(ctx, member, isUfunc);
  if (decorator === undefined) return [];
  if (isPublicStatic(ctx, member)) return [{ decorator, site: methodSite(ctx, decorator, member, decorator) }];
  const { Static, Private, Protected } = ctx.ts.ModifierFlags;
  const flags = ctx.ts.getCombinedModifierFlags(member);
  const kind = ctx.ts.isMethodDeclaration(member) ? "method" : "member";
  const access = flags & Protected ? "protected " : flags & Private || isHidden(ctx, member) ? "private " : "";
  return [{ decorator, found: `a ${access}${flags & Static ? "static " : ""}${kind}` }];
}

const isHidden = ({ ts }: Context, { name }: ts.ClassElement): boolean => !!name && ts.isPrivateIdentifier(name);

function methodSite(
  { ts }: Context,
  node: Site["node"],
  method: ts.MethodDeclaration,
  decorator: ts.Decorator | undefined,
): Site {
  const name = textOf(method.name);
  const options =
    decorator && ts.isCallExpression(decorator.expression) ? decorator.expression.arguments[0] : undefined;
  return { node, member: name, body: method, options, name, marked: decorator !== undefined };
}

function decoratorOf({ ts }: Context, member: ts.ClassElement, isUfunc: IsUfunc): ts.Decorator | undefined {
  if (!ts.canHaveDecorators(member)) return undefined;
  const callee = ({ expression }: ts.Decorator) =>
    ts.isCallExpression(expression) ? expression.expression : expression;
  return ts.getDecorators(member)?.find((decorator) => isUfunc(callee(decorator)));
}

/** A property of an object as a site, if it is a function. */
function functionIn(ctx: Context, call: ts.CallExpression, property: ts.ObjectLiteralElementLike): Site[] {
  const { ts, checker } = ctx;
  const isFunction = property.name && checker.getTypeAtLocation(property).getCallSignatures().length > 0;
  const body = ts.isPropertyAssignment(property)
    ? property.initializer
    : ts.isShorthandPropertyAssignment(property)
      ? property.name
      : ts.isMethodDeclaration(property)
        ? property
        : undefined;
  if (!isFunction || body === undefined || ts.isComputedPropertyName(property.name)) return [];
  const name = property.name.text;
  return [{ node: call, member: name, body, options: undefined, name, marked: true }];
}

function isPublicStatic({ ts }: Context, member: ts.ClassElement): member is ts.MethodDeclaration {
  const { Static, Private, Protected } = ts.ModifierFlags;
  const isPublic = (ts.getCombinedModifierFlags(member) & (Static | Private | Protected)) === Static;
  if (!ts.isMethodDeclaration(member) || !isPublic || member.body === undefined) return false;
  return !ts.isPrivateIdentifier(member.name) && !ts.isComputedPropertyName(member.name);
}
