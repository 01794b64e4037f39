/**
 * The thread in which asc runs: it is asynchronous and slow to load, and a transformer is synchronous.
 *
 * Gets `{ key, source }`, answers `{ key, wasm }` or `{ key, error }`, one after the other, and counts its answers in
 * the shared cell, on which the transformer waits. Its last answer, however it ends, is `{ ended }` with the reason, and counts as all that
 * were due.
 */
import { setFlagsFromString } from "node:v8";
import { type MessagePort, workerData } from "node:worker_threads";
import { copyOfAsc } from "./asc-copy.js";

const { port, answers, flags, folder } = workerData as {
  readonly port: MessagePort;
  readonly answers: Int32Array;
  readonly flags: readonly string[];
  /** Where a copy of asc may lie. */
  readonly folder: string;
};

function answer(message: object, count = 1): void {
  port.postMessage(message);
  Atomics.add(answers, 0, count);
  Atomics.notify(answers, 0);
}

let reason = "it left before the answer";
process.on("uncaughtExceptionMonitor", (error) => {
  reason = String(error);
});
process.on("exit", () => answer({ ended: reason }, 2 ** 30));

type Asc = typeof import("assemblyscript/asc").default;

/** asc by its copy, or as it is installed, where none can be made. */
async function fastest(): Promise<{ default: Asc }> {
  try {
    return await import(copyOfAsc(folder));
  } catch {
    return import("assemblyscript/asc");
  }
}

/** asc, with no more of its library than kernels use. */
async function load(): Promise<Asc> {
  // Optimizing Binaryen's own Wasm costs several times what it saves in a run as short as ours.
  setFlagsFromString("--liftoff-only");
  const { default: asc } = await fastest();
  // It parses its library anew for each module, which takes several times as long as all the rest. Left are the
  // declarations of what is built in, and the names that it asks for.
  const wrappers = [
    "I8",
    "I16",
    "I32",
    "I64",
    "Isize",
    "U8",
    "U16",
    "U32",
    "U64",
    "Usize",
    "Bool",
    "F32",
    "F64",
    "V128",
  ];
  const classes = [...wrappers, "Object", "String", "Array<T>", "ArrayBuffer", "ArrayBufferView"];
  const functions = ["strtol", "strtod", "strtob"];
  const library = asc.libraryFiles as Record<string, string>;
  for (const name of Object.keys(library)) if (!name.includes("/") && name !== "builtins") delete library[name];
  library.object = [
    ...classes.map((name) => `export class ${name} {}`),
    ...["NativeMath", "NativeMathf"].map((name) => `export namespace ${name} {}`),
  ].join("\n");
  library["util/string"] = functions.map((name) => `export declare function ${name}(): void;`).join("\n");
  return asc;
}

async function compile(asc: Asc, source: string): Promise<{ wasm: Uint8Array } | { error: string }> {
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(["kernels.ts", "--outFile", "kernels.wasm", ...flags], {
    readFile: (name) => (name === "kernels.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") wasm = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (wasm !== null && error === null) return { wasm };
  return { error: stderr.toString().trim() || String(error) };
}

const loading = load();
let turn: Promise<unknown> = loading;
// Who listens stays: a thread that at its top waits for a module to load has, as Bun sees it, nothing to do, and ends.
port.on("message", ({ key, source }: { key: string; source: string }) => {
  turn = turn.then(async () => {
    const asc = await loading;
    answer({ key, ...(await compile(asc, source).catch((error: unknown) => ({ error: String(error) }))) });
  });
});
