/**
 * The driver: walks an n-dimensional iteration and calls an inner loop `(args, n, steps) -> done` through the shared
 * table, at most 8192 elements at a time so that V8 can put optimized code in its place inside a long call.
 *
 * Three ways through an iteration, from the cheapest:
 * - rows: each operand's innermost rows can be read and written where they lie, or are one value, which is splat;
 * - blocks: 4 kB an operand along the whole iteration; what can't be used in place is copied and cast, and what repeats
 *   with every block, a broadcast operand of a short period, is copied once;
 * - tiles: blocks of an iteration that is cut into tiles, where operands disagree on which axis is the fast one.
 *
 * A block's inputs are read before its outputs are written. Nothing of a block in which the loop stopped is stored.
 */
import { convert, sizeOf } from "./cast.as";
import { blend, move, splat } from "./copy.as";
import {
  advance,
  BLOCK,
  extent,
  index,
  Operand,
  operand,
  operands,
  Order,
  Plan,
  setExtent,
  setIndex,
  setStride,
  stride,
} from "./plan.as";

export { locate32, locate64, scatter } from "./at.as";
export { convert } from "./cast.as";
export { identity } from "./copy.as";
export { reduce } from "./reduce.as";

const CHUNK: i32 = 8192;

/** Rows from this length on are worth a call each. */
const LONG_ROW: i32 = 16;

/** Up to this length blocks are better than rows where they need no copying. */
const SHORT_ROW: i32 = 256;

/** Elements of a tile along the innermost axis. */
const TILE: i32 = 64;

/** How a block of an operand comes about: in place, row by row in place, copied once as all blocks are the same, copied. */
enum Access {
  place,
  rows,
  repeat,
  copy,
}

@external("env", "loop")
declare function loop(id: i32, args: usize, n: i32, steps: usize): i32;

@inline
function call(plan: Plan, n: i32): i32 {
  return plan.loop >= 0
    ? call_indirect<i32>(plan.loop, plan.args, n, plan.steps)
    : loop(plan.loop, plan.args, n, plan.steps);
}

@inline
function setArg(plan: Plan, i: i32, address: usize): void {
  store<usize>(plan.args + (<usize>i << 2), address);
}

@inline
function setStep(plan: Plan, i: i32, bytes: i32): void {
  store<i32>(plan.steps + (<usize>i << 2), bytes);
}

/** Why the inner loop stopped: the word after the last address. */
function reason(plan: Plan): i32 {
  return load<i32>(plan.args + (<usize>(plan.inputs + plan.outputs) << 2));
}

/** Runs a plan. 0, or the reason for which an inner loop stopped. */
export function run(plan: Plan): i32 {
  const all = operands(plan);
  for (let axis = 0; axis < plan.axes; axis++) {
    if (extent(plan, axis) == 0) return 0;
    setIndex(plan, axis, 0);
  }
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    o.size = sizeOf(o.code);
    o.loopSize = sizeOf(o.loopCode);
    // A single element has no distance to the next: it counts as contiguous.
    if (extent(plan, 0) == 1) setStride(o, 0, o.size);
  }
  if (plan.order == Order.scan && !isCast(operand(plan, 1))) return scans(plan);
  if (!plan.masked && isDirect(plan) && (plan.axes == 1 || plan.order >= Order.rows || preferRows(plan))) return rows(plan);
  if (plan.order != Order.any) return blocks(plan, false);
  const fast = plan.axes > 1 ? conflict(plan) : 0;
  return fast > 0 ? tiles(plan, fast) : blocks(plan, false);
}

/** Can each row be used where it lies? An input may also be one value in the row. */
function isDirect(plan: Plan): bool {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    const step = stride(o, 0);
    if (isCast(o) || (step != o.size && (step != 0 || i >= plan.inputs))) return false;
  }
  return true;
}

/** Of rows and blocks: rows where they are long, and where blocks would have to copy. */
function preferRows(plan: Plan): bool {
  const inner = extent(plan, 0);
  if (inner < LONG_ROW || inner >= SHORT_ROW) return inner >= SHORT_ROW;
  const all = operands(plan);
  prepare(plan, false);
  for (let i = 0; i < all; i++) if (operand(plan, i).access == Access.copy) return true;
  return false;
}

function rows(plan: Plan): i32 {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    o.splat = 0;
    setStep(plan, i, stride(o, 0));
  }
  const inner = extent(plan, 0);
  do {
    for (let done = 0; done < inner; done += CHUNK) {
      for (let i = 0; i < all; i++) {
        const o = operand(plan, i);
        const step = stride(o, 0);
        setArg(plan, i, step == 0 ? value(o) : o.address + done * step);
      }
      const n = min(inner - done, CHUNK);
      if (call(plan, n) < n) return reason(plan);
    }
  } while (plan.axes > 1 && advance(plan, 1, 1));
  return 0;
}

