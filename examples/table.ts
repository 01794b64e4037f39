/**
 * The question this project began with: can a ufunc be written in the high-level language without losing efficiency?
 * PyPy's micronumpy asked it with `minimum` over int arrays; this prints its table with the figures of this machine.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ELEMENTS = 10_000_000;
/** The slow rows do a part of the work, and their time is scaled. */
const FEWER = 500_000;

interface Way {
  readonly what: string;
  readonly command: readonly string[];
  readonly elements: number;
  readonly env?: Record<string, string>;
  readonly absent?: string;
  /** Only the first run counts, with all that it makes. */
  readonly cold?: boolean;
}

const program = (name: string) => fileURLToPath(new URL(`rows/${name}.js`, import.meta.url));
const python = fileURLToPath(new URL("../rows/builtin.py", import.meta.url));
const node = process.execPath;

const ways: readonly Way[] = [
  { what: "compiled from TypeScript", command: [node, program("ufunc")], elements: ELEMENTS },
  {
    what: "NumPy's builtin",
    command: ["python3", python],
    elements: ELEMENTS,
    absent: "python3 with numpy was not found",
  },
  { what: "the JIT, types unknown", command: [node, program("jit")], elements: ELEMENTS },
  { what: "the JIT's first call **", command: [node, program("jit")], elements: ELEMENTS, cold: true },
  { what: "plain JS loop", command: [node, program("loop")], elements: ELEMENTS },
  {
    what: "node --jitless, for CPython",
    command: [node, "--jitless", "--no-expose-wasm", program("loop")],
    elements: FEWER,
  },
  {
    what: "the interpreter",
    command: [node, program("ufunc")],
    elements: FEWER,
    env: { MICRONUMPY_TIER: "interpreted" },
  },
];

/** Prints the table and says whether all results are equal. */
export function printTable(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "micronumpy-"));
  try {
    return measure(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function measure(directory: string): boolean {
  writeOperands(directory);
  console.log(`minimum of two int32 arrays of ${ELEMENTS.toLocaleString("en")} elements, with \`out\`\n`);
  console.log(
    `  ${"".padEnd(30)}${"median of 5".padStart(12)}${"an element".padStart(14)}${"to the first".padStart(14)}`,
  );
  let expected: Buffer | undefined;
  let equal = true;
  let first = 0;
  for (const way of ways) {
    const seconds = run(way, directory);
    if (seconds === undefined) {
      console.log(`  ${way.what.padEnd(30)}${way.absent ?? "failed"}`);
      equal &&= way.absent !== undefined;
      continue;
    }
    first ||= seconds;
    console.log(line(way, seconds, first));
    const result = readFileSync(join(directory, "result"));
    expected ??= result;
    equal &&= result.length === way.elements * 4 && expected.subarray(0, result.length).equals(result);
  }
  console.log(`\n  * on ${FEWER.toLocaleString("en")} elements, scaled up`);
  console.log("  ** that one alone: the kernel is made in it, and memory touched for the first time");
  console.log(equal ? "  All results are equal." : "  THE RESULTS DIFFER.");
  return equal;
}

/** Seconds for all the elements; undefined where the way is not there. */
function run(way: Way, directory: string): number | undefined {
  const [command, ...args] = way.command;
  const { status, stdout } = spawnSync(
    command!,
    [...args, directory, "result", String(way.elements), ...(way.cold ? ["cold"] : [])],
    {
      encoding: "utf8",
      env: { ...process.env, ...way.env },
      stdio: ["ignore", "pipe", way.absent === undefined ? "inherit" : "ignore"],
    },
  );
  if (status !== 0) return undefined;
  return Number.parseFloat(stdout) * (ELEMENTS / way.elements);
}

function line(way: Way, seconds: number, first: number): string {
  const mark = way.elements < ELEMENTS ? " *" : "";
  const time = seconds < 1 ? `${(seconds * 1e3).toFixed(1)} ms` : `${seconds.toFixed(2)} s `;
  const each = `${((seconds / ELEMENTS) * 1e9).toFixed(2)} ns`;
  const ratio = `${(seconds / first).toFixed(2)}x`;
  return `  ${(way.what + mark).padEnd(30)}${time.padStart(12)}${each.padStart(14)}${ratio.padStart(14)}`;
}

/** Two arrays of pseudo-random numbers; xorshift, so that they are the same in every run. */
function writeOperands(directory: string): void {
  let state = 1;
  for (const name of ["a", "b"]) {
    const values = new Int32Array(ELEMENTS);
    for (let i = 0; i < ELEMENTS; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      values[i] = state;
    }
    writeFileSync(join(directory, name), values);
  }
}
