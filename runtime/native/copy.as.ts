/**
 * Copies between places of any strides, one loop an item size, and the moves of an operand's elements into and out of
 * its block. A block holds the elements in the order of the iteration.
 */
import { extent, Operand, Plan, setWalk, startWalk, stride, walk } from "./plan.as";

function row<T>(from: usize, fromStride: i32, to: usize, toStride: i32, n: i32): void {
  for (; n >= 4; n -= 4) {
    store<T>(to, load<T>(from));
    store<T>(to + toStride, load<T>(from + fromStride));
    store<T>(to + 2 * toStride, load<T>(from + 2 * fromStride));
    store<T>(to + 3 * toStride, load<T>(from + 3 * fromStride));
    from += 4 * fromStride;
    to += 4 * toStride;
  }
  for (; n > 0; n--) {
    store<T>(to, load<T>(from));
    from += fromStride;
    to += toStride;
  }
}

function copyRow(from: usize, fromStride: i32, to: usize, toStride: i32, size: i32, n: i32): void {
  if (fromStride == size && toStride == size) memory.copy(to, from, n * size);
  else if (size == 8) row<u64>(from, fromStride, to, toStride, n);
  else if (size == 4) row<u32>(from, fromStride, to, toStride, n);
  else if (size == 2) row<u16>(from, fromStride, to, toStride, n);
  else row<u8>(from, fromStride, to, toStride, n);
}

/** One way between an operand and a block, n elements from the current index on. */
export function move(plan: Plan, o: Operand, block: usize, n: i32, out: bool): void {
  const size = o.size;
  const inner = extent(plan, 0);
  const step = stride(o, 0);
  startWalk(plan);
  let at = o.address;
  while (n > 0) {
    const start = walk(plan, 0);
    let axis = 0;
    if (start == 0 && n >= 2 * inner && plan.axes > 1) {
      const rows = min(n / inner, extent(plan, 1) - walk(plan, 1));
      moveRows(at, step, stride(o, 1), block, size, inner, rows, out);
      block += rows * inner * size;
      n -= rows * inner;
      at += rows * stride(o, 1);
      setWalk(plan, 1, walk(plan, 1) + rows);
      axis = 1;
    } else {
      const run = min(inner - start, n);
      if (out) copyRow(block, size, at, step, size, run);
      else copyRow(at, step, block, size, size, run);
      block += run * size;
      n -= run;
      at += run * step;
      setWalk(plan, 0, start + run);
    }
    for (; axis + 1 < plan.axes && walk(plan, axis) == extent(plan, axis); axis++) {
      at += stride(o, axis + 1) - extent(plan, axis) * stride(o, axis);
      setWalk(plan, axis, 0);
      setWalk(plan, axis + 1, walk(plan, axis + 1) + 1);
    }
  }
}

/** Whole rows, in the order in which the operand lies in memory: a cache line that was fetched is used up. */
function moveRows(at: usize, s0: i32, s1: i32, block: usize, size: i32, inner: i32, rows: i32, out: bool): void {
  const pitch = inner * size;
  const across = s0 != 0 && abs(s1) < abs(s0);
  const lines = across ? inner : rows;
  const n = across ? rows : inner;
  const line = across ? s0 : s1;
  const blockLine = across ? size : pitch;
  const s = across ? s1 : s0;
  const blockStep = across ? pitch : size;
  for (let i = 0; i < lines; i++) {
    if (out) copyRow(block, blockStep, at, s, size, n);
    else copyRow(at, s, block, blockStep, size, n);
    at += line;
    block += blockLine;
  }
}

function blendRow<T>(from: usize, mask: usize, to: usize, n: i32): void {
  for (const end = mask + n; mask < end; mask++, from += sizeof<T>(), to += sizeof<T>()) {
    store<T>(to, select<T>(load<T>(from), load<T>(to), load<bool>(mask)));
  }
}

/** Stores those of n elements whose mask is set; all lie one after the other. */
export function blend(from: usize, mask: usize, to: usize, size: i32, n: i32): void {
  if (size == 8) blendRow<u64>(from, mask, to, n);
  else if (size == 4) blendRow<u32>(from, mask, to, n);
  else if (size == 2) blendRow<u16>(from, mask, to, n);
  else blendRow<u8>(from, mask, to, n);
}

/** Fills 64 bytes with an element. */
export function splat(from: usize, to: usize, size: i32): void {
  let value: v128;
  if (size == 8) value = v128.load64_splat(from);
  else if (size == 4) value = v128.load32_splat(from);
  else if (size == 2) value = v128.load16_splat(from);
  else value = v128.load8_splat(from);
  v128.store(to, value);
  v128.store(to, value, 16);
  v128.store(to, value, 32);
  v128.store(to, value, 48);
}

/** The inner loop that copies: its input and its output are of one type. */
export function identity(args: usize, n: i32, steps: usize): i32 {
  const from = load<usize>(args);
  let to = load<usize>(args, 4);
  const size = load<i32>(steps, 4);
  if (load<i32>(steps) != 0) {
    memory.copy(to, from, n * size);
    return n;
  }
  const end = to + n * size;
  const value = v128.load(from);
  for (; to + 16 <= end; to += 16) v128.store(to, value);
  memory.copy(to, from, end - to);
  return n;
}
