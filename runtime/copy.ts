/** Copies between arrays: the driver with the inner loop that copies, so strides, casts and broadcasting are its own. */
import type { NdArray } from "./array.js";
import { driver } from "./driver.js";
import { heap } from "./heap.js";
import { addArray, begin, joinAxes, sortAxes } from "./iterate.js";
import { withoutOverlap } from "./overlap.js";
import { Plan } from "./plan.js";
import { enter, leave } from "./scratch.js";
import { runStaged } from "./stage.js";

/**
 * Broadcasts `from` to the shape of `to`, which it must fit but for leading axes of length 1, and casts as `astype` does.
 * Where a mask, which fits too, is false, `to` keeps its elements.
 */
export function copyElements(from: NdArray, to: NdArray, mask: NdArray | null = null): void {
  if (to.size === 0) return;
  const source = withoutOverlap(from, to);
  const where = mask && withoutOverlap(mask, to);
  const words = heap().i32;
  const frame = enter();
  try {
    // a cast of what lies in a row needs no blocks
    if (!where && source.code !== to.code && source.size === to.size && isDense(source) && isDense(to))
      return driver().convert(source.address, source.code, to.address, to.code, to.size);
    const plan = frame >> 2;
    begin(words, plan, to.shape, 1, 1);
    addArray(words, plan, 0, source.address, source.code, to.code, source.shape, source.strides);
    addArray(words, plan, 1, to.address, to.code, to.code, to.shape, to.strides);
    sortAxes(words, plan, 2);
    if (where) {
      words[plan + Plan.masked] = 1;
      addArray(words, plan, 2, where.address, where.code, where.code, where.shape, where.strides);
    }
    joinAxes(words, plan, where ? 3 : 2);
    words[plan + Plan.loop] = driver().identity;
    run(frame, [source, to, where]);
  } finally {
    leave();
    if (source !== from) source.dispose();
    if (where !== mask) where?.dispose();
  }
}

const isDense = (a: NdArray) => a.contiguous && a.storage.inHeap;

/** Copies results to where they are wanted. What they were in is free again. */
export function moveTo(out: NdArray, result: NdArray): NdArray {
  copyElements(result, out);
  result.dispose();
  return out;
}

/** Runs a plan over the arrays that are its operands, wherever they lie. 0, or why an inner loop stopped. */
export function run(frame: number, arrays: readonly (NdArray | null)[]): number {
  let foreign: Map<number, NdArray["storage"]> | null = null;
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i];
    if (array && !array.storage.inHeap) foreign = (foreign ?? new Map()).set(i, array.storage);
  }
  return foreign === null ? driver().run(frame) : runStaged(frame, foreign);
}
