/**
 * The order of elements, found digit by digit of their bits, the last first: LSD radix sort (Knuth, The Art of Computer
 * Programming 3, section 5.2.5). A pass keeps the order of what is alike, so the sort is stable, and it takes as long
 * whatever the order is. A digit that all share is passed over.
 */
import { bytesOf, type DType, isFloat, isSigned } from "../kernel/dtype.js";
import type { Elements } from "./dense.js";

/** A typed array of any element type. */
export interface Lane extends Elements {
  readonly buffer: ArrayBuffer;
  readonly byteOffset: number;
}

/** The indices of a lane's elements in ascending order, those of NaN last. `zeros`: are -0 and 0 equal, or -0 less? */
export function orderOf(lane: Lane, type: DType, zeros: "equal" | "apart"): Uint32Array {
  const { length } = lane;
  const bits = length < 4096 ? 8 : 11;
  const counts = new Uint32Array(2 ** bits);
  let from = new Uint32Array(length);
  let to = new Uint32Array(length);
  for (let i = 0; i < length; i++) from[i] = i;
  for (const word of keysOf(lane, type, zeros))
    for (let shift = 0; shift < Math.min(32, 8 * bytesOf(type)); shift += bits)
      if (pass(word, shift, counts, from, to)) [from, to] = [to, from];
  return from;
}

/** Puts indices in the order of one digit; false where all have the same. */
function pass(word: Uint32Array, shift: number, counts: Uint32Array, from: Uint32Array, to: Uint32Array): boolean {
  const { length } = word;
  const mask = counts.length - 1;
  counts.fill(0);
  for (let i = 0; i < length; i++) counts[(word[i]! >>> shift) & mask]!++;
  if (counts[(word[0]! >>> shift) & mask] === length) return false;
  let before = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const count = counts[digit]!;
    counts[digit] = before;
    before += count;
  }
  for (let i = 0; i < length; i++) {
    const index = from[i]!;
    to[counts[(word[index]! >>> shift) & mask]!++] = index;
  }
  return true;
}

const VIEWS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Uint32Array };

/** The bits of a lane in words, two of each element of 64 bits: the low one, then the high one. */
export function bitsOf({ buffer, byteOffset, length }: Lane, type: DType): Elements {
  const bytes = bytesOf(type);
  return new VIEWS[bytes](buffer, byteOffset, bytes === 8 ? 2 * length : length);
}

/** Unsigned numbers in the order of the elements, in words: one, or the low and the high ones of 64 bits. */
function keysOf(lane: Lane, type: DType, zeros: "equal" | "apart"): readonly Uint32Array[] {
  const { length } = lane;
  const words = bitsOf(lane, type);
  const wide = words.length > length;
  const high = new Uint32Array(length);
  const low = new Uint32Array(wide ? length : 0);
  const sign = isSigned(type) ? 2 ** (8 * Math.min(bytesOf(type), 4) - 1) : 0;
  for (let i = 0; i < length; i++) {
    high[i] = words[wide ? 2 * i + 1 : i]! ^ sign;
    if (wide) low[i] = words[2 * i]!;
  }
  if (isFloat(type)) orderFloats(high, low, zeros);
  return wide ? [low, high] : [high];
}

/** Negative floats, whose sign is 0 by now, are in the order of all their bits turned round; NaN becomes the greatest. */
function orderFloats(high: Uint32Array, low: Uint32Array, zeros: "equal" | "apart"): void {
  const wide = low.length > 0;
  const infinity = wide ? 0x7ff00000 : 0x7f800000;
  for (let i = 0; i < high.length; i++) {
    const magnitude = high[i]! & 0x7fffffff;
    const rest = wide ? low[i]! : 0;
    const isNan = magnitude > infinity || (magnitude === infinity && rest !== 0);
    const isZero = zeros === "equal" && (magnitude | rest) === 0;
    if (isNan) high[i] = -1;
    else if (isZero) high[i] = 2 ** 31;
    else if (high[i]! < 2 ** 31) {
      high[i] = 2 ** 31 - 1 - magnitude;
      if (wide) low[i] = ~rest;
    }
    if (isNan && wide) low[i] = -1;
  }
}
