/**
 * Runs a plan some of whose operands lie outside the heap, in ordinary buffers: the iteration is halved until what a box
 * of it takes of each such buffer fits a stage, a place in the heap. It is brought there, and results are taken back; the
 * driver runs over the box as over any.
 */
import { bytesOf, names } from "../kernel/dtype.js";
import { driver } from "./driver.js";
import { foreignTooLarge } from "./errors.js";
import { heap } from "./heap.js";
import { copyPieces, type Packed, pack } from "./pack.js";
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

/** How an operand's part of a box lies in its buffer and in a stage, of which it may be a part. */
interface Staged {
  readonly packed: Packed;
  /** The operand whose stage it is. */
  readonly holder: number;
  /** Of the buffer: where the first piece begins. */
  readonly from: number;
  /** Of the stage: where the operand's first element is. */
  readonly first: number;
}

/** As the driver's `run`. `plan` is a byte address; the plan is ready to run but for the foreign addresses. */
export function runStaged(plan: number, foreign: Foreign): number {
  for (const { bytes } of foreign.values()) if (bytes >= 2 ** 31) throw foreignTooLarge(bytes);
  const words = heap().i32;
  const at = plan >> 2;
  const inputs = words[at + Plan.inputs]!;
  const masked = inputs + words[at + Plan.outputs]!;
  const count = masked + words[at + Plan.masked]!;
  const saved = words.slice(at, at + Plan.operands + count * Operand.words);
  const axes = saved[Plan.axes]!;
  const operands = Array.from({ length: count }, (_, i) => Plan.operands + i * Operand.words);
  const strides = operands.map((operand) => [...saved.subarray(operand + Operand.strides).subarray(0, axes)]);

  function visit(box: Box): number {
    if (box.extents.includes(0)) return 0;
    const axis = widestAxis(box);
    if (axis < 0) return runBox(box);
    const half = box.extents[axis]! >> 1;
    const first = { ...box, extents: box.extents.with(axis, half) };
    const addresses = box.addresses.map((address, i) => address + half * strides[i]![axis]!);
    const second = { extents: box.extents.with(axis, box.extents[axis]! - half), addresses };
    return visit(first) || visit(second);
  }

  /** The axis along which the operands that do not fit their stages are longest; -1 when all fit. */
  function widestAxis(box: Box): number {
    const large = [...foreign.keys()].map((i) => staged(box, i).packed);
    const lengths = box.extents.map((extent, axis) => {
      const reach = large.map(({ total, strides }) => (total > STAGE ? (extent - 1) * Math.abs(strides[axis]!) : 0));
      return reach.reduce((sum, bytes) => sum + bytes, 0);
    });
    const most = Math.max(...lengths);
    return most > 0 ? lengths.indexOf(most) : -1;
  }

  const itemsize = (i: number) => bytesOf(names[saved[operands[i]! + Operand.code]!]!);

  /** Where what an operand takes of its buffer begins and ends. */
  function range({ extents, addresses }: Box, i: number): readonly [number, number] {
    const reach = extents.map((extent, axis) => (extent - 1) * strides[i]![axis]!);
    const low = reach.reduce((sum, bytes) => sum + Math.min(bytes, 0), addresses[i]!);
    return [low, reach.reduce((sum, bytes) => sum + Math.abs(bytes), low + itemsize(i))];
  }

  /** Where elements depend on each other, operands whose ranges meet share a stage, that of the first of them. */
  const isOrdered = saved[Plan.order] !== Order.any;
  function sharing(box: Box, i: number): readonly number[] {
    if (!isOrdered) return [i];
    const [low, high] = range(box, i);
    return [...foreign].flatMap(([k, { buffer }]) => {
      const [first, last] = range(box, k);
      return buffer === foreign.get(i)!.buffer && first < high && low < last ? [k] : [];
    });
  }

  function staged(box: Box, i: number): Staged {
    const group = sharing(box, i);
    const holder = group[0]!;
    if (group.length === 1) {
      const packed = pack(box.extents, strides[i]!, itemsize(i));
      return { packed, holder, from: box.addresses[i]! + packed.low, first: packed.start };
    }
    const ranges = group.map((k) => range(box, k));
    const from = Math.min(...ranges.map(([low]) => low));
    const total = Math.max(...ranges.map(([, high]) => high)) - from;
    const packed = { low: 0, bytes: total, steps: [], total, start: 0, strides: strides[i]! };
    return { packed, holder, from, first: box.addresses[i]! - from };
  }

  function runBox(box: Box): number {
    words.set(saved, at);
    box.extents.forEach((extent, axis) => {
      words[at + Plan.extents + axis] = extent;
    });
    box.addresses.forEach((address, i) => {
      words[at + operands[i]! + Operand.address] = address;
    });
    const { u8 } = heap();
    const back: (() => void)[] = [];
    for (const [i, { buffer }] of foreign) {
      const { packed, holder, from, first } = staged(box, i);
      const stage = stageAt(plan, holder);
      const outside = new Uint8Array(buffer);
      copyPieces(packed, outside, from, u8, stage, false);
      if (i >= inputs && i < masked) back.push(() => copyPieces(packed, outside, from, u8, stage, true));
      words[at + operands[i]! + Operand.address] = stage + first;
      words.set(packed.strides, at + operands[i]! + Operand.strides);
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
