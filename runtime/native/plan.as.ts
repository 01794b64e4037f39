/**
 * What the driver walks, as it lies in memory: `runtime/plan.ts` fills it and has the same layout in words.
 *
 * Axis 0 is the innermost. Strides count bytes; along an axis over which it is broadcast an operand has stride 0.
 * Operands stand in the order of the inner loop's arguments, inputs first; the mask of a `where`, a bool, comes last.
 *
 * Invariant: a walk that ends well leaves every address and every index as it found them, at the start.
 */

/** 64 axes, as many as an array may have, two that tiling puts in, and two to spare. */
const AXES: usize = 68;

/** Bytes of an operand's block: the blocks of a few operands stay in the first-level cache. */
export const BLOCK: i32 = 8192;

/** Elements of a call of an inner loop at most: between two calls V8 can put optimized code in its place. */
export const CHUNK: i32 = 8192;

/** How elements depend on each other. */
export enum Order {
  any,
  /** They are done in the order of the axes. */
  elements,
  /** A row of axis 0 may read what the one before has written. */
  rows,
  /** As rows; in a row each element reads what the one before has written, and the loop knows: it looks at the first only. */
  scan,
}

@unmanaged
export class Plan {
  /** The inner loop: its place in the table, or the negative number of a loop in JavaScript. */
  loop: i32;
  inputs: i32;
  outputs: i32;
  /** 1 where a mask follows the outputs. */
  masked: i32;
  axes: i32;
  /** A word an operand for the addresses, then one for the reason of a stop. */
  args: usize;
  /** A word an operand. */
  steps: usize;
  /** A block that belongs to no operand. */
  spare: usize;
  /** In which order it must be walked: an `Order`. */
  order: i32;
  /** The inner loop for rows, where some inputs are one value in each; 0: `loop`. */
  rowLoop: i32;
}

@unmanaged
export class Operand {
  /** Where the element at the current index lies. */
  address: usize;
  /** The element type in memory, and the one that the inner loop wants. */
  code: i32;
  loopCode: i32;
  /** Two blocks: elements for the inner loop, and elements as in memory. */
  block: usize;
  raw: usize;
  /** The driver's own: bytes of an element in memory and in the loop, how it is read, which address was last splat. */
  size: i32;
  loopSize: i32;
  access: i32;
  splat: usize;
}

const OPERAND_STRIDES: usize = 48;
const OPERAND_BYTES: usize = OPERAND_STRIDES + AXES * 4;
const EXTENTS: usize = offsetof<Plan>();
const INDEX: usize = EXTENTS + AXES * 4;
const WALK: usize = INDEX + AXES * 4;
const OPERANDS: usize = WALK + AXES * 4;

@inline
export function operand(plan: Plan, i: i32): Operand {
  return changetype<Operand>(changetype<usize>(plan) + OPERANDS + <usize>i * OPERAND_BYTES);
}

/** Inputs, outputs and mask. */
@inline
export function operands(plan: Plan): i32 {
  return plan.inputs + plan.outputs + plan.masked;
}

@inline
export function stride(o: Operand, axis: i32): i32 {
  return load<i32>(changetype<usize>(o) + (<usize>axis << 2), OPERAND_STRIDES);
}

@inline
export function setStride(o: Operand, axis: i32, bytes: i32): void {
  store<i32>(changetype<usize>(o) + (<usize>axis << 2), bytes, OPERAND_STRIDES);
}

@inline
export function extent(plan: Plan, axis: i32): i32 {
  return load<i32>(changetype<usize>(plan) + (<usize>axis << 2), EXTENTS);
}

@inline
export function setExtent(plan: Plan, axis: i32, n: i32): void {
  store<i32>(changetype<usize>(plan) + (<usize>axis << 2), n, EXTENTS);
}

@inline
export function index(plan: Plan, axis: i32): i32 {
  return load<i32>(changetype<usize>(plan) + (<usize>axis << 2), INDEX);
}

@inline
export function setIndex(plan: Plan, axis: i32, at: i32): void {
  store<i32>(changetype<usize>(plan) + (<usize>axis << 2), at, INDEX);
}

@inline
export function walk(plan: Plan, axis: i32): i32 {
  return load<i32>(changetype<usize>(plan) + (<usize>axis << 2), WALK);
}

@inline
export function setWalk(plan: Plan, axis: i32, at: i32): void {
  store<i32>(changetype<usize>(plan) + (<usize>axis << 2), at, WALK);
}

/** Starts a copy loop at the index where the iteration is. */
export function startWalk(plan: Plan): void {
  memory.copy(changetype<usize>(plan) + WALK, changetype<usize>(plan) + INDEX, <usize>plan.axes << 2);
}

/** Goes on by n elements of the axes from `first` on; every address follows. False, and at the start again, at the end. */
export function advance(plan: Plan, n: i32, first: i32): bool {
  const all = operands(plan);
  for (let axis = first; axis < plan.axes; axis++) {
    const was = index(plan, axis);
    let at = was + n;
    n = 0;
    if (at >= extent(plan, axis)) {
      n = at / extent(plan, axis);
      at %= extent(plan, axis);
    }
    setIndex(plan, axis, at);
    for (let i = 0; i < all; i++) {
      const o = operand(plan, i);
      o.address += (at - was) * stride(o, axis);
    }
    if (n == 0) return true;
  }
  return false;
}

/** Two axes change places. */
export function swap(plan: Plan, a: i32, b: i32): void {
  const n = extent(plan, a);
  setExtent(plan, a, extent(plan, b));
  setExtent(plan, b, n);
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    const bytes = stride(o, a);
    setStride(o, a, stride(o, b));
    setStride(o, b, bytes);
  }
}
