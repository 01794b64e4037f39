/**
 * The driver: walks an n-dimensional iteration and calls an inner loop `(args, n, steps) -> done` through the shared
 * table, at most 8192 elements at a time so that V8 can put optimized code in its place inside a long call.
 *
 * Three ways through an iteration, from the cheapest:
 * - rows: each operand's innermost rows can be read and written where they lie, or are one value, which is splat;
 * - blocks: 8 kB an operand along the whole iteration; what can't be used in place is copied and cast, and what repeats
 *   with every block, a broadcast operand of a short period, is copied once;
 * - tiles: blocks of an iteration that is cut into tiles, where operands disagree on which axis is the fast one.
 *
 * A block's inputs are read before its outputs are written. Nothing of a block in which the loop stopped is stored.
 */
import { convert, sizeOf } from "./cast.as";
import { blend, move } from "./copy.as";
import { call, finish, reason, setArg, setStep, value } from "./loop.as";
import { maskedRows } from "./masked.as";
import {
  advance,
  BLOCK,
  CHUNK,
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
  swap,
} from "./plan.as";
import { scans } from "./scan.as";

export { locate32, locate64, scatter } from "./at.as";
export { convert } from "./cast.as";
export { identity } from "./copy.as";
export { reduce } from "./reduce.as";

/** Rows from this length on are worth a call each. */
const LONG_ROW: i32 = 16;

/** Up to this length blocks are better than rows where they need no copying. */
const SHORT_ROW: i32 = 256;

/** Beyond so many bytes of an operand memory is slower than copying: short blocks let the operands' transfers overlap. */
const CACHED: i64 = 1 << 20;
const SHORT_BLOCK: i32 = BLOCK / 8;

/** Elements of a tile along the innermost axis. */
const TILE: i32 = 128;

/** Elements of a panel of tiles along each of its axes. */
const PANEL: i32 = 256;

/** How a block of an operand comes about: in place, row by row in place, copied once as all blocks are the same, copied. */
enum Access {
  place,
  rows,
  repeat,
  copy,
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
  if (isDirect(plan) && (plan.axes == 1 || plan.order >= Order.rows || preferRows(plan))) {
    if (plan.rowLoop != 0) plan.loop = plan.rowLoop;
    if (!plan.masked) return rows(plan);
    if (plan.order == Order.any) return maskedRows(plan);
  }
  for (let i = 0; i < plan.inputs + plan.outputs; i++) setStep(plan, i, operand(plan, i).loopSize);
  if (plan.order == Order.scan) setArg(plan, 3, 1);
  const fast = plan.order == Order.any && extent(plan, 0) >= LONG_ROW ? conflict(plan) : 0;
  return fast > 0 ? tiles(plan, fast) : blocks(plan);
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
  prepare(plan);
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
    if (extent(plan, axis) > capacity / n) return 0;
    n *= extent(plan, axis);
  }
  return n;
}

@inline
function isOutput(plan: Plan, i: i32): bool {
  return i >= plan.inputs && i < plan.inputs + plan.outputs;
}

/** Bytes of the widest element, in memory or in the loop. */
function widest(plan: Plan): i32 {
  const all = operands(plan);
  let bytes = 1;
  for (let i = 0; i < all; i++) bytes = max(bytes, max(operand(plan, i).size, operand(plan, i).loopSize));
  return bytes;
}

/** How many elements the whole iteration has. */
function count(plan: Plan): i64 {
  let n: i64 = 1;
  for (let axis = 0; axis < plan.axes; axis++) n *= extent(plan, axis);
  return n;
}

/** Decides how each operand is read and how many elements a block has: a multiple of the periods that repeat. */
function prepare(plan: Plan): i32 {
  const all = operands(plan);
  const width = widest(plan);
  let most = BLOCK / width;
  let unit = 1;
  let copies = false;
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    if (isCast(o)) copies = true;
    if (isContiguous(plan, o)) {
      o.access = Access.place;
      continue;
    }
    o.access = Access.copy;
    const n = isOutput(plan, i) || plan.order >= Order.rows ? 0 : period(plan, o, most);
    const common = n == 0 ? 0 : unit * (n / gcd(unit, n));
    if (common == 0 || common > most) {
      copies = true;
      continue;
    }
    unit = common;
    o.access = Access.repeat;
  }
  if (copies && count(plan) * width > CACHED) most = max(unit, SHORT_BLOCK / width);
  return most - (most % unit);
}

