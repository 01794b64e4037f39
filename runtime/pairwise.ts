/** Reductions along the fastest axis, whose rows are folded in Wasm: `native/reduce.as.ts` says how. */
import { codeOf } from "../kernel/dtype.js";
import { emptyStrided, type NdArray } from "./array.js";
import { copyElements } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { driver } from "./driver.js";
import type { Seen } from "./fold.js";
import { heap } from "./heap.js";
import { addArray, begin, joinAxes, layout, sortAxes } from "./iterate.js";
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
  let inside: NdArray | null = null;
  try {
    const dense = layRows(d, rows, frame >> 2);
    if (!dense || !accumulators.array.storage.inHeap || mask?.array.storage.inHeap === false) return false;
    if (!source.storage.inHeap) {
      inside = emptyStrided(source.dtype, source.shape, dense);
      if (!inside.storage.inHeap) return false;
      copyElements(source, inside);
      layDense(frame >> 2, inside);
    }
    placeReduction(frame, d, loop, source.size, start);
    const reason = parts ? reduceParts(frame, parts) : driver().reduce(frame);
    if (reason !== 0) throw stopped(reason);
    return true;
  } finally {
    leave();
    inside?.dispose();
  }
}

/**
 * Writes the plan, its innermost axis the fastest. The strides of a copy that lies in the order of the plan, where one is
 * needed; null where the innermost axis is not one that is folded, or the way along it not worth going.
 */
function layRows(d: Dispatch, { loop, source, accumulators, mask, parts }: Rows, plan: number): number[] | null {
  const words = heap().i32;
  const type = loop.outputs[0]!;
  begin(words, plan, source.shape, 1, 1);
  addArray(words, plan, 0, source.address, source.code, codeOf(type), source.shape, source.strides);
  sortAxes(words, plan, 1);
  const dense = source.storage.inHeap ? [] : layout(words, plan, source.shape, source.itemsize);
  const others = mask === null ? [accumulators] : [accumulators, mask];
  others.forEach(({ array, layout }, k) => {
    addArray(words, plan, k + 1, layout.address, array.code, array.code, layout.shape, layout.strides);
  });
  words[plan + Plan.masked] = others.length - 1;
  const isPairwise = d.foldOrder(loop) === "pairwise";
  // a copy has no axes that run backwards
  joinAxes(words, plan, others.length + 1, parts !== undefined || isPairwise || !source.storage.inHeap);
  const steps = plan + Plan.operands + Operand.words + Operand.strides;
  if (words[steps] !== 0) return null;
  const n = words[plan + Plan.extents]!;
  let isWorth = n >= PARTIALS || accumulators.array.size <= n || parts !== undefined;
  // a short row, too, is summed before it is added to others
  for (let axis = words[plan + Plan.axes]! - 1; isPairwise && axis > 0; axis--) isWorth ||= words[steps + axis] === 0;
  return isWorth ? dense : null;
}

/** The operand lies elsewhere, in the order of the plan. */
function layDense(plan: number, { address, itemsize }: NdArray): void {
  const words = heap().i32;
  words[plan + Plan.operands + Operand.address] = address;
  for (let axis = 0, bytes = itemsize; axis < words[plan + Plan.axes]!; axis++) {
    words[plan + Plan.operands + Operand.strides + axis] = bytes;
    bytes *= words[plan + Plan.extents + axis]!;
  }
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

/** Of the working memory of `native/reduce.as.ts`: results, or as many elements as a block has. Lists of lengths follow. */
const RESULT_BYTES = 4096;

/** Writes the `Reduction` of `native/reduce.as.ts`. It works in the blocks of operands that a reduction does not have. */
function placeReduction(frame: number, d: Dispatch, loop: Loop, elements: number, start: Start): void {
  const words = heap().i32;
  const placeOf = (part: number, i: number) => words[(frame >> 2) + Plan.operands + i * Operand.words + part]!;
  const results = placeOf(Operand.block, 5);
  const reduction = [
    loop.number,
    methodKernel(d, loop, "reduce", elements),
    codeOf(loop.outputs[0]!),
    d.foldOrder(loop) === "pairwise" ? 1 : 0,
    start,
    frame + Frame.args + 192,
    frame + Frame.steps + 192,
    placeOf(Operand.block, 4),
    placeOf(Operand.raw, 4),
    results,
    results + RESULT_BYTES,
  ];
  words.set(reduction, (frame + Frame.target) >> 2);
}
