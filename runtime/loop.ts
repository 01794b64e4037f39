/**
 * A loop: an inner loop with the types that it works on. What dispatch looks for, and what a call runs.
 */
import { bytesOf, codeOf, type DType, type Scalar } from "../kernel/dtype.js";
import type { FoldOrder } from "../kernel/folding.js";
import { NegativePower } from "../kernel/interpret.js";
import { Stop } from "../kernel/link.js";
import type { Signature } from "../kernel/signature.js";
import { addLoop, addToTable, type InnerLoop, removeLoop } from "./driver.js";
import { elements } from "./element.js";
import { heap } from "./heap.js";
import type { Storage } from "./storage.js";
import type { TracedLoop } from "./tracer.js";

export type Tier = "compiled" | "traced" | "interpreted" | "js";

export interface Loop {
  readonly inputs: readonly DType[];
  readonly outputs: readonly DType[];
  readonly inputCodes: readonly number[];
  readonly outputCodes: readonly number[];
  readonly tier: Tier;
  /** By which the driver calls it. */
  readonly number: number;
  /** The inner loop itself. */
  readonly inner: InnerLoop;
  /** Inner loops for inputs that are known to be uniform, by the set of these; most have none. */
  readonly special: readonly (InnerLoop | undefined)[];
  /** By which the driver calls it for rows in each of which this set of inputs is one value: work on them is done once a row. 0: as else. */
  readonly forRows: (uniform: number, elements: number) => number;
  /** Where a kernel's steps lie: a row for each set of inputs that are uniform, the set being the row's number; else 0. */
  readonly steps: number;
  /** The memory of these. */
  readonly memory: Storage | null;
  /** In which order a reduction that may be regrouped folds, once somebody has asked for it. */
  order: FoldOrder | undefined;
}

/** Rows of steps are made for so many inputs; ufuncs of more always go through the driver. */
export const MAX_DIRECT = 4;

/** A loop that nobody has any more gives its number back. */
const gone = /*#__PURE__*/ new FinalizationRegistry<number>(removeLoop);

function loopOf(
  inputs: readonly DType[],
  outputs: readonly DType[],
  tier: () => Tier,
  inner: InnerLoop,
  number: number,
  special: Loop["special"] = [],
  forRows: Loop["forRows"] = () => 0,
): Loop {
  const memory = tier() !== "js" && inputs.length <= MAX_DIRECT ? stepRows(inputs, outputs) : null;
  const loop: Loop = {
    inputs,
    outputs,
    inputCodes: inputs.map(codeOf),
    outputCodes: outputs.map(codeOf),
    get tier() {
      return tier();
    },
    number,
    inner,
    special,
    forRows,
    steps: memory?.address ?? 0,
    memory,
    order: undefined,
  };
  gone.register(loop, number);
  return loop;
}

/** A number for another kernel that belongs to a loop. */
export function numberFor(loop: Loop, kernel: InnerLoop): number {
  const number = addToTable(kernel);
  gone.register(loop, number);
  return number;
}

/** Elements that make a kernel for their rows worth its making, which takes as long as some millions of them. */
const MANY = 2 ** 23;

/** A loop of a Wasm kernel, and of those for uniform inputs: `make` makes one that the build has not, or null. */
export function compiledLoop(
  inputs: readonly DType[],
  outputs: readonly DType[],
  kernel: InnerLoop,
  special: readonly (InnerLoop | undefined)[],
  make: (uniform: number) => InnerLoop | null,
): Loop {
  const seen = new Map<number, number>();
  const rows = new Map<number, { readonly number: number; readonly kernel: InnerLoop | null }>();
  const forRows = (uniform: number, elements: number): number => {
    const known = rows.get(uniform);
    if (known !== undefined) return known.number;
    const before = seen.get(uniform) ?? 0;
    seen.set(uniform, before + elements);
    if (special[uniform] === undefined && before < MANY) return 0;
    const found = special[uniform] ?? make(uniform);
    const number = found === null ? 0 : numberFor(loop, found);
    rows.set(uniform, { number, kernel: found });
    return number;
  };
  const loop = loopOf(inputs, outputs, () => "compiled", kernel, addToTable(kernel), special, forRows);
  return loop;
}

/** A loop that applies a function of JS values to each element. */
export function scalarLoop(
  inputs: readonly DType[],
  outputs: readonly DType[],
  tier: Tier,
  f: (...args: Scalar[]) => readonly Scalar[],
): Loop {
  const inner = eachElement(inputs, outputs, f);
  return loopOf(inputs, outputs, () => tier, inner, addLoop(inner));
}

/** A loop that begins in the interpreter and is traced when that pays. */
export function tracedLoop({ inputs, outputs }: Signature, { inner, tier }: TracedLoop): Loop {
  return loopOf(inputs, outputs, tier, inner, addLoop(inner));
}

function stepRows(inputs: readonly DType[], outputs: readonly DType[]): Storage {
  const sizes = [...inputs, ...outputs].map(bytesOf);
  const rows = 1 << inputs.length;
  const steps = heap().lasting(rows * sizes.length * 4);
  const words = heap().i32;
  for (let row = 0; row < rows; row++) {
    sizes.forEach((size, i) => {
      words[(steps.address >>> 2) + row * sizes.length + i] = i < inputs.length && (row >> i) & 1 ? 0 : size;
    });
  }
  return steps;
}

/** The inner loop that applies a function of JS values to each element. */
export function eachElement(
  inputs: readonly DType[],
  outputs: readonly DType[],
  f: (...args: Scalar[]) => readonly Scalar[],
): InnerLoop {
  const { view, u32, i32 } = heap();
  const count = inputs.length + outputs.length;
  const rows = [...inputs, ...outputs].map((t) => elements[t]);
  return (args, n, steps) => {
    const values = new Array<Scalar>(inputs.length);
    const addresses = Array.from({ length: count }, (_, i) => u32[(args >>> 2) + i]!);
    const strides = Array.from({ length: count }, (_, i) => i32[(steps >>> 2) + i]!);
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < inputs.length; i++) values[i] = rows[i]!.read(view, addresses[i]! + k * strides[i]!);
      let results: readonly Scalar[];
      try {
        results = f(...values);
      } catch (error) {
        if (!(error instanceof NegativePower)) throw error;
        i32[(args >>> 2) + count] = Stop.negativePower;
        return k;
      }
      for (let i = inputs.length; i < count; i++) {
        rows[i]!.write(view, addresses[i]! + k * strides[i]!, results[i - inputs.length]!);
      }
    }
    return n;
  };
}

/** Reads the operands of single elements of a call, as JS values. */
export function elementsAt(inputs: readonly DType[], args: number, steps: number): (k: number) => readonly Scalar[] {
  const { view, u32, i32 } = heap();
  return (k) => inputs.map((t, i) => elements[t].read(view, u32[(args >>> 2) + i]! + k * i32[(steps >>> 2) + i]!));
}
