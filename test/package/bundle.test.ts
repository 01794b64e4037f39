/** What a bundler takes of the package for a program: only what the program uses. */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import test from "ava";
import { build } from "esbuild";
import { rollup } from "rollup";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** For browsers, the modules of which something is left in a program that uses these names, as paths in `dist`. */
const modulesFor = (entry: string, ...names: string[]) => modulesOn("browser", entry, ...names);

async function modulesOn(platform: "browser" | "node", entry: string, ...names: string[]): Promise<string[]> {
  const { metafile } = await bundle(platform, entry, names);
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^dist\/|\.js$/g, ""));
}

/** A program that uses these names. */
function bundle(platform: "browser" | "node", entry: string, names: readonly string[]) {
  return build({
    stdin: { contents: `import { ${names} } from "./dist/entries/${entry}.js"; keep(${names});`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform,
    minify: true,
    metafile: true,
    write: false,
  });
}

test("arrays and ufuncs alone hold no function on arrays, no file format, no JIT, no library, no compiler", async (t) => {
  const left =
    /^runtime\/(npy|shapes|joining|indexing|searching|sorting|radix|comparing|typeinfo|jit\/)|^ufuncs\/|^kernel\/(lower$|lowerings|assemble|math\/)|^transformer|node_modules/;
  const modules = await modulesFor("compiled", "array", "ufunc");
  t.true(modules.includes("runtime/dispatch"));
  t.deepEqual(
    modules.filter((path) => left.test(path)),
    [],
  );
});

test("the JIT comes with the default entry, and brings no library", async (t) => {
  const modules = await modulesFor("index", "array", "ufunc");
  t.true(modules.includes("kernel/assemble"));
  t.false(modules.some((path) => /^ufuncs\/|^transformer|node_modules/.test(path)));
});

test("what reads the environment, and the texts of the log, are left out for browsers", async (t) => {
  const told = (modules: string[]) =>
    modules.filter((path) => /jit\/(environment|log|text|profile)$/.test(path)).length;
  t.is(told(await modulesOn("browser", "index", "array", "ufunc")), 0);
  t.is(told(await modulesOn("node", "index", "array", "ufunc")), 4);
});

test("arrays without ufuncs need neither their calls nor the kernel language", async (t) => {
  const modules = await modulesFor("index", "array");
  t.deepEqual(
    modules.filter((path) =>
      /^runtime\/(ufunc|dispatch|call|direct|reduce|jit\/)|^kernel\/(infer|interpret|lower)/.test(path),
    ),
    [],
  );
});

test("a function on arrays comes alone, and so does a ufunc of the library", async (t) => {
  const base = new Set(await modulesFor("compiled", "array", "ufunc"));
  const added = async (name: string) =>
    (await modulesFor("compiled", "array", "ufunc", name)).filter((path) => !base.has(path)).sort();
  t.deepEqual(await added("sort"), ["runtime/dense", "runtime/radix", "runtime/sorting", "runtime/tidy"]);
  t.deepEqual(await added("from_npy"), ["runtime/errors/files", "runtime/npy"]);
  t.deepEqual(await added("minimum"), ["ufuncs/extrema", "ufuncs/loops"]);
});

test("Rollup warns of no annotation", async (t) => {
  const codes: (string | undefined)[] = [];
  const bundle = await rollup({
    input: ["index", "npz", "testing"].map((name) => `${root}/dist/entries/${name}.js`),
    onwarn: ({ code }) => void codes.push(code),
  });
  await bundle.close();
  t.false(codes.includes("INVALID_ANNOTATION"));
});

test("only npz holds the zip library", async (t) => {
  t.true((await modulesFor("npz", "from_npz")).some((path) => path.includes("fflate")));
  t.false((await modulesFor("testing", "assert_equal")).some((path) => path.includes("fflate")));
});

/** Compressed kilobytes. */
async function sizeOf(entry: string, ...names: string[]): Promise<number> {
  const { outputFiles } = await bundle("browser", entry, names);
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000;
}

// What there is today, and little more: whoever adds to it should know. The aims, which are lower, are with the benchmark.
test("programs ship no more than they did", async (t) => {
  const core = await sizeOf("compiled", "array", "ufunc");
  const within = (what: string, size: number, most: number) =>
    t.true(size <= most, `${what}: ${size.toFixed(2)} kB compressed, at most ${most}`);
  within("arrays and ufuncs", core, 53);
  within("the JIT", (await sizeOf("index", "array", "ufunc")) - core, 21);
  within("add", (await sizeOf("compiled", "array", "ufunc", "add")) - core, 1.3);
  within("sin", (await sizeOf("compiled", "array", "ufunc", "sin")) - core, 8.2);
});
