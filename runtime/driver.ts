/**
 * The driver's JavaScript side: one instance a program, shared by all copies of the package, since frames, kernels and
 * loops in JavaScript are known to it by their numbers.
 */

import { heap } from "./heap.js";
import { decodeHex } from "./hex.js";
import { driverWasm } from "./native/driver.wasm.js";

/** An inner loop, of Wasm or in JavaScript: see `kernel/link.ts`. */
export type InnerLoop = (args: number, n: number, steps: number) => number;

interface Driver {
  /** Runs the plan at an address. 0, or why an inner loop stopped. */
  readonly run: (plan: number) => number;
  /** Runs a plan that folds its innermost axis: `native/reduce.as.ts`. */
  readonly reduce: (plan: number) => number;
  /** Casts `n` elements that lie one after the other. */
  readonly convert: (from: number, fromCode: number, to: number, toCode: number, n: number) => void;
  /** The numbers of inner loops of its own: that copies, and those behind `at`. */
  readonly identity: number;
  readonly locate32: number;
  readonly locate64: number;
  readonly scatter: number;
  /** Loops in JavaScript: loop `-1 - i` is `loops[i]`. */
  readonly loops: InnerLoop[];
}

let current: Driver | undefined;

export function driver(): Driver {
  if (current === undefined) {
    heap().shared.driver ??= instantiate();
    current = heap().shared.driver as Driver;
  }
  return current;
}

interface Exports {
  readonly run: Driver["run"];
  readonly reduce: Driver["reduce"];
  readonly convert: Driver["convert"];
  readonly identity: InnerLoop;
  readonly locate32: InnerLoop;
  readonly locate64: InnerLoop;
  readonly scatter: InnerLoop;
}

function instantiate(): Driver {
  const { memory, table } = heap();
  const loops: InnerLoop[] = [];
  const loop = (id: number, args: number, n: number, steps: number) => loops[-1 - id]!(args, n, steps);
  if (table!.length === 0) table!.grow(1);
  const module = new WebAssembly.Module(decodeHex(driverWasm));
  const instance = new WebAssembly.Instance(module, { env: { memory: memory!, table: table!, loop } });
  const exports = instance.exports as unknown as Exports;
  const { run, reduce, convert } = exports;
  return {
    run,
    reduce,
    convert,
    identity: addToTable(exports.identity),
    locate32: addToTable(exports.locate32),
    locate64: addToTable(exports.locate64),
    scatter: addToTable(exports.scatter),
    loops,
  };
}

/** Gives an exported Wasm function a number by which the driver can call it. */
export function addToTable(loop: InnerLoop): number {
  const index = heap().table!.grow(1);
  heap().table!.set(index, loop);
  return index;
}

/** Gives a loop in JavaScript a number by which the driver can call it, or puts it in the place of another. */
export function addLoop(loop: InnerLoop, replaced?: number): number {
  const { loops } = driver();
  if (replaced === undefined) return -loops.push(loop);
  loops[-1 - replaced] = loop;
  return replaced;
}
