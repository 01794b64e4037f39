/**
 * Copies between places of any strides, one loop an item size, and the moves of an operand's elements into and out of
 * its block. A block holds the elements in the order of the iteration.
 */
import { extent, Operand, Plan, setWalk, startWalk, stride, walk } from "./plan.as";

function row<T>(from: usize, fromStride: i32, to: usize, toStride: i32, n: i32): void {
  // a loop turns as slowly as it moves an element or two
  for (; n >= 4; n -= 4) {
    const from2 = from + 2 * fromStride;
    const to2 = to + 2 * toStride;
    store<T>(to, load<T>(from));
    store<T>(to + toStride, load<T>(from + fromStride));
    store<T>(to2, load<T>(from2));
    store<T>(to2 + toStride, load<T>(from2 + fromStride));
    from = from2 + 2 * fromStride;
    to = to2 + 2 * toStride;
  }
  for (; n > 0; n--) {
    store<T>(to, load<T>(from));
    from += fromStride;
    to += toStride;
  }
}

/** Elements of 8 bytes, brought together two at a time. */
function pack8(from: usize, stride: i32, to: usize, n: i32): void {
  const s2 = 2 * stride;
  const s3 = 3 * stride;
  const s4 = 4 * stride;
  for (; n >= 4; n -= 4) {
    v128.store(to, v128.load64_lane(from + stride, v128.load64_zero(from), 1));
    v128.store(to, v128.load64_lane(from + s3, v128.load64_zero(from + s2), 1), 16);
    from += s4;
    to += 32;
  }
  row<u64>(from, stride, to, 8, n);
}

/** Elements of 4 bytes, brought together four at a time. */
function pack4(from: usize, stride: i32, to: usize, n: i32): void {
  const s2 = 2 * stride;
  const s3 = 3 * stride;
  const s4 = 4 * stride;
  for (; n >= 4; n -= 4) {
    let four = v128.load32_zero(from);
    four = v128.load32_lane(from + stride, four, 1);
    four = v128.load32_lane(from + s2, four, 2);
    v128.store(to, v128.load32_lane(from + s3, four, 3));
    from += s4;
    to += 16;
  }
  row<u32>(from, stride, to, 4, n);
}

/** Every second element of 4 bytes: two loads bring four. The last ones go singly, for nothing need lie behind them. */
function even4(from: usize, to: usize, n: i32): void {
  for (; n > 4; n -= 4) {
    v128.store(to, v128.shuffle<u32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6));
    from += 32;
    to += 16;
  }
  row<u32>(from, 8, to, 4, n);
}

/** `memory.copy` costs a call, which short rows are not worth. */
export function copyBytes(from: usize, to: usize, n: i32): void {
  if (n >= 512) {
    memory.copy(to, from, n);
    return;
  }
  for (; n >= 16; n -= 16) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; n > 0; n--) store<u8>(to++, load<u8>(from++));
}

export function copyRow(from: usize, fromStride: i32, to: usize, toStride: i32, size: i32, n: i32): void {
  if (toStride == size) {
    if (fromStride == size) return copyBytes(from, to, n * size);
    if (size == 8) return pack8(from, fromStride, to, n);
    if (size == 4) return fromStride == 8 ? even4(from, to, n) : pack4(from, fromStride, to, n);
  }
  if (size == 8) row<u64>(from, fromStride, to, toStride, n);
  else if (size == 4) row<u32>(from, fromStride, to, toStride, n);
  else if (size == 2) row<u16>(from, fromStride, to, toStride, n);
  else row<u8>(from, fromStride, to, toStride, n);
}

