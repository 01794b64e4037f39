/**
 * AssemblyScript -> Wasm, with asc in a worker thread. `prepare` asks for a module early, `compile` waits for it, and
 * `arrival` waits without holding the thread of the caller. What the cache holds never reaches asc: where all is there,
 * the thread is never started. It takes long to load and to compile a first module, and a first build has it do so before
 * anything else, by `boot`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { type Cache, sha256 } from "./cache.js";
import type { ProblemName } from "./diagnostic.js";

/** With -O3 asc takes four times as long, and kernels are no faster: lowering shares and folds, and V8 does the rest. */
const FLAGS = [
  ...["-O1", "--runtime", "stub", "--importMemory", "--noExportMemory"],
  ...["--enable", "simd", "--noAssert", "--noColors"],
];

/** A module that goes through all of asc. */
const WARM_UP = `export function sum(at: usize, n: i32): void {
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i++) sum = f64x2.add(sum, v128.load(at + (i << 4)));
  v128.store(at, sum);
}
`;

/** How long one answer may take before the thread counts as lost. */
const TIMEOUT_MS = 120_000;

/** Why there is no Wasm: asc refused the text, or it is the thread that is gone or doesn't answer. */
export interface Failure {
  readonly name: ProblemName & ("assembly" | "ascLost");
  readonly error: string;
}

type Answer =
  | { readonly key: string; readonly wasm: Uint8Array<ArrayBuffer> }
  | { readonly key: string; readonly error: string }
  | { readonly ended: string };

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly answers: Int32Array;
  /** Answers taken in. */
  received: number;
  /** How many `arrival`s are pending. */
  waiting: number;
}

/** The thread, one a process: a second program does not boot a second asc. */
let thread: Thread | null = null;
let version: string | null = null;

/** Modules asked for, by their place among the thread's answers, and those that came: in all programs of the process. */
const asked = new Map<string, number>();
const arrived = new Map<string, Uint8Array<ArrayBuffer> | Failure>();

export class Assembly {
  constructor(private readonly cache: Cache) {}

  /** Loads asc while the program is still read, where no kernel can have been compiled before: is it so? */
  boot(): boolean {
    const { isNew } = this.cache;
    if (isNew) this.prepare(WARM_UP);
    return isNew;
  }

  /** Starts to compile a module that will be needed. */
  prepare(source: string): void {
    const key = keyOf(source);
    if (asked.has(key) || this.cache.get(key) !== null) return;
    asked.set(key, asked.size);
    thread ??= start(this.cache.folder);
    thread.port.postMessage({ key, source });
  }

  /** Prepares a module and resolves when `compile` has no longer to wait for it. */
  async arrival(source: string): Promise<void> {
    this.prepare(source);
    const place = asked.get(keyOf(source));
    if (place === undefined) return;
    const asc = thread!;
    // it may be the only thing that the process still waits for
    if (asc.waiting++ === 0) asc.worker.ref();
    for (;;) {
      const count = Atomics.load(asc.answers, 0);
      if (count > place || (await Atomics.waitAsync(asc.answers, 0, count, TIMEOUT_MS).value) === "timed-out") break;
    }
    if (--asc.waiting === 0) asc.worker.unref();
  }

  /** The Wasm of a module, or why there is none. */
  compile(source: string): Uint8Array<ArrayBuffer> | Failure {
    const key = keyOf(source);
    const cached = asked.has(key) ? null : this.cache.get(key);
    if (cached !== null) return cached;
    this.prepare(source);
    const answer = wait(key);
    if (!("error" in answer)) this.cache.put(key, answer);
    return answer;
  }
}

function keyOf(source: string): string {
  version ??= ascVersion();
  return sha256(JSON.stringify([version, FLAGS, source]))
    .toString("hex")
    .slice(0, 32);
}

function ascVersion(): string {
  const path = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

function start(folder: string): Thread {
  const { port1, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { port: port2, answers, flags: FLAGS, folder };
  const worker = new Worker(new URL("./asc-worker.js", import.meta.url), {
    workerData,
    transferList: [port2],
    execArgv: [],
  });
  // its last answer says it too, where it is asked for
  worker.on("error", () => {});
  worker.unref();
  port1.unref();
  return { worker, port: port1, answers, received: 0, waiting: 0 };
}

function wait(key: string): Uint8Array<ArrayBuffer> | Failure {
  for (;;) {
    const known = arrived.get(key);
    if (known !== undefined) return known;
    const { port, answers, received } = thread!;
    const message = receiveMessageOnPort(port)?.message as Answer | undefined;
    if (message === undefined) {
      if (Atomics.wait(answers, 0, received, TIMEOUT_MS) === "timed-out")
        return lost(`there was no answer within ${TIMEOUT_MS / 1000} seconds`);
    } else if ("ended" in message) return lost(message.ended);
    else {
      thread!.received += 1;
      arrived.set(message.key, "wasm" in message ? message.wasm : { name: "assembly", error: message.error });
    }
  }
}

/** What the thread was asked for and didn't answer is asked of another, when it is wanted again. */
function lost(error: string): Failure {
  void thread!.worker.terminate();
  thread = null;
  asked.clear();
  return { name: "ascLost", error };
}
