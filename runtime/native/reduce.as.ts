/**
 * Reductions along the fastest axis: each row is folded into one value, which is folded into the row's accumulator.
 *
 * Where the order matters, as for sums of floats, it is NumPy's pairwise one: up to 128 elements in eight partials, a
 * leaf, longer ones by halves, the first a multiple of 8. So rounding errors grow with the logarithm of the length, and
 * sums are NumPy's to the bit. All leaves of a few thousand elements are one call of a loop that folds groups; more calls
 * of it fold their results, eight to one. Where any order is right, long groups are folded, or blocks element by element.
 *
 * Elements that don't lie one after the other, and those of another type, are staged a block at a time. Casts are done by
 * chunks of 8192 elements, each folded for itself, as NumPy's buffers have it; so are runs of a mask.
 */
import { convert, sizeOf } from "./cast.as";
import { copyBytes, copyRow } from "./copy.as";
import { advance, BLOCK, extent, index, operand, Plan, setIndex, stride } from "./plan.as";

const START_VALUE: i32 = 0;
const START_ELEMENT: i32 = 2;
const PARTIALS: i32 = 8;
/** Elements that are folded in partials. */
const LEAF: i32 = 128;
/** Elements whose leaves are folded in one call, and whose casts NumPy does at once. */
const CHUNK: i32 = 8192;
/** Elements that are one group where any order is right. */
const LONG: i32 = 32768;
/** A tree of `CHUNK` elements has at most so many leaves. */
const LEAVES: i32 = 128;

/** Where the reduction lies behind the arguments of a plan, in bytes. */
const TARGET: usize = 64;

