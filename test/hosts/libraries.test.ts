/** Packages of ufuncs: built once with the plug-in, used with and without it, by import and by require. */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { transformSync } from "esbuild";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";

const console = "declare const console: { log(text: string): void };\n";
const library = {
  "src/index.ts": `import { ufunc, ufuncs } from "micronumpy";
/** The smaller one. */
export const minimum = ufunc((a: number, b: number) => (a < b ? a : b), { types: ["int32"] });
export const smaller = minimum;
/** @ufunc */
export function twice(x: number): number { return x + x; }
let factor = 2;
/** Read at every call: nobody can inline it. */
export const scaled = ufunc((x: number) => x * factor);
export const setFactor = (value: number): void => { factor = value; };
export class A { static norm = ufunc((x: number) => x * 2); }
export class B { static norm = ufunc((x: number) => x + 1, { name: "other" }); }
export let changing = ufunc((x: number) => x + 100);
export const change = (): void => { changing = ufunc((x: number) => x + 200, { name: "changed" }); };
const pick = (isLarge: boolean) => { const scale = ufunc((x: number) => x * 1000); return isLarge ? scale : B.norm; };
export const scale = pick(false);
export const { half } = ufuncs({ half: (x: number) => x / 2 });
`,
};
const use = `import { array, ufunc } from "micronumpy";
import { minimum, twice } from "lib";
const small = array([3, 1], "int8");
console.log(\`\${minimum(array([3, 1], "int32"), 2)} \${minimum.kernels[0]!.tier}\`);
console.log(\`\${minimum(small, small)} \${twice(4)} \${ufunc(twice)(array([1], "int32"))}\`);
`;
const printed = "[2 1] compiled\n[3 1] 8 [2]";

/** A project with the library in its node_modules, as npm would have put it there; options are of its own tsconfig, and of the library's. */
function consumer(
  source: string,
  type: string,
  options: Record<string, unknown> = {},
  ofLibrary: Record<string, unknown> = {},
): Project {
  const made = new Project(library, { declaration: true, ...ofLibrary });
  const { status, output } = made.tspc();
  if (status !== 0) throw new Error(output);
  const project = new Project({ "src/main.ts": console + source }, options, type);
  const manifest = {
    name: "lib",
    version: "1.0.0",
    type: "module",
    exports: { types: "./index.d.ts", default: "./index.js" },
  };
  project.write("node_modules/lib/package.json", JSON.stringify(manifest));
  for (const name of ["index.js", "index.d.ts"]) project.write(`node_modules/lib/${name}`, made.read(`out/${name}`));
  return project;
}

/** A copy of micronumpy as npm puts it into a folder, with what runs of it. */
function copyPackage(folder: string): void {
  for (const part of ["package.json", "dist/entries", "dist/kernel", "dist/runtime", "dist/ufuncs"])
    cpSync(join(root, part), join(folder, "node_modules/micronumpy", part), { recursive: true });
}

/** Ufuncs that call those of a package, of which this program has only the declarations. */
const fused = `import { array, remainder, ufunc } from "micronumpy";
import { minimum, scaled, smaller, twice } from "lib";
const tick = ufunc((x: number) => remainder(x, 2) + 1);
const far = ufunc((x: number, y: number) => twice(smaller(x, y)) + minimum(x, y));
const late = ufunc((x: number) => scaled(x) + 1);
const bytes = array([1, 2, -3], "int8");
console.log(\`\${tick(bytes)} \${tick.kernels.at(-1)!.types} \${tick.kernels.at(-1)!.tier}\`);
console.log(\`\${far(array([1.5, 2]), 1.75)} \${far.kernels[0]!.tier}\`);
console.log(\`\${late(array([1.5, 2]))} \${late.kernels[0]!.tier}\`);
`;

