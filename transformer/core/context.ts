/**
 * What every part of the transformer knows of the program at hand: TypeScript as the host gave it, the checker, where
 * paths start, and which names are micronumpy's own. Names are found by the symbol they resolve to, never by their text.
 */
import { dirname, join, relative } from "node:path";
import type * as ts from "typescript";
import type { At } from "../../kernel/ir.js";

export interface Context {
  readonly ts: typeof ts;
  readonly program: ts.Program;
  readonly checker: Checker;
  /** The folder of the project: file names in jitcode and comments are relative to it. */
  readonly root: string;
}

/** A function of the checker that is not in its public types: what a name means at a place. */
interface Checker extends ts.TypeChecker {
  resolveName(name: string, at: ts.Node, meaning: ts.SymbolFlags, excludeGlobals: boolean): ts.Symbol | undefined;
}

export function createContext(typescript: typeof ts, program: ts.Program): Context {
  const root = rootOf(program.getCompilerOptions(), program.getCurrentDirectory());
  return { ts: typescript, program, checker: program.getTypeChecker() as Checker, root };
}

/** The folder of a project: its configuration's, or that in which the compiler works. */
export function rootOf({ configFilePath }: ts.CompilerOptions, current: string): string {
  return typeof configFilePath === "string" ? dirname(configFilePath) : current;
}

/** What a name stands for, through imports, re-exports and namespaces. */
export function symbolOf({ ts, checker }: Context, name: ts.Node): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  return symbol && aliased({ ts, checker }, symbol);
}

