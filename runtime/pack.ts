/**
 * (extents, strides) -> how that part of an array is brought into a small place: pieces that are copied as they are, side
 * by side. A piece spans the axes with the smallest strides, as long as its gaps are few; the others step from piece to
 * piece. So a few columns of a matrix take the room of their elements, not of the matrix.
 */
import type { Shape } from "./broadcast.js";

export interface Packed {
  /** Bytes from the first element, outside, to where the first piece begins: 0 or less. */
  readonly low: number;
  /** Of a piece. */
  readonly bytes: number;
  /** From piece to piece, innermost first: how many there are, and how far they are apart outside and inside. */
  readonly steps: readonly { readonly count: number; readonly outside: number; readonly inside: number }[];
  /** Inside: bytes in all, the place of the first element, the strides. */
  readonly total: number;
  readonly start: number;
  readonly strides: readonly number[];
}

/** How many times its elements' bytes a piece may span. */
const GAPS = 8;

export function pack(extents: Shape, strides: readonly number[], itemsize: number): Packed {
  const axes = [...extents.keys()].filter((axis) => extents[axis]! > 1 && strides[axis] !== 0);
  axes.sort((a, b) => Math.abs(strides[a]!) - Math.abs(strides[b]!));
  const inPieces = canFallApart(extents, strides, itemsize, axes);
  const inside = strides.slice();
  const steps: Packed["steps"][number][] = [];
  let [low, start, bytes, elements, total] = [0, 0, itemsize, itemsize, itemsize];
  for (const axis of axes) {
    const count = extents[axis]!;
    const outside = Math.abs(strides[axis]!);
    let step = outside;
    elements *= count;
    const span = bytes + (count - 1) * outside;
    if (steps.length === 0 && (!inPieces || span <= GAPS * elements)) {
      total = bytes = span;
    } else {
      step = steps.length === 0 ? (bytes + 7) & ~7 : total;
      steps.push({ count, outside, inside: step });
      total = step * count;
    }
    if (strides[axis]! > 0) inside[axis] = step;
    else {
      inside[axis] = -step;
      low -= (count - 1) * outside;
      start += (count - 1) * step;
    }
  }
  return { low, bytes, steps, total, start, strides: inside };
}

/** Does every axis step over all that those inside of it span? Else a piece may hold elements of another. */
function canFallApart(extents: Shape, strides: readonly number[], itemsize: number, axes: readonly number[]): boolean {
  let span = itemsize;
  return axes.every((axis) => {
    const isOver = Math.abs(strides[axis]!) >= span;
    span += (extents[axis]! - 1) * Math.abs(strides[axis]!);
    return isOver;
  });
}

/** Shorter pieces are copied byte by byte: a view of one costs more. */
const SHORT = 64;

/** Copies all pieces from where the first lies outside to `at`, or back. */
export function copyPieces(
  packed: Packed,
  outside: Uint8Array,
  first: number,
  inside: Uint8Array,
  at: number,
  isBack: boolean,
): void {
  const { bytes, steps } = packed;
  const [target, source] = isBack ? [outside, inside] : [inside, outside];
  const copy = (to: number, from: number): void => {
    if (bytes < SHORT) for (let k = 0; k < bytes; k++) target[to + k] = source[from + k]!;
    else target.set(source.subarray(from, from + bytes), to);
  };
  const walk = (k: number, out: number, within: number): void => {
    if (k < 0) return isBack ? copy(out, within) : copy(within, out);
    const step = steps[k]!;
    for (let j = 0; j < step.count; j++) walk(k - 1, out + j * step.outside, within + j * step.inside);
  };
  walk(steps.length - 1, first, at);
}
