/**
 * Reductions along the fastest axis: each row is folded into one value, which is folded into the row's accumulator.
 *
 * A row is folded in NumPy's pairwise order: up to 128 elements in eight partials, longer ones by halves, the first a
 * multiple of 8. Rounding errors grow with the logarithm of the length, and sums are NumPy's to the bit. Where any order
 * is right, as for integers, it is that one or a quicker.
 *
 * Elements that don't lie one after the other, and those of another type, are staged a leaf at a time. Casts are done by
 * chunks of 8192 elements, each folded for itself, as NumPy's buffers have it; so are runs of a mask.
 */
import { convert, sizeOf } from "./cast.as";
import { copyBytes, copyRow } from "./copy.as";
import { advance, extent, index, operand, Plan, setIndex, stride } from "./plan.as";

const PARTIALS: i32 = 8;
/** Elements that are folded in partials; what is not folded in order takes as many as a block has. */
const LEAF: i32 = 128;
const BLOCK: i32 = 512;
const CHUNK: i32 = 8192;

/** Where the reduction lies behind the arguments of a plan, in bytes. */
const TARGET: usize = 64;

@unmanaged
class Reduction {
  /** f(T, T) -> T, and the loop that folds the n elements of a row into one; 0 if there is none. */
  loop: i32;
  fold: i32;
  /** The type T. */
  code: i32;
  /** 1 where NumPy's order matters. */
  ordered: i32;
  /** 1 where accumulators hold no value yet. */
  empty: i32;
  /** Arguments and steps of both loops. */
  args: usize;
  steps: usize;
  /** Blocks: elements as in memory, as elements of T. */
  raw: usize;
  block: usize;
  /** Partial results: eight for each level of halving. */
  stack: usize;
  /** How elements lie: their type, its size, bytes from one to the next; the size of T. */
  from: i32;
  size: i32;
  step: i32;
  width: i32;
}

@external("env", "loop")
declare function loop(id: i32, args: usize, n: i32, steps: usize): i32;

/** Runs a plan of one input and one output, the accumulators; axis 0 is folded. 0, or why the loop stopped. */
export function reduce(plan: Plan): i32 {
  const r = changetype<Reduction>(plan.args + TARGET);
  const elements = operand(plan, 0);
  const accumulators = operand(plan, 1);
  const mask = operand(plan, 2);
  const n = extent(plan, 0);
  for (let axis = 0; axis < plan.axes; axis++) setIndex(plan, axis, 0);
  r.from = elements.code;
  r.size = sizeOf(r.from);
  r.width = sizeOf(r.code);
  r.step = stride(elements, 0);
  for (let i = 0; i < 3; i++) store<i32>(r.steps + (<usize>i << 2), r.width);
  do {
    const isFirst = r.empty != 0 && isFirstOf(plan);
    const done = plan.masked
      ? masked(r, elements.address, mask.address, stride(mask, 0), accumulators.address, n)
      : row(r, elements.address, accumulators.address, n, isFirst);
    if (!done) return load<i32>(r.args, 12);
  } while (plan.axes > 1 && advance(plan, 1, 1));
  return 0;
}

/** Is this row the first for its accumulator? */
function isFirstOf(plan: Plan): bool {
  const accumulators = operand(plan, 1);
  for (let axis = 1; axis < plan.axes; axis++) {
    if (stride(accumulators, axis) == 0 && index(plan, axis) > 0) return false;
  }
  return true;
}

/** Runs of elements that are not masked out. */
function masked(r: Reduction, from: usize, mask: usize, maskStep: i32, accumulator: usize, n: i32): bool {
  for (let i = 0; i < n; ) {
    while (i < n && !load<bool>(mask + i * maskStep)) i++;
    const start = i;
    while (i < n && load<bool>(mask + i * maskStep)) i++;
    if (i > start && !row(r, from + start * r.step, accumulator, i - start, false)) return false;
  }
  return true;
}

