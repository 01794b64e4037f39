/** The commands that build and set up: `micronumpy build`, and `micronumpy setup` in projects as people have them. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Project } from "../transformer/project.js";

const main = `import { array, ufunc } from "micronumpy";
declare const console: { log(text: string): void };
export const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
console.log(\`\${minimum(array([3, 1], "int32"), 2)} \${minimum.kernels[0]!.tier}\`);
`;

test("micronumpy build emits with kernels, and fails as tsc does", (t) => {
  const project = new Project({ "src/main.ts": main });
  t.deepEqual(project.micronumpy("build"), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[2 1] compiled");
  project.edit("src/main.ts", "a < b", "Math.random() < b");
  const { status, output } = project.micronumpy("build");
  t.is(status, 2);
  t.regex(output, /src\/main\.ts\(3,57\): error TS9022/);
});

test("micronumpy build says so where there is nothing to emit", (t) => {
  const project = new Project({ "src/main.ts": main }, { noEmit: true });
  const { status, output } = project.micronumpy("build");
  t.is(status, 1);
  t.regex(output, /tsconfig\.json says noEmit\. Name a tsconfig that emits/);
});

/** A project of these files only, with what setup says and that it says nothing the second time. */
function setUp(files: Record<string, string>): { project: Project; output: string } {
  const project = new Project({});
  for (const name of ["tsconfig.json", "package.json"]) rmSync(join(project.folder, name));
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  const { output } = project.micronumpy("setup");
  const again = project.micronumpy("setup");
  if (!/To do: in/.test(output) && again.output !== "micronumpy is set up already.\n") throw new Error(again.output);
  return { project, output };
}