for (const type of ["module", "commonjs"]) {
  test(`a body takes over what it calls of a package, ${type}`, (t) => {
    const project = consumer(fused, type);
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js"), "[2 1 2] int8->int8 compiled\n[4.5  5.25] compiled\n[4. 5.] js");
    const other = project.read("node_modules/lib/index.js").replaceAll("jitcode", "nothing");
    project.write("node_modules/lib/index.js", other);
    t.regex(project.tspc().output, /^[^\n]*TS9015: the source of `twice` [^\n]*\n$/);
    t.is(project.run("out/main.js").split("\n")[1], "[4.5  5.25] js");
  });

  test(`a body takes over what it calls of a minified package, by the names that this exports, ${type}`, (t) => {
    const project = consumer(fused, type);
    const [code, manifest] = ["node_modules/lib/index.js", "node_modules/lib/package.json"];
    const packed = project.read(code);
    project.write(code, transformSync(packed, { format: type === "module" ? "esm" : "cjs", minify: true }).code);
    t.notRegex(project.read(code), /\b(minimum|twice) *[=(]/);
    project.write(manifest, JSON.stringify({ ...JSON.parse(project.read(manifest)), type }));
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js").split("\n")[1], "[4.5  5.25] compiled");

    // what is called so inside is another
    const swapped = packed
      .replace(/^export (?=const minimum|function twice)/gm, "")
      .replace(/\b(minimum|twice)\b(?!")/g, (name) => (name === "twice" ? "minimum" : "twice"));
    project.write(code, `${swapped}\nexport { minimum as twice, twice as minimum };`);
    project.edit("node_modules/lib/package.json", "commonjs", "module");
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js").split("\n")[1], "[4.5  5.25] compiled");
  });

  test(`what a package does not give a name for good is asked for at run time, ${type}`, (t) => {
    const project = consumer(
      `import { array, ufunc } from "micronumpy";
import { A, B, change, changing, half, scale } from "lib";
const all = [ufunc((x: number) => A.norm(x)), ufunc((x: number) => B.norm(x)), ufunc((x: number) => changing(x)), ufunc((x: number) => scale(x)), ufunc((x: number) => half(x))];
change();
console.log(all.map((u) => \`\${u(array([5]))} \${u.kernels[0]!.tier}\`).join(", "));
`,
      type,
    );
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(
      project.run("out/main.js"),
      "[10.] interpreted, [6.] interpreted, [205.] interpreted, [6.] interpreted, [2.5] compiled",
    );
  });

  test(`a package of ufuncs, with the plug-in, ${type}`, (t) => {
    const project = consumer(use, type);
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    t.is(project.run("out/main.js"), printed);
  });

  test(`a package of ufuncs, without the plug-in, ${type}`, (t) => {
    const project = consumer(use.replace('ufunc(twice)(array([1], "int32"))', "2"), type);
    const tsc = join(project.folder, "node_modules/typescript/bin/tsc");
    t.is(spawnSync(process.execPath, [tsc], { cwd: project.folder }).status, 0);
    t.is(project.run("out/main.js"), printed.replace("[2]", "2"));
  });
}

/** A part of a program that finds a copy of micronumpy of its own when it runs, and another that calls its ufuncs. */
const parts = {
  "src/part/ufuncs.ts": `import { ufunc } from "micronumpy";
export { add, array } from "micronumpy";
export const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
/** @ufunc */
export function twice(x: number): number { return x + x; }
`,
  "src/main.ts": `import { array, isNdArray, ufunc } from "micronumpy";
import { add, minimum, array as other, twice } from "./part/ufuncs.js";
declare const console: { log(text: string): void };
const theirs = other([3, 1], "int8");
const least = minimum(theirs, array([2, 2], "int8"));
console.log(\`\${other === array} \${isNdArray(theirs)} \${least} \${minimum.kernels.at(-1)!.types} \${minimum.kernels.at(-1)!.tier}\`);
const lifted = ufunc(twice);
console.log(\`\${lifted(theirs)} \${lifted.kernels[0]!.tier} \${add(array([1]), array([2]))}\`);
`,
};

test("a marked function of a package is one, though its declaration has lost the comment", (t) => {
  const source = `import { array, ufunc } from "micronumpy";
import { twice } from "lib";
const more = ufunc((x: number) => twice(x) + 1);
const lifted = ufunc(twice);
const a = array([1.5, 2]);
console.log(\`\${more(a)} \${more.kernels[0]!.tier} \${lifted(a)} \${lifted.kernels[0]!.tier}\`);
`;
  const project = consumer(source, "module", {}, { removeComments: true });
  t.false(project.read("node_modules/lib/index.d.ts").includes("@ufunc"));
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[4. 5.] compiled [3. 4.] compiled");
});

test("two copies of micronumpy in a program: arrays, ufuncs and kernels pass from one to the other", (t) => {
  const project = new Project(parts);
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  copyPackage(join(project.folder, "out/part"));
  t.is(project.run("out/main.js"), "false true [2 1] int8,int8->int8 compiled\n[6 2] compiled [3.]");
});

test("types of two versions of micronumpy in a program: arrays pass from one to the other", (t) => {
  const project = new Project({
    "src/index.ts": `import { array } from "micronumpy";
import { add, type NdArray, twice, zeros } from "lib";
export const theirs: NdArray<"int8"> = array([1, 2], "int8");
export const sum: typeof theirs = add(theirs, zeros(2, "int8"));
export const double: NdArray<"float32"> = twice(array([1], "float32"), { out: array([1], "float32") });
`,
  });
  project.write(
    "node_modules/lib/package.json",
    JSON.stringify({ name: "lib", type: "module", types: "./index.d.ts" }),
  );
  project.write(
    "node_modules/lib/index.d.ts",
    `import type { promoted, Ufunc } from "micronumpy";
export { add, type NdArray, zeros } from "micronumpy";
export declare const twice: Ufunc<(x: number) => promoted>;
`,
  );
  copyPackage(join(project.folder, "node_modules/lib"));
  // TypeScript takes copies of one version for the same
  project.edit("node_modules/lib/node_modules/micronumpy/package.json", '"version": "0', '"version": "9');
  t.deepEqual(project.node("node_modules/typescript/bin/tsc", "--noEmit"), { status: 0, output: "" });
});

test("code of another link format is refused or left, and what to do is said", (t) => {
  const project = new Project(parts);
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  const code = project.read("out/part/ufuncs.js");

  project.write("out/part/ufuncs.js", code.replaceAll("format: 1", "format: 2"));
  t.regex(
    project.node("out/main.js").output,
    /minimum was compiled by a newer micronumpy \(link format 2, this one reads up to 1\): update the micronumpy that runs it/,
  );

  // the format is part of the hash
  project.write("out/part/ufuncs.js", code.replace(/(name: "minimum", hash: ")\w{4}/, "$10000"));
  const { output } = project.node("out/main.js");
  t.regex(output, /^micronumpy: kernels for "minimum" were compiled from .* Build all files again\.$/m);
  t.regex(output, /^true true \[2 1\] int8,int8->int8 interpreted$/m);
});

test("declarations say of a ufunc what TypeScript can know, and docstrings stay", (t) => {
  const project = new Project(library, { declaration: true });
  t.is(project.tspc().status, 0);
  const declarations = project.read("out/index.d.ts");
  t.regex(declarations, /The smaller one.*export declare const minimum: .*Ufunc</s);
  t.notRegex(declarations, /linkage|micronumpy_/);
});

test("what TypeScript infers of generic functions over arrays has names in declarations", (t) => {
  const functions = [
    "halved = <D extends DType>(a: NdArray<D>) => half(a)",
    "total = <D extends DType>(a: NdArray<D>) => sum(a)",
    "spread = <D extends DType>(a: NdArray<D>) => std(a, { axis: 0 })",
    "running = <D extends DType>(a: NdArray<D>) => add.accumulate(a)",
    "listed = <D extends DType>(a: NdArray<D>) => many(a, 1, 2, 3)",
    "out = <D extends DType>(a: NdArray<D>) => [a.tolist(), a.toPlain()] as const",
    "any = <X extends Operand>(x: X) => half(x)",
  ];
  const source = `import { add, type DType, type floating, type NdArray, type Operand, std, sum, ufunc } from "micronumpy";
const half = ufunc((x: number): floating => x / 2);
const many = ufunc((a: number, b: number, c: number, d: number) => a + b + c + d, { types: ["float64"] });
${functions.map((text) => `export const ${text};\n`).join("")}`;
  const project = new Project({}, { declaration: true });
  // as npm puts it there: of a linked folder TypeScript takes the path instead
  rmSync(join(project.folder, "node_modules/micronumpy"));
  copyPackage(project.folder);
  project.write("src/index.ts", source);
  t.deepEqual(project.node("node_modules/typescript/bin/tsc", "--emitDeclarationOnly"), { status: 0, output: "" });
});

test("isolatedModules and isolatedDeclarations", (t) => {
  const source = `import { array, type Ufunc, ufunc } from "micronumpy";
export const minimum: Ufunc<(a: number, b: number) => number> = ufunc((a: number, b: number) => (a < b ? a : b));
console.log(\`\${minimum(array([3, 1], "int32"), 2)} \${minimum.kernels.at(-1)!.tier}\`);
`;
  const options = { isolatedModules: true, isolatedDeclarations: true, declaration: true, verbatimModuleSyntax: true };
  const project = new Project({ "src/main.ts": console + source }, options);
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[2 1] compiled");
});
