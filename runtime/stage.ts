/**
 * Runs a plan some of whose operands lie outside the heap, in ordinary buffers: the iteration is halved until the bytes
 * that a box of it spans in each such buffer fit a stage, a place in the heap. They are brought there, and what outputs
 * span is taken back, so strides stay as they are and the driver sees nothing of it.
 */
import { driver } from "./driver.js";
import { foreignTooLarge } from "./errors.js";
import { heap } from "./heap.js";
import { Operand, Order, Plan } from "./plan.js";
import type { Storage } from "./storage.js";

/** Outside operands by their place among the operands. */
export type Foreign = ReadonlyMap<number, Storage>;

const STAGE = 1 << 18;
const stages = new Map<number, number>();

/** A part of the iteration: a length for each axis, and where each operand starts. */
interface Box {
  readonly extents: readonly number[];
  readonly addresses: readonly number[];
}

/** As the driver's `run`. `plan` is a byte address; the plan is ready to run but for the foreign addresses. */
export function runStaged(plan: number, foreign: Foreign): number {
  for (const { bytes } of foreign.values()) if (bytes >= 2 ** 31) throw foreignTooLarge(bytes);
  const words = heap().i32;
  const at = plan >> 2;
  const count = words[at + Plan.inputs]! + words[at + Plan.outputs]! + words[at + Plan.masked]!;
  const saved = words.slice(at, at + Plan.operands + count * Operand.words);
  const axes = saved[Plan.axes]!;
  const operands = Array.from({ length: count }, (_, i) => Plan.operands + i * Operand.words);
  const strideOf = (i: number, axis: number) => saved[operands[i]! + Operand.strides + axis]!;

  function visit(box: Box): number {
    if (box.extents.includes(0)) return 0;
    const axis = widestAxis(box);
    if (axis < 0) return runBox(box);
    const half = box.extents[axis]! >> 1;
    const first = { ...box, extents: box.extents.with(axis, half) };
    const addresses = box.addresses.map((address, i) => address + half * strideOf(i, axis));
    const second = { extents: box.extents.with(axis, box.extents[axis]! - half), addresses };
    return visit(first) || visit(second);
  }

  /** The axis along which an operand that does not fit its stage is longest; -1 when all fit. */
  function widestAxis(box: Box): number {
    let axis = -1;
    let most = 0;
    for (const i of foreign.keys()) {
      if (span(box, i).bytes <= STAGE) continue;
      box.extents.forEach((extent, k) => {
        const length = (extent - 1) * Math.abs(strideOf(i, k));
        if (length > most) {
          most = length;
          axis = k;
        }
      });
    }
    return axis;
  }

  /** Where elements depend on each other, operands in one buffer share a stage: the first of them gives it its number. */
  const isOrdered = saved[Plan.order] !== Order.any;
  const sharing = (i: number) => {
    const { buffer } = foreign.get(i)!;
    return isOrdered ? [...foreign.keys()].filter((k) => foreign.get(k)!.buffer === buffer) : [i];
  };
  const groups = new Map([...foreign.keys()].map((i) => [i, sharing(i)]));

  /** The bytes that an operand, and those that share its stage, span in their buffer. */
  function span(box: Box, i: number): { low: number; bytes: number } {
    let [low, high] = [Infinity, 0];
    for (const k of groups.get(i)!) {
      let [first, last] = [box.addresses[k]!, box.addresses[k]! + 8];
      for (let axis = 0; axis < axes; axis++) {
        const reach = (box.extents[axis]! - 1) * strideOf(k, axis);
        if (reach < 0) first += reach;
        else last += reach;
      }
      [low, high] = [Math.min(low, first), Math.max(high, last)];
    }
    return { low, bytes: Math.min(high, foreign.get(i)!.buffer.byteLength) - low };
  }

  function runBox(box: Box): number {
    words.set(saved, at);
    box.extents.forEach((extent, axis) => {
      words[at + Plan.extents + axis] = extent;
    });
    const back: (() => void)[] = [];
    for (let i = 0; i < count; i++) {
      let address = box.addresses[i]!;
      const storage = foreign.get(i);
      if (storage !== undefined) {
        const { low, bytes } = span(box, i);
        const stage = stageAt(plan, groups.get(i)![0]!);
        const outside = new Uint8Array(storage.buffer, low, bytes);
        const inside = heap().u8.subarray(stage, stage + bytes);
        inside.set(outside);
        if (i >= saved[Plan.inputs]! && i < saved[Plan.inputs]! + saved[Plan.outputs]!) {
          back.push(() => outside.set(inside));
        }
        address += stage - low;
      }
      words[at + operands[i]! + Operand.address] = address;
    }
    const stopped = driver().run(plan);
    for (const take of back) take();
    return stopped;
  }

  return visit({
    extents: [...saved.subarray(Plan.extents, Plan.extents + axes)],
    addresses: operands.map((operand) => saved[operand + Operand.address]!),
  });
}

/** A place for operand i of a frame: loops in JavaScript may run ufuncs, and these have frames of their own. */
function stageAt(plan: number, i: number): number {
  const key = plan + i;
  let stage = stages.get(key);
  if (stage === undefined) {
    stage = heap().reserve(STAGE);
    stages.set(key, stage);
  }
  return stage;
}