/** Rows for a loop that takes any steps. */
function scans(plan: Plan): i32 {
  const inner = extent(plan, 0);
  for (let i = 0; i < 3; i++) setStep(plan, i, stride(operand(plan, i), 0));
  do {
    for (let done = 0; done < inner; done += CHUNK) {
      for (let i = 0; i < 3; i++) {
        const o = operand(plan, i);
        setArg(plan, i, o.address + done * stride(o, 0));
      }
      call(plan, min(inner - done, CHUNK));
    }
  } while (plan.axes > 1 && advance(plan, 1, 1));
  return 0;
}

/** 64 bytes filled with the operand's current element. */
function value(o: Operand): usize {
  if (o.splat != o.address) {
    splat(o.address, o.block, o.size);
    o.splat = o.address;
  }
  return o.block;
}

@inline
function isCast(o: Operand): bool {
  return o.code != o.loopCode;
}

/** Do the elements lie one after the other along the whole iteration? */
function isContiguous(plan: Plan, o: Operand): bool {
  let bytes = o.size;
  for (let axis = 0; axis < plan.axes; axis++) {
    if (stride(o, axis) != bytes) return false;
    bytes *= extent(plan, axis);
  }
  return true;
}

/** After how many elements the operand starts again; 0: not within a block of `capacity`. */
function period(plan: Plan, o: Operand, capacity: i32): i32 {
  let axis = plan.axes;
  while (axis > 0 && stride(o, axis - 1) == 0) axis--;
  if (axis == plan.axes) return 0;
  let n = 1;
  while (axis-- > 0) {
    n *= extent(plan, axis);
    if (n > capacity) return 0;
  }
  return n;
}

@inline
function isOutput(plan: Plan, i: i32): bool {
  return i >= plan.inputs && i < plan.inputs + plan.outputs;
}

/** Decides how each operand is read and how many elements a block has: a multiple of the periods that repeat. */
function prepare(plan: Plan, isTiled: bool): i32 {
  const all = operands(plan);
  let widest = 1;
  for (let i = 0; i < all; i++) widest = max(widest, max(operand(plan, i).size, operand(plan, i).loopSize));
  const capacity = BLOCK / widest;
  let unit = 1;
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    if (isContiguous(plan, o)) {
      o.access = Access.place;
      continue;
    }
    if (isTiled && stride(o, 0) == o.size && !isCast(o)) {
      o.access = Access.rows;
      continue;
    }
    o.access = Access.copy;
    const n = isOutput(plan, i) || plan.order >= Order.rows ? 0 : period(plan, o, capacity);
    if (n == 0) continue;
    const common = unit * (n / gcd(unit, n));
    if (common > capacity) continue;
    unit = common;
    o.access = Access.repeat;
  }
  return capacity - (capacity % unit);
}

