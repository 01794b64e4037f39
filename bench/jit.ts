/** What the JIT reaches, beside our own compiled kernels, and for first calls beside Numba, which compiles then too. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Figure } from "./contenders/jit.js";
import { limit, type Verdict } from "./report.js";

const program = fileURLToPath(new URL("contenders/jit.js", import.meta.url));

/** Milliseconds of the first call on a million elements, and of later ones, of Numba's lazy `vectorize`. */
const numba = `
import time, numpy, numba
minimum = numba.vectorize(lambda a, b: a if a < b else b)
a, b = numpy.random.rand(2, 1000000)
out = a + b
times = []
for _ in range(20):
    start = time.perf_counter()
    minimum(a, b, out)
    times.append((time.perf_counter() - start) * 1e3)
print([times[0], sorted(times[5:])[7]])
`;

function run<T>(command: string, ...args: readonly string[]): T | null {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? (JSON.parse(stdout) as T) : null;
}

export function measureJit(): Verdict[] {
  const write = { x: (figure: number) => `${figure.toFixed(2)}x`, ms: (figure: number) => `${figure.toFixed(2)} ms` };
  const figures = run<Figure[]>(process.execPath, program) ?? [];
  const verdicts = figures.map(({ what, figure, most, unit }) => limit(`jit: ${what}`, figure, most, write[unit]));
  return [...verdicts, ...firstCall()];
}

function firstCall(): Verdict[] {
  const [first] = processes("first");
  const [again, warm] = processes("again");
  const rival = run<[number, number]>("python3", "-c", numba);
  const beside = rival === null ? "" : `, of Numba's ${rival[0].toFixed(0)} ms`;
  const others = `later ones ${warm.toFixed(2)} ms, the first of a process ${first.toFixed(0)} ms${beside}`;
  const what = `jit: the first call of a signature on 1e6 elements (${others})`;
  return [limit(what, again, Math.max(3 * warm, warm + 2), (ms) => `${ms.toFixed(2)} ms`)];
}

/** The process that was disturbed least, of a few. */
function processes(way: "first" | "again"): [number, number] {
  const all = Array.from({ length: 7 }, () => run<[number, number]>(process.execPath, program, way)!);
  return all.reduce((a, b) => (b[0] < a[0] ? b : a));
}
