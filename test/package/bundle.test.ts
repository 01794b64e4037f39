/** What a bundler takes of the package for a program: only what the program uses. */
import { fileURLToPath } from "node:url";
import test from "ava";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** For browsers, the modules of which something is left in a program that uses these names, as paths in `dist`. */
const modulesFor = (entry: string, ...names: string[]) => modulesOn("browser", entry, ...names);

async function modulesOn(platform: "browser" | "node", entry: string, ...names: string[]): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `import { ${names} } from "./dist/entries/${entry}.js"; keep(${names});`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform,
    minify: true,
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^dist\/|\.js$/g, ""));
}

test("arrays and ufuncs alone hold no function on arrays, no file format, no JIT, no library, no compiler", async (t) => {
  const left =
    /^runtime\/(npy|shapes|joining|indexing|searching|sorting|comparing|typeinfo|jit\/)|^ufuncs\/|^kernel\/(lower$|lowerings|assemble|math\/)|^transformer|node_modules/;
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
  t.deepEqual(await added("sort"), ["runtime/dense", "runtime/sorting", "runtime/tidy"]);
  t.deepEqual(await added("from_npy"), ["runtime/errors/files", "runtime/npy"]);
  t.deepEqual(await added("minimum"), ["ufuncs/extrema", "ufuncs/loops"]);
});

test("only npz holds the zip library", async (t) => {
  t.true((await modulesFor("npz", "from_npz")).some((path) => path.includes("fflate")));
  t.false((await modulesFor("testing", "assert_equal")).some((path) => path.includes("fflate")));
});
