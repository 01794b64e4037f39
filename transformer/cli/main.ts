#!/usr/bin/env node
/** The command `micronumpy`: `check`, `build`, `explain` and `setup`. */
import { parseArgs } from "node:util";
import { build, check } from "./check.js";
import { Explainer } from "./explain.js";
import { openProjects, ProjectError } from "./project.js";
import { merged } from "./report.js";
import { setup } from "./setup.js";
import { writeReports } from "./text.js";

const USAGE = `Usage: micronumpy check [--project <tsconfig>]
       micronumpy build [--project <tsconfig>]
       micronumpy explain [<file> | <ufunc>] [--project <tsconfig>] [--as | --wat | --json]
       micronumpy setup

check    what tsc with the plug-in would report, without emitting; exit code 2 with errors
build    what tsc with the plug-in would emit, for projects whose own TypeScript is 7
explain  what is compiled of each ufunc, why, and how
  --as     the AssemblyScript of the kernels
  --wat    their Wasm, as text
  --json   the report as data
setup    puts the plug-in into the project of this folder
`;

const write = (text: string): void => void process.stdout.write(text);

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      project: { type: "string", short: "p", default: "." },
      as: { type: "boolean", default: false },
      wat: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [command, wanted = null, ...more] = positionals;
  const isKnown = ["check", "build", "explain", "setup"].includes(command ?? "");
  if (values.help || !isKnown || more.length > 0) {
    write(USAGE);
    return values.help ? 0 : 1;
  }
  if (command === "setup") return setup(process.cwd(), write);
  if (command === "build") return build(openProjects(values.project, {}), write, process.stdout.isTTY);
  const projects = openProjects(values.project, { noEmit: true });
  if (command === "check") return check(projects, write, process.stdout.isTTY);
  const explainers = projects.map((project) => new Explainer(project, wanted));
  if (values.as || values.wat) {
    for (const each of explainers) write(values.as ? each.assemblyScript() : await each.wasmText());
    return 0;
  }
  const reports = merged(explainers.flatMap((each) => each.reports()));
  if (wanted !== null && reports.length === 0)
    throw new ProjectError(`No ufunc and no file with one is called ${wanted}.`);
  write(values.json ? `${JSON.stringify(reports, null, 2)}\n` : writeReports(reports));
  return 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  const isUsers = error instanceof ProjectError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  if (!isUsers) throw error;
  process.stderr.write(`micronumpy: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
