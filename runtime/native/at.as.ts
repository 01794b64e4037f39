/**
 * The inner loops behind `at`: indices become byte offsets, and elements at offsets are replaced one after the other.
 *
 * The driver walks indices and second operands as it walks any operands, casts and strides included; what it doesn't
 * know, the array that is changed, lies in a `Target` behind the arguments.
 */
import { convert, sizeOf } from "./cast.as";

/** Elements of 8 bytes in a block. */
const ROOM: i32 = 512;

/** The table of marks has so many words, a power of two. */
const MARKS: u32 = 4096;

/** Where the target lies behind the arguments of an inner loop, in bytes. */
const TARGET: usize = 64;

@unmanaged
class Target {
  /** The first element of the array, and its type. */
  address: usize;
  code: i32;
  /** The types that the loop takes for it and gives. */
  loopCode: i32;
  resultCode: i32;
  /** The loop, its operands without the result, its arguments and steps. */
  loop: i32;
  inputs: i32;
  args: usize;
  steps: usize;
  /** Blocks: the addresses of elements, elements as in memory, as the loop takes them, as it gives them. */
  places: usize;
  raw: usize;
  block: usize;
  result: usize;
  /** Which places the elements in work have, by hash. A mark is old unless it is equal to `mark`. */
  marks: usize;
  mark: i32;
}

/** Of an axis: how many elements it has, the bytes from one to the next, and the first index that lies outside. */
@unmanaged
class Axis {
  extent: i32;
  stride: i32;
  bad: i64;
}

@external("env", "loop")
declare function loop(id: i32, args: usize, n: i32, steps: usize): i32;

@inline
function locate<T>(args: usize, n: i32, steps: usize, done: i32): i32 {
  const axis = changetype<Axis>(args + TARGET);
  const extent = <T>axis.extent;
  const step = load<i32>(steps);
  const beforeStep = load<i32>(steps, 4);
  let from = load<usize>(args) + done * step;
  let before = load<usize>(args, 4) + done * beforeStep;
  let to = load<usize>(args, 8) + (done << 2);
  for (let i = done; i < n; i++) {
    const given = load<T>(from);
    const index = given < 0 ? given + extent : given;
    if (index < 0 || index >= extent) {
      axis.bad = <i64>given;
      store<i32>(args, 1, 12);
      return i;
    }
    store<i32>(to, load<i32>(before) + <i32>index * axis.stride);
    from += step;
    before += beforeStep;
    to += 4;
  }
  return n;
}

/** Adds to byte offsets what indices along an axis are worth. Stops at an index that lies outside. */
export function locate32(args: usize, n: i32, steps: usize): i32 {
  return locate<i32>(args, n, steps, locateFours(args, n, steps));
}

/** Four at a time. Gives how many are done: none if one of them lies outside. */
function locateFours(args: usize, n: i32, steps: usize): i32 {
  const axis = changetype<Axis>(args + TARGET);
  const before = load<usize>(args, 4);
  const beforeStep = load<i32>(steps, 4);
  if (load<i32>(steps) != 4 || (beforeStep != 0 && beforeStep != 4)) return 0;
  const from = load<usize>(args);
  const to = load<usize>(args, 8);
  const extent = i32x4.splat(axis.extent);
  const stride = i32x4.splat(axis.stride);
  let bad = i32x4.splat(0);
  const end = <usize>(n & ~3) << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const given = v128.load(from + i);
    const index = i32x4.add(given, v128.and(i32x4.shr_s(given, 31), extent));
    bad = v128.or(bad, i32x4.ge_u(index, extent));
    const base = beforeStep == 0 ? v128.load32_splat(before) : v128.load(before + i);
    v128.store(to + i, i32x4.add(base, i32x4.mul(index, stride)));
  }
  return v128.any_true(bad) ? 0 : n & ~3;
}

export function locate64(args: usize, n: i32, steps: usize): i32 {
  return locate<i64>(args, n, steps, 0);
}

