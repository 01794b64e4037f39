/**
 * Runs a loop over operands of a common shape: lays down the plan, makes the results that nobody gave, calls the driver.
 */
import { bytesOf, type Scalar } from "../kernel/dtype.js";
import { Stop, UNIFORM_BYTES } from "../kernel/link.js";
import { emptyStrided, type NdArray } from "./array.js";
import { run } from "./copy.js";
import { elements } from "./element.js";
import { negativePower } from "./errors.js";
import { heap } from "./heap.js";
import { addArray, addUniform, begin, joinAxes, layout, sortAxes, uniformInRows } from "./iterate.js";
import type { Loop } from "./loop.js";
import { Frame, Plan } from "./plan.js";
import { enter, leave } from "./scratch.js";
import type { Order } from "./types.js";
import { fillUniform } from "./uniform.js";
import { isContiguousF, sizeOf, stridesC, stridesF } from "./view.js";

type Shape = readonly number[];

/** One element of plain values. */
export function runOnce(loop: Loop, values: readonly Scalar[]): readonly Scalar[] {
  const { i32, view } = heap();
  const frame = enter();
  try {
    const types = [...loop.inputs, ...loop.outputs];
    types.forEach((type, i) => {
      const address = frame + Frame.uniform + UNIFORM_BYTES * i;
      i32[(frame + Frame.args) / 4 + i] = address;
      i32[(frame + Frame.steps) / 4 + i] = bytesOf(type);
      if (i < values.length) elements[type].write(view, address, values[i]!);
    });
    if (loop.inner(frame + Frame.args, 1, frame + Frame.steps) < 1)
      throw stopped(i32[(frame + Frame.args) / 4 + types.length]!);
    return loop.outputs.map((type, j) =>
      elements[type].read(view, frame + Frame.uniform + UNIFORM_BYTES * (values.length + j)),
    );
  } finally {
    leave();
  }
}

/** The error for which an inner loop stopped. */
export function stopped(reason: number): Error {
  return reason === Stop.negativePower
    ? negativePower()
    : new Error(`an inner loop stopped for the unknown reason ${reason}`);
}

/** What a loop runs over: all arrays fit `shape`, and outputs share no memory with what is read elsewhere. */
export interface Work {
  readonly loop: Loop;
  readonly shape: Shape;
  /** Null where the operand is a plain value. */
  readonly inputs: readonly (NdArray | null)[];
  /** Plain values, as elements of the loop's types. */
  readonly values: readonly Scalar[];
  /** Null where a result is to be made. */
  readonly outs: readonly (NdArray | null)[];
  readonly mask: NdArray | null;
  /** How results that are made are laid out. */
  readonly order: Order;
}

/** Runs it and gives the outputs. @throws the error for which the loop stopped. */
export function runOver(work: Work): readonly NdArray[] {
  const { loop, outs, mask } = work;
  const words = heap().i32;
  const frame = enter();
  try {
    const plan = frame >> 2;
    const nin = work.inputs.length;
    const count = nin + outs.length + (mask === null ? 0 : 1);
    begin(words, plan, work.shape, nin, outs.length);
    addInputs(work, frame);
    const areGiven = outs.every((out) => out !== null);
    if (areGiven) addOutputs(work, plan, outs as readonly NdArray[]);
    sortAxes(words, plan, areGiven ? nin + outs.length : nin);
    const results = outs.map((out, j) => out ?? make(work, j, plan));
    if (!areGiven) addOutputs(work, plan, results);
    if (mask !== null) {
      words[plan + Plan.masked] = 1;
      addArray(words, plan, count - 1, mask.address, mask.code, mask.code, mask.shape, mask.strides);
    }
    joinAxes(words, plan, count);
    words[plan + Plan.loop] = loop.number;
    const uniform = uniformInRows(words, plan);
    if (uniform !== 0) words[plan + Plan.rowLoop] = loop.forRows(uniform, sizeOf(work.shape));
    const all = work.inputs.slice();
    for (const result of results) all.push(result);
    all.push(mask);
    const reason = run(frame, all);
    if (reason !== 0) throw stopped(reason);
    return results;
  } finally {
    leave();
  }
}

function addInputs({ loop, inputs, values }: Work, frame: number): void {
  const words = heap().i32;
  for (let i = 0; i < inputs.length; i++) {
    const a = inputs[i] ?? null;
    const code = loop.inputCodes[i]!;
    if (a !== null) addArray(words, frame >> 2, i, a.address, a.code, code, a.shape, a.strides);
    else {
      const address = frame + Frame.uniform + UNIFORM_BYTES * i;
      fillUniform(address, loop.inputs[i]!, values[i]!);
      addUniform(words, frame >> 2, i, address, code);
    }
  }
}

function addOutputs({ loop, inputs }: Work, plan: number, outs: readonly NdArray[]): void {
  const words = heap().i32;
  for (let j = 0; j < outs.length; j++) {
    const out = outs[j]!;
    addArray(words, plan, inputs.length + j, out.address, out.code, loop.outputCodes[j]!, out.shape, out.strides);
  }
}

/** A result. Under a mask its elements are 0 where nothing is stored: never old memory. */
function make(work: Work, j: number, plan: number): NdArray {
  const type = work.loop.outputs[j]!;
  const made = emptyStrided(type, work.shape, stridesOf(work, plan, bytesOf(type)));
  if (work.mask !== null) new Uint8Array(made.storage.buffer, made.address, made.nbytes).fill(0);
  return made;
}

function stridesOf({ shape, inputs, order }: Work, plan: number, itemsize: number): number[] {
  if (order === "K") return layout(heap().i32, plan, shape, itemsize);
  const isFortran =
    order === "F" ||
    (order === "A" && inputs.every((a) => a === null || isContiguousF(a.shape, a.strides, a.itemsize)));
  return (isFortran ? stridesF : stridesC)(shape, itemsize);
}
