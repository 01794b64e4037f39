/**
 * Hosts that compile no bytes: `wasm: "module"`, and the package under the condition `workerd`, in the program that runs
 * Cloudflare's workers. It is large: the test installs it, and is left out where it can't be had.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { build as esbuild } from "esbuild";
import { embedsWasm } from "../../transformer/core/modules.js";
import { Project } from "../transformer/project.js";
import { bundlers } from "./bundlers.js";
import { everywhere, expected, parse, withPackages } from "./everywhere.js";

const worker = `export default { async test() { await import("./main.js"); } };`;

const options = { module: "ESNext", moduleResolution: "bundler", lib: ["ES2023", "ESNext.Disposable", "DOM"] };
const plugins = [{ name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true, wasm: "module" }];

const home = withPackages("workerd", "workerd@1.20261117.1");
const inWorkerd = home === null ? test.skip : test.serial;

/** What the bundle `out/main.js` of a project prints in a worker, while that answers a request. */
function run(project: Project): { output: string; log: string } {
  const wasm = readdirSync(join(project.folder, "out")).filter((name) => name.endsWith(".wasm"));
  const modules = [
    `(name = "worker.js", esModule = embed "worker.js")`,
    `(name = "main.js", esModule = embed "out/main.js")`,
    ...wasm.map((name) => `(name = "${name}", wasm = embed "out/${name}")`),
  ];
  project.write("worker.js", worker);
  project.write(
    "worker.capnp",
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
const worker :Workerd.Worker = (modules = [${modules.join(",\n")}], compatibilityDate = "2026-01-01");
`,
  );
  const binary = join(home!.folder, "node_modules/.bin/workerd");
  const { stdout, stderr } = spawnSync(binary, ["test", "worker.capnp"], { cwd: project.folder, encoding: "utf8" });
  return { output: stdout, log: stderr };
}

inWorkerd("tsc's output, bundled without a plug-in: the same results as in Node, by kernels", async (t) => {
  const project = new Project({ "src/main.ts": everywhere }, { ...options, outDir: "js", plugins });
  t.deepEqual(project.tspc(), { status: 0, output: "" });
  // as wrangler does it
  await esbuild({
    ...{ absWorkingDir: project.folder, entryPoints: ["js/main.js"], outdir: "out", logLevel: "silent" },
    ...{ bundle: true, format: "esm", conditions: ["workerd"], loader: { ".wasm": "copy" } },
  });
  const { output, log } = run(project);
  t.deepEqual(parse(output), { ...expected(), traces: 0 });
  t.regex(log, /refuses to compile WebAssembly \(CompileError/); // by the JIT
});

const source = `import { add, array, ufunc } from "micronumpy";
const double = ufunc((x: number) => x + x);
const never = ufunc((x: number) => x - 77);
console.log(\`\${double(array([1, 2]))} \${double.kernels[0]!.tier} \${add([1], 2)} \${add.kernels[0]!.tier}\`);
`;
const printed = "[2. 4.] compiled [3.] compiled\n";

for (const [name, build] of Object.entries(bundlers)) {
  if (name === "webpack's loader") continue;
  test.serial(`${name}: kernels, library and driver in files that the bundle imports`, async (t) => {
    const project = new Project({ "src/main.ts": source }, { ...options, noEmit: true, outDir: undefined });
    await build(project.folder, { wasm: "module" });
    const code = project.read("out/main.js");
    t.false(embedsWasm(code));
    const files = [...code.matchAll(/["']\.\/(micronumpy-.+\.wasm)["']/g)].map(([, file]) => file!);
    t.true(files.length >= 3);
    for (const file of files) t.true(WebAssembly.validate(readFileSync(join(project.folder, "out", file))));
    if (home === null) return;
    const { output, log } = run(project);
    t.is(output, printed);
    t.notRegex(log, /refuses|exception/);
  });
}

test("a chunk in a folder of its own imports from where the files are", async (t) => {
  const project = new Project({ "src/main.ts": source }, { ...options, noEmit: true, outDir: undefined });
  const { build } = await import("vite");
  const { default: micronumpy } = await import("../../transformer/hosts/vite.js");
  await build({
    ...{ configFile: false, root: project.folder, logLevel: "silent", plugins: [micronumpy({ wasm: "module" })] },
    build: {
      ...{ ssr: "src/main.ts", outDir: "out", minify: false },
      rolldownOptions: { output: { entryFileNames: "deep/[name].js" } },
    },
    ssr: { noExternal: true },
  });
  const [, path] = /from "([^"]+\.wasm)"/.exec(project.read("out/deep/main.js"))!;
  t.regex(path!, /^\.\.\/micronumpy-/);
  t.true(existsSync(join(project.folder, "out/deep", path!)));
});

test("CommonJS can't import Wasm: an error with its place", (t) => {
  const project = new Project({ "src/main.ts": source }, { plugins }, "commonjs");
  const { status, output } = project.tspc();
  t.is(status, 2);
  t.regex(output, /^src\/main\.ts\(1,1\): error TS9102: this file is emitted as CommonJS/);
});

test("another word for the option is an error that names what there is", (t) => {
  const wrong = [{ ...plugins[0], wasm: "modul" }];
  const { output } = new Project({ "src/main.ts": source }, { plugins: wrong }).tspc();
  t.regex(output, /error TS9103: the plug-in's option `wasm` is "modul": .* Instead: "inline" or "module"\./);
});
