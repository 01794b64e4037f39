/** The plug-in in the real tspc: what it emits runs, in ES modules and CommonJS, with its cache and its source maps. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Project, throwing } from "./project.js";

const minimum = `
import { array, ufunc } from "micronumpy";
declare const console: { log(text: string): void };
export const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
`;
const show = `
const ints = array([3, 1, 2], "int32");
console.log(\`\${minimum(ints, array([2, 2, 2], "int32"))} \${minimum.kernels.map(({ tier }) => tier)}\`);
`;
const shown = "[2 1 2] compiled,compiled,compiled";

test("what is emitted runs, and is small", (t) => {
  const project = new Project({ "src/main.ts": minimum + show, "src/only.ts": minimum });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), shown);
  t.true(project.read("out/only.js").length < 4000, `${project.read("out/only.js").length} bytes`);
});

test("what a run has traced is compiled ahead by the next build", (t) => {
  const use = `import { array, type DType } from "micronumpy"; import { minimum } from "./minimum.js";
declare const console: { log(text: string): void };
const types: DType[] = JSON.parse('["int8", "uint16", "float64"]');
for (const type of types) minimum(array([3, 1, 2], type), array([2, 2, 2], type));
console.log(minimum.kernels.map(({ types, tier }) => \`\${types.split("->")[1]} \${tier}\`).join());\n`;
  const project = new Project({ "src/minimum.ts": minimum, "src/main.ts": use }, { incremental: true });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  const env = { MICRONUMPY_JIT: "threshold=1", MICRONUMPY_PROFILE: "profile.json" };
  const found = "float64 compiled,float32 compiled,int32 compiled,int8 traced,uint16 traced";
  t.is(project.run("out/main.js", env), found);
  t.deepEqual(
    JSON.parse(project.read("profile.json")),
    ["int8", "uint16"].map((type) => ({
      file: "src/minimum.ts",
      line: 4,
      ufunc: "minimum",
      types: `${type},${type}->${type}`,
    })),
  );
  project.edit("tsconfig.json", '"transformProgram":true', '"transformProgram":true,"profile":"profile.json"');
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js", env), found.replaceAll("traced", "compiled"));
  t.is(JSON.parse(project.read("profile.json")).length, 2, "what was traced once stays in the file");
  t.regex(project.micronumpy("explain").output, /int8,int8->int8 .*\n +why +the profile has it: a run has traced it/);
  project.write("profile.json", "{}");
  project.edit("out/main.js", '"float64"]', '"float64", "uint8"]');
  const refused = "uint8 traced\nmicronumpy: MICRONUMPY_PROFILE=profile.json was not written: it holds something else";
  t.true(project.run("out/main.js", env).endsWith(refused));
  t.is(project.read("profile.json"), "{}");
  const { status, output } = project.tspc();
  t.not(status, 0);
  t.regex(output, /the plug-in option "profile" is "profile.json", which holds no list of traced signatures/);
});

test("functions that a ufunc is given are inlined: marked ones, and those of its file that are values", (t) => {
  const source = `import { array, ufunc } from "micronumpy"; import { cubed } from "./cubed.js";
declare const console: { log(...text: unknown[]): void };
const over = (f: (x: number) => number) => ufunc((x: number) => f(x) + 1);
function squared(x: number): number { return x * x; }
const halved = (x: number): number => x / 2;
const table = { next: (x: number): number => x + 1, least: Math.floor, text: (x: number) => String(x) };
const unknown = [1].map((x) => x + 1);
let changing = (x: number): number => x;
const names = [changing, new (class { field = (x: number): number => x })().field, { "a b": (x: number): number => x }["a b"]];
const chosen = [squared, halved, table.next, cubed, (x: number): number => -x, table.least];
const made = chosen.map((f) => over(f));
console.log(made.map((u) => \`\${u(array([1.5, 2]))}\`).join());
console.log(made.map((u) => u.kernels.map(({ tier }) => tier)[0]).join(), unknown.length, halved.name, table.next.name, ...names.map((f) => f.name));\n`;
  const cubed = "/** @ufunc */\nexport function cubed(x: number): number { return x * x * x; }\n";
  const project = new Project({ "src/main.ts": source, "src/cubed.ts": cubed });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  const lines = project.run("out/main.js", { MICRONUMPY_JIT: "threshold=1" }).split("\n");
  t.is(lines[0], "[3.25 5.  ],[1.75 2.  ],[3.5 4. ],[4.375 9.   ],[-0.5 -1. ],[2. 3.]");
  t.is(lines[1], "traced,traced,traced,traced,traced,js 1 halved next changing field a b");
  t.regex(project.micronumpy("explain").output, /`f` is chosen then: .* mark it with @ufunc/);
  const alone = `import { array, ufunc } from "micronumpy";
const over = (f: (x: number) => number) => ufunc((x: number) => f(x) + 1);
const halved = (x: number): number => x / 2;
export const text = \`\${over(halved)(array([3]))}\`; (globalThis as unknown as { console: { log(text: string): void } }).console.log(text);\n`;
  project.write("src/main.ts", alone);
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[2.5]", "nothing else in the file is linked");
});

