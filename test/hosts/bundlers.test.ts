/** The plug-in in real bundlers: what they build runs with kernels, maps lead to the user's source, errors stop them. */
import { readdirSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { build as vite } from "vite";
import micronumpy from "../../transformer/hosts/vite.js";
import { Project } from "../transformer/project.js";
import { bundlers } from "./bundlers.js";

/**
 * A helper, a ufunc that inlines it and captures a number, a call at a type that only the caller knows; a body that
 * throws where it is called as the function that it is, with what it doesn't take; and a method behind a decorator, which
 * no engine knows yet.
 */
const files = {
  "src/helper.ts": "export const scale = (x: number): number => x * 2;\nexport let shift = 10;\n",
  "src/scaled.ts": `import { ufunc, ufuncs } from "micronumpy"
import { scale, shift } from "./helper"
export const scaled = ufunc((x: number) => scale(x));
export const shifted = ufunc((x: number) => x + shift, { name: "moved" },);
export const never = ufunc((x: number) => x - 77);
/** @ufunc */
export function next(x: number): number {
  const one = 1; return one + x;
}
class K {
  @ufunc({ name: "double", identity: 1 }) static twice(x: number) { return 2 * x; }
}
export const { twice } = ufuncs(K);
`,
  "src/main.ts": `import { array, type NdArray } from "micronumpy";
import { next, scaled, shifted, twice } from "./scaled";
declare const console: { log(text: string): void };
declare const process: { readonly argv: readonly string[] };
const result: NdArray<"int16"> = scaled(array([1, 2, 3], "int16"));
const { types, tier } = scaled.kernels.at(-1)!;
console.log(\`\${result} \${types} \${tier} \${shifted([1])} \${shifted.name} \${twice([1])} \${twice.name}\`);
if (process.argv[2] === "throw") console.log(String(next(1n as never)));
`,
};
const printed = "[2 4 6] int16->int16 compiled [11.] moved [2.] double";

const options = { module: "ESNext", moduleResolution: "bundler", lib: ["ES2023", "ESNext.Disposable"], noEmit: true };
const make = (changes: Record<string, string> = {}): Project =>
  new Project({ ...files, ...changes }, { ...options, rootDir: undefined, outDir: undefined });

/** Where the generated text stands in the user's source. */
function origin(project: Project, text: string): string {
  const code = project.read("out/main.js");
  const map = new SourceMap(JSON.parse(project.read("out/main.js.map")));
  const lines = code.slice(0, code.indexOf(text)).split("\n");
  const entry = map.findEntry(lines.length - 1, lines.at(-1)!.length) as {
    originalSource: string;
    originalLine: number;
    originalColumn: number;
  };
  const name = entry.originalSource.replace(/^.*\/(?=src\/)/, "");
  return `${name}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

async function message(t: ExecutionContext, building: Promise<unknown>): Promise<string> {
  const error = await t.throwsAsync(building);
  const { frame = "", loc, id } = error as { frame?: string; loc?: { line: number; column: number }; id?: string };
  return `${loc ? `${id}:${loc.line}:${loc.column}` : ""} ${error!.message} ${frame}`;
}

for (const [name, build] of Object.entries(bundlers)) {
  test.serial(`${name}: kernels in the bundle, maps to the column, nothing that nobody uses`, async (t) => {
    const project = make();
    await build(project.folder);
    t.is(project.run("out/main.js"), printed);
    t.regex(
      project.node("--enable-source-maps", "out/main.js", "throw").output,
      /at \w*next .*src\/scaled\.ts:8:2[58]/,
    );
    t.is(origin(project, "scale(x), "), "src/scaled.ts:3:44");
    if (/webpack|Rspack/.test(name)) return; // without their minimizers, they drop nothing
    t.false(project.read("out/main.js").includes("x - 77"));
  });

  test.serial(`${name}: a refused body is an error with its place and a frame`, async (t) => {
    const bad = `export const scale = (x: number): number => Math.random();\nexport let shift = 10;\n`;
    const project = make({ "src/helper.ts": bad });
    const text = await message(t, build(project.folder));
    t.regex(text, /src\/scaled\.ts:3:4[34]/); // some count columns from 0
    t.regex(text, /\| {44}\^{8}/);
    t.regex(text, /TS9022: `Math\.random` is called/);
    t.regex(text, /helper\.ts:1:45/);
    t.regex(text, /scaled = ufunc\(\(x: number\) => scale\(x\)\)/);
  });
}

test.serial("a folder with spaces and other letters", async (t) => {
  const project = make();
  const folder = "größe und maß";
  for (const [name, text] of Object.entries(files)) project.write(`${folder}/${name}`, text);
  project.write(`${folder}/tsconfig.json`, project.read("tsconfig.json"));
  await bundlers.esbuild!(join(project.folder, folder));
  t.is(project.run(`${folder}/out/main.js`), printed);
  t.regex(readFileSync(join(project.folder, folder, "out/main.js"), "utf8"), /module: micronumpy_wasm/);
});

test.serial("a configuration that only refers to others, as Vite's templates have it", async (t) => {
  const project = make();
  project.write("tsconfig.app.json", project.read("tsconfig.json"));
  project.write("tsconfig.json", JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }));
  await bundlers.esbuild!(project.folder);
  t.is(project.run("out/main.js"), printed);
});

test.serial(
  "Vite: a Web Worker's bundle has kernels, too, and only once where worker.plugins name the plug-in already",
  async (t) => {
    const worker = `import { scaled } from "./scaled";
declare const console: { log(text: string): void };
console.log(\`\${scaled([1, 2])} \${scaled.kernels[0]!.tier} \${scaled.kernels.length}\`);
`;
    const main = `new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });`;
    for (const isNamed of [false, true]) {
      const project = make({ "src/worker.ts": worker, "src/main.ts": main });
      await vite({
        ...{ configFile: false, root: project.folder, logLevel: "silent", plugins: [micronumpy()] },
        ...(isNamed && { worker: { plugins: () => [[micronumpy()]] } }),
        build: { rolldownOptions: { input: "src/main.ts" } },
      });
      const [file] = readdirSync(join(project.folder, "dist/assets")).filter((name) => name.startsWith("worker"));
      t.is(project.run(`dist/assets/${file}`), "[2. 4.] compiled 3");
    }
  },
);
