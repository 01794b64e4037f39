/** TypeScript sources as they are: `micronumpy/register` in node, AVA, mocha and tsx, Jest by its transformer, Vitest. */
import { symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import test from "ava";
import jest from "../../transformer/hosts/jest.js";
import { root } from "../transformer/program.js";
import { Project, throwing } from "../transformer/project.js";

const files = {
  "src/helper.ts": "export const scale = (x: number): number => x * 2;\n",
  "src/scaled.ts": `import { ufunc } from "micronumpy";
import { scale } from "./helper.js";
export const scaled = ufunc((x: number) => scale(x));
`,
  "src/main.ts": `import { array, type NdArray } from "micronumpy";
import { scaled } from "./scaled.js";
enum Kind { one = 1 }
declare const console: { log(text: string): void };
const result: NdArray<"int16"> = scaled(array([1, 2, 3], "int16"));
console.log(\`\${result} \${scaled.kernels.at(-1)!.types} \${scaled.kernels.at(-1)!.tier} \${Kind.one}\`);
export function fail(): never { throw new Error("thrown"); }
`,
  "src/fail.ts": `import { fail } from "./main.js";\nfail();\n`,
};
const printed = "[2 4 6] int16->int16 compiled 1";

function node(project: Project, ...args: string[]): string {
  return project.node(...args).output.trim();
}

for (const type of ["module", "commonjs"])
  test(`node --import micronumpy/register, ${type}`, (t) => {
    const project = new Project(files, {}, type);
    t.is(node(project, "--import", "micronumpy/register", "src/main.ts"), printed);
    const failure = node(project, "--import", "micronumpy/register", "src/fail.ts");
    t.regex(failure, /Error: thrown\n.*main\.ts:7:39/);
  });

test("register: require of sources from JavaScript", (t) => {
  const view = "export const view: number = 1;\n";
  const project = new Project({ "src/a.ts": view, "src/b.tsx": view, "src/c.cts": view }, {}, "commonjs");
  const code = `console.log(["a.ts", "b.tsx", "c.cts"].map((name) => require("./src/" + name).view).join())`;
  t.is(node(project, "--import", "micronumpy/register", "--eval", code), "1,1,1");
});

test("register: what is imported with a query is a module of its own", (t) => {
  const main = `for (const n of [1, 1, 2]) console.log((await import(\`./count.js?n=\${n}\`)).query);\nexport {};\n`;
  const project = new Project({
    "src/count.ts": "export const query = import.meta.url.slice(-4);\n",
    "src/main.ts": main,
  });
  t.is(node(project, "--import", "micronumpy/register", "src/main.ts"), "?n=1\n?n=1\n?n=2");
});

test("register: a folder that is only called nearly so is not node_modules", (t) => {
  const moved = Object.entries(files).map(([name, text]) => [name.replace("src", "node_modules.old"), text]);
  const project = new Project(Object.fromEntries(moved));
  t.is(node(project, "--import", "micronumpy/register", "node_modules.old/main.ts"), printed);
});

test("register: a refused body is told with its place, and runs as plain JavaScript", (t) => {
  const project = new Project(files);
  project.edit("src/helper.ts", "x * 2", "x * 2 + 0 * Math.random()");
  const output = node(project, "--import", "micronumpy/register", "src/main.ts");
  t.regex(output, /src\/scaled\.ts:3:44 - TS9022/);
  t.regex(output, /\^{8}/);
  t.regex(output, /\[2\.? 4\.? 6\.?\]/);
});

test("register: what a body throws is thrown at the user's line and column", (t) => {
  for (const type of ["module", "commonjs"]) {
    const project = new Project({ "src/main.ts": throwing }, {}, type);
    const run = (...args: string[]) => node(project, "--import", "micronumpy/register", "src/main.ts", ...args);
    t.regex(run("marked"), /src\/main\.ts:6:52 - TS9008.*at next .*src\/main\.ts:4:2[58]/s);
    t.regex(run(), /Error: late\n.*src\/main\.ts:6:58/);
  }
});

test("register: places are those of the sources, wherever tsc would put what it makes of them", (t) => {
  const thrown = 'export function fail(): never { throw new Error("thrown"); }\n';
  for (const places of [{ rootDir: "." }, { sourceRoot: "https://example.org" }, { mapRoot: "maps" }]) {
    const project = new Project({ "src/main.ts": 'import { fail } from "./deep/fail.js";\nfail();\n' }, places);
    project.write("src/deep/fail.ts", thrown);
    const output = node(project, "--import", "micronumpy/register", "src/main.ts");
    t.true(output.includes(join(project.folder, "src/deep/fail.ts:1:39")), output);
    t.true(output.includes(join(project.folder, "src/main.ts:2:1")), output);
  }
});

test("AVA", (t) => {
  const spec = `import test from "ava";
import { scaled } from "./scaled.js";
test("scaled", (t) => { t.is(scaled.kernels[0]!.tier, "compiled"); t.is(\`\${scaled([1])}\`, "[2.]"); });
`;
  const project = new Project({ ...files, "src/spec.ts": spec });
  const config = {
    extensions: { ts: "module" },
    nodeArguments: ["--import=micronumpy/register"],
    files: ["src/spec.ts"],
  };
  project.write("ava.config.js", `export default ${JSON.stringify(config)};`);
  symlinkSync(join(root, "node_modules/ava"), join(project.folder, "node_modules/ava"), "junction");
  t.regex(node(project, "node_modules/ava/entrypoints/cli.mjs"), /1 test passed/);
});

test("Jest's transformer gives CommonJS with kernels, and a key that knows of helpers", (t) => {
  const project = new Project(files);
  const options = { supportsStaticESM: false, instrument: false, configString: "" };
  const path = join(project.folder, "src/scaled.ts");
  const source = project.read("src/scaled.ts");
  const { code } = jest.process(source, path, options);
  const require = createRequire(path);
  const made: { scaled?: { kernels: { tier: string }[] } } = {};
  const load = (name: string) => (name === "./helper.js" ? { scale: (x: number) => x * 2 } : require(name));
  runInThisContext(`(function (exports, require) {${code}\n})`)(made, load);
  t.is(made.scaled!.kernels[0]!.tier, "compiled");
  t.regex(code, /sourceMappingURL=data:application\/json;base64,/);

  const key = jest.getCacheKey(source, path, options);
  t.is(jest.getCacheKey(source, path, options), key);
  project.edit("src/helper.ts", "x * 2", "x * 3");
  t.not(jest.getCacheKey(source, path, options), key);
});

/** A suite with a test that passes and one that fails, to see where it is said to fail. */
const suite = (test: string, imports = "") => `${imports}import { scaled } from "./scaled.js";
${test}("scaled", () => { if (\`\${scaled([1])} \${scaled.kernels[0]!.tier}\` !== "[2.] compiled") throw new Error("wrong"); });
${test}("broken", () => { throw new Error("thrown"); });
`;
const tools = new Project({
  ...files,
  "src/mocha.ts": suite("it"),
  "src/jest.ts": suite("test"),
  "src/vitest.ts": suite("test", `import { test } from "vitest"; `),
  "vitest.config.js": `import micronumpy from "micronumpy/vite";
export default { plugins: [micronumpy()], test: { include: ["src/vitest.ts"] } };`,
});

test.before(() => tools.install("mocha@12.0.3", "tsx@4.23.15", "jest@30.5.2", "vitest@4.1.12"));

test.serial("mocha", (t) => {
  const output = node(tools, "node_modules/mocha/bin/mocha.js", "--import=micronumpy/register", "src/mocha.ts");
  t.regex(output, /1 passing.*1 failing.*src\/mocha\.ts:3:28/s);
});

test.serial("tsx", (t) => {
  t.is(node(tools, "node_modules/tsx/dist/cli.mjs", "--import", "micronumpy/register", "src/main.ts"), printed);
});

test.serial("Vitest", (t) => {
  const output = node(tools, "node_modules/vitest/vitest.mjs", "run", "--no-color");
  t.regex(output, /src\/vitest\.ts:3:30/);
  t.regex(output, /Tests +1 failed \| 1 passed/);
});

/** The two configurations of docs/setup.md; sources that import by `.js` names need the mapper besides. */
const jestConfigs = {
  commonjs: {
    transform: { "\\.[jt]sx?$": "micronumpy/jest" },
    transformIgnorePatterns: ["/node_modules/(?!(.*/)?micronumpy/)"],
  },
  module: { transform: { "\\.tsx?$": "micronumpy/jest" }, extensionsToTreatAsEsm: [".ts"] },
};

for (const [kind, config] of Object.entries(jestConfigs))
  test.serial(`Jest, ${kind}`, (t) => {
    const mapped = { ...config, moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" }, testMatch: ["**/src/jest.ts"] };
    tools.write("jest.config.json", JSON.stringify(mapped));
    const flags = kind === "module" ? ["--experimental-vm-modules"] : [];
    const output = node(tools, ...flags, "node_modules/jest/bin/jest.js", "--config", "jest.config.json", "--no-cache");
    t.regex(output, /src\/jest\.ts:3:30/);
    t.regex(output, /1 failed, 1 passed/);
  });