function gcd(a: i32, b: i32): i32 {
  while (b != 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

function blocks(plan: Plan): i32 {
  const capacity = prepare(plan);
  let left = count(plan);
  for (let first = true; left > 0; first = false) {
    let n = <i32>min<i64>(left, capacity);
    if (plan.order >= Order.rows) n = min(n, extent(plan, 0) - index(plan, 0));
    const stopped = block(plan, n, n, first);
    if (stopped != 0) return stopped;
    advance(plan, n, 0);
    left -= n;
  }
  return 0;
}

/** The next n elements, a call of the loop for each row of `inner`. */
function block(plan: Plan, n: i32, inner: i32, first: bool): i32 {
  const loopOperands = plan.inputs + plan.outputs;
  const mask = plan.masked ? stage(plan, operand(plan, loopOperands), n, first) : 0;
  for (let i = 0; i < plan.inputs; i++) setArg(plan, i, stage(plan, operand(plan, i), n, first));
  for (let i = plan.inputs; i < loopOperands; i++) setArg(plan, i, target(plan, operand(plan, i)));
  for (let done = 0; done < n; done += inner) {
    if (done > 0) nextRow(plan, inner);
    const finished = call(plan, inner);
    if (finished < inner && (!plan.masked || !finish(plan, mask, finished, n))) return reason(plan);
  }
  for (let i = plan.inputs; i < loopOperands; i++) unstage(plan, operand(plan, i), mask, n);
  return 0;
}

/** From a row of a tile to the next: in memory, or in a block. */
function nextRow(plan: Plan, inner: i32): void {
  for (let i = 0; i < plan.inputs + plan.outputs; i++) {
    const o = operand(plan, i);
    const bytes = o.access == Access.rows ? stride(o, 1) : inner * o.loopSize;
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

/** The axis along which some operand lies closest, if it isn't the innermost and long enough to matter; 0: none. */
function conflict(plan: Plan): i32 {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    let fast = 0;
    for (let axis = 1; axis < plan.axes; axis++) {
      const bytes = abs(stride(o, axis));
      if (bytes != 0 && bytes < abs(stride(o, fast))) fast = axis;
    }
    if (extent(plan, fast) >= LONG_ROW && fast > 0) return fast;
  }
  return 0;
}

/**
 * Cuts axis 0 and the axis `fast` into tiles of one block each, so that a cache line that was fetched is used up. Tiles are
 * walked panel by panel: what a panel touches of every operand is within reach of the translation buffer.
 */
function tiles(plan: Plan, fast: i32): i32 {
  swap(plan, 1, fast);
  const axes = plan.axes;
  const inner = extent(plan, 0);
  const outer = extent(plan, 1);
  const high = prepareTiles(plan) / TILE;
  let stopped = 0;
  do {
    plan.axes = 2;
    for (let y = 0; y < outer && stopped == 0; y += PANEL) {
      for (let x = 0; x < inner && stopped == 0; x += PANEL) {
        stopped = panel(plan, x, y, min(inner - x, PANEL), min(outer - y, PANEL), high);
      }
    }
    plan.axes = axes;
  } while (stopped == 0 && advance(plan, 1, 2));
  return stopped;
}

/** The part of axes 0 and 1 that begins at (left, top), tile by tile. */
function panel(plan: Plan, left: i32, top: i32, width: i32, height: i32, high: i32): i32 {
  let stopped = 0;
  for (let y = 0; y < height && stopped == 0; y += high) {
    for (let x = 0; x < width && stopped == 0; x += TILE) {
      const inner = min(width - x, TILE);
      const rows = min(height - y, high);
      setExtent(plan, 0, inner);
      setExtent(plan, 1, rows);
      shift(plan, left + x, top + y);
      stopped = block(plan, inner * rows, plan.masked ? inner * rows : inner, true);
      shift(plan, -left - x, -top - y);
    }
  }
  return stopped;
}

/** Decides how each operand is read in tiles, and how many elements these have at most. */
function prepareTiles(plan: Plan): i32 {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    o.access = stride(o, 0) == o.size && !isCast(o) && !plan.masked ? Access.rows : Access.copy;
  }
  return BLOCK / widest(plan);
}

/** The address of every operand moves along axes 0 and 1. */
function shift(plan: Plan, x: i32, y: i32): void {
  const all = operands(plan);
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    o.address += x * stride(o, 0) + y * stride(o, 1);
  }
}
