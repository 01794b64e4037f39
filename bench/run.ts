/** `npm run bench [-- word …]`: groups whose name holds one of the words, `build` for the compiler's part; all by default. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildFigures, describeBuild, measureBuild } from "./build.js";
import { type Group, groups } from "./cases.js";
import { type Measured, measure } from "./measure.js";
import { writeOperands } from "./operands.js";
import { describe, line, summary } from "./report.js";
import { findContenders, start } from "./rivals.js";

/** The longest block that a case reads: ten million elements, strided by two. */
const LONGEST = 2e7;

const words = process.argv.slice(2);
const asked = (name: string) => words.length === 0 || words.some((word) => name.includes(word));
const commands = findContenders();

console.log(
  `micronumpy beside ${[...commands.keys()].slice(1).join(", ")} on ${cpus()[0]!.model}, Node ${process.version}`,
);
console.log("time of a call, median; behind a rival's time ours in units of it; `out`: the result array is given\n");

const directory = mkdtempSync(join(tmpdir(), "micronumpy-bench-"));
const measured: Measured[] = [];
try {
  for (const group of groups) if (asked(group.name)) await race(group);
} finally {
  rmSync(directory, { recursive: true });
}
if (measured.length > 0) console.log(`\n${summary(measured)}`);

let build: BuildFigures | undefined;
if (asked("build")) {
  progress("build");
  build = measureBuild();
  progress("");
  console.log(`\n${describeBuild(build)}`);
}
store();

async function race(group: Group): Promise<void> {
  progress(`${group.name}: operands`);
  writeOperands(directory, group.cases[0]!.types, LONGEST);
  const contenders = start(commands);
  for (const [index, c] of group.cases.entries()) {
    progress(`${index + 1}/${group.cases.length} ${describe(c)}`);
    const result = await measure(c, contenders, directory);
    measured.push(result);
    progress("");
    console.log(line(result));
  }
  for (const contender of contenders) contender.close();
}

/** One line that is written over, where somebody watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function store(): void {
  const results = fileURLToPath(new URL("../results/", import.meta.url));
  const date = new Date().toISOString();
  mkdirSync(results, { recursive: true });
  const path = join(results, `${date.slice(0, 19).replaceAll(":", "-")}.json`);
  const machine = { cpu: cpus()[0]!.model, node: process.version };
  writeFileSync(path, `${JSON.stringify({ date, machine, measured, build }, null, 1)}\n`);
  console.log(`\nAll figures: ${path}`);
}