test("CommonJS", (t) => {
  const use = `${minimum}export * from "./twice.js"; import { twice } from "./twice.js"; console.log(\`\${twice(array([1], "uint8"))}\`);${show}`;
  const twice = `import * as np from "micronumpy"; export const twice = np.ufunc((x: number) => x + x);`;
  const project = new Project({ "src/main.ts": use, "src/twice.ts": twice }, {}, "commonjs");
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.regex(project.read("out/main.js"), /require\("micronumpy\/link"\)/);
  t.is(project.run("out/main.js"), `[2]\n${shown}`);
});

test("CommonJS whose modules are resolved as Node 10 did it, the default before TypeScript 6", (t) => {
  const npz = `import { to_npz } from "micronumpy/npz";\ndeclare const console: { log(text: string): void };\nconsole.log(String(to_npz({ a: [1] }).length > 0));\n`;
  const options = { module: "CommonJS", moduleResolution: "node10" };
  const project = new Project({ "src/main.ts": minimum + show, "src/npz.ts": npz }, options, "commonjs");
  const isSilenced = JSON.parse(project.read("node_modules/typescript/package.json")).version.startsWith("6.");
  if (isSilenced) project.edit("tsconfig.json", '"module":', '"ignoreDeprecations":"6.0","module":');
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), shown);
  t.is(project.run("out/npz.js"), "true");
});

test("what a helper of another file reads at run time is imported from there, though nothing else here is", (t) => {
  const helpers = `import { bias } from "./settings.js";
import { own } from "./main.js";
export let gain = 2;
export const state = { k: 3 };
export const scaled = (x: number) => (x * gain + bias) * state.k - own;
export const change = () => { gain = 4; state.k = 10; };
`;
  const settings = "export let bias = 1; export const setBias = (to: number) => { bias = to; };";
  const main = `import { array, ufunc, type f64 } from "micronumpy";
import { change, gain, scaled, state } from "./helpers.js";
import { bias, setBias } from "./settings.js";
declare const console: { log(text: string): void };
export let own = 100;
const u = ufunc((x: f64): f64 => scaled(x));
console.log(\`\${u(array([5]))}\`);
change(); setBias(2); own = 0;
console.log(\`\${u(array([5]))}\`);
`;
  for (const type of ["module", "commonjs"] as const) {
    const files = { "src/main.ts": main, "src/helpers.ts": helpers, "src/settings.ts": settings };
    const project = new Project(files, {}, type);
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js"), "[-67.]\n[220.]");
  }
});

test("the methods of a class", (t) => {
  const source = `import { array, ufunc, ufuncs } from "micronumpy";
declare const console: { log(text: string): void };
class K { @ufunc static twice(x: number) { return x + x; } @ufunc({ types: ["int32"] }) static next(x: number) { return x + 1; } }
const { twice, next } = ufuncs(K);
console.log(\`\${twice(array([1, 2], "int32"))} \${next(array([1], "int32"))} \${next.kernels[0]!.tier} \${twice.kernels[0]!.tier} \${K.next(1)}\`);`;
  for (const experimentalDecorators of [false, true]) {
    const project = new Project({ "src/main.ts": source }, { experimentalDecorators });
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js"), "[2 4] [2] compiled compiled 2");
  }
});

test("names that are no identifiers, and their kernels", (t) => {
  const source = `import { array, ufunc, ufuncs } from "micronumpy";
declare const console: { log(text: string): void };
class K { @ufunc static "a-b"(x: number) { return x + x; } static 2(x: number) { return x + 2; } }
const { "a-b": ab, 2: two } = ufuncs(K);
const all = ufuncs({ "c d": (x: number) => x + 3, 'größe': (x: number) => x + 4, 5(x: number) { return x + 5; } });
const seven = ufunc((x: number) => x + 7, { name: "7" });
const table = { "8th": ufunc((x: number) => x + 8) };
const made = [ab, two, all["c d"], all.größe, all[5], seven, table["8th"]];
console.log(made.map((u) => \`\${u.name} \${u(array([1], "int32"))} \${u.kernels[0]!.tier}\`).join("; "));`;
  const project = new Project({ "src/main.ts": source });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(
    project.run("out/main.js"),
    "a-b [2] compiled; 2 [3] compiled; c d [4] compiled; größe [5] compiled; 5 [6] compiled; 7 [8] compiled; 8th [9] compiled",
  );
});

