/**
 * What was traced, for the next build: `MICRONUMPY_PROFILE=out.json` writes it when the process ends, and the plug-in's
 * option `profile` takes the file and compiles these signatures ahead. What stands in the file already stays: a program
 * that was built with it traces none of that again.
 *
 *     [{ "file": "src/filters.ts", "line": 3, "ufunc": "minimum", "types": "int8,int8->int8" }]
 */
import { environment } from "../settings.js";
import type { Trace } from "./trace.js";

export interface ProfileEntry {
  readonly file: string;
  readonly line: number;
  readonly ufunc: string;
  readonly types: string;
}

interface Files {
  readonly readFileSync: (path: string, encoding: "utf8") => string;
  readonly writeFileSync: (path: string, text: string) => void;
}

interface Process {
  readonly on: (event: "exit", listener: () => void) => void;
  readonly getBuiltinModule?: (name: "node:fs") => Files;
}

const path = /*#__PURE__*/ environment("MICRONUMPY_PROFILE");
const entries = new Map<string, ProfileEntry>();

/** Notes a trace. The file is written by Node, Deno and Bun; elsewhere there is no place for it. */
export function profile({ file, at, ufunc, types }: Trace): void {
  if (!path) return;
  if (entries.size === 0) writeAtExit(path);
  add({ file, line: at[0], ufunc, types });
}

const add = (entry: ProfileEntry) => entries.set(`${entry.file} ${entry.ufunc} ${entry.types}`, entry);

function writeAtExit(to: string): void {
  const { process } = globalThis as { process?: Process };
  const fs = process?.getBuiltinModule?.("node:fs");
  process?.on("exit", () => {
    if (fs === undefined) return;
    try {
      for (const entry of before(fs, to)) add(entry);
      const sorted = [...entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
      fs.writeFileSync(to, `${JSON.stringify(sorted, null, 2)}\n`);
    } catch (error) {
      // the program itself has done what it should
      console.warn(`micronumpy: MICRONUMPY_PROFILE=${to} was not written: ${(error as Error).message}`);
    }
  });
}

/** What other runs have written. @throws where something else is there: it may be dear to somebody. */
function before(fs: Files, path: string): readonly ProfileEntry[] {
  const found = JSON.parse(textOf(fs, path) || "[]") as unknown;
  const isEntry = (x: Partial<ProfileEntry> | null) => typeof x?.file === "string" && typeof x.types === "string";
  if (!Array.isArray(found) || !found.every(isEntry)) throw new Error("it holds something else");
  return found;
}

function textOf(fs: Files, path: string): string {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
