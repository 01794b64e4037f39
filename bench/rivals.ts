/** Who takes part: we first, then the rivals that are installed here. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Contender } from "./contender.js";

const program = (name: string) => fileURLToPath(new URL(`contenders/${name}.js`, import.meta.url));
const script = fileURLToPath(new URL("../contenders/python.py", import.meta.url));

/** A command for each contender, by name. */
export function findContenders(): Map<string, readonly string[]> {
  const commands = new Map<string, readonly string[]>([["micronumpy", [process.execPath, program("micronumpy")]]]);
  for (const library of ["numpy", "numba"]) {
    const python = ["python3", "/usr/bin/python3"].find((candidate) => imports(candidate, library));
    if (python !== undefined) commands.set(library, [python, script, library]);
  }
  commands.set("numpy-ts", [process.execPath, program("numpy-ts")]);
  commands.set("loop", [process.execPath, program("loop")]);
  return commands;
}

export function start(commands: ReadonlyMap<string, readonly string[]>): Contender[] {
  return [...commands].map(([name, command]) => new Contender(name, command));
}

function imports(python: string, library: string): boolean {
  return spawnSync(python, ["-c", `import ${library}`], { stdio: "ignore" }).status === 0;
}
