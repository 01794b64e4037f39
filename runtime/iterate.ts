/**
 * Operands -> plan: writes shapes and strides into a frame, then brings the axes into the order in which memory is best
 * walked and joins those that can be walked as one.
 *
 * The steps of a call: `begin`, `addArray` or `addUniform` for each operand, `sortAxes`; arrays made for the result take
 * their layout from `layout` and are added last; then `joinAxes`, and the driver can run.
 *
 * Invariant: until `joinAxes`, `order[k]` is the place, counted from the last, that axis k of the plan has in the shape.
 */
import type { Shape } from "./broadcast.js";
import { longAxis } from "./errors.js";
import { AXES, LONGEST, Operand, Order, Plan } from "./plan.js";

const order = new Int32Array(AXES);

const operandAt = (plan: number, i: number) => plan + Plan.operands + i * Operand.words;

/** `plan` is a word address in `words`. A shape of no axes is walked as one axis of length 1. @throws ValueError for one too long. */
export function begin(words: Int32Array, plan: number, shape: Shape, inputs: number, outputs: number): void {
  const axes = Math.max(1, shape.length);
  words[plan + Plan.inputs] = inputs;
  words[plan + Plan.outputs] = outputs;
  words[plan + Plan.masked] = 0;
  words[plan + Plan.order] = Order.any;
  words[plan + Plan.rowLoop] = 0;
  words[plan + Plan.axes] = axes;
  words[plan + Plan.extents] = 1;
  for (let axis = 0; axis < axes; axis++) {
    order[axis] = axis;
    if (shape.length === 0) break;
    const extent = shape[shape.length - 1 - axis]!;
    if (extent > LONGEST && !shape.includes(0)) throw longAxis(extent, LONGEST);
    words[plan + Plan.extents + axis] = extent;
  }
}

/** An operand that is the same everywhere: its address is a block filled with it. */
export function addUniform(words: Int32Array, plan: number, i: number, address: number, code: number): void {
  const operand = operandAt(plan, i);
  words[operand + Operand.address] = address;
  words[operand + Operand.code] = code;
  words[operand + Operand.loopCode] = code;
  words.fill(0, operand + Operand.strides, operand + Operand.strides + words[plan + Plan.axes]!);
}

/** An operand in memory: the type of its elements, the type that the loop wants, its shape and strides. */
export function addArray(
  words: Int32Array,
  plan: number,
  i: number,
  address: number,
  code: number,
  loopCode: number,
  shape: Shape,
  strides: readonly number[],
): void {
  const operand = operandAt(plan, i);
  words[operand + Operand.address] = address;
  words[operand + Operand.code] = code;
  words[operand + Operand.loopCode] = loopCode;
  const axes = words[plan + Plan.axes]!;
  for (let axis = 0; axis < axes; axis++) {
    const from = shape.length - 1 - order[axis]!;
    words[operand + Operand.strides + axis] = from < 0 || shape[from] === 1 ? 0 : strides[from]!;
  }
}

/** Shorter rows are not worth a kernel of their own. */
const LONG_ROW = 64;

/** The inputs that are one value in each row, as a set of bits; none where rows are short. */
export function uniformInRows(words: Int32Array, plan: number): number {
  if (words[plan + Plan.extents]! < LONG_ROW) return 0;
  let set = 0;
  for (let i = 0; i < words[plan + Plan.inputs]!; i++)
    if (words[operandAt(plan, i) + Operand.strides] === 0) set |= 1 << i;
  return set;
}

const abs = Math.abs;

/**
 * Inner axes first, by the strides of the first `count` operands. Where they disagree the shape's own order stays; an
 * axis passes those along which no operand varies with it, if it then meets one that it belongs inside of.
 */
export function sortAxes(words: Int32Array, plan: number, count: number): void {
  const axes = words[plan + Plan.axes]!;
  for (let axis = 1; axis < axes; axis++) {
    let target = axis;
    for (let k = axis - 1; k >= 0; k--) {
      const order = compareAxes(words, plan, count, axis, k);
      if (order > 0) break;
      if (order < 0) target = k;
    }
    for (let k = axis; k > target; k--) swapAxes(words, plan, count, k);
  }
}

/** Negative: all operands that vary along both axes step less along the outer one; 0: there are none. */
function compareAxes(words: Int32Array, plan: number, count: number, outer: number, inner: number): number {
  let order = 0;
  for (let i = 0; i < count; i++) {
    const strides = operandAt(plan, i) + Operand.strides;
    const out = abs(words[strides + outer]!);
    const within = abs(words[strides + inner]!);
    if (out === 0 || within === 0) continue;
    if (within <= out) return 1;
    order = -1;
  }
  return order;
}

function swapAxes(words: Int32Array, plan: number, count: number, k: number): void {
  swap(order, k);
  swap(words, plan + Plan.extents + k);
  for (let i = 0; i < count; i++) swap(words, operandAt(plan, i) + Operand.strides + k);
}

function swap(words: Int32Array, at: number): void {
  const x = words[at]!;
  words[at] = words[at - 1]!;
  words[at - 1] = x;
}

/** The strides of a new array whose elements lie in the order of the walk. */
export function layout(words: Int32Array, plan: number, shape: Shape, itemsize: number): number[] {
  const strides = new Array<number>(shape.length);
  let bytes = itemsize;
  for (let axis = 0; axis < shape.length; axis++) {
    strides[shape.length - 1 - order[axis]!] = bytes;
    bytes *= words[plan + Plan.extents + axis]!;
  }
  return strides;
}

/**
 * Drops axes of length 1, joins neighbours that are one, and walks axes forwards that all operands run backwards, unless
 * the order of elements matters.
 */
export function joinAxes(words: Int32Array, plan: number, count: number, isOrdered = false): void {
  const axes = words[plan + Plan.axes]!;
  const extents = plan + Plan.extents;
  let last = -1;
  for (let axis = 0; axis < axes; axis++) {
    const extent = words[extents + axis]!;
    if (extent === 1 && axes > 1 && (last >= 0 || axis + 1 < axes)) continue;
    if (!isOrdered) flip(words, plan, count, axis, extent);
    if (last >= 0 && areOne(words, plan, count, last, axis)) {
      words[extents + last] = words[extents + last]! * extent;
      continue;
    }
    last++;
    words[extents + last] = extent;
    for (let i = 0; i < count; i++) {
      const strides = operandAt(plan, i) + Operand.strides;
      words[strides + last] = words[strides + axis]!;
    }
  }
  words[plan + Plan.axes] = last + 1;
}

function flip(words: Int32Array, plan: number, count: number, axis: number, extent: number): void {
  let backwards = false;
  for (let i = 0; i < count; i++) {
    const stride = words[operandAt(plan, i) + Operand.strides + axis]!;
    if (stride > 0) return;
    backwards ||= stride < 0;
  }
  if (!backwards) return;
  for (let i = 0; i < count; i++) {
    const operand = operandAt(plan, i);
    const stride = words[operand + Operand.strides + axis]!;
    words[operand + Operand.address] = words[operand + Operand.address]! + (extent - 1) * stride;
    words[operand + Operand.strides + axis] = -stride;
  }
}

function areOne(words: Int32Array, plan: number, count: number, inner: number, outer: number): boolean {
  const extent = words[plan + Plan.extents + inner]!;
  if (extent * words[plan + Plan.extents + outer]! > LONGEST) return false;
  for (let i = 0; i < count; i++) {
    const strides = operandAt(plan, i) + Operand.strides;
    if (words[strides + outer] !== words[strides + inner]! * extent) return false;
  }
  return true;
}
