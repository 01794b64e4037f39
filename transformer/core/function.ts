/** From a name to the function that it stands for: what bodies and helpers are read from. */
import type * as ts from "typescript";
import type { Context } from "./context.js";
import type { Site } from "./find.js";
import { heldBy } from "./held.js";

/** A function whose source can be read. */
export type FunctionNode = (
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
) & {
  readonly body: ts.ConciseBody;
};

/** The function that an expression stands for, if its source is in the program. */
export function functionOf(ctx: Context, expression: Site["body"]): FunctionNode | null {
  const { ts } = ctx;
  const isDeclared = ts.isMethodDeclaration(expression) || ts.isFunctionDeclaration(expression);
  const value = isDeclared ? expression : heldBy(ctx, expression);
  const isFunction =
    value !== undefined &&
    (ts.isArrowFunction(value) ||
      ts.isFunctionExpression(value) ||
      ts.isFunctionDeclaration(value) ||
      ts.isMethodDeclaration(value));
  return isFunction && value.body ? (value as FunctionNode) : null;
}
