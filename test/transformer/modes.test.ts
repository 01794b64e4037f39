/** The ways of building by the real tspc: each sees the same diagnostics, and emits anew what an edit has made stale. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { root } from "./program.js";
import { Project } from "./project.js";

/** A helper in one file, the ufunc that inlines it in a second, a call of that in a third. */
const chain = {
  "src/helper.ts": "export const scale = (x: number): number => x * 2;\n",
  "src/scaled.ts": `import { ufunc } from "micronumpy"; import { scale } from "./helper.js";
export const scaled = ufunc((x: number) => scale(x));\n`,
  "src/main.ts": `import { array } from "micronumpy"; import { scaled } from "./scaled.js";
declare const console: { log(text: string): void };
console.log(\`\${scaled(array([1, 2, 3], "int16"))} \${scaled.kernels.at(-1)!.types} \${scaled.kernels.at(-1)!.tier}\`);\n`,
};
const refused = {
  "src/main.ts": `import { ufunc } from "micronumpy";
declare const console: { log(text: string): void };
let count = 0;
export const counted = ufunc((x: number) => { count += 1; return x; });
console.log(\`\${counted(2)}\`);\n`,
};
test("a refused body is an error at its node, and runs as plain JavaScript", (t) => {
  const project = new Project(refused);
  const { status, output } = project.tspc();
  t.is(status, 2);
  t.regex(output, /^src\/main\.ts\(4,47\): error TS9017: the outer name `count` is assigned/);
  t.regex(project.run("out/main.js"), /2$/);
});

test("--noEmit and --noEmitOnError tell of it too", (t) => {
  const project = new Project(refused);
  t.regex(project.tspc("--noEmit").output, /TS9017/);
  t.regex(project.tspc("--noEmitOnError").output, /TS9017/);
  t.false(existsSync(join(project.folder, "out")));
});

test("--incremental: an edited helper makes stale what inlined it, and nothing else", (t) => {
  const project = new Project(chain, { incremental: true, listEmittedFiles: true });
  t.is(project.tspc().status, 0);
  t.is(project.run("out/main.js"), "[2 4 6] int16->int16 compiled");
  t.is(project.tspc().output, "");
  project.edit("src/helper.ts", "x * 2", "x * 5");
  const emitted = [...project.tspc().output.matchAll(/out\/(\w+)\.js$/gm)].map(([, name]) => name);
  t.deepEqual(emitted.sort(), ["helper", "main", "scaled"]);
  t.is(project.run("out/main.js"), "[ 5 10 15] int16->int16 compiled");
});

test("--incremental: what another version of micronumpy has emitted is emitted anew", (t) => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const project = new Project(chain, { incremental: true, listEmittedFiles: true });
  project.tspc();
  const info = "tsconfig.tsbuildinfo";
  project.write(info, project.read(info).replaceAll(version, "0.0.9"));
  t.regex(project.tspc().output, /out\/scaled\.js$/m);
  t.is(project.tspc().output, "");
});

test("--incremental: a diagnostic stays until its cause, in another file, is gone", (t) => {
  const project = new Project(chain, { incremental: true });
  project.edit("src/helper.ts", "x * 2", "Math.random() * x");
  t.regex(project.tspc().output, /scaled\.ts\(2,44\): error TS9022/);
  t.regex(project.tspc().output, /scaled\.ts\(2,44\): error TS9022/);
  project.edit("src/helper.ts", "Math.random() * x", "x * 3");
  t.is(project.tspc().output, "");
  t.is(project.run("out/main.js"), "[3 6 9] int16->int16 compiled");
});