@unmanaged
class Reduction {
  /** f(T, T) -> T, and the loop that folds groups of elements into one each, `kernel/lower/reduce.ts`; 0: none. */
  loop: i32;
  fold: i32;
  /** The type T. */
  code: i32;
  /** 1 where NumPy's order matters. */
  ordered: i32;
  /** What accumulators are before: `Start` in `plan.ts`. */
  start: i32;
  /** Arguments and steps of both loops. */
  args: usize;
  steps: usize;
  /** Blocks: elements as in memory, as elements of T. */
  raw: usize;
  block: usize;
  /** Partial results. */
  results: usize;
  /** The lengths of leaves, then how many leaves each node above them has, then as many eights and twos. */
  lengths: usize;
  /** How elements lie: their type, its size, bytes from one to the next; the size of T. */
  from: i32;
  size: i32;
  step: i32;
  width: i32;
  /** How many elements the tree has whose lengths are listed; its leaves, and the levels above its nodes. */
  listed: i32;
  leaves: i32;
  levels: i32;
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
  r.listed = 0;
  for (let i = 0; i < 3; i++) store<i32>(r.steps + (<usize>i << 2), r.width);
  for (let i = 0; i < PARTIALS; i++) store<i32>(eights(r) + (<usize>i << 2), PARTIALS);
  for (let i = 0; i < 2; i++) store<i32>(twos(r) + (<usize>i << 2), 2);
  do {
    const isFirst = r.start != START_VALUE && isFirstOf(plan);
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

@inline
function isCast(r: Reduction): bool {
  return r.from != r.code;
}

/** Elements that can be had one after the other at a time. */
@inline
function room(r: Reduction): i32 {
  return isCast(r) || r.step != r.size ? BLOCK / max(r.size, r.width) : i32.MAX_VALUE;
}

/** Folds n elements into an accumulator, which takes the value as it is if it has none. */
function row(r: Reduction, from: usize, accumulator: usize, n: i32, isFirst: bool): bool {
  if (isFirst && r.start == START_ELEMENT) {
    copyBytes(stage(r, from, 1), accumulator, r.width);
    from += r.step;
    n--;
    isFirst = false;
  }
  const chunk = r.ordered != 0 ? (isCast(r) ? CHUNK : n) : r.fold != 0 ? min(LONG, room(r)) : n;
  for (let done = 0; done < n; done += chunk) {
    const count = min(chunk, n - done);
    if (!whole(r, from + done * r.step, count)) return false;
    if (isFirst) copyBytes(r.results, accumulator, r.width);
    else if (!apply(r, accumulator, r.results, accumulator, 1)) return false;
    isFirst = false;
  }
  return true;
}

/** The fold of n elements. Does the loop go through them? */
function whole(r: Reduction, from: usize, n: i32): bool {
  if (r.ordered != 0) return pairwise(r, from, n, r.results);
  return r.fold != 0 ? group(r, stage(r, from, n), n, r.results) : blocks(r, from, n);
}

/** The next elements one after the other, as the loop takes them. */
function stage(r: Reduction, from: usize, n: i32): usize {
  let at = from;
  if (r.step != r.size) {
    copyRow(at, r.step, r.raw, r.size, r.size, n);
    at = r.raw;
  }
  if (!isCast(r)) return at;
  convert(at, r.from, r.block, r.code, n);
  return r.block;
}

/** By the elementwise loop, in any order: a block of accumulators, which are then folded by halves. */
function blocks(r: Reduction, from: usize, n: i32): bool {
  const into = r.results;
  let count = min(n, min(BLOCK / r.width, room(r)));
  copyBytes(stage(r, from, count), into, count * r.width);
  for (let done = count; done < n; done += count) {
    const left = min(count, n - done);
    if (!apply(r, into, stage(r, from + done * r.step, left), into, left)) return false;
  }
  while (count > 1) {
    const half = (count + 1) >> 1;
    if (!apply(r, into, into + half * r.width, into, count - half)) return false;
    count = half;
  }
  return true;
}

/** In NumPy's order. */
function pairwise(r: Reduction, from: usize, n: i32, to: usize): bool {
  if (n <= LEAF) {
    const at = stage(r, from, n);
    return r.fold != 0 ? group(r, at, n, to) : partials(r, at, n, to);
  }
  if (r.fold != 0 && n <= min(CHUNK, room(r))) return tree(r, stage(r, from, n), n, to);
  const half = firstHalf(n);
  const next = to + 8;
  if (!pairwise(r, from, half, to) || !pairwise(r, from + half * r.step, n - half, next)) return false;
  return apply(r, to, next, to, 1);
}

@inline
function firstHalf(n: i32): i32 {
  const half = n >> 1;
  return half - (half % PARTIALS);
}

/** All leaves, then all nodes of the level above them, of which some are leaves, then level by level. */
function tree(r: Reduction, from: usize, n: i32, to: usize): bool {
  if (r.listed != n) list(r, n);
  let nodes = 1 << r.levels;
  if (!fold(r, from, to, r.lengths, r.leaves)) return false;
  if (r.leaves > nodes && !fold(r, to, to, counts(r), nodes)) return false;
  let levels = r.levels;
  for (; levels >= 3; levels -= 3) {
    nodes >>= 3;
    if (!fold(r, to, to, eights(r), nodes)) return false;
  }
  for (; levels > 0; levels--) {
    nodes >>= 1;
    if (!fold(r, to, to, twos(r), nodes)) return false;
  }
  return true;
}

@inline
function counts(r: Reduction): usize {
  return r.lengths + LEAVES * 4;
}

@inline
function eights(r: Reduction): usize {
  return counts(r) + (LEAVES / 2) * 4;
}

@inline
function twos(r: Reduction): usize {
  return eights(r) + PARTIALS * 4;
}

/** Lists the lengths of a tree's leaves: nodes of one level, halved once more where they are too long. */
function list(r: Reduction, n: i32): void {
  const nodes = counts(r);
  let levels = 0;
  store<i32>(nodes, n);
  for (let least = n; least > LEAF; least = firstHalf(least), levels++) {
    for (let i = (1 << levels) - 1; i >= 0; i--) {
      const length = load<i32>(nodes + (<usize>i << 2));
      const half = firstHalf(length);
      store<i32>(nodes + (<usize>i << 3), half);
      store<i32>(nodes + (<usize>i << 3), length - half, 4);
    }
  }
  let to = r.lengths;
  for (let i = 0; i < 1 << levels; i++) {
    const node = nodes + (<usize>i << 2);
    const length = load<i32>(node);
    const half = firstHalf(length);
    store<i32>(node, length > LEAF ? 2 : 1);
    if (length > LEAF) {
      store<i32>(to, half);
      to += 4;
    }
    store<i32>(to, length > LEAF ? length - half : length);
    to += 4;
  }
  r.listed = n;
  r.leaves = <i32>(to - r.lengths) >> 2;
  r.levels = levels;
}

/** One group of elements. */
function group(r: Reduction, from: usize, n: i32, to: usize): bool {
  store<i32>(r.lengths, n);
  r.listed = 0;
  return fold(r, from, to, r.lengths, 1);
}

/** By the loop that folds groups. */
@inline
function fold(r: Reduction, from: usize, to: usize, lengths: usize, groups: i32): bool {
  store<usize>(r.args, from);
  store<usize>(r.args, to, 4);
  store<usize>(r.args, lengths, 8);
  return call_indirect<i32>(r.fold, r.args, groups, r.steps) == groups;
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
