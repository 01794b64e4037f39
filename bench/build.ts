/** What the plug-in costs: time of tspc beside plain tsc, cold and with a warm cache, and the size of what it emits. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.js";

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
  readonly emitted: number;
}

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    lib: ["ES2023", "ESNext.Disposable"],
    types: [],
    strict: true,
    skipLibCheck: true,
    outDir: "out",
    plugins: [{ name: "micronumpy", transform: "micronumpy/transformer", transformProgram: true }],
  },
};

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

export function measureBuild(): BuildFigures {
  const directory = mkdtempSync(join(tmpdir(), "micronumpy-bench-"));
  try {
    writeProject(directory, expressions);
    const rounds = Array.from({ length: ROUNDS }, () => {
      const plain = run(tsc, directory);
      rmSync(join(directory, "node_modules/.cache"), { recursive: true, force: true });
      const cold = run(tspc, directory);
      return { plain, cold, warm: run(tspc, directory) };
    });
    const of = (key: "plain" | "cold" | "warm") => median(rounds.map((round) => round[key]));
    return { plain: of("plain"), cold: of("cold"), warm: of("warm"), emitted: emittedSize(directory) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Size of the JS of a module with one ufunc of two arguments and three signatures. */
function emittedSize(directory: string): number {
  writeProject(directory, expressions.slice(0, 1));
  run(tspc, directory);
  return statSync(join(directory, "out/ufuncs.js")).size;
}

function writeProject(directory: string, bodies: readonly string[]): void {
  const modules = join(directory, "node_modules");
  rmSync(directory, { recursive: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(root, join(modules, "micronumpy"), "junction");
  symlinkSync(dirname(dirname(tsc)), join(modules, "typescript"), "junction");
  const lines = bodies.map((body, index) => `export const f${index} = ufunc((a: number, b: number) => ${body});`);
  writeFileSync(join(directory, "ufuncs.ts"), ['import { ufunc } from "micronumpy";', ...lines, ""].join("\n"));
  writeFileSync(join(directory, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
}

/** Milliseconds that a compiler took. */
function run(compiler: string, directory: string): number {
  const begin = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", directory], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${compiler} failed:\n${stdout}`);
  return performance.now() - begin;
}

export function describeBuild({ plain, cold, warm, emitted }: BuildFigures): string {
  const row = (what: string, figure: string, target: string, met: boolean) =>
    `  ${what.padEnd(34)}${figure.padStart(9)}  ${target}: ${met ? "met" : "NOT MET"}`;
  const over = (ms: number) => `${((ms - plain) / 1e3).toFixed(2)} s`;
  return [
    `a project of ten ufuncs, plain tsc ${(plain / 1e3).toFixed(2)} s`,
    row("tspc over plain tsc, cold", over(cold), "at most 2 s", cold - plain <= 2000),
    row("tspc over plain tsc, warm cache", over(warm), "at most 0.3 s", warm - plain <= 300),
    row("JS of one ufunc, three signatures", `${emitted} B`, "under 4 kB", emitted < 4000),
  ].join("\n");
}
