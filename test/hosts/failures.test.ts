/** What goes wrong around a build: options, asc, the cache, paths. A clear message, or it just works; never a wrong kernel. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test from "ava";
import forEsbuild from "../../transformer/hosts/esbuild.js";
import type { Options } from "../../transformer/hosts/unplugin.js";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";
import { bundlers } from "./bundlers.js";

const main = `import { array, ufunc } from "micronumpy";
declare const console: { log(text: string): void };
export const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
console.log(\`\${minimum(array([3, 1, 2], "int32"), 2)} \${minimum.kernels.map(({ tier }) => tier)}\`);
`;
const printed = "[2 1 2] compiled,compiled,compiled";

const entry = { name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true };

/** What tspc says of an entry in the tsconfig. */
function withEntry(plugin: object): string {
  const project = new Project({ "src/main.ts": main }, { plugins: [plugin] });
  const { status, output } = project.tspc("--noEmit");
  return `${status} ${output}`;
}

test("an unknown option, one with a value that it can't have, and an entry without transformProgram", (t) => {
  t.regex(
    withEntry({ ...entry, default: ["int8"] }),
    /^2 tsconfig\.json\(1,\d+\): error TS9103: the plug-in's option `default` is \["int8"\]: .* one of defaults, profile.*\.\n$/,
  );
  t.regex(
    withEntry({ ...entry, defaults: ["f64"] }),
    /^2 tsconfig\.json\(1,\d+\): error TS9103: the plug-in's option `defaults` is \["f64"\]: .* a list of signatures, as in .*\n$/,
  );
  const { transformProgram: _, ...without } = entry;
  const project = new Project({ "src/main.ts": main }, { plugins: [without] });
  t.regex(project.tspc().output, /tsconfig\.json\(1,\d+\): error TS9104: .*"transformProgram": true/);
});

test("the commands tell of wrong options and of a tsconfig that can't be parsed as tspc does", (t) => {
  const wrong = new Project({ "src/main.ts": main }, { plugins: [{ ...entry, defaults: ["f64"] }] });
  t.regex(wrong.micronumpy("explain").output, /^micronumpy: the plug-in's option `defaults` is \["f64"\]: [^\n]*\n$/);
  const unread = new Project({ "src/main.ts": main }, { plugins: [{ ...entry, profile: "missing.json" }] });
  t.regex(unread.micronumpy("explain").output, /^micronumpy: the plug-in option "profile" is [^\n]*\n$/);
  const cut = new Project({ "src/main.ts": main });
  cut.write("tsconfig.json", cut.read("tsconfig.json").slice(0, -1));
  t.regex(cut.micronumpy("check").output, /^tsconfig\.json\(1,\d+\): error TS1005: '\}' expected\.\n$/);
});

test("explain says so where there is nothing to explain", (t) => {
  const project = new Project({ "src/main.ts": "export const one = 1;\n" });
  t.deepEqual(project.micronumpy("explain"), { status: 0, output: "No file of the project makes a ufunc.\n" });
  t.deepEqual(project.micronumpy("explain", "--json"), { status: 0, output: "[]\n" });
});

test("options in a bundler's configuration", (t) => {
  t.throws(() => forEsbuild({ defaults: "int8" } as never), {
    message: /^micronumpy: the plug-in's option `defaults` is "int8": /,
  });
  t.throws(() => forEsbuild({ tsConfig: "x" } as never), { message: /option `tsConfig` is "x": .* one of defaults/ });
});

test("options of the loader", async (t) => {
  const project = new Project({ "src/main.ts": main });
  const build = (options: Options) => bundlers["webpack's loader"]!(project.folder, options);
  await build({ defaults: ["int16,int16->int16"] });
  t.regex(project.read("out/main.js"), /kernels: \["int16,int16->int16"/);
  await t.throwsAsync(build({ wasm: "module" }), {
    message: /option `wasm` is "module": .* Instead: micronumpy\/webpack/,
  });
  await t.throwsAsync(build({ wsam: "module" } as never), { message: /option `wsam` is "module": the plug-in has no/ });
});

test("defaults for functions of another number of operands are passed over", (t) => {
  const defaults = ["int16,int16->int16", "int32"];
  const source = `${main}export const twice = ufunc((x: number) => x + x); console.log(String(twice.kernels.length));`;
  const project = new Project({ "src/main.ts": source }, { plugins: [{ ...entry, defaults }] });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[2 1 2] compiled,compiled\n1");
});

/** A copy of the package whose asc is another program. */
function withAsc(code: string): Project {
  const project = new Project({ "src/main.ts": main });
  const copy = join(project.folder, "node_modules/micronumpy");
  unlinkSync(copy);
  for (const part of ["package.json", "dist/kernel", "dist/transformer", "dist/runtime", "dist/entries", "dist/ufuncs"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  for (const name of ["magic-string", "typescript6"])
    symlinkSync(join(root, "node_modules", name), join(project.folder, "node_modules", name), "junction");
  const manifest = { version: "0.0.0", exports: { "./asc": "./asc.js", "./package.json": "./package.json" } };
  project.write("node_modules/assemblyscript/package.json", JSON.stringify({ ...manifest, type: "module" }));
  project.write("node_modules/assemblyscript/asc.js", code);
  return project;
}

const failing = {
  "can't be loaded": ["throw new Error('no asc here');", /TS9105: .* was lost: Error: no asc here: /],
  "ends the thread": [
    "export default { libraryFiles: {}, main() { process.exit(3); } };",
    /TS9105: .* it left before the answer: /,
  ],
  "doesn't answer": [
    "export default { libraryFiles: {}, main: () => new Promise(() => {}) };",
    /TS9105: .* no answer within 1\.5 seconds/,
  ],
  fails: [
    "export default { libraryFiles: {}, main: async () => ({ error: 1, stderr: 'boom' }) };",
    /TS9101: .*: boom: /,
  ],
  crashes: [
    "export default { libraryFiles: {}, main() { throw new Error('broken'); } };",
    /TS9101: .*: Error: broken: /,
  ],
} as const;

/** As a bundler waits, where nothing else holds the process. */
const bundling = `import { readFileSync } from "node:fs";
import { Service } from "./node_modules/micronumpy/dist/transformer/hosts/service.js";
const file = [process.cwd() + "/src/main.ts", readFileSync("src/main.ts", "utf8")];
const service = new Service({}, "asc");
await service.prepare(...file);
const { problems } = service.compile(...file);
console.log(problems.map(({ number, text }) => \`TS\${number}: \${text}\`).join("\\n"));
`;

for (const [how, [code, message]] of Object.entries(failing))
  test.serial(`asc ${how}: an error that says so, and a program that runs`, (t) => {
    const project = withAsc(code);
    if (how === "doesn't answer")
      project.edit("node_modules/micronumpy/dist/transformer/core/asc.js", "120_000", "1_500");
    const { status, output } = project.tspc();
    t.is(status, 2);
    t.regex(output, message);
    t.is(output.split("\n").length, 2);
    t.is(project.run("out/main.js"), "[2 1 2] interpreted");
    project.write("bundling.js", bundling);
    t.regex(project.run("bundling.js"), message);
  });

test.serial("asc that is there again is asked again", (t) => {
  const project = withAsc(failing["ends the thread"][0]);
  t.is(project.tspc().status, 2);
  const folder = join(project.folder, "node_modules/assemblyscript");
  rmSync(folder, { recursive: true });
  symlinkSync(join(root, "node_modules/assemblyscript"), folder, "junction");
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), printed);
});

test("a package.json that is no JSON, over which tsc passes", (t) => {
  const helped = main.replace("(a < b ? a : b)", "least(a, b)");
  const project = new Project(
    {
      "src/main.ts": `import { least } from "./lib/least.js";\n${helped}`,
      "src/lib/least.ts": "export const least = (a: number, b: number): number => (a < b ? a : b);\n",
      "src/package.json": "",
      "src/lib/package.json": `{ "name": }`,
    },
    { module: "ESNext", moduleResolution: "bundler" },
  );
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), printed);
});

