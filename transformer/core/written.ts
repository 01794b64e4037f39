/** Does the program write to a constant array or object, or to a property? What it may write to is not constant. */
import type * as ts from "typescript";
import {
  aliased,
  type Context,
  isProperty,
  isWrapping,
  ownName,
  propertyName,
  symbolOf,
  symbolOfExpression,
} from "./context.js";
import { type Holder, heldBy } from "./held.js";

/** By program: symbols of files that did not change pass from one to the next, and another file may write now. */
const known = new WeakMap<ts.Program, Map<ts.Symbol, boolean>>();

/**
 * Looks at every use of the name in the files that can see it. Reading an element, the length or the elements in turn is
 * harmless, and so is any use of a readonly array; everything else counts as a write. Of an object, reading a property is
 * harmless, and handing it to `ufunc`.
 */
export function isWritten(ctx: Context, symbol: ts.Symbol, declaration: ts.Declaration): boolean {
  return remember(ctx, symbol, () => {
    const type = ctx.checker.getTypeAtLocation(declaration);
    if (ctx.checker.isArrayLikeType(type) && !isMutable(ctx, type)) return false;
    const isHarmless = ctx.checker.isArrayLikeType(type) ? isArrayRead : isObjectRead;
    return uses(ctx, symbol).some((name) => !isHarmless(ctx, name));
  });
}

function remember(ctx: Context, symbol: ts.Symbol, find: () => boolean): boolean {
  const answers = known.get(ctx.program) ?? new Map<ts.Symbol, boolean>();
  known.set(ctx.program, answers);
  const answer = answers.get(symbol) ?? find();
  answers.set(symbol, answer);
  return answer;
}

function sourcesWith({ program }: Context, name: string): readonly ts.SourceFile[] {
  return program.getSourceFiles().filter((file) => !file.isDeclarationFile && file.text.includes(name));
}

/** A property that the program writes to: of what, and its name; null where that is known at run time only. */
interface Write {
  readonly object: ts.Expression;
  readonly name: string | null;
}

/** By program: what it writes to, and which members are known to be written to. */
const writes = new WeakMap<
  ts.Program,
  { readonly all: readonly Write[]; readonly known: Map<ts.Node, Map<string, boolean>> }
>();

/**
 * Does the program write to a member of an object or a class, under whatever name it has that there? Everything counts
 * that the object may be by its type, unless it is seen to be another.
 */
export function isRewritten(ctx: Context, holder: Holder, name: string): boolean {
  const { program } = ctx;
  const { all, known } = writes.get(program) ?? { all: writesIn(ctx), known: new Map() };
  writes.set(program, { all, known });
  const answers = known.get(holder) ?? new Map<string, boolean>();
  known.set(holder, answers);
  const answer = answers.get(name);
  if (answer !== undefined) return answer;
  // while it is being found out, a path that comes back to it can't count on it
  answers.set(name, true);
  const type = typeOf(ctx, holder);
  const found = all.some((write) => (write.name ?? name) === name && mayWrite(ctx, write, holder, type));
  answers.set(name, found);
  return found;
}

function typeOf({ ts, checker }: Context, holder: Holder): ts.Type {
  return ts.isClassDeclaration(holder) && holder.name
    ? checker.getTypeOfSymbol(checker.getSymbolAtLocation(holder.name)!)
    : checker.getWidenedType(checker.getTypeAtLocation(holder));
}

function mayWrite(ctx: Context, { object, name }: Write, holder: Holder, type: ts.Type): boolean {
  const { ts, checker } = ctx;
  const value = heldBy(ctx, object);
  if (value === holder) return true;
  if (value && (ts.isObjectLiteralExpression(value) || ts.isNewExpression(value) || ts.isClassLike(value)))
    return false;
  const written = checker.getTypeAtLocation(object);
  // what has any property, of whatever type, is hardly ever one that holds functions
  const loose = name === null ? (checker.getIndexTypeOfType(written, ts.IndexKind.String) ?? written) : undefined;
  if (loose && loose.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return false;
  return !checker.isArrayLikeType(written) && checker.isTypeAssignableTo(type, written);
}

function writesIn(ctx: Context): Write[] {
  const { ts, program } = ctx;
  const found: Write[] = [];
  const visit = (node: ts.Node): void => {
    const isProperty = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
    if (isProperty && isTarget(ts, node)) found.push({ object: node.expression, name: writtenName(ctx, node) });
    const changed = ts.isCallExpression(node) ? changedBy(ctx, node) : undefined;
    if (changed) found.push({ object: changed, name: null });
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) visit(file);
  return found;
}

function writtenName({ ts }: Context, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : null;
}

/** What `Object.assign` and its like write to. */
function changedBy({ ts }: Context, { expression, arguments: args }: ts.CallExpression): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  const name = `${expression.expression.text}.${expression.name.text}`;
  return /^(Object\.(assign|define\w+|setPrototypeOf)|Reflect\.(set\w*|define\w+))$/.test(name) ? args[0] : undefined;
}