/** What an import or an export under another name stands for. */
export function aliased({ ts, checker }: Pick<Context, "ts" | "checker">, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** `settings.gain`, or `settings["gain"]`. */
export type Property =
  | ts.PropertyAccessExpression
  | (ts.ElementAccessExpression & { argumentExpression: ts.StringLiteralLike });

export function isProperty({ ts }: Pick<Context, "ts">, node: ts.Node): node is Property {
  return (
    ts.isPropertyAccessExpression(node) ||
    (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
  );
}

export const propertyName = ({ ts }: Pick<Context, "ts">, path: Property): string =>
  ts.isPropertyAccessExpression(path) ? path.name.text : path.argumentExpression.text;

/** The symbol of a name or a property access, whatever parentheses and assertions are around it. */
export function symbolOfExpression(ctx: Context, expression: ts.Expression): ts.Symbol | undefined {
  const bare = unwrap(ctx, expression);
  if (ctx.ts.isIdentifier(bare)) return symbolOf(ctx, bare);
  if (!isProperty(ctx, bare)) return undefined;
  return ctx.ts.isPropertyAccessExpression(bare)
    ? symbolOf(ctx, bare.name)
    : ctx.checker.getSymbolAtLocation(bare.argumentExpression);
}

/**
 * Behind names that are `const`s of another name, what is meant: `const { sqrt: root } = Math` makes `root` that of `Math`.
 * `passed` are the declarations on the way, as names may go round in a circle.
 */
export function meant(
  ctx: Context,
  expression: ts.Expression,
  passed: readonly ts.Declaration[] = [],
): ts.Symbol | undefined {
  const { ts, checker } = ctx;
  const symbol = symbolOfExpression(ctx, expression);
  const declaration = symbol?.valueDeclaration;
  if (!declaration || passed.includes(declaration)) return symbol;
  if (!isConst(ctx, declaration)) return symbol;
  if (ts.isVariableDeclaration(declaration) && declaration.initializer)
    return meant(ctx, declaration.initializer, [...passed, declaration]) ?? symbol;
  const taken = takenBy(ctx, declaration);
  const member = taken && checker.getPropertyOfType(checker.getTypeAtLocation(taken.owner), taken.name);
  return member ? aliased(ctx, member) : symbol;
}

/** What an element of a pattern takes for good, and of what: `const { sqrt: root } = Math`. */
export function takenBy(
  ctx: Pick<Context, "ts">,
  declaration: ts.Declaration,
): { readonly owner: ts.Expression; readonly name: string } | null {
  const { ts } = ctx;
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return null;
  const { parent } = declaration.parent;
  // what a pattern inside another is given stands in for a missing value
  if (!ts.isVariableDeclaration(parent) || !parent.initializer || !isConst(ctx, parent)) return null;
  return { owner: parent.initializer, name: textOf((declaration.propertyName ?? declaration.name) as ts.PropertyName) };
}

export function isConst({ ts }: Pick<Context, "ts">, declaration: ts.Declaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** Visits the children of a node, but for types: these hold no calls, and are a good part of a program. */
export function eachBelow(
  { SyntaxKind, forEachChild }: typeof ts,
  node: ts.Node,
  visit: (child: ts.Node) => void,
): void {
  forEachChild(node, (child) => {
    const { kind } = child;
    const isType = kind >= SyntaxKind.FirstTypeNode && kind <= SyntaxKind.LastTypeNode;
    if (!isType && kind !== SyntaxKind.InterfaceDeclaration && kind !== SyntaxKind.TypeAliasDeclaration) visit(child);
  });
}

/** The type that is written at a declaration or a function: in JavaScript its comment has it. */
export function annotationOf({ ts }: Pick<Context, "ts">, node: ts.Node): ts.TypeNode | undefined {
  const { type } = node as Partial<ts.ParameterDeclaration>;
  if (type || !(node.flags & ts.NodeFlags.JavaScriptFile)) return type;
  return ts.isFunctionLike(node) ? ts.getJSDocReturnType(node) : ts.getJSDocType(node);
}

/** A name without its quotes. */
export const textOf = (name: ts.PropertyName): string => ("text" in name ? name.text : name.getText());

/**
 * `sqrt` of `Math`, `isNaN` of `Number`: a member of one of JavaScript's own objects, by whatever `const`s it is reached.
 * What only has the type of `Math` may be another. `passed` are the declarations on the way.
 */
export function globalMember(
  ctx: Context,
  expression: ts.Expression,
  passed: readonly ts.Declaration[] = [],
): readonly [object: string, name: string] | null {
  const { ts } = ctx;
  const bare = unwrap(ctx, expression);
  if (isProperty(ctx, bare)) return memberOfGlobal(ctx, bare.expression, propertyName(ctx, bare));
  const declaration = ts.isIdentifier(bare) ? symbolOf(ctx, bare)?.valueDeclaration : undefined;
  if (!declaration || passed.includes(declaration)) return null;
  if (!isConst(ctx, declaration)) return null;
  if (ts.isVariableDeclaration(declaration))
    return declaration.initializer ? globalMember(ctx, declaration.initializer, [...passed, declaration]) : null;
  const taken = takenBy(ctx, declaration);
  return taken && memberOfGlobal(ctx, taken.owner, taken.name);
}

function memberOfGlobal(ctx: Context, owner: ts.Expression, name: string): readonly [string, string] | null {
  const object = meant(ctx, owner);
  return object && isGlobal(ctx, object) && ["Math", "Number"].includes(object.name) ? [object.name, name] : null;
}

type Wrapping = ts.Expression & { readonly expression: ts.Expression };

/** Parentheses, `as`, `satisfies`, `!` and type arguments: they mean nothing to a kernel. */
export const isWrapping = (typescript: typeof ts, node: ts.Node): node is Wrapping =>
  typescript.isParenthesizedExpression(node) ||
  typescript.isAsExpression(node) ||
  typescript.isSatisfiesExpression(node) ||
  typescript.isNonNullExpression(node) ||
  typescript.isTypeAssertionExpression(node) ||
  typescript.isExpressionWithTypeArguments(node);

/** The expression inside all that means nothing. */
export function unwrap({ ts }: Pick<Context, "ts">, expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (isWrapping(ts, inner)) inner = inner.expression;
  return inner;
}

/** The package that a file belongs to, by the nearest package.json with a name. */
const packages = new Map<string, string | null>();

function packageOf(ctx: Context, folder: string): string | null {
  const known = packages.get(folder);
  if (known !== undefined) return known;
  // as tsc reads it, which passes over what is no JSON
  const { config } = ctx.ts.readConfigFile(join(folder, "package.json"), ctx.ts.sys.readFile);
  const { name } = (config ?? {}) as { name?: string };
  const parent = dirname(folder);
  const found = name ?? (parent === folder ? null : packageOf(ctx, parent));
  packages.set(folder, found);
  return found;
}

/** The name of a symbol that micronumpy declares: `ufunc`, `f64`, `idiv`, `NdArray` … */
export function ownName(ctx: Context, symbol: ts.Symbol | undefined): string | undefined {
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return undefined;
  return packageOf(ctx, dirname(declaration.getSourceFile().fileName)) === "micronumpy" ? symbol?.name : undefined;
}

/** Is an expression a ufunc, as far as its type tells? */
export function isUfunc(ctx: Context, node: ts.Expression): boolean {
  return ownName(ctx, ctx.checker.getTypeAtLocation(node).aliasSymbol) === "Ufunc";
}

/** Is it one of JavaScript's own: `Math`, `NaN`, `Float32Array`? */
export function isGlobal({ program }: Context, symbol: ts.Symbol | undefined): boolean {
  const declaration = symbol?.declarations?.[0];
  return declaration !== undefined && program.isSourceFileDefaultLibrary(declaration.getSourceFile());
}

export function isArray({ checker }: Context, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  return checker.isArrayType(type) || checker.isTupleType(type);
}

export function fileName({ root }: Context, file: ts.SourceFile): string {
  return relative(root, file.fileName).replaceAll("\\", "/");
}

export function positionOf(node: ts.Node): At {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return [line + 1, character + 1];
}

/** Can a kernel hold values of a type, though they be of several kinds? */
export function isScalar(ctx: Context, type: ts.Type): boolean {
  return type.isUnion() ? type.types.every((part) => isScalar(ctx, part)) : scalarKind(ctx, type) !== null;
}

/** Which kind of JS value a type is; null for all that no kernel can hold, `any` too. */
export function scalarKind(ctx: Context, type: ts.Type): "number" | "bigint" | "boolean" | null {
  const { TypeFlags } = ctx.ts;
  if (type.flags & TypeFlags.NumberLike) return "number";
  if (type.flags & TypeFlags.BigIntLike) return "bigint";
  if (type.flags & TypeFlags.BooleanLike) return "boolean";
  if (type.isIntersection())
    return type.types.map((part) => scalarKind(ctx, part)).find((kind) => kind !== null) ?? null;
  if (type.flags & TypeFlags.TypeParameter) {
    const constraint = ctx.checker.getBaseConstraintOfType(type);
    return constraint ? scalarKind(ctx, constraint) : null;
  }
  if (!type.isUnion()) return null;
  const kinds = new Set(type.types.map((part) => scalarKind(ctx, part)));
  return kinds.size === 1 ? [...kinds][0]! : null;
}
