/** What the plug-in costs: time of tspc beside plain tsc, cold and with a warm cache, and the sizes of what it emits. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { wasm } from "micronumpy/link";
import { median } from "./measure.js";
import { limit, type Verdict } from "./report.js";

const ROUNDS = 3;
const root = fileURLToPath(new URL("../..", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const tsc = resolve("typescript/lib/tsc.js");
const tspc = resolve("ts-patch/bin/tspc");

/** Milliseconds, and bytes. */
export interface BuildFigures {
  readonly plain: number;
  readonly cold: number;
  readonly warm: number;
  /** tspc without a plug-in. */
  readonly bare: number;
  readonly emitted: number;
  readonly kernel: number;
}

const compilerOptions = {
  target: "ES2022",
  module: "NodeNext",
  lib: ["ES2023", "ESNext.Disposable"],
  types: [],
  strict: true,
  skipLibCheck: true,
  outDir: "out",
};
const plugins = [{ name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true }];

const expressions = [
  "a < b ? a : b",
  "a > b ? a : b",
  "a + b",
  "a - b",
  "a * b",
  "Math.sqrt(a * a + b * b)",
  "Math.abs(a - b)",
  "Math.max(-b, Math.min(b, a))",
  "a < 0 ? -a : a > b ? b : a * a",
  "Math.floor(a / b) * b",
];

const binary = (body: string) => `ufunc((a: number, b: number) => ${body})`;

export function measureBuild(): BuildFigures {
  const directory = mkdtempSync(join(tmpdir(), "micronumpy-bench-"));
  try {
    writeProject(directory, expressions.map(binary));
    const rounds = Array.from({ length: ROUNDS }, () => {
      const plain = run(tsc, directory);
      rmSync(join(directory, "node_modules/.cache"), { recursive: true, force: true });
      const cold = run(tspc, directory);
      return { plain, cold, warm: run(tspc, directory), bare: run(tspc, join(directory, "bare.json")) };
    });
    const of = (key: "plain" | "cold" | "warm" | "bare") => median(rounds.map((round) => round[key]));
    return {
      plain: of("plain"),
      cold: of("cold"),
      warm: of("warm"),
      bare: of("bare"),
      emitted: emittedSize(directory),
      kernel: kernelSize(directory),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Size of the JS of a module with one ufunc of two arguments and three signatures. */
function emittedSize(directory: string): number {
  writeProject(directory, expressions.slice(0, 1).map(binary));
  run(tspc, directory);
  return statSync(join(directory, "out/ufuncs.js")).size;
}

function writeProject(directory: string, ufuncs: readonly string[]): void {
  const modules = join(directory, "node_modules");
  rmSync(directory, { recursive: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(root, join(modules, "micronumpy"), "junction");
  symlinkSync(dirname(dirname(tsc)), join(modules, "typescript"), "junction");
  const lines = ufuncs.map((made, index) => `export const f${index} = ${made};`);
  writeFileSync(join(directory, "ufuncs.ts"), ['import { ufunc } from "micronumpy";', ...lines, ""].join("\n"));
  writeFileSync(join(directory, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, plugins } }));
  writeFileSync(join(directory, "bare.json"), JSON.stringify({ compilerOptions }));
}

/** Milliseconds that a compiler took. */
function run(compiler: string, project: string): number {
  const begin = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", project], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${compiler} failed:\n${stdout}`);
  return performance.now() - begin;
}

/** Bytes of Wasm of one signature of a body of thirty operations: what a second signature adds to the first. */
function kernelSize(directory: string): number {
  const terms = Array.from({ length: 10 }, (_, i) => `x * ${i + 1}.5 - y / ${i + 2}.25`);
  const size = (types: readonly string[]) => {
    const body = `ufunc((x: number, y: number) => ${terms.join(" + ")}, { types: ${JSON.stringify(types)} })`;
    writeProject(directory, [body]);
    run(tspc, directory);
    const [, text] = readFileSync(join(directory, "out/ufuncs.js"), "utf8").match(/\.wasm\("([^"]+)"\)/)!;
    return (wasm(text!) as { bytes: () => Uint8Array }).bytes().length;
  };
  return size(["float64,float64->float64", "float32,float32->float32"]) - size(["float64,float64->float64"]);
}

export function describeBuild({ plain, cold, warm, bare, emitted, kernel }: BuildFigures): Verdict[] {
  const seconds = (ms: number) => `${(ms / 1e3).toFixed(2)} s`;
  const bytes = (size: number) => `${size} B`;
  return [
    limit(`ten ufuncs, tspc over plain tsc (${seconds(plain)}), cold`, cold - plain, 2000, seconds),
    limit(`the same with a warm cache; ts-patch alone takes ${seconds(bare - plain)}`, warm - plain, 300, seconds),
    limit("JS of one ufunc, three signatures", emitted, 4000, bytes),
    limit("Wasm of thirty operations, a signature", kernel, 3000, bytes),
  ];
}
