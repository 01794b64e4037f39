/** The package as users get it: packed from a fresh copy of the sources, installed into a project of its own. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { install } from "../npm.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const directory = realpathSync(mkdtempSync(join(tmpdir(), "micronumpy-package-")));
const project = join(directory, "project");
const installed = join(project, "node_modules/micronumpy");

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2023", "ESNext.Disposable", "DOM"],
    types: [],
    strict: true,
    plugins: [{ name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true }],
  },
  files: ["main.ts"],
};

const program = `
import { array, ufunc } from "micronumpy";
const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
const result = minimum(array([3, 1, 2], "int32"), array([2, 2, 2], "int32"));
console.log(result.toString(), minimum.kernels.every((kernel) => kernel.tier === "compiled"));
`;

let archive: string;

test.before(() => {
  archive = pack();
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  // The other ts-patch that must work; the one of the repository has compiled this test.
  install(project, [archive, "typescript@6.0.3", "ts-patch@4.0.1"]);
});

test.after.always(() => rmSync(directory, { recursive: true, force: true }));

/** Packs a copy of the sources, since packing builds from a clean state and tests are run from this one. */
function pack(): string {
  const copy = join(directory, "sources");
  const left = ["node_modules", "dist", ".git", "results"];
  cpSync(root, copy, { recursive: true, filter: (path) => !left.includes(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  run("npm", ["pack", "--pack-destination", directory], copy);
  return join(directory, readdirSync(directory).find((name) => name.endsWith(".tgz"))!);
}

function run(command: string, args: readonly string[], cwd = project, env: Record<string, string> = {}): string {
  return execFileSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8", stdio: "pipe" });
}

/** What a program of the project prints. */
function output(name: string, source: string): string {
  writeFileSync(join(project, name), source);
  return run(process.execPath, ["--no-warnings", name]);
}

test("the package holds what users need and nothing else", (t) => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
    .filter((path) => !path.startsWith("node_modules"));
  const expected =
    /^(dist\/(entries|kernel|runtime|transformer|ufuncs)\/.*(\.c?js|\.d\.c?ts)|dist\/workerd\/.*\.(js|wasm)|docs\/\w+\.md|package\.json|README\.md|LICENSE)$/;
  t.deepEqual(
    files.filter((path) => !expected.test(path)),
    [],
  );
  const links = readFileSync(join(installed, "README.md"), "utf8").matchAll(/\]\((docs\/\w+\.md)/g);
  for (const [, path] of links) t.true(files.includes(path!), path);
});

test("every entry is there, with its types", (t) => {
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === "string" ? entry : Object.values(entry!),
  );
  for (const path of entries) t.notThrows(() => readFileSync(join(installed, path)), path);
});

test("an ES module uses it", (t) => {
  const text = output(
    "esm.mjs",
    `import { add, array } from "micronumpy"; console.log(add(array([1, 2]), 1).toString());`,
  );
  t.is(text, "[2. 3.]\n");
});

test("require uses it", (t) => {
  const text = output(
    "common.cjs",
    `const { add, array } = require("micronumpy"); console.log(add(array([1, 2]), 1).toString());`,
  );
  t.is(text, "[2. 3.]\n");
});

test("tspc compiles against it, and what it emits loads no compiler", (t) => {
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(tsconfig));
  writeFileSync(join(project, "main.ts"), program);
  run(process.execPath, ["node_modules/ts-patch/bin/tspc.js"]);

  // Node's coverage lists every script that a run loads.
  const coverage = join(directory, "coverage");
  t.is(run(process.execPath, ["main.js"], project, { NODE_V8_COVERAGE: coverage }), "[2 1 2] true\n");
  const [report] = readdirSync(coverage);
  const scripts: { url: string }[] = JSON.parse(readFileSync(join(coverage, report!), "utf8")).result;
  const loaded = scripts.map(({ url }) => url);
  t.true(loaded.some((url) => url.includes("/micronumpy/dist/runtime/")));
  t.deepEqual(
    loaded.filter((url) => /\/(typescript6?|ts-patch|assemblyscript|binaryen|transformer)\//.test(url)),
    [],
  );
});

/** Which newcomer's project: its manifest, its files, what builds it and what is run then. */
const newcomers = {
  tsc: {
    manifest: { devDependencies: { typescript: "6.0.3", "ts-patch": "4.0.1" } },
    files: {},
    result: "main.js",
  },
  vite: {
    manifest: { scripts: { build: "vite build --ssr main.ts" }, devDependencies: { vite: "8.3.8" } },
    files: {
      "tsconfig.json": JSON.stringify({
        compilerOptions: { module: "ESNext", moduleResolution: "bundler", noEmit: true },
      }),
    },
    result: "dist/main.js",
  },
};

for (const [tool, { manifest, files, result }] of Object.entries(newcomers))
  test(`a newcomer with ${tool}: install, setup, build`, (t) => {
    const folder = join(directory, `newcomer-${tool}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "newcomer", type: "module", ...manifest }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "main.ts"), program);
    install(folder, [archive]);
    t.regex(run("npx", ["micronumpy", "setup"], folder), /micronumpy/);
    run("npm", ["run", "build"], folder);
    t.is(run(process.execPath, [result], folder), "[2 1 2] true\n");
  });
