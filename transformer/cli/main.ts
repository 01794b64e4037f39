#!/usr/bin/env node
/** The command `micronumpy`: `check` and `explain`. */
import { parseArgs } from "node:util";
import { check } from "./check.js";
import { Explainer } from "./explain.js";
import { openProjects, ProjectError } from "./project.js";
import { writeReports } from "./text.js";

const USAGE = `Usage: micronumpy check [--project <tsconfig>]
       micronumpy explain [<file> | <ufunc>] [--project <tsconfig>] [--as | --wat | --json]

check    what tsc with the plug-in would report, without emitting; exit code 2 with errors
explain  what is compiled of each ufunc, why, and how
  --as     the AssemblyScript of the kernels
  --wat    their Wasm, as text
  --json   the report as data
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
  if (values.help || (command !== "check" && command !== "explain") || more.length > 0) {
    write(USAGE);
    return values.help ? 0 : 1;
  }
  const projects = await openProjects(values.project);
  if (command === "check") return check(projects, write, process.stdout.isTTY);
  const explainers = projects.map((project) => new Explainer(project, wanted));
  if (values.as || values.wat) {
    for (const each of explainers) write(values.as ? each.assemblyScript() : await each.wasmText());
    return 0;
  }
  const reports = explainers.flatMap((each) => each.reports());
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
