/** Reductions along the fastest axis, whose rows are folded in Wasm: `native/reduce.as.ts` says how. */
import { codeOf } from "../kernel/dtype.js";
import { copyAs, type NdArray } from "./array.js";
import type { Dispatch } from "./dispatch.js";
import { driver } from "./driver.js";
import type { Seen } from "./fold.js";
import { heap } from "./heap.js";
import { addArray, begin, joinAxes, sortAxes } from "./iterate.js";
import type { Loop } from "./loop.js";
import { methodKernel } from "./method-kernels.js";
import { Frame, Operand, Plan, type Start } from "./plan.js";
import { enter, leave } from "./scratch.js";
import { stopped } from "./walk.js";

/** Rows shorter than this have no partial results: a left fold is the same. */
const PARTIALS = 8;

/** Parts of the axis that is folded, each with accumulators of its own: where they start, and the bytes between these. */
export interface Parts {
  readonly starts: readonly number[];
  readonly step: number;
}

/** What is reduced. */
export interface Rows {
  readonly loop: Loop;
  readonly source: NdArray;
  /** Of the source's shape: where an element's accumulator lies, and the mask, if any. */
  readonly accumulators: Seen;
  readonly mask: Seen | null;
  readonly start: Start;
  readonly parts?: Parts;
}

/** Reduces if the fastest axis is one of those along which the accumulator stays the same. Did it? */
export function reduceRows(d: Dispatch, rows: Rows): boolean {
  const { loop, source, accumulators, mask, start, parts } = rows;
  const frame = enter();
  try {
    if (!layRows(d, rows, frame >> 2)) return false;
    if (!accumulators.array.storage.inHeap || mask?.array.storage.inHeap === false) return false;
    if (source.storage.inHeap) {
      placeReduction(frame, d, loop, source.size, start);
      const reason = parts ? reduceParts(frame, parts) : driver().reduce(frame);
      if (reason !== 0) throw stopped(reason);
      return true;
    }
  } finally {
    leave();
  }
  const inside = copyAs(source, source.dtype, "K");
  try {
    return inside.storage.inHeap && reduceRows(d, { ...rows, source: inside });
  } finally {
    inside.dispose();
  }
}

/** Writes the plan, its innermost axis the fastest. Is it one that is folded, and the way along it worth going? */
function layRows(d: Dispatch, { loop, source, accumulators, mask, parts }: Rows, plan: number): boolean {
  const words = heap().i32;
  const type = loop.outputs[0]!;
  begin(words, plan, source.shape, 1, 1);
  addArray(words, plan, 0, source.address, source.code, codeOf(type), source.shape, source.strides);
  sortAxes(words, plan, 1);
  const others = mask === null ? [accumulators] : [accumulators, mask];
  others.forEach(({ array, layout }, k) => {
    addArray(words, plan, k + 1, layout.address, array.code, array.code, layout.shape, layout.strides);
  });
  words[plan + Plan.masked] = others.length - 1;
  joinAxes(words, plan, others.length + 1, parts !== undefined || d.foldOrder(loop) === "pairwise");
  const step = words[plan + Plan.operands + Operand.words + Operand.strides]!;
  const n = words[plan + Plan.extents]!;
  return step === 0 && (n >= PARTIALS || accumulators.array.size <= n || parts !== undefined);
}

/** Runs a plan part by part; one that would end before it starts is an element. */
function reduceParts(frame: number, { starts, step }: Parts): number {
  const words = heap().i32;
  const plan = frame >> 2;
  const source = plan + Plan.operands;
  const accumulators = source + Operand.words;
  const [n, from, to] = [plan + Plan.extents, source + Operand.address, accumulators + Operand.address].map(
    (at) => words[at]!,
  ) as [number, number, number];
  const stride = words[source + Operand.strides]!;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!;
    words[plan + Plan.extents] = Math.max(1, (starts[i + 1] ?? n) - start);
    words[source + Operand.address] = from + start * stride;
    words[accumulators + Operand.address] = to + i * step;
    const reason = driver().reduce(frame);
    if (reason !== 0) return reason;
  }
  return 0;
}

/** Of the working memory of `native/reduce.as.ts`: results, or as many elements as a block has, then lists of lengths. */
const RESULT_BYTES = 4096;
const LIST_WORDS = 256;
const work = new Map<number, number>();

/** Writes the `Reduction` of `native/reduce.as.ts`. */
function placeReduction(frame: number, d: Dispatch, loop: Loop, elements: number, start: Start): void {
  const type = loop.outputs[0]!;
  let results = work.get(frame);
  if (results === undefined) {
    results = heap().reserve(RESULT_BYTES + 4 * LIST_WORDS);
    work.set(frame, results);
  }
  const words = heap().i32;
  const spare = (frame >> 2) + Plan.operands + 4 * Operand.words;
  const target = (frame + Frame.target) >> 2;
  words[target] = loop.number;
  words[target + 1] = methodKernel(d, loop, "reduce", elements);
  words[target + 2] = codeOf(type);
  words[target + 3] = d.foldOrder(loop) === "pairwise" ? 1 : 0;
  words[target + 4] = start;
  words[target + 5] = frame + Frame.args + 192;
  words[target + 6] = frame + Frame.steps + 192;
  words[target + 7] = words[spare + Operand.block]!;
  words[target + 8] = words[spare + Operand.raw]!;
  words[target + 9] = results;
  words[target + 10] = results + RESULT_BYTES;
}
