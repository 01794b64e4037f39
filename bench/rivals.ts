/** Who takes part: we first, then the rivals that are installed here. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Contender } from "./contender.js";

const program = (name: string) => fileURLToPath(new URL(`contenders/${name}.js`, import.meta.url));
const script = fileURLToPath(new URL("../contenders/python.py", import.meta.url));

type Commands = ReadonlyMap<string, readonly string[]>;

/** A command for each contender, by name. */
export function findContenders(): Commands {
  const commands = new Map<string, readonly string[]>([["micronumpy", [process.execPath, program("micronumpy")]]]);
  for (const library of ["numpy", "numba"]) {
    const python = ["python3", "/usr/bin/python3"].find((candidate) => imports(candidate, library));
    if (python === undefined) continue;
    commands.set(library, [python, script, library]);
    if (library === "numpy") {
      const name = "numpy-small-pages";
      commands.set(name, ["env", "NUMPY_MADVISE_HUGEPAGE=0", python, script, name]);
    }
  }
  commands.set("numpy-ts", [process.execPath, program("numpy-ts")]);
  commands.set("loop", [process.execPath, program("loop")]);
  return commands;
}

/** Those that have a library of ufuncs. */
export const libraries: ReadonlySet<string> = new Set(["micronumpy", "numpy", "numpy-ts"]);

export function start(commands: Commands, chosen?: ReadonlySet<string>): Contender[] {
  return [...commands]
    .filter(([name]) => chosen === undefined || chosen.has(name))
    .map(([name, command]) => new Contender(name, command));
}

function imports(python: string, library: string): boolean {
  return spawnSync(python, ["-c", `import ${library}`], { stdio: "ignore" }).status === 0;
}
