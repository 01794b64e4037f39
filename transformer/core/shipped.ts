/**
 * Bodies of which only a declaration is in the program: they are read from the JavaScript beside it.
 *
 * A build with the plug-in has put the jitcode of each of its ufuncs there, under the ufunc's name (`kernel/link.ts`). It
 * is looked for in the syntax alone; nothing of the file is run. What is not found so is left to the run time.
 */
import type * as ts from "typescript";
import type { Body } from "../../kernel/ir.js";
import { decode, encode } from "../../kernel/jitcode.js";
import { type Context, isConst, isProperty, isUfunc, unwrap } from "./context.js";
import { declarationOf } from "./held.js";
import { isMarked } from "./marks.js";

/** What a file of JavaScript holds: jitcode by the names that its ufuncs have for good, and names that stand for others. */
interface Shipment {
  readonly text: string;
  readonly jitcode: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
}

const shipments = new Map<string, Shipment>();
const bodies = new Map<string, Body>();

/** The body of a ufunc or a marked function that an expression stands for; null where none can be read and inlined. */
export function shippedBody(ctx: Context, callee: ts.Expression): Body | null {
  const { ts } = ctx;
  const path = unwrap(ctx, callee);
  const declaration = ts.isIdentifier(path) || isProperty(ctx, path) ? declarationOf(ctx, path) : undefined;
  const file = declaration?.getSourceFile();
  if (!declaration || !file?.isDeclarationFile || !isFixed(ctx, declaration)) return null;
  if (!isUfunc(ctx, callee) && !(ts.isFunctionDeclaration(declaration) && isMarked(ctx, declaration))) return null;
  const shipment = shipmentOf(ctx, file.fileName.replace(/\.d\.([cm]?)ts$/, ".$1js"));
  const jitcode = shipment && jitcodeOf(shipment, ts.getNameOfDeclaration(declaration)!.getText());
  const body = jitcode ? bodyOf(jitcode) : null;
  return body && body.captures.length === 0 ? body : null;
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

function jitcodeOf({ jitcode, aliases }: Shipment, name: string): string | null {
  return jitcode.get(name) ?? jitcode.get(aliases.get(name) ?? "") ?? null;
}

function shipmentOf({ ts }: Context, path: string): Shipment | null {
  const text = ts.sys.readFile(path);
  if (text === undefined || !text.includes("jitcode")) return null;
  const known = shipments.get(path);
  if (known?.text === text) return known;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const jitcode = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const { name, member, value } of file.statements.flatMap((statement) => givenBy(ts, statement))) {
    const alias = nameIn(ts, value);
    if (alias !== undefined) aliases.set(name, alias);
    const code = linkageIn(ts, value, member);
    if (code !== undefined) jitcode.set(name, code);
  }
  const shipment = { text, jitcode, aliases };
  shipments.set(path, shipment);
  return shipment;
}

/** What a statement gives to a name of the file: a value, or a member of it. */
interface Given {
  readonly name: string;
  readonly member?: string;
  readonly value: ts.Expression;
}

/** `const f = …`, `const { f } = …`, CommonJS's `exports.f = …`, and `mark(f, …)` of a declared function. */
function givenBy(t: typeof ts, statement: ts.Statement): Given[] {
  if (t.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name, initializer: value }): Given[] => {
      if (value === undefined) return [];
      if (t.isIdentifier(name)) return [{ name: name.text, value }];
      const elements = t.isObjectBindingPattern(name) ? name.elements : [];
      return elements.map((each) => ({
        name: each.name.getText(),
        member: (each.propertyName ?? each.name).getText(),
        value,
      }));
    });
  if (!t.isExpressionStatement(statement)) return [];
  const { expression } = statement;
  if (t.isCallExpression(expression)) {
    const name = expression.arguments[0] && nameIn(t, expression.arguments[0]);
    return name === undefined ? [] : [{ name, value: expression }];
  }
  const isGiven = t.isBinaryExpression(expression) && expression.operatorToken.kind === t.SyntaxKind.EqualsToken;
  const name = isGiven ? nameIn(t, expression.left) : undefined;
  return name === undefined ? [] : [{ name, value: (expression as ts.BinaryExpression).right }];
}

/** `f`, or `exports.f`. */
function nameIn(t: typeof ts, value: ts.Expression): string | undefined {
  if (t.isIdentifier(value)) return value.text;
  const isExport = t.isPropertyAccessExpression(value) && value.expression.getText() === "exports";
  return isExport ? value.name.text : undefined;
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