test("ufuncs under all names that modules give them", (t) => {
  const ufuncs = `import { ufunc } from "micronumpy";
const twice = ufunc((x: number) => x + x);
export { twice as double };
export default ufunc((x: number) => x - 1, { name: "before" });
export namespace shapes {
  export const area = ufunc((r: number) => Math.PI * r * r);
  export namespace solid { export const volume = ufunc((r: number) => r ** 3); }
}
`;
  const main = `import { array } from "micronumpy";
import before, { double, shapes as s } from "./ufuncs.js";
import * as all from "./index.js";
declare const console: { log(text: string): void };
const bytes = array([1, 2], "int8");
const shown = [before(bytes), double(bytes), s.area([1]), s.solid.volume(bytes), all.everything.double(array([3], "uint16")), all.again(bytes)];
console.log(shown.join(" "));
console.log([before, double, s.solid.volume, all.again].map(({ name, kernels }) => \`\${name} \${kernels.map(({ types, tier }) => \`\${types} \${tier}\`)}\`).join("; "));
`;
  const index = `export * as everything from "./ufuncs.js"; export { double as again, default } from "./ufuncs.js";`;
  for (const type of ["module", "commonjs"]) {
    const project = new Project({ "src/main.ts": main, "src/ufuncs.ts": ufuncs, "src/index.ts": index }, {}, type);
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    const [results, names] = project.run("out/main.js").split("\n");
    t.is(results, "[0 1] [2 4] [3.14159265] [1 8] [6] [2 4]");
    t.regex(names!, /^before .*int8->int8 compiled; twice .*uint16->uint16 compiled.*; volume .*; twice /);
    t.notRegex(names!, /js|interpreted|traced/);
  }
});

test("ts-patch/compiler, for tools that are given a compiler", (t) => {
  const project = new Project({ "src/main.ts": minimum + show });
  project.write(
    "build.cjs",
    `const ts = require("ts-patch/compiler");
const config = ts.getParsedCommandLineOfConfigFile("tsconfig.json", {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} });
const program = ts.createProgram(config.fileNames, config.options);
console.log(ts.getPreEmitDiagnostics(program).length, program.emit().diagnostics.length);`,
  );
  t.deepEqual(project.node("build.cjs"), { status: 0, output: "0 0\n" });
  t.is(project.run("out/main.js"), shown);
});

test('wasm: "module": files of one name and several extensions have their own kernels', (t) => {
  const source = `import { ufunc } from "micronumpy";\nexport const f = ufunc((x: number) => x + 1);\n`;
  const plugin = { name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true, wasm: "module" };
  const project = new Project({ "src/a.ts": source, "src/a.mts": source }, { plugins: [plugin] });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.deepEqual(readdirSync(join(project.folder, "out")).sort(), ["a.js", "a.mjs", "a.mjs.wasm", "a.wasm"]);
  t.regex(project.read("out/a.mjs"), /from "\.\/a\.mjs\.wasm"/);
});

test("a marked function is compiled where it stands, and lifted anywhere", (t) => {
  const project = new Project({
    "src/clamp.ts": `/** Keeps a value inside. @ufunc */
export function clamp(x: number, low: number, high: number) { return x < low ? low : x > high ? high : x; }
/** @ufunc */
export default function noise(x: number) { return x; }\n`,
    "src/main.ts": `import { array, ufunc } from "micronumpy"; import noise, { clamp } from "./clamp.js";
declare const console: { log(text: string): void };
const c = ufunc(clamp);
console.log(\`\${c(array([1, 5, 9], "int16"), 2, 6)} \${c.kernels.map(({ types, tier }) => \`\${types.split(",")[0]} \${tier}\`)}\`);
console.log(\`\${ufunc(noise).kernels.length} \${clamp(3, 0, 1)} \${c.name}\`);\n`,
  });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(
    project.run("out/main.js"),
    "[2 5 6] float64 compiled,float32 compiled,int32 compiled,int16 compiled\n3 1 clamp",
  );
  t.regex(project.read("out/main.js"), /const c = ufunc\(clamp\);/);
});

test("the cache is used, and a damaged or read-only one does no harm", (t) => {
  const project = new Project({ "src/main.ts": minimum + show });
  const cache = join(project.folder, "node_modules/.cache/micronumpy");
  project.tspc();
  const entry = join(cache, readdirSync(cache).find((name) => name.endsWith(".wasm"))!);
  const { mtimeMs } = statSync(entry!);
  const good = readFileSync(entry!);
  project.tspc();
  t.is(statSync(entry!).mtimeMs, mtimeMs);
  writeFileSync(entry!, good.subarray(0, 100));
  chmodSync(cache, 0o500);
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), shown);
  chmodSync(cache, 0o700);
});

test("source maps: what a body throws is thrown at the user's line and column, and so is what refuses it", (t) => {
  for (const type of ["module", "commonjs"]) {
    const project = new Project({ "src/main.ts": throwing }, { sourceMap: true }, type);
    t.regex(project.tspc().output, /^src\/main\.ts\(6,52\): error TS9008: [^\n]*\n$/);
    t.regex(project.node("--enable-source-maps", "out/main.js", "marked").output, /at next .*src\/main\.ts:4:2[58]/);
    t.regex(project.node("--enable-source-maps", "out/main.js").output, /Error: late\n.*src\/main\.ts:6:58/);
  }
});