test("a cache whose entries are damaged or each other's, or that is no folder", (t) => {
  const other = main.replaceAll("minimum", "maximum").replace("a < b", "a > b");
  const project = new Project({ "src/main.ts": main, "src/other.ts": other });
  const cache = join(project.folder, "node_modules/.cache/micronumpy");
  const build = () => {
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js"), printed);
    t.is(project.run("out/other.js"), "[3 2 2] compiled,compiled,compiled");
  };
  build();
  const entries = readdirSync(cache).filter((name) => name.endsWith(".wasm"));
  const [first, second, ...more] = entries.map((name) => join(cache, name));
  t.deepEqual(more, []);
  const bytes = readFileSync(first!);
  writeFileSync(first!, readFileSync(second!));
  writeFileSync(second!, bytes.with(bytes.length - 1, 1 ^ bytes.at(-1)!));
  build();
  rmSync(first!);
  mkdirSync(first!);
  build();
  t.deepEqual(
    readdirSync(cache).filter((name) => !name.startsWith("asc-")),
    entries,
    "what can't be put in its place leaves no draft",
  );
  rmSync(cache, { recursive: true });
  writeFileSync(cache, "");
  build();
});

test("what killed builds and other versions have left in the cache goes when asc is copied anew", (t) => {
  const project = new Project({ "src/main.ts": main });
  const left = ["asc-0.27.0-1", "asc-0.28.20-1.draft", "0.wasm.draft", "1.wasm.draft"];
  for (const name of left) {
    const path = `node_modules/.cache/micronumpy/${name}`;
    project.write(path, "");
    if (name !== "1.wasm.draft") utimesSync(join(project.folder, path), 0, 0);
  }
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  const cache = readdirSync(join(project.folder, "node_modules/.cache/micronumpy"));
  t.deepEqual(
    left.filter((name) => cache.includes(name)),
    ["1.wasm.draft"],
    "another build may be writing it now",
  );
});

test("two builds that share a cache, in a folder with spaces and other letters", async (t) => {
  const project = new Project({ "größe & maß/src/main.ts": main, "größe & maß/src/other.ts": main });
  const folder = join(project.folder, "größe & maß");
  project.write("größe & maß/tsconfig.json", project.read("tsconfig.json"));
  const tspc = join(project.folder, "node_modules/ts-patch/bin/tspc.js");
  const builds = ["one", "two"].map((name) =>
    spawn(process.execPath, [tspc, "-p", folder, "--outDir", join(folder, name)], { stdio: "inherit" }),
  );
  t.deepEqual(await Promise.all(builds.map((build) => once(build, "exit"))), [
    [0, null],
    [0, null],
  ]);
  for (const name of ["one/main", "two/other"]) t.is(project.run(`größe & maß/${name}.js`), printed);
  t.is(project.node("--import", "micronumpy/register", "größe & maß/src/main.ts").output.trim(), printed);
  const cache = readdirSync(join(project.folder, "node_modules/.cache/micronumpy"));
  const others = cache.filter((name) => !name.endsWith(".wasm"));
  t.deepEqual(
    others.map((name) => name.replace(/-.*/, "")),
    ["asc"],
    "the copy of asc, and no drafts",
  );
});
