/**
 * Bodies of which only a declaration is in the program: they are read from the JavaScript beside it.
 *
 * A build with the plug-in has put the jitcode of each of its ufuncs there, under the ufunc's name (`kernel/link.ts`). It
 * is looked for in the syntax alone; nothing of the file is run. What is not found so is left to the run time.
 */
import type * as ts from "typescript";
import type { Body } from "../../kernel/ir.js";
import { decode, encode } from "../../kernel/jitcode.js";
import { type Context, isUfunc, symbolOfExpression } from "./context.js";
import { isMarked } from "./marks.js";

/** What a file of JavaScript holds: jitcode by the names of ufuncs, and names that stand for others. */
interface Shipment {
  readonly text: string;
  /** Null for a name that several bodies have. */
  readonly jitcode: ReadonlyMap<string, string | null>;
  readonly aliases: ReadonlyMap<string, string>;
}

const shipments = new Map<string, Shipment>();
const bodies = new Map<string, Body>();

/** The body of a ufunc or a marked function that an expression stands for; null where none can be read and inlined. */
export function shippedBody(ctx: Context, callee: ts.Expression): Body | null {
  const { ts } = ctx;
  const symbol = symbolOfExpression(ctx, callee);
  const declaration = symbol?.declarations?.[0];
  const file = declaration?.getSourceFile();
  if (!symbol || !declaration || !file?.isDeclarationFile) return null;
  if (!isUfunc(ctx, callee) && !(ts.isFunctionDeclaration(declaration) && isMarked(ctx, declaration))) return null;
  const shipment = shipmentOf(ctx, file.fileName.replace(/\.d\.([cm]?)ts$/, ".$1js"));
  const jitcode = shipment && jitcodeOf(shipment, symbol.name);
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

function jitcodeOf({ jitcode, aliases }: Shipment, name: string): string | null {
  return jitcode.get(jitcode.has(name) ? name : (aliases.get(name) ?? name)) ?? null;
}

function shipmentOf({ ts }: Context, path: string): Shipment | null {
  const text = ts.sys.readFile(path);
  if (text === undefined || !text.includes("jitcode")) return null;
  const known = shipments.get(path);
  if (known?.text === text) return known;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const jitcode = new Map<string, string | null>();
  const visit = (node: ts.Node): void => {
    const linkage = ts.isObjectLiteralExpression(node) ? linkageOf(ts, node) : null;
    if (linkage !== null) {
      const { name, code } = linkage;
      jitcode.set(name, jitcode.has(name) && jitcode.get(name) !== code ? null : code);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const shipment = { text, jitcode, aliases: aliasesIn(ts, file) };
  shipments.set(path, shipment);
  return shipment;
}

/** `export const mod = remainder;` */
function aliasesIn(t: typeof ts, file: ts.SourceFile): Map<string, string> {
  const variables = file.statements.flatMap((node) =>
    t.isVariableStatement(node) ? node.declarationList.declarations : [],
  );
  return new Map(
    variables.flatMap(({ name, initializer }) =>
      initializer && t.isIdentifier(initializer) ? [[name.getText(), initializer.text] as const] : [],
    ),
  );
}

/** What an object literal says if it is a linkage; without jitcode where the body could not be read. */
function linkageOf(t: typeof ts, { properties }: ts.ObjectLiteralExpression) {
  const values = new Map<string, ts.Expression>();
  for (const property of properties)
    if (t.isPropertyAssignment(property)) values.set(property.name.getText(), property.initializer);
  const [name, code] = [values.get("name"), values.get("jitcode")];
  if (!values.has("format") || !name || !t.isStringLiteralLike(name)) return null;
  return { name: name.text, code: code && t.isStringLiteralLike(code) ? code.text : null };
}
