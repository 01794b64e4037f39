/**
 * What was traced, for the next build: `MICRONUMPY_PROFILE=out.json` writes it when the process ends, and the plug-in's
 * option `profile` takes the file and compiles these signatures ahead.
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

interface Process {
  readonly on: (event: "exit", listener: () => void) => void;
  readonly getBuiltinModule?: (name: "node:fs") => { readonly writeFileSync: (path: string, text: string) => void };
}

const path = /*#__PURE__*/ environment("MICRONUMPY_PROFILE");
const entries = new Map<string, ProfileEntry>();

/** Notes a trace. The file is written by Node, Deno and Bun; elsewhere there is no place for it. */
export function profile({ file, at, ufunc, types }: Trace): void {
  if (!path) return;
  if (entries.size === 0) writeAtExit(path);
  const entry = { file, line: at[0], ufunc, types };
  entries.set(`${file}:${at} ${types}`, entry);
}

function writeAtExit(to: string): void {
  const { process } = globalThis as { process?: Process };
  const fs = process?.getBuiltinModule?.("node:fs");
  process?.on("exit", () => fs?.writeFileSync(to, `${JSON.stringify([...entries.values()], null, 2)}\n`));
}
