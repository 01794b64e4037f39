/**
 * `npm run bench [-- [--check] word …]`: groups whose name holds one of the words; `library`, `jit`, `build`, `project` and
 * `size` are such names too. All by default. `--check` compares results and times nothing: what continuous integration runs.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeBuild, measureBuild } from "./build.js";
import { type Group, sizeOf } from "./cases.js";
import { groups } from "./groups.js";
import { measureJit } from "./jit.js";
import { libraryGroups } from "./library.js";
import { type Measured, measure, type Rounds } from "./measure.js";
import { writeOperands } from "./operands.js";
import { measureProject } from "./project.js";
import { describe, judge, line, means, summary, type Verdict, widths } from "./report.js";
import { findContenders, libraries, start } from "./rivals.js";
import { measureSizes } from "./size.js";

const ROUNDS: Rounds = { count: 9, ns: 20e6, warmUp: 300e6 };
const SHORT_ROUNDS: Rounds = { count: 5, ns: 4e6, warmUp: 40e6 };
/** What a check leaves out: beyond so many elements. Of the library it does one size. */
const LARGE = 1e6;
const LARGE_OF_MANY = 1e3;

const check = process.argv.includes("--check");
const words = process.argv.slice(2).filter((word) => word !== "--check");
const asked = (name: string) => words.length === 0 || words.some((word) => name.includes(word));
const commands = findContenders();

console.log(
  `micronumpy beside ${[...commands.keys()].slice(1).join(", ")} on ${cpus()[0]!.model}, Node ${process.version}`,
);
console.log("time of a call, median; behind a rival's time ours in units of it; `out`: the result array is given\n");

const directory = mkdtempSync(join(tmpdir(), "micronumpy-bench-"));
const measured: Measured[] = [];
const library: Measured[] = [];
try {
  for (const group of groups) if (asked(group.name)) measured.push(...(await run(group)));
  for (const group of libraryGroups()) if (asked(group.name)) library.push(...(await run(group)));
} finally {
  rmSync(directory, { recursive: true });
}
if (check) {
  const all = [...measured, ...library];
  const wrong = all.filter((one) => one.wrong.length > 0);
  for (const one of wrong) console.log(`${describe(one.case)}: the result of ${one.wrong.join(", ")} differs`);
  for (const name of commands.keys())
    console.log(`${name}: ${all.filter(({ agreed }) => agreed.includes(name)).length} results`);
  // NumPy is the judge; a rival may be wrong.
  process.exitCode = wrong.some((one) => one.wrong.includes("numpy")) ? 1 : 0;
} else {
  const overall = [
    ...widths(measured),
    ...means(library),
    ...(asked("build") ? describeBuild(measureBuild()) : []),
    ...(asked("project") ? await measureProject() : []),
    ...(asked("jit") ? measureJit() : []),
    ...(asked("size") ? await measureSizes() : []),
  ];
  for (const { text } of overall) console.log(text);
  console.log(`\n${summary([...measured.flatMap(named), ...overall])}`);
  store({ measured, library, overall });
}

function named(one: Measured): Verdict[] {
  return judge(one.case, one.figures).map(({ text, met }) => ({ text: `${describe(one.case)}: ${text}`, met }));
}

async function run(group: Group): Promise<Measured[]> {
  progress(`${group.name}: operands`);
  const large = group.many ? LARGE_OF_MANY : LARGE;
  const cases = group.cases.filter((c) => !check || sizeOf(c) < large);
  writeOperands(directory, cases);
  const contenders = start(commands, group.many ? libraries : undefined);
  const results: Measured[] = [];
  for (const [index, c] of cases.entries()) {
    progress(`${group.name} ${index + 1}/${cases.length} ${describe(c)}`);
    const result = await measure(c, contenders, directory, check ? null : group.many ? SHORT_ROUNDS : ROUNDS);
    progress("");
    if (typeof result === "string") console.log(`${describe(c)}: ${result}`);
    else {
      results.push(result);
      if (!check) console.log(line(result));
    }
  }
  for (const contender of contenders) contender.close();
  return results;
}

/** One line that is written over, where somebody watches. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function store(figures: object): void {
  const results = fileURLToPath(new URL("../results/", import.meta.url));
  const date = new Date().toISOString();
  mkdirSync(results, { recursive: true });
  const path = join(results, `${date.slice(0, 19).replaceAll(":", "-")}.json`);
  const machine = { cpu: cpus()[0]!.model, node: process.version };
  writeFileSync(path, `${JSON.stringify({ date, machine, ...figures }, null, 1)}\n`);
  console.log(`\nAll figures: ${path}`);
}
