/**
 * Bodies of which only a declaration is in the program: they are read from the JavaScript beside it, or from where the
 * project that has both puts it.
 *
 * A build with the plug-in has put the jitcode of each of its ufuncs there (`kernel/link.ts`). It is looked for in the
 * syntax alone; nothing of the file is run. What is not found so is left to the run time.
 *
 * Only the names by which a file exports are the same in both: minifiers give others to what bears them.
 */
import type * as ts from "typescript";
import type { Body } from "../../kernel/ir.js";
import { decode, encode } from "../../kernel/jitcode.js";
import { aliased, type Context, isConst, isProperty, isUfunc, unwrap } from "./context.js";
import { declarationOf } from "./held.js";

/** What a file of JavaScript holds: jitcode by name, and names that stand for others; what it exports is `exports.f`. */
interface Shipment {
  readonly text: string;
  readonly jitcode: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
}

const shipments = new Map<string, Shipment>();
const bodies = new Map<string, Body>();

/** The body of a ufunc or a marked function that an expression stands for; null where none can be read and inlined. */
export function shippedBody(ctx: Context, callee: ts.Expression): Body | null {
  const jitcode = shippedJitcode(ctx, callee);
  const body = jitcode ? bodyOf(jitcode) : null;
  return body && body.captures.length === 0 ? body : null;
}

/** Its jitcode. That a function has one says that it is marked: its declaration may have lost the comment (`removeComments`). */
export function shippedJitcode(ctx: Context, callee: ts.Expression): string | null {
  const { ts } = ctx;
  const path = unwrap(ctx, callee);
  const declaration = ts.isIdentifier(path) || isProperty(ctx, path) ? declarationOf(ctx, path) : undefined;
  const file = declaration?.getSourceFile();
  if (!declaration || !file?.isDeclarationFile || !isFixed(ctx, declaration)) return null;
  if (!isUfunc(ctx, callee) && !ts.isFunctionDeclaration(declaration)) return null;
  const shipment = shipmentOf(ctx, javascriptOf(ctx, file.fileName));
  return shipment && jitcodeOf(shipment, exportsOf(ctx, declaration));
}

/** Without positions: they are of a file that nobody has here. */
function bodyOf(jitcode: string): Body {
  let body = bodies.get(jitcode);
  if (body === undefined) {
    body = decode(encode(decode(jitcode), { positions: false }));
    bodies.set(jitcode, body);
  }
  return body;
}

/** Does the file declare it for good, and not as a part of something else? */
function isFixed(ctx: Context, declaration: ts.Declaration): boolean {
  const { ts } = ctx;
  const statement =
    ts.isVariableDeclaration(declaration) && isConst(ctx, declaration) ? declaration.parent.parent : declaration;
  return (statement !== declaration || ts.isFunctionDeclaration(declaration)) && ts.isSourceFile(statement.parent);
}

/** The names by which its file exports what a declaration declares. */
function exportsOf(ctx: Context, declaration: ts.Declaration): string[] {
  const { ts, checker } = ctx;
  const module = checker.getSymbolAtLocation(declaration.getSourceFile());
  const symbol = checker.getSymbolAtLocation(ts.getNameOfDeclaration(declaration)!);
  const exported = module ? checker.getExportsOfModule(module) : [];
  return exported.filter((each) => aliased(ctx, each) === symbol).map(({ name }) => `exports.${name}`);
}

/** Under one of these names, or under one for which it stands. */
function jitcodeOf({ jitcode, aliases }: Shipment, exported: readonly string[]): string | null {
  const names = new Set(exported);
  for (const name of names) {
    const code = jitcode.get(name);
    if (code !== undefined) return code;
    const alias = aliases.get(name);
    if (alias !== undefined) names.add(alias);
  }
  return null;
}

/** The JavaScript of a file of declarations: by `declarationDir` a project that is referenced keeps them apart. */
function javascriptOf({ ts, program }: Context, path: string): string {
  const projects = new Set(program.getResolvedProjectReferences());
  for (const project of projects) {
    for (const other of project?.references ?? []) projects.add(other);
    if (!project?.commandLine.options.declarationDir) continue;
    const { commandLine } = project;
    const made = commandLine.fileNames.map((source) =>
      ts.getOutputFileNames(commandLine, source, !ts.sys.useCaseSensitiveFileNames),
    );
    const script = made.find((outputs) => outputs.includes(path))?.find((output) => /\.[cm]?js$/.test(output));
    if (script) return script;
  }
  return path.replace(/\.d\.([cm]?)ts$/, ".$1js");
}

