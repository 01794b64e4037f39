/** What users ship: a bundle holds what the program reaches and nothing else. `npm run bench -- size` tells the sizes. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "ava";

const bundler = fileURLToPath(new URL("../../../scripts/bundle.js", import.meta.url));

interface Bundle {
  /** Compressed. */
  readonly bytes: number;
  /** The files of which something is left. */
  readonly modules: readonly string[];
}

function bundle(source: string): Bundle {
  const { stdout, stderr } = spawnSync(process.execPath, [bundler], { input: source, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const kernelOfOnesOwn = `
  import { array, ufunc } from "micronumpy/compiled";
  const minimum = ufunc((a, b) => (a < b ? a : b));
  console.log(minimum(array([3, 1, 2]), array([2, 2, 2])).data);
`;

const matching = (pattern: RegExp, { modules }: Bundle) => modules.filter((path) => pattern.test(path));

test("a ufunc of one's own needs no library, no JIT, no files, no compiler", (t) => {
  const own = bundle(kernelOfOnesOwn);
  t.true(own.modules.includes("dist/runtime/array.js"));
  t.deepEqual(matching(/ufuncs\/|jit\/|math\/|npy|npz|testing|lower|assemble|transformer|node_modules/, own), []);
});

test("the default entry brings the JIT with it, and no library", (t) => {
  const own = bundle(kernelOfOnesOwn.replace("micronumpy/compiled", "micronumpy"));
  t.true(matching(/runtime\/jit\//, own).length > 0);
  t.deepEqual(matching(/ufuncs\/|npy|npz|testing|transformer|node_modules/, own), []);
});

test("one of the library's brings its own file, and the math that it uses", (t) => {
  const files = (name: string) =>
    matching(/ufuncs\//, bundle(`import { ${name} } from "micronumpy/compiled"; console.log(${name}([1], [2]));`));
  t.deepEqual(
    files("logical_and").filter((path) => !path.endsWith("loops.js")),
    ["dist/ufuncs/logical.js"],
  );
  t.deepEqual(
    files("sin").filter((path) => !path.endsWith("loops.js")),
    ["dist/ufuncs/trigonometric.js"],
  );
});

test("arrays alone need no ufuncs", (t) => {
  const arrays = bundle(`import { array } from "micronumpy/compiled"; console.log(array([1, 2]).data);`);
  t.deepEqual(matching(/ufuncs\/|runtime\/(ufunc|dispatch|reduce)\.js|kernel\/infer/, arrays), []);
});