/** `readonly number[]` and `as const` arrays have no `push`. */
function isMutable({ checker }: Context, type: ts.Type): boolean {
  return checker.getPropertyOfType(type, "push") !== undefined;
}

/** Everywhere that a symbol is named, under the names too by which it is imported and exported again. */
function uses(ctx: Context, symbol: ts.Symbol): ts.Expression[] {
  const { ts } = ctx;
  const names = new Set([symbol.name]);
  const found: ts.Expression[] = [];
  const visit = (name: string, node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && isUse(ctx, node, symbol)) {
      found.push(node);
      const { parent } = node;
      if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) names.add(parent.name.text);
    } else if (ts.isElementAccessExpression(node) && isProperty(ctx, node))
      if (propertyName(ctx, node) === name && symbolOfExpression(ctx, node) === symbol) found.push(node);
    ts.forEachChild(node, (child) => visit(name, child));
  };
  // names that are added meanwhile are visited too
  for (const name of names) for (const file of sourcesWith(ctx, name)) visit(name, file);
  return found;
}

function isUse(ctx: Context, node: ts.Identifier, symbol: ts.Symbol): boolean {
  const { ts, checker } = ctx;
  const { parent } = node;
  if (!ts.isBindingElement(parent) || parent.propertyName || parent.name !== node)
    return symbolOf(ctx, node) === symbol;
  // `const { t } = module` makes a name of its own
  const property = checker.getPropertyOfType(checker.getTypeAtLocation(parent.parent), node.text);
  return (property && aliased(ctx, property)) === symbol;
}

/** A name, or the path through a namespace that ends in it. */
function pathOf({ ts }: Context, name: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
}

function isObjectRead(ctx: Context, name: ts.Expression): boolean {
  const { ts } = ctx;
  const path = pathOf(ctx, name);
  let node = path;
  while (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) node = node.parent;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.name === node) return true;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return true;
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return ownName(ctx, symbolOfExpression(ctx, parent.expression)) === "ufunc";
  const isCalled = ts.isCallExpression(parent);
  return node !== path && !isCalled && !isTarget(ts, node) && !isMutable(ctx, ctx.checker.getTypeAtLocation(node));
}

function isArrayRead(ctx: Context, name: ts.Expression): boolean {
  const { ts } = ctx;
  const node = pathOf(ctx, name);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name === node || ts.isArrayBindingPattern(parent.name);
  if (ts.isSpreadElement(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return ["types", "loops"].includes(parent.name.getText()) && isForOptions(ctx, parent.parent);
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === "length" && !isTarget(ts, parent);
  return ts.isElementAccessExpression(parent) && parent.expression === node && !isTarget(ts, parent);
}

/** Is an object given to `ufunc` as its options, on the spot or as a constant? */
function isForOptions(ctx: Context, object: ts.ObjectLiteralExpression): boolean {
  const { ts } = ctx;
  let node: ts.Node = object;
  while (isWrapping(ts, node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isCallExpression(parent)) return ownName(ctx, symbolOfExpression(ctx, parent.expression)) === "ufunc";
  const symbol = ts.isVariableDeclaration(parent) ? symbolOf(ctx, parent.name) : undefined;
  return symbol !== undefined && !isWritten(ctx, symbol, parent as ts.VariableDeclaration);
}

/** Is this written to: by an assignment, a step or a loop, or as a part of a pattern that is? */
function isTarget(typescript: typeof ts, node: ts.Node): boolean {
  const { parent } = node;
  const { FirstAssignment, LastAssignment, PlusPlusToken, MinusMinusToken } = typescript.SyntaxKind;
  if (typescript.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === node && kind >= FirstAssignment && kind <= LastAssignment;
  }
  if (typescript.isPrefixUnaryExpression(parent) || typescript.isPostfixUnaryExpression(parent))
    return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
  if (typescript.isForOfStatement(parent) || typescript.isForInStatement(parent)) return parent.initializer === node;
  if (typescript.isDeleteExpression(parent)) return true;
  const isPart =
    typescript.isArrayLiteralExpression(parent) ||
    typescript.isObjectLiteralExpression(parent) ||
    typescript.isPropertyAssignment(parent) ||
    typescript.isSpreadElement(parent);
  return (isWrapping(typescript, parent) || isPart) && isTarget(typescript, parent);
}
