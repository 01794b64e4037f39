/** The members of `ufuncs(K)`: the public static methods of a class, or the functions of an object literal. */
import type * as ts from "typescript";
import { type Context, symbolOf, unwrap } from "./context.js";
import type { Site } from "./find.js";

/** `isUfunc` tells whether an expression stands for micronumpy's `ufunc`, here the decorator. */
export function membersOf(
  ctx: Context,
  call: ts.CallExpression,
  isUfunc: (node: ts.Expression) => boolean,
): readonly Site[] {
  const { ts } = ctx;
  const [argument] = call.arguments;
  const bare = argument && unwrap(ctx, argument);
  if (bare === undefined) return [];
  const site = (name: string, body: Site["body"], part: Partial<Site> = {}): Site => {
    return { node: call, member: name, body, options: undefined, name, marked: false, ...part };
  };
  if (ts.isObjectLiteralExpression(bare))
    return bare.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? [site(property.name.getText(), property.initializer, { marked: true })] : [],
    );
  const symbol = ts.isIdentifier(bare) ? symbolOf(ctx, bare) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isClassDeclaration(declaration)) return [];
  return declaration.members
    .filter((member) => isPublicStatic(ctx, member))
    .map((method) => {
      const decorator = ts.getDecorators(method)?.find(({ expression }) => isUfunc(calleeOf(ctx, expression)));
      const options =
        decorator && ts.isCallExpression(decorator.expression) ? decorator.expression.arguments[0] : undefined;
      return site(method.name.getText(), method, { options, marked: decorator !== undefined });
    });
}

function calleeOf({ ts }: Context, decorator: ts.Expression): ts.Expression {
  return ts.isCallExpression(decorator) ? decorator.expression : decorator;
}

function isPublicStatic({ ts }: Context, member: ts.ClassElement): member is ts.MethodDeclaration {
  const { Static, Private, Protected } = ts.ModifierFlags;
  const isPublic = (ts.getCombinedModifierFlags(member) & (Static | Private | Protected)) === Static;
  return ts.isMethodDeclaration(member) && isPublic && member.body !== undefined && ts.isIdentifier(member.name);
}
