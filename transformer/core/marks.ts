/**
 * Comments that say `@ufunc`. They are looked at as text: tsc keeps JSDoc only when it is told to parse all of it, in all
 * files, which costs more than everything else that is done here.
 */
import type * as ts from "typescript";
import type { Context } from "./context.js";

/** Does the comment before a function mark it? */
export const isMarked = (ctx: Context, node: ts.FunctionDeclaration): boolean => commentsBefore(ctx, node).some(isMark);

/** A tag begins a line, or follows a sentence; elsewhere `@ufunc` is spoken of. */
export const isMark = (comment: string): boolean => /^\/\*\*([\s\S]*(\n|[.!?]\s))?[\s*]*@ufunc\b/.test(comment);

/** A place where the comment marks nothing. */
export interface Unmarked {
  readonly node: ts.Node;
  /** What stands there. */
  readonly found: string;
}

/** Only a tag that has a line of its own is meant as one: `@ufunc` in an example is a decorator. */
const hasTag = (text: string): boolean => /^\/\*\*([\s\S]*\n)?[\s*]*@ufunc\s*(\n|\*\/$)/.test(text);

export function unmarkedIn(ctx: Context, file: ts.SourceFile): Unmarked[] {
  const { ts } = ctx;
  const found: Unmarked[] = [];
  const visit = (node: ts.Node): void => {
    const what = unmarkedBy(ctx, node);
    if (what !== null && commentsBefore(ctx, node).some(hasTag))
      found.push({ node: ts.getNameOfDeclaration(declarationOf(ctx, node)) ?? node, found: what });
    ts.forEachChild(node, visit);
  };
  if (file.text.includes("@ufunc")) visit(file);
  return found;
}

/** What a node is, if it is something at which one may take the comment for a mark. */
function unmarkedBy({ ts }: Context, node: ts.Node): string | null {
  if (ts.isVariableStatement(node)) return "a variable";
  if (ts.isClassElement(node)) return "a member of a class";
  if (!ts.isFunctionDeclaration(node)) return null;
  if (!ts.isSourceFile(node.parent)) return "a function inside another";
  return node.name ? null : "a function without a name";
}

const declarationOf = ({ ts }: Context, node: ts.Node): ts.Declaration =>
  ts.isVariableStatement(node) ? node.declarationList.declarations[0]! : (node as ts.Declaration);

function commentsBefore({ ts }: Context, node: ts.Node): string[] {
  const { text } = node.getSourceFile();
  return (ts.getLeadingCommentRanges(text, node.pos) ?? []).map(({ pos, end }) => text.slice(pos, end));
}
