/**
 * The frames of running calls, one for each level of nesting: a loop in JavaScript may call ufuncs itself.
 *
 * Frames are made when first needed and kept. `enter` and `leave` come in pairs.
 */
import { heap } from "./heap.js";
import { Frame, initialize } from "./plan.js";

const frames: number[] = [];
let depth = 0;

/** The address of a frame that nobody uses until `leave`. */
export function enter(): number {
  if (depth === frames.length) {
    const frame = heap().reserve(Frame.bytes);
    initialize(heap().i32, frame);
    frames.push(frame);
  }
  return frames[depth++]!;
}

export function leave(): void {
  depth--;
}