function shipmentOf({ ts }: Context, path: string): Shipment | null {
  const text = ts.sys.readFile(path);
  if (text === undefined || !text.includes("jitcode")) return null;
  const known = shipments.get(path);
  if (known?.text === text) return known;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const jitcode = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const [name, value, member] of file.statements.flatMap((statement) => givenBy(ts, statement))) {
    const alias = typeof value === "string" ? value : nameIn(ts, value);
    const code = typeof value === "string" ? undefined : linkageIn(ts, value, member);
    if (alias !== undefined) aliases.set(name, alias);
    if (code !== undefined) jitcode.set(name, code);
  }
  const shipment = { text, jitcode, aliases };
  shipments.set(path, shipment);
  return shipment;
}

/** What is given to a name: that for which another stands, a value, or a member of it. */
type Given = readonly [name: string, value: string | ts.Expression, member?: string];

/** `const f = …`, `const { f } = …`, `mark(f, …)` of a declared function, and exports of ES modules and of CommonJS. */
function givenBy(t: typeof ts, statement: ts.Statement): Given[] {
  if (t.isExpressionStatement(statement)) return givenIn(t, statement.expression);
  if (t.isExportAssignment(statement)) return [["exports.default", statement.expression]];
  if (t.isExportDeclaration(statement)) {
    const { exportClause: clause, moduleSpecifier: from } = statement;
    const specifiers = clause && t.isNamedExports(clause) && !from ? clause.elements : [];
    return specifiers.map(({ name, propertyName = name }): Given => [`exports.${name.text}`, propertyName.text]);
  }
  const modifiers = t.canHaveModifiers(statement) ? (statement.modifiers ?? []) : [];
  const isExported = modifiers.some(({ kind }) => kind === t.SyntaxKind.ExportKeyword);
  if (t.isFunctionDeclaration(statement)) {
    const name = statement.name?.text ?? "";
    return isExported ? [[modifiers.length > 1 ? "exports.default" : `exports.${name}`, name]] : [];
  }
  if (!t.isVariableStatement(statement)) return [];
  const given = statement.declarationList.declarations.flatMap((each) => givenTo(t, each));
  return isExported ? [...given, ...given.map(([name]): Given => [`exports.${name}`, name])] : given;
}

function givenTo(t: typeof ts, { name, initializer: value }: ts.VariableDeclaration): Given[] {
  if (value === undefined) return [];
  if (t.isIdentifier(name)) return [[name.text, value]];
  const elements = t.isObjectBindingPattern(name) ? name.elements : [];
  return elements.map((each) => [each.name.getText(), value, (each.propertyName ?? each.name).getText()]);
}

function givenIn(t: typeof ts, expression: ts.Expression): Given[] {
  if (t.isCallExpression(expression)) {
    const [first, second] = expression.arguments;
    const name = first && nameIn(t, first);
    return name === undefined ? [] : [[name, expression], ...getters(t, second)];
  }
  if (!t.isBinaryExpression(expression)) return [];
  const { left, operatorToken, right } = expression;
  if (operatorToken.kind === t.SyntaxKind.CommaToken) return [...givenIn(t, left), ...givenIn(t, right)];
  const name = operatorToken.kind === t.SyntaxKind.EqualsToken ? nameIn(t, left) : undefined;
  return name === undefined ? [] : [[name, right]];
}

/** `__export(exports, { f: () => f })`, as esbuild writes it. */
function getters(t: typeof ts, table: ts.Expression | undefined): Given[] {
  const properties = table && t.isObjectLiteralExpression(table) ? table.properties : [];
  return properties.flatMap((each): Given[] => {
    const value =
      t.isPropertyAssignment(each) && t.isArrowFunction(each.initializer) ? each.initializer.body : undefined;
    return value && t.isIdentifier(value) ? [[`exports.${each.name!.getText()}`, value]] : [];
  });
}

/** `f`, or `exports.f`. */
function nameIn(t: typeof ts, value: ts.Expression): string | undefined {
  const isExport = t.isPropertyAccessExpression(value) && value.expression.getText() === "exports";
  return isExport || t.isIdentifier(value) ? value.getText() : undefined;
}

/** The jitcode in the linkage that a call ends with, or in that of a member; none where the body could not be read. */
function linkageIn(t: typeof ts, value: ts.Expression, member: string | undefined): string | undefined {
  const last = t.isCallExpression(value) ? value.arguments.at(-1) : undefined;
  const linkage = member === undefined ? last : last && propertyIn(t, last, member);
  const code = linkage && propertyIn(t, linkage, "format") && propertyIn(t, linkage, "jitcode");
  return code && t.isStringLiteralLike(code) ? code.text : undefined;
}

function propertyIn(t: typeof ts, object: ts.Expression, name: string): ts.Expression | undefined {
  if (!t.isObjectLiteralExpression(object)) return undefined;
  const found = object.properties.find((each) => t.isPropertyAssignment(each) && each.name.getText() === name);
  return found && (found as ts.PropertyAssignment).initializer;
}
