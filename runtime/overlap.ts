/**
 * Operands that share memory: results are as if there were none.
 *
 * An input is read before the output is written where both have the same elements in the same places; any other input
 * that an output may write into is copied first. The test is by ranges of bytes, so it may copy where that was not
 * needed, and never fails to where it was.
 */
import { copyAs, type NdArray } from "./array.js";
import type { Storage } from "./storage.js";

/** Other buffers, or blocks of the heap that were handed out one by one. */
const areApart = (a: Storage, b: Storage): boolean =>
  a !== b && ((a.owner !== null && b.owner !== null) || a.buffer !== b.buffer);

/** Do the ranges of bytes that the arrays span meet? */
export function mayShareMemory(a: NdArray, b: NdArray): boolean {
  if (areApart(a.storage, b.storage) || a.size === 0 || b.size === 0) return false;
  return lowest(a) < highest(b) && lowest(b) < highest(a);
}

function lowest(a: NdArray): number {
  let at = a.address;
  for (let axis = 0; axis < a.ndim; axis++) at += Math.min(0, (a.shape[axis]! - 1) * a.strides[axis]!);
  return at;
}

function highest(a: NdArray): number {
  let at = a.address + a.itemsize;
  for (let axis = 0; axis < a.ndim; axis++) at += Math.max(0, (a.shape[axis]! - 1) * a.strides[axis]!);
  return at;
}

/** Has each element of the output its own place, which is also that of the input's element? */
function sameElements(input: NdArray, output: NdArray): boolean {
  if (input.address !== output.address || input.itemsize !== output.itemsize || input.ndim !== output.ndim)
    return false;
  for (let axis = 0; axis < input.ndim; axis++) {
    if (input.shape[axis] !== output.shape[axis]) return false;
    if (input.shape[axis] !== 1 && input.strides[axis] !== output.strides[axis]) return false;
  }
  return true;
}

/** The input itself where writing the output can't change what is read from it, else a copy. */
export function withoutOverlap(input: NdArray, output: NdArray): NdArray {
  if (!mayShareMemory(input, output) || sameElements(input, output)) return input;
  return copyAs(input, input.dtype, "K");
}
