/**
 * The build. `node scripts/build.js [clean] [test] [examples] [bench]`
 *
 *   1. the native driver      runtime/native/driver.as.ts, by asc, into a TypeScript module that holds the Wasm
 *   2. the package's own code kernel, transformer, runtime: by plain tsc
 *   3. the math library       kernel/math, read by the transformer, into a module that holds the jitcode
 *   4. what holds ufuncs      ufuncs, entries, and test when asked: by tspc, through that transformer
 *   5. the package for workers dist/workerd, of what is there by now
 *   6. what users would write examples, bench when asked: by tspc, against the package as it is in dist/
 *
 * Each step does nothing when nothing changed. `clean` removes dist/ first.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const native = join(root, "runtime/native");
// smaller, and as fast: what is hot in the driver is unrolled by hand
const ascFlags = [
  ...["-O3s", "--runtime", "stub", "--importMemory", "--noExportMemory", "--importTable"],
  ...["--enable", "simd", "--noAssert"],
];

const asked = process.argv.slice(2);
if (asked.includes("clean")) rmSync(join(root, "dist"), { recursive: true, force: true });

await buildDriver();
buildPackage();
forgetStale("ufuncs");
forgetStale("test");
removeOrphans("test");
run("ts-patch/bin/tspc.js", "-b", "entries", ...(asked.includes("test") ? ["test"] : []));
run("../scripts/build-workerd.js");
for (const project of ["examples", "bench"]) {
  if (!asked.includes(project)) continue;
  linkPackage(project);
  run("ts-patch/bin/tspc.js", "-p", project);
}

/** Runs a tool of node_modules in the root folder; its failure is ours. */
function run(tool, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, "node_modules", tool), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** The transformer reads the math library and imports what it has read: the first time, it begins with an empty one. */
function buildPackage() {
  const math = join(root, "kernel/math");
  const target = join(math, "jitcode.ts");
  const before = modified(target);
  if (before === 0) writeFileSync(target, "export {};\n");
  const sources = readdirSync(math).filter((name) => name !== "jitcode.ts");
  const compile = () => run("typescript/bin/tsc", "-b", "kernel", "transformer", "runtime");
  compile();
  const tools = Math.max(newestCode(join(root, "dist/transformer")), modified(join(root, "dist/kernel/jitcode.js")));
  if (Math.max(newest(math, sources), tools) < before) return;
  run("../scripts/build-math.js");
  compile();
}

async function buildDriver() {
  const target = join(native, "driver.wasm.ts");
  const sources = readdirSync(native).filter((name) => name.endsWith(".as.ts"));
  if (Math.max(newest(native, sources), modified(fileURLToPath(import.meta.url))) < modified(target)) return;
  const binary = join(root, "dist/driver.wasm");
  run("assemblyscript/bin/asc.js", "runtime/native/driver.as.ts", "-o", binary, ...ascFlags);
  run("typescript/bin/tsc", "-b", "kernel");
  const { encodeBytes } = await import("../dist/kernel/bytes.js");
  const wasm = readFileSync(binary);
  const hash = createHash("sha256").update(wasm).digest("hex").slice(0, 16);
  const lines = [
    "/** The driver's Wasm, built from driver.as.ts by scripts/build.js. */",
    'import { wasm } from "../compile.js";',
    "",
    `export const driverWasm = /*#__PURE__*/ wasm("${encodeBytes(wasm)}");`,
    `export const driverHash = "${hash}";`,
  ];
  writeFileSync(target, `${lines.join("\n")}\n`);
  rmSync(binary);
}

/** tsc does not know that its output depends on the transformer: what an older one compiled is compiled anew. */
function forgetStale(project) {
  const buildInfo = join(root, "dist", project, ".tsbuildinfo");
  const tools = Math.max(...["kernel", "transformer"].map((folder) => newestCode(join(root, "dist", folder))));
  if (modified(buildInfo) < tools) rmSync(buildInfo, { force: true });
}

/** AVA runs whatever lies in dist/test: a test whose source is gone must go too. */
function removeOrphans(project) {
  const output = join(root, "dist", project);
  for (const name of existsSync(output) ? readdirSync(output, { recursive: true }) : [])
    if (name.endsWith(".js") && !existsSync(join(root, project, name.replace(/js$/, "ts")))) rmSync(join(output, name));
}

/** Gives a folder the package under the name that users import, as installing `file:..` would. */
function linkPackage(project) {
  const modules = join(root, project, "node_modules");
  mkdirSync(modules, { recursive: true });
  const link = join(modules, "micronumpy");
  if (!existsSync(link)) symlinkSync(root, link, "junction");
}

function newestCode(folder) {
  return newest(
    folder,
    readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js")),
  );
}

function newest(folder, names) {
  return Math.max(0, ...names.map((name) => modified(join(folder, name))));
}

/** When a file was written, in milliseconds; 0 when there is none. */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