/**
 * Arguments: offsets of two kinds, which are added, and second operands. Elements are gathered until a place comes twice,
 * the loop is called for them, and they are put back.
 */
export function scatter(args: usize, n: i32, steps: usize): i32 {
  const target = changetype<Target>(args + TARGET);
  let offsets = load<usize>(args);
  let more = load<usize>(args, 4);
  let other = load<usize>(args, 8);
  const step = load<i32>(steps);
  const moreStep = load<i32>(steps, 4);
  const otherStep = load<i32>(steps, 8);
  for (let left = n; left > 0; ) {
    const count = distinct(target, offsets, step, more, moreStep, min(left, ROOM));
    const done = apply(target, other, otherStep, count);
    if (done < count) {
      store<i32>(args, load<i32>(target.args + (<usize>(target.inputs + 1) << 2)), 12);
      return n - left + done;
    }
    offsets += count * step;
    more += count * moreStep;
    other += count * otherStep;
    left -= count;
  }
  return n;
}

/** Writes down the places of elements until one comes twice, or another has its mark. How many there are. */
function distinct(target: Target, offsets: usize, step: i32, more: usize, moreStep: i32, n: i32): i32 {
  const mark = ++target.mark;
  const address = target.address;
  const marks = target.marks;
  const places = target.places;
  for (let i = 0; i < n; i++) {
    const place = address + load<i32>(offsets) + load<i32>(more);
    const slot = marks + ((((<u32>place * 0x9e3779b1) >> 20) & (MARKS - 1)) << 2);
    if (load<i32>(slot) == mark && i > 0) return i;
    store<i32>(slot, mark);
    store<usize>(places + (<usize>i << 2), place);
    offsets += step;
    more += moreStep;
  }
  return n;
}

/** The loop over the elements at n places. */
function apply(target: Target, other: usize, otherStep: i32, n: i32): i32 {
  const size = sizeOf(target.code);
  gather(target.places, target.raw, size, n);
  let from = target.raw;
  if (target.code != target.loopCode) {
    from = target.block;
    convert(target.raw, target.code, from, target.loopCode, n);
  }
  const isCast = target.code != target.resultCode;
  const to = isCast ? target.result : target.raw;
  const args = target.args;
  const steps = target.steps;
  store<usize>(args, from);
  store<i32>(steps, sizeOf(target.loopCode));
  if (target.inputs == 2) {
    store<usize>(args, other, 4);
    store<i32>(steps, otherStep, 4);
  }
  const last = <usize>target.inputs << 2;
  store<usize>(args + last, to);
  store<i32>(steps + last, sizeOf(target.resultCode));
  const done =
    target.loop >= 0 ? call_indirect<i32>(target.loop, args, n, steps) : loop(target.loop, args, n, steps);
  if (isCast) convert(to, target.resultCode, target.raw, target.code, done);
  put(target.places, target.raw, size, done);
  return done;
}

@inline
function gatherAll<T>(places: usize, to: usize, n: i32): void {
  for (const end = to + n * sizeof<T>(); to < end; to += sizeof<T>(), places += 4) {
    store<T>(to, load<T>(load<usize>(places)));
  }
}

function gather(places: usize, to: usize, size: i32, n: i32): void {
  if (size == 8) gatherAll<u64>(places, to, n);
  else if (size == 4) gatherAll<u32>(places, to, n);
  else if (size == 2) gatherAll<u16>(places, to, n);
  else gatherAll<u8>(places, to, n);
}

@inline
function putAll<T>(places: usize, from: usize, n: i32): void {
  for (const end = from + n * sizeof<T>(); from < end; from += sizeof<T>(), places += 4) {
    store<T>(load<usize>(places), load<T>(from));
  }
}

function put(places: usize, from: usize, size: i32, n: i32): void {
  if (size == 8) putAll<u64>(places, from, n);
  else if (size == 4) putAll<u32>(places, from, n);
  else if (size == 2) putAll<u16>(places, from, n);
  else putAll<u8>(places, from, n);
}