test("setup: tsc and npm", (t) => {
  const { project, output } = setUp({
    "package.json": `{\n    "name": "p",\n    "scripts": { "build": "tsc -p . && node out/main.js" }\n}\n`,
    "tsconfig.json": `{\n  // kept\n  "compilerOptions": {\n    "strict": true\n  }\n}\n`,
  });
  t.regex(
    project.read("tsconfig.json"),
    /\/\/ kept\n {2}"compilerOptions": \{\n {4}"plugins": \[\{ "name": "micronumpy"/,
  );
  const manifest = JSON.parse(project.read("package.json"));
  t.is(manifest.scripts.build, "tspc -p . && node out/main.js");
  t.deepEqual(Object.keys(manifest.devDependencies), ["typescript", "ts-patch"]);
  t.true("micronumpy" in manifest.dependencies);
  t.regex(project.read("package.json"), /^\{\n {4}"name"/);
  t.regex(output, /\+ .*"ts-patch"/);
  t.regex(output, /To do: npm install\n$/);
});

test("setup: a folder with nothing but a package.json", (t) => {
  const { project } = setUp({ "package.json": `{ "type": "module", "scripts": { "test": "ava" } }` });
  t.deepEqual(JSON.parse(project.read("package.json")).scripts, { test: "ava", build: "tspc" });
  project.write("main.ts", main);
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("main.js"), "[2 1] compiled");
});

test("setup: TypeScript 7 and pnpm", (t) => {
  const { project, output } = setUp({
    "package.json": `{ "name": "p", "scripts": { "build": "tsc" }, "devDependencies": { "typescript": "^7.0.0" } }`,
    "pnpm-lock.yaml": "",
    "tsconfig.json": "{}",
  });
  const { scripts, devDependencies } = JSON.parse(project.read("package.json"));
  t.deepEqual([scripts.build, Object.keys(devDependencies)], ["micronumpy build", ["typescript"]]);
  t.regex(project.read("tsconfig.json"), /"compilerOptions": \{\n {4}"plugins"/);
  t.regex(output, /To do: pnpm install\n$/);
});

test("setup: Vite's template, whose tsconfig refers to others", (t) => {
  const { project } = setUp({
    "package.json": `{ "name": "p", "devDependencies": { "vite": "8.0.0" } }`,
    "tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./tsconfig.node.json" }] }`,
    "tsconfig.app.json": `{ "compilerOptions": { /* kept */ "plugins": [{ "name": "other" }] }, "include": ["src"] }`,
    "tsconfig.node.json": `{ "include": ["vite.config.ts"] }`,
    "vite.config.ts": `import { defineConfig } from "vite";\nimport react from "react";\nexport default defineConfig({ plugins: [react()] });\n`,
  });
  t.regex(
    project.read("tsconfig.app.json"),
    /\/\* kept \*\/ "plugins": \[\{ "name": "micronumpy".* \}, \{ "name": "other"/,
  );
  t.notRegex(project.read("tsconfig.node.json"), /micronumpy/);
  t.regex(
    project.read("vite.config.ts"),
    /^import micronumpy from "micronumpy\/vite";\n.*plugins: \[micronumpy\(\), react\(\)\]/s,
  );
});

test("setup: Vite without a configuration, and webpack's in CommonJS", (t) => {
  const vite = setUp({ "package.json": `{ "devDependencies": { "vite": "8.0.0" } }` });
  t.regex(vite.project.read("vite.config.ts"), /plugins: \[micronumpy\(\)\]/);
  const webpack = setUp({
    "package.json": "{}",
    "webpack.config.js": `module.exports = {\n  mode: "production",\n};\n`,
  });
  t.is(
    webpack.project.read("webpack.config.js"),
    `const { default: micronumpy } = require("micronumpy/webpack");\nmodule.exports = {\n  plugins: [micronumpy()],\n  mode: "production",\n};\n`,
  );
});

test("setup tells what it can't write itself, and where there is no project", (t) => {
  const free = `const config = {};\nconfig.plugins = [];\nexport default config;\n`;
  const { project, output } = setUp({ "package.json": "{}", "rollup.config.js": free });
  t.is(project.read("rollup.config.js"), free);
  t.regex(output, /To do: in rollup\.config\.js, import micronumpy from "micronumpy\/rollup"/);
  const empty = new Project({});
  rmSync(join(empty.folder, "package.json"));
  t.regex(empty.micronumpy("setup").output, /^micronumpy: There is no package\.json/);
  t.false(existsSync(join(empty.folder, "package.json")));
});

test("setup keeps line ends, byte order marks and what a tsconfig inherits", (t) => {
  const { project } = setUp({
    "package.json": `\uFEFF{\r\n\t"name": "p"\r\n}\r\n`,
    "tsconfig.json": `{\r\n  // "micronumpy/transformer"\r\n  "extends": ["./base.json"]\r\n}\r\n`,
    "base.json": `{ "compilerOptions": { "plugins": [{ "name": "other" }] } }`,
  });
  t.regex(project.read("package.json"), /^\uFEFF\{\r\n\t"name": "p",\r\n/);
  t.regex(project.read("tsconfig.json"), /"micronumpy", .* \}, \{"name":"other"\}\]\r\n {2}\}/);
  for (const name of ["package.json", "tsconfig.json"]) t.notRegex(project.read(name), /[^\r]\n/);
  const derived = setUp({
    "package.json": "{}",
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "base.json": `{ "compilerOptions": { "plugins": [{ "transform": "micronumpy/transformer" }] } }`,
  });
  t.is(derived.project.read("tsconfig.json"), `{ "extends": "./base.json" }`);
  const empty = setUp({ "package.json": "{}", "tsconfig.json": "" });
  t.regex(empty.project.read("tsconfig.json"), /^\{\n {2}"compilerOptions": \{\n {4}"plugins"/);
});

test("setup puts tspc in place of the command tsc, and of nothing else", (t) => {
  const scripts = {
    build: "npx tsc -p . && node_modules/.bin/tsc --watch",
    other: "vue-tsc && npm run tsc && tsc-watch && ./tsc.sh && node tsc/run.js",
    tsc: "tsc",
  };
  const { project } = setUp({ "package.json": JSON.stringify({ scripts }), "package-lock.json": "{}" });
  t.deepEqual(JSON.parse(project.read("package.json")).scripts, {
    build: "npx tspc -p . && node_modules/.bin/tspc --watch",
    other: scripts.other,
    tsc: "tspc",
  });
});

test("setup: micronumpy build takes the place of those tsc 7 that it can do", (t) => {
  const scripts = {
    build: "tsc -b && node .",
    lib: "tsc -p lib",
    types: "tsc --noEmit",
    old: "tspc",
    watch: "tspc --watch",
  };
  const manifest = { scripts, devDependencies: { typescript: "latest" } };
  const project = new Project({ "package.json": JSON.stringify(manifest) });
  // a link: what is written behind it would be the repository's
  rmSync(join(project.folder, "node_modules/typescript"));
  project.write("node_modules/typescript/package.json", `{ "version": "7.0.0" }`);
  project.micronumpy("setup");
  t.deepEqual(JSON.parse(project.read("package.json")).scripts, {
    ...scripts,
    build: "micronumpy build && node .",
    lib: "micronumpy build -p lib",
    old: "micronumpy build",
  });
});

test("setup: configurations of bundlers as they are written", (t) => {
  const { project } = setUp({
    "package.json": "{}",
    "vite.config.ts": `/// <reference types="vitest/config" />\nimport { defineConfig } from "vite";\nexport default defineConfig(({ mode }) => {\n  const port = mode.length;\n  return { server: { port } };\n});\n`,
    "vite.config.d.ts": "declare const _default: object;\nexport default _default;\n",
    "vite.config.test.mts": `#!/usr/bin/env node\n// import "micronumpy/vite"\nexport default {};\n`,
    "vite.config.ts.timestamp-1.mjs": "export default {};\n",
  });
  t.regex(
    project.read("vite.config.ts"),
    /^\/\/\/ <reference .*\nimport micronumpy from "micronumpy\/vite";\nimport .*return \{\n {2}plugins: \[micronumpy\(\)\], server/s,
  );
  t.regex(project.read("vite.config.test.mts"), /^#!.*\nimport micronumpy .*plugins: \[micronumpy\(\)\]/s);
  t.notRegex(project.read("vite.config.d.ts"), /micronumpy/);
  t.is(project.read("vite.config.ts.timestamp-1.mjs"), "export default {};\n");
  const named = `import webpack from "webpack";\nconst config: webpack.Configuration = { mode: "production" };\nexport default config;\n`;
  const webpack = setUp({ "package.json": "{}", "webpack.config.ts": named });
  t.regex(webpack.project.read("webpack.config.ts"), /Configuration = \{\n {2}plugins: \[micronumpy\(\)\], mode/);
  const inLines = `export default {\n  plugins: [\n    // theirs\n    vue(),\n  ],\n};\n`;
  const list = setUp({ "package.json": "{}", "vite.config.js": inLines });
  t.true(
    list.project.read("vite.config.js").endsWith(inLines.replace("    // theirs", "    micronumpy(),\n    // theirs")),
  );
  for (const free of ["{ ...base }", "{ plugins }", "() => { if (x) return {}; return {}; }"]) {
    const text = `export default ${free};\n`;
    const { project, output } = setUp({ "package.json": "{}", "rollup.config.js": text });
    t.is(project.read("rollup.config.js"), text);
    t.regex(output, /To do: in rollup\.config\.js/);
  }
});

test("setup: bundlers that are told of plug-ins by scripts", (t) => {
  const { output } = setUp({ "package.json": `{ "devDependencies": { "esbuild": "^0.28.0", "tsdown": "1" } }` });
  t.regex(output, /^To do: in what configures esbuild, import micronumpy from "micronumpy\/esbuild" and put /m);
  t.regex(output, /^To do: in what configures tsdown, import micronumpy from "micronumpy\/rolldown" and put /m);
});

test("setup says so where package.json is none", (t) => {
  for (const text of [`{ "name": }`, "[]"]) {
    const project = new Project({ "package.json": text });
    t.regex(project.micronumpy("setup").output, /^micronumpy: .*package\.json holds no JSON object\.\n$/);
    t.is(project.read("package.json"), text);
  }
});
