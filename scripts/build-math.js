/**
 * The math library as jitcode: `node scripts/build-math.js`, after kernel and transformer have been compiled.
 *
 * kernel/math is read by the transformer's own reader. What it reads goes into kernel/math/jitcode.ts, one export for
 * each public function: those of which the type of the result is open, a plain `number`.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { encode } from "../dist/kernel/jitcode.js";
import { createContext } from "../dist/transformer/core/context.js";
import { Finder } from "../dist/transformer/core/find.js";
import { read } from "../dist/transformer/core/read.js";

const folder = fileURLToPath(new URL("../kernel/math", import.meta.url));
const target = join(folder, "jitcode.ts");
const sources = readdirSync(folder).map((name) => join(folder, name));
const program = ts.createProgram(
  sources.filter((path) => path !== target),
  { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, lib: ["lib.es2023.d.ts"], types: [], strict: true },
);
const context = createContext(ts, program);
const finder = new Finder(context);
const codeOf = new Map();

const lines = program
  .getSourceFiles()
  .filter((file) => sources.includes(file.fileName))
  .flatMap((file) => file.statements.filter(isPublic).map(jitcodeOf));
const head =
  "/** The math library, read by scripts/build-math.js. Bodies that reach a function take it from here. */\n";
writeFileSync(target, head + lines.join(""));

function isPublic(node) {
  const isExported = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
  return ts.isFunctionDeclaration(node) && isExported && node.type.kind === ts.SyntaxKind.NumberKeyword;
}

function jitcodeOf(node) {
  const name = node.name.text;
  const reading = read(context, finder, { name, call: node, body: node.name });
  if (Array.isArray(reading)) throw new Error(`${name}: ${reading.map(({ text }) => text).join("\n")}`);
  const [first, ...helpers] = reading.body.functions;
  const body = { ...reading.body, functions: [{ ...first, math: true }, ...helpers] };
  for (const func of body.functions) keepApart(func);
  return `export const ${name} =\n  '${encode(body, { positions: false })}';\n`;
}

/** Bodies merge the functions that they have in common by their names. */
function keepApart(func) {
  const where = `${func.file}:${func.at}`;
  const known = codeOf.get(func.name) ?? where;
  if (known !== where) throw new Error(`the library has two functions named ${func.name}: ${known} and ${where}`);
  codeOf.set(func.name, where);
}
