/**
 * The driver, in Wasm or where the host refuses that in JavaScript: one instance a program, shared by all copies of the
 * package, since frames, kernels and loops in JavaScript are known to it by their numbers. A copy of another version may
 * write its plans otherwise: it has a driver of its own, over the same memory and table.
 */
import { instantiate } from "./compile.js";
import { heap } from "./heap.js";
import { driverHash, driverWasm } from "./native/driver.wasm.js";
import { portable } from "./portable.js";

/** An inner loop, of Wasm or in JavaScript: see `kernel/link.ts`. */
export type InnerLoop = (args: number, n: number, steps: number) => number;

export interface Driver {
  /** Is it of Wasm? Only then there are kernels. */
  readonly native: boolean;
  /** Runs the plan at an address. 0, or why an inner loop stopped. */
  readonly run: (plan: number) => number;
  /** Runs a plan that folds its innermost axis: `native/reduce.as.ts`. */
  readonly reduce: (plan: number) => number;
  /** Casts elements that lie one after the other: from an address and the code of a type to others. */
  readonly convert: (from: number, fromCode: number, to: number, toCode: number, n: number) => void;
  /** The numbers of inner loops of its own: that copies, and those behind `at`. */
  readonly identity: number;
  readonly locate32: number;
  readonly locate64: number;
  /** Null: elements are chosen one by one. */
  readonly scatter: number | null;
  /** Loops in JavaScript: loop `-1 - i` is `loops[i]`. */
  readonly loops: InnerLoop[];
}

let current: Driver | undefined;

export function driver(): Driver {
  if (current === undefined) {
    const { shared } = heap();
    shared[`driver ${driverHash}`] ??= native() ?? portable();
    current = shared[`driver ${driverHash}`] as Driver;
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

function native(): Driver | null {
  const { memory, table } = heap();
  const loops: InnerLoop[] = [];
  const loop = (id: number, args: number, n: number, steps: number) => loops[-1 - id]!(args, n, steps);
  const made = instantiate(driverWasm, () => {
    if (table!.length === 0) table!.grow(1);
    return { memory: memory!, table: table!, loop };
  });
  if (made === null) return null;
  const exports = made as unknown as Exports;
  return {
    native: true,
    run: exports.run,
    reduce: exports.reduce,
    convert: exports.convert,
    identity: addToTable(exports.identity),
    locate32: addToTable(exports.locate32),
    locate64: addToTable(exports.locate64),
    scatter: addToTable(exports.scatter),
    loops,
  };
}

/** Places in the table and among the loops that were given back. */
function free(): { readonly slots: number[]; readonly loops: number[] } {
  const { shared } = heap();
  shared[`free ${driverHash}`] ??= { slots: [], loops: [] };
  return shared[`free ${driverHash}`] as never;
}

/** Gives an exported Wasm function a number by which the driver can call it. */
export function addToTable(loop: InnerLoop): number {
  const { table } = heap();
  const index = free().slots.pop() ?? table!.grow(1);
  table!.set(index, loop);
  return index;
}

/** Gives a loop in JavaScript a number by which the driver can call it. */
export function addLoop(loop: InnerLoop): number {
  const { loops } = driver();
  const index = free().loops.pop() ?? loops.length;
  loops[index] = loop;
  return -1 - index;
}

/** Takes a number back. */
export function removeLoop(number: number): void {
  if (number >= 0) {
    heap().table!.set(number, null);
    free().slots.push(number);
  } else {
    delete driver().loops[-1 - number];
    free().loops.push(-1 - number);
  }
}

/** Is it known that the host refuses Wasm? */
export const isPortable = (): boolean => current?.native === false;