/** One way between an operand and a block, n elements from the current index on. */
export function move(plan: Plan, o: Operand, block: usize, n: i32, out: bool): void {
  const size = o.size;
  const inner = extent(plan, 0);
  const step = stride(o, 0);
  if (plan.axes == 1) {
    if (out) copyRow(block, size, o.address, step, size, n);
    else copyRow(o.address, step, block, size, size, n);
    return;
  }
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

/** The lines of a matrix of 8-byte elements become columns, two by two. */
function transpose8(from: usize, fromPitch: i32, to: usize, toPitch: i32, lines: i32, n: i32): void {
  for (let i = 0; i + 1 < lines; i += 2, from += 2 * fromPitch, to += 16) {
    let a = from;
    let r = to;
    let k = 0;
    for (; k + 1 < n; k += 2, a += 16, r += 2 * toPitch) {
      const x = v128.load(a);
      const y = v128.load(a + fromPitch);
      v128.store(r, v128.shuffle<u64>(x, y, 0, 2));
      v128.store(r + toPitch, v128.shuffle<u64>(x, y, 1, 3));
    }
    if (k < n) v128.store(r, v128.load64_lane(a + fromPitch, v128.load64_zero(a), 1));
  }
  if (lines & 1) row<u64>(from, 8, to, toPitch, n);
}

/** The same for 4-byte elements, four by four. */
function transpose4(from: usize, fromPitch: i32, to: usize, toPitch: i32, lines: i32, n: i32): void {
  let i = 0;
  for (; i + 3 < lines; i += 4, from += 4 * fromPitch, to += 16) {
    let a = from;
    let r = to;
    let k = 0;
    for (; k + 3 < n; k += 4, a += 16, r += 4 * toPitch) {
      const w = v128.load(a);
      const x = v128.load(a + fromPitch);
      const y = v128.load(a + 2 * fromPitch);
      const z = v128.load(a + 3 * fromPitch);
      const wx = v128.shuffle<u32>(w, x, 0, 4, 1, 5);
      const yz = v128.shuffle<u32>(y, z, 0, 4, 1, 5);
      const wx2 = v128.shuffle<u32>(w, x, 2, 6, 3, 7);
      const yz2 = v128.shuffle<u32>(y, z, 2, 6, 3, 7);
      v128.store(r, v128.shuffle<u64>(wx, yz, 0, 2));
      v128.store(r + toPitch, v128.shuffle<u64>(wx, yz, 1, 3));
      v128.store(r + 2 * toPitch, v128.shuffle<u64>(wx2, yz2, 0, 2));
      v128.store(r + 3 * toPitch, v128.shuffle<u64>(wx2, yz2, 1, 3));
    }
    for (; k < n; k++, a += 4, r += toPitch) pack4(a, fromPitch, r, 4);
  }
  for (; i < lines; i++, from += fromPitch, to += 4) row<u32>(from, 4, to, toPitch, n);
}

/** Whole rows, in the order in which the operand lies in memory: a cache line that was fetched is used up. */
function moveRows(at: usize, s0: i32, s1: i32, block: usize, size: i32, inner: i32, rows: i32, out: bool): void {
  const pitch = inner * size;
  if (s0 == 0 || abs(s1) >= abs(s0)) {
    for (let i = 0; i < rows; i++, at += s1, block += pitch) {
      if (out) copyRow(block, size, at, s0, size, inner);
      else copyRow(at, s0, block, size, size, inner);
    }
    return;
  }
  if (s1 == size && size == 8) {
    if (out) transpose8(block, pitch, at, s0, rows, inner);
    else transpose8(at, s0, block, pitch, inner, rows);
  } else if (s1 == size && size == 4) {
    if (out) transpose4(block, pitch, at, s0, rows, inner);
    else transpose4(at, s0, block, pitch, inner, rows);
  } else {
    for (let i = 0; i < inner; i++, at += s0, block += size) {
      if (out) copyRow(block, pitch, at, s1, size, rows);
      else copyRow(at, s1, block, pitch, size, rows);
    }
  }
}

function blendRow<T>(from: usize, mask: usize, to: usize, n: i32): void {
  for (const end = mask + n; mask < end; mask++, from += sizeof<T>(), to += sizeof<T>()) {
    store<T>(to, select<T>(load<T>(from), load<T>(to), load<bool>(mask)));
  }
}

@inline
function choose(from: usize, to: usize, lanes: v128, offset: usize): void {
  v128.store(to + offset, v128.bitselect(v128.load(from + offset), v128.load(to + offset), lanes));
}

/** The mask's bytes, each as often as an element has bytes, are stretched to lanes of 2, 4 and 8 bytes. */
function blendLanes(from: usize, to: usize, lanes: v128, size: i32): void {
  if (size == 1) return choose(from, to, lanes, 0);
  const low = i16x8.extend_low_i8x16_s(lanes);
  const high = i16x8.extend_high_i8x16_s(lanes);
  if (size == 2) {
    choose(from, to, low, 0);
    return choose(from, to, high, 16);
  }
  for (let half = 0; half < 2; half++, from += 8 * size, to += 8 * size) {
    const words = half ? high : low;
    const a = i32x4.extend_low_i16x8_s(words);
    const b = i32x4.extend_high_i16x8_s(words);
    if (size == 4) {
      choose(from, to, a, 0);
      choose(from, to, b, 16);
      continue;
    }
    choose(from, to, i64x2.extend_low_i32x4_s(a), 0);
    choose(from, to, i64x2.extend_high_i32x4_s(a), 16);
    choose(from, to, i64x2.extend_low_i32x4_s(b), 32);
    choose(from, to, i64x2.extend_high_i32x4_s(b), 48);
  }
}

/** Stores those of n elements whose mask is set; all lie one after the other. */
export function blend(from: usize, mask: usize, to: usize, size: i32, n: i32): void {
  const zero = i8x16.splat(0);
  for (; n >= 16; n -= 16, mask += 16, from += 16 * size, to += 16 * size) {
    const lanes = i8x16.ne(v128.load(mask), zero);
    if (i8x16.all_true(lanes)) copyBytes(from, to, 16 * size);
    else if (v128.any_true(lanes)) blendLanes(from, to, lanes, size);
  }
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
