#!/usr/bin/env node
/** The command `micronumpy`: `check`, `build`, `explain` and `setup`. */
import { parseArgs } from "node:util";
import { OptionError } from "../core/plugin-options.js";
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

/** The options of each command, besides --help. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  check: ["project"],
  build: ["project"],
  explain: ["project", "as", "wat", "json"],
  setup: [],
};

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      project: { type: "string", short: "p" },
      as: { type: "boolean" },
      wat: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [command, ...names] = positionals;
  if (values.help || command === undefined) {
    write(USAGE);
    return values.help ? 0 : 1;
  }
  checkUse(command, names, Object.keys(values));
  const { project = "." } = values;
  if (command === "setup") return setup(process.cwd(), write);
  if (command === "build") return build(openProjects(project, {}), write, process.stdout.isTTY);
  const projects = openProjects(project, { noEmit: true });
  if (command === "check") return check(projects, write, process.stdout.isTTY);
  const [wanted = null] = names;
  const explainers = projects.map((each) => new Explainer(each, wanted));
  if (wanted !== null && explainers.every((each) => each.isEmpty))
    throw new ProjectError(`No ufunc and no file with one is called ${wanted}.`);
  if (values.as || values.wat) {
    for (const each of explainers) write(values.as ? each.assemblyScript() : await each.wasmText());
    return 0;
  }
  const reports = merged(explainers.flatMap((each) => each.reports()));
  if (values.json) write(`${JSON.stringify(reports, null, 2)}\n`);
  else write(reports.length > 0 ? writeReports(reports) : "No file of the project makes a ufunc.\n");
  return 0;
}

/** @throws ProjectError for a command that there is not, or that is given what it doesn't take. */
function checkUse(command: string, names: readonly string[], given: readonly string[]): void {
  const refuse = (what: string): never => {
    throw new ProjectError(`${what} See: micronumpy --help`);
  };
  const taken = Object.hasOwn(COMMANDS, command) ? COMMANDS[command]! : refuse(`There is no command ${command}.`);
  const unknown = given.find((each) => !taken.includes(each));
  if (unknown !== undefined) refuse(`${command} takes no --${unknown}.`);
  const most = command === "explain" ? 1 : 0;
  if (names.length > most) refuse(`${command} takes no ${most === 0 ? "" : "second "}name, found ${names[most]}.`);
  if (given.filter((each) => each !== "project").length > 1) refuse("Choose one of --as, --wat and --json.");
}

try {
  process.exitCode = await run();
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  if (error instanceof OptionError) process.stderr.write(`${message}\n`);
  else if (error instanceof ProjectError) process.stderr.write(`micronumpy: ${message}\n`);
  // Node goes on to tell of positional arguments, which may not be options here
  else if (code?.startsWith("ERR_PARSE_ARGS"))
    process.stderr.write(`micronumpy: ${message.replace(/\. .*/s, "")}. See: micronumpy --help\n`);
  else throw error;
  process.exitCode = 1;
}