/** Folds n elements into an accumulator, which takes the value as it is if it has none. */
function row(r: Reduction, from: usize, accumulator: usize, n: i32, isFirst: bool): bool {
  const chunk = r.from != r.code ? CHUNK : r.ordered != 0 || r.fold == 0 ? n : r.step == r.size ? CHUNK : BLOCK;
  for (let done = 0; done < n; done += chunk) {
    const value = pairwise(r, from + done * r.step, min(chunk, n - done), r.stack);
    if (value == 0) return false;
    if (isFirst) copyBytes(value, accumulator, r.width);
    else if (!apply(r, accumulator, value, accumulator, 1)) return false;
    isFirst = false;
  }
  return true;
}

/** The address of the fold of n elements, most often in the stack; 0 where the loop stopped. */
function pairwise(r: Reduction, from: usize, n: i32, stack: usize): usize {
  if (n == 1 && r.from == r.code) return from;
  if (n <= LEAF || (r.ordered == 0 && r.fold != 0)) return leaf(r, from, n, stack) ? stack : 0;
  const half = (n >> 1) - ((n >> 1) % PARTIALS);
  const eighth = n >> 3;
  if (r.fold != 0 && eighth > 72 && eighth < 112) {
    if (!leaves(r, from, n, 3, stack)) return 0;
    return fold(r, stack, PARTIALS, stack) ? stack : 0;
  }
  const next = stack + PARTIALS * 8;
  if (pairwise(r, from, half, stack) == 0) return 0;
  if (pairwise(r, from + half * r.step, n - half, next) == 0) return 0;
  return apply(r, stack, next, stack, 1) ? stack : 0;
}

/** The folds of all leaves of a tree of so many levels, one after the other. The address behind them; 0: a stop. */
function leaves(r: Reduction, from: usize, n: i32, levels: i32, to: usize): usize {
  if (levels == 0) return leaf(r, from, n, to) ? to + r.width : 0;
  const half = (n >> 1) - ((n >> 1) % PARTIALS);
  const next = leaves(r, from, half, levels - 1, to);
  return next == 0 ? 0 : leaves(r, from + half * r.step, n - half, levels - 1, next);
}

/** The fold of a few elements. */
function leaf(r: Reduction, from: usize, n: i32, to: usize): bool {
  let at = from;
  if (r.step != r.size) {
    copyRow(at, r.step, r.raw, r.size, r.size, n);
    at = r.raw;
  }
  if (r.from != r.code) {
    convert(at, r.from, r.block, r.code, n);
    at = r.block;
  }
  return r.fold != 0 ? fold(r, at, n, to) : partials(r, at, n, to);
}

/** By the loop that folds. */
@inline
function fold(r: Reduction, from: usize, n: i32, to: usize): bool {
  store<usize>(r.args, from);
  store<usize>(r.args, to, 4);
  return call_indirect<i32>(r.fold, r.args, n, r.steps) == n;
}

/** By the elementwise loop: eight partials, joined as ((r0 r1) (r2 r3)) ((r4 r5) (r6 r7)), then what is left over. */
function partials(r: Reduction, from: usize, n: i32, to: usize): bool {
  const width = r.width;
  const whole = n < PARTIALS ? 1 : n - (n % PARTIALS);
  copyBytes(from, to, width * min(whole, PARTIALS));
  for (let i = PARTIALS; i < whole; i += PARTIALS) if (!apply(r, to, from + i * width, to, PARTIALS)) return false;
  if (whole > 1) {
    for (let step = 1; step < PARTIALS; step *= 2) {
      for (let i = 0; i < PARTIALS; i += 2 * step) {
        if (!apply(r, to + i * width, to + (i + step) * width, to + i * width, 1)) return false;
      }
    }
  }
  for (let i = whole; i < n; i++) if (!apply(r, to, from + i * width, to, 1)) return false;
  return true;
}

@inline
function apply(r: Reduction, a: usize, b: usize, to: usize, n: i32): bool {
  store<usize>(r.args, a);
  store<usize>(r.args, b, 4);
  store<usize>(r.args, to, 8);
  const done = r.loop >= 0 ? call_indirect<i32>(r.loop, r.args, n, r.steps) : loop(r.loop, r.args, n, r.steps);
  return done == n;
}
