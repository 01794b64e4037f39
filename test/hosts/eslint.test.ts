/** The lint rule in the real ESLint and the real oxlint, which are installed for the test: the same findings in both. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import test from "ava";
import { Project } from "../transformer/project.js";

const bad = `import { ufunc as make } from "micronumpy";
import * as np from "micronumpy";
let count = 0;
function named(x: number) { try { return x; } catch { return 0; } }
export const a = make((x: number) => { count += 1; const y = "s"; return x; });
export const b = make(named);
export const c = np.ufunc((x: number, y = 1) => { var z = { x }; return z!.x + [1].map((v) => v)[0] });
export const d = make(async (x: number) => console.log(x));
export const e = make((x: number) => { let s = 0; return (s = 3) + Math.random() + 9007199254740993; });
export const g = make((function* (x: number) {}) as never);
/** @ufunc */
export function marked(x: number) { return [x, "s"]; } make(marked);
export const h = np.ufuncs({ one(x: number) { return { x }; }, two: (x: number) => x ?? 1 });
function over(x: number): number;
function over(x: bigint): bigint;
function over(x: never): never { throw x; }
export const i = make(over);
export const j = make((x: number) => (typeof x === "number" ? list.reduce((s, v) => s + v, 0) : null));
export const k = make((function* (x: number) { yield x; }) as never);
class K { @make static f(x: number) { return \`\${x}\`; } @make({}) static g(x: number) { return this; } }
`;
/** Line and number, in the order of the source. */
const expected = [
  ...["4 TS9008", "5 TS9017", "5 TS9010", "7 TS9005", "7 TS9009", "7 TS9012", "8 TS9004", "8 TS9016"],
  ...["9 TS9018", "9 TS9022", "9 TS9020", "10 TS9004", "12 TS9010", "13 TS9011", "13 TS9031"],
  ...["16 TS9008", "18 TS9031", "18 TS9016", "18 TS9040", "19 TS9004", "20 TS9010", "20 TS9013"],
].sort();

const good = `import { ufunc } from "micronumpy";
export const good = ufunc((x: number, y: number): number => {
  let s = 0;
  for (let i = 0; i < 3; i++) s += x;
  if (!(s > 1 && y)) return -s;
  const [q, r] = [x, y];
  return q! % r + (s as number) + Math.PI;
});
declare function outside(x: number): number;
export const ambient = ufunc(outside);
/** Speaks of @ufunc. */
export function unmarked() { return "s"; }
const other = { ufunc: (f: unknown) => f };
export const fine = other.ufunc(() => ({ a: "s" }));
`;
const config = `import parser from "@typescript-eslint/parser";
import micronumpy from "micronumpy/eslint";
export default [{ files: ["**/*.ts"], languageOptions: { parser } }, micronumpy.configs.recommended];
`;
const oxlint = { jsPlugins: ["micronumpy/eslint"], rules: { "micronumpy/kernel": "error" } };

const project = new Project({ "bad.ts": bad, "good.ts": good, "eslint.config.js": config });
project.write(".oxlintrc.json", JSON.stringify(oxlint));

function run(tool: string, ...args: string[]): string {
  const { stdout } = spawnSync(process.execPath, [join("node_modules", tool), ...args], {
    cwd: project.folder,
    encoding: "utf8",
  });
  return stdout;
}

test.before(() =>
  project.install("eslint@10.15.0", "@typescript-eslint/parser@8.73.0", "oxlint@1.94.0", "typescript@6.0.3"),
);

test("ESLint", (t) => {
  const output = run("eslint/bin/eslint.js", "--format", "json", "bad.ts", "good.ts");
  const [inBad, inGood] = JSON.parse(output) as { messages: { line: number; message: string }[] }[];
  t.deepEqual(inBad!.messages.map(({ line, message }) => `${line} ${message.slice(0, 6)}`).sort(), expected);
  t.deepEqual(inGood!.messages, []);
});

test("oxlint", (t) => {
  const output = run("oxlint/bin/oxlint", "--format", "json", "bad.ts", "good.ts");
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { code: string; message: string; filename: string; labels: { span: { line: number } }[] }[];
  };
  const ours = diagnostics.filter(({ code }) => code === "micronumpy(kernel)");
  t.true(ours.every(({ filename }) => filename.endsWith("bad.ts")));
  t.deepEqual(ours.map(({ message, labels }) => `${labels[0]!.span.line} ${message.slice(0, 6)}`).sort(), expected);
});