test("-b", (t) => {
  const project = new Project(chain, { composite: true });
  t.deepEqual(project.tspc("-b"), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[2 4 6] int16->int16 compiled");
  project.edit("src/helper.ts", "x * 2", "x * 7");
  t.deepEqual(project.tspc("-b"), { status: 0, output: "" });
  t.is(project.run("out/main.js"), "[ 7 14 21] int16->int16 compiled");
  project.edit("src/helper.ts", "x * 7", "Math.random()");
  t.regex(project.tspc("-b").output, /TS9022/);
});

/** `app` references `lib`; options are those of `lib`. */
function libAndApp(files: Record<string, string>, ofLib: object = {}): Project {
  const project = new Project(files);
  const config = JSON.parse(project.read("tsconfig.json")) as { compilerOptions: object };
  const projectOf = (name: string, references: object[], more: object) => {
    const options = { rootDir: ".", outDir: `../out/${name}`, composite: true, declarationMap: true };
    const compilerOptions = { ...config.compilerOptions, ...options, ...more };
    project.write(`${name}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ["."], references }));
  };
  projectOf("lib", [], ofLib);
  projectOf("app", [{ path: "../lib" }], {});
  return project;
}

test("-b: ufuncs in one project, calls of them in another", (t) => {
  const project = libAndApp({
    "lib/scaled.ts": `import { ufunc } from "micronumpy"; export const scaled = ufunc((x: number) => x * 2);\n`,
    "app/main.ts": `import { array, ufunc } from "micronumpy"; import { scaled } from "../lib/scaled.js";
declare const console: { log(text: string): void };
const more = ufunc((x: number) => scaled(x) + 1);
const a = array([1, 2, 3], "int16");
const [one, two] = [scaled(a), more(a)];
console.log(\`\${one} \${scaled.kernels.at(-1)!.tier}, \${two} \${more.kernels.at(-1)!.tier}\`);\n`,
  });
  const build = () => {
    t.deepEqual(project.tspc("-b", "app"), { status: 0, output: "" });
    return project.run("out/app/main.js");
  };
  const shown = (scaled: string, more: string) => `${scaled} interpreted, ${more} compiled`;
  t.is(build(), shown("[2 4 6]", "[3 5 7]"));
  const left = "called with these types; `tsc -b` sees only declarations from here, and leaves it to the run time";
  t.true(project.micronumpy("explain", "scaled", "--project", "app").output.includes(left));

  // the type of what the library exports is the same, its body is not
  project.edit("lib/scaled.ts", "x * 2", "x * 3");
  t.is(build(), shown("[3 6 9]", "[ 4  7 10]"));
  const declarations = project.read("out/lib/scaled.d.ts");
  t.regex(declarations, /\n\/\/ micronumpy: bodies [0-9a-f]{16}\n\/\/# sourceMappingURL=scaled\.d\.ts\.map$/);
  project.edit("lib/scaled.ts", "x * 3", "x /* times three */ * 3");
  t.is(build(), shown("[3 6 9]", "[ 4  7 10]"));
  t.is(project.read("out/lib/scaled.d.ts"), declarations);

  project.edit("lib/scaled.ts", "* 3", "* Math.random()");
  t.regex(project.tspc("-b", "app").output, /^lib\/scaled\.ts\(1,\d+\): error TS9022/);

  project.write("lib/scaled.ts", "export function scaled(x: number): number { return x * 2; }\n");
  const { output } = project.tspc("-b", "app");
  t.regex(
    output,
    /TS9015: the source of `scaled` .* a function of another project is marked there by `\/\*\* @ufunc \*\/`/,
  );
  project.edit("lib/scaled.ts", "export", "/** @ufunc */ export");
  t.notRegex(project.tspc("-b", "app").output, /TS9015/);
});

test("-b: declarations have a folder of their own", (t) => {
  const files = {
    "lib/next.ts": "/** @ufunc */\nexport function next(x: number): number { return x + 1; }\n",
    "app/main.ts": `import { array, ufunc } from "micronumpy"; import { next } from "../lib/next.js";
declare const console: { log(text: string): void };
const more = ufunc((x: number) => next(x) * 2);
console.log(\`\${more(array([1, 2], "int16"))} \${more.kernels.at(-1)!.tier}\`);\n`,
  };
  const project = libAndApp(files, { declarationDir: "../types/lib" });
  t.deepEqual(project.tspc("-b", "app"), { status: 0, output: "" });
  t.is(project.run("out/app/main.js"), "[4 6] compiled");
});

test("--watch", async (t) => {
  t.timeout(300_000);
  const project = new Project(chain);
  const rounds = project.watch();
  t.teardown(() => rounds.return());
  t.regex((await rounds.next()).value!, /Found 0 errors/);
  t.is(project.run("out/main.js"), "[2 4 6] int16->int16 compiled");
  project.edit("src/helper.ts", "x * 2", "x * 9");
  t.regex((await rounds.next()).value!, /Found 0 errors/);
  t.is(project.run("out/main.js"), "[ 9 18 27] int16->int16 compiled");
  project.edit("src/helper.ts", "x * 9", "Math.random()");
  t.regex((await rounds.next()).value!, /TS9022.*Found 1 error/s);
  project.edit("src/helper.ts", "Math.random()", "x * 4");
  t.regex((await rounds.next()).value!, /Found 0 errors/);
  t.is(project.run("out/main.js"), "[ 4  8 12] int16->int16 compiled");
});