function gcd(a: i32, b: i32): i32 {
  while (b != 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/** `isTiled`: each block is a tile, whose rows can be used in place where they are contiguous, one call a row. */
function blocks(plan: Plan, isTiled: bool): i32 {
  const loopOperands = plan.inputs + plan.outputs;
  const capacity = prepare(plan, isTiled);
  let left: i64 = 1;
  for (let axis = 0; axis < plan.axes; axis++) left *= extent(plan, axis);
  for (let i = 0; i < loopOperands; i++) setStep(plan, i, operand(plan, i).loopSize);
  for (let first = true; left > 0; first = false) {
    let n = <i32>min<i64>(left, capacity);
    if (plan.order >= Order.rows) n = min(n, extent(plan, 0) - index(plan, 0));
    const mask = plan.masked ? stage(plan, operand(plan, loopOperands), n, first) : 0;
    for (let i = 0; i < plan.inputs; i++) setArg(plan, i, stage(plan, operand(plan, i), n, first));
    for (let i = plan.inputs; i < loopOperands; i++) setArg(plan, i, target(plan, operand(plan, i)));
    const inner = isTiled ? TILE : n;
    for (let done = 0; done < n; done += inner) {
      if (done > 0) nextRow(plan);
      const finished = call(plan, inner);
      if (finished < inner && (!plan.masked || !finish(plan, mask, finished, n))) return reason(plan);
    }
    for (let i = plan.inputs; i < loopOperands; i++) unstage(plan, operand(plan, i), mask, n);
    advance(plan, n, 0);
    left -= n;
  }
  return 0;
}

/** From a row of a tile to the next: in memory, or in a block. */
function nextRow(plan: Plan): void {
  for (let i = 0; i < plan.inputs + plan.outputs; i++) {
    const o = operand(plan, i);
    const bytes = o.access == Access.rows ? stride(o, 1) : TILE * o.loopSize;
    setArg(plan, i, load<usize>(plan.args + (<usize>i << 2)) + bytes);
  }
}

/** Where the loop finds the next n elements of an operand, in its own type, one after the other. */
function stage(plan: Plan, o: Operand, n: i32, first: bool): usize {
  if (o.access == Access.repeat && !first) return o.block;
  let from = o.address;
  if (o.access > Access.rows) {
    from = isCast(o) ? o.raw : o.block;
    move(plan, o, from, n, false);
  }
  if (!isCast(o)) return from;
  convert(from, o.code, o.block, o.loopCode, n);
  return o.block;
}

/** Where the loop puts an output's next elements. */
function target(plan: Plan, o: Operand): usize {
  return o.access <= Access.rows && !isCast(o) && !plan.masked ? o.address : o.block;
}

/** Brings an output's block to memory: cast, and under the mask where there is one. */
function unstage(plan: Plan, o: Operand, mask: usize, n: i32): void {
  let from = target(plan, o);
  if (isCast(o)) {
    const to = o.access == Access.place && !plan.masked ? o.address : o.raw;
    convert(from, o.loopCode, to, o.code, n);
    from = to;
  }
  if (plan.masked) {
    const old = o.access == Access.place ? o.address : plan.spare;
    if (o.access != Access.place) move(plan, o, old, n, false);
    blend(from, mask, old, o.size, n);
    from = old;
  }
  if (o.access > Access.rows) move(plan, o, from, n, true);
}

/** After a stop under a mask: the rest of the block one by one, without what is masked out. False: the stop holds. */
function finish(plan: Plan, mask: usize, done: i32, n: i32): bool {
  const loopOperands = plan.inputs + plan.outputs;
  let at = 0;
  for (; done < n; done++) {
    if (!load<bool>(mask + done)) continue;
    for (let i = 0; i < loopOperands; i++) {
      setArg(plan, i, load<usize>(plan.args + (<usize>i << 2)) + (done - at) * operand(plan, i).loopSize);
    }
    at = done;
    if (call(plan, 1) < 1) return false;
  }
  return true;
}

/** The axis along which some operand lies closest, if it isn't the innermost; 0: all agree. */
function conflict(plan: Plan): i32 {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    let fast = 0;
    for (let axis = 1; axis < plan.axes; axis++) {
      const bytes = abs(stride(o, axis));
      if (bytes != 0 && bytes < abs(stride(o, fast))) fast = axis;
    }
    if (fast > 0) return fast;
  }
  return 0;
}

/** Cuts axis 0 and the axis `fast` into tiles of one block each; what is left over at their ends goes in blocks. */
function tiles(plan: Plan, fast: i32): i32 {
  swap(plan, 1, fast);
  const high = prepare(plan, false) / TILE;
  const inner = extent(plan, 0);
  const outer = extent(plan, 1);
  if (high == 0 || inner < TILE || outer < high) return blocks(plan, false);
  const innerRest = inner % TILE;
  const outerRest = outer % high;
  let stopped = 0;
  if (innerRest > 0) stopped = edge(plan, 0, inner - innerRest);
  if (stopped == 0 && outerRest > 0) stopped = edge(plan, 1, outer - outerRest);
  if (stopped != 0) return stopped;
  split(plan, high);
  return blocks(plan, !plan.masked);
}

/** Runs what lies beyond `whole` on an axis, then cuts the axis there. */
function edge(plan: Plan, axis: i32, whole: i32): i32 {
  const rest = extent(plan, axis) - whole;
  shift(plan, axis, whole);
  setExtent(plan, axis, rest);
  const stopped = blocks(plan, false);
  shift(plan, axis, -whole);
  setExtent(plan, axis, whole);
  return stopped;
}

function shift(plan: Plan, axis: i32, by: i32): void {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    o.address += by * stride(o, axis);
  }
}

function swap(plan: Plan, a: i32, b: i32): void {
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

/** (axis 0, axis 1, …) becomes (within a tile: axis 0, axis 1; among tiles: axis 1, axis 0; …). */
function split(plan: Plan, high: i32): void {
  const all = operands(plan);
  for (let axis = plan.axes - 1; axis >= 2; axis--) {
    setExtent(plan, axis + 2, extent(plan, axis));
    for (let i = 0; i < all; i++) setStride(operand(plan, i), axis + 2, stride(operand(plan, i), axis));
  }
  setExtent(plan, 3, extent(plan, 0) / TILE);
  setExtent(plan, 2, extent(plan, 1) / high);
  setExtent(plan, 1, high);
  setExtent(plan, 0, TILE);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    setStride(o, 3, stride(o, 0) * TILE);
    setStride(o, 2, stride(o, 1) * high);
  }
  plan.axes += 2;
  setIndex(plan, plan.axes - 1, 0);
  setIndex(plan, plan.axes - 2, 0);
}
