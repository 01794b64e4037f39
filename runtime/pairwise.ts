/**
 * NumPy's pairwise order: rows of fewer than 8 elements are folded one by one; up to 128 in eight partials, which are
 * joined as ((r0 r1) (r2 r3)) ((r4 r5) (r6 r7)), and then what is left over; longer rows are halved, the first half a
 * multiple of 8. Rounding errors grow with the logarithm of the length, and sums are equal to NumPy's to the bit.
 */
import { copyAs, emptyArray, type NdArray } from "./array.js";
import { elements } from "./element.js";
import { heap } from "./heap.js";
import type { Loop } from "./loop.js";
import { stopped } from "./walk.js";

const PARTIALS = 8;
const BLOCK = 128;

/** Arguments, steps, and a stack of partials: a level of halving takes one group of eight. */
const LEVELS = 64;
let scratch = 0;

/** Folds the fastest axis of an array if it is among `axes`, and leaves it there with length 1. */
export function pairwiseRows(loop: Loop, a: NdArray, axes: readonly number[]): NdArray {
  const fast = fastestAxis(a);
  const n = a.shape[fast] ?? 0;
  if (!axes.includes(fast) || n < PARTIALS) return a;
  const isInPlace = a.strides[fast] === a.itemsize && a.storage.inHeap;
  const order = [...a.shape.keys()].filter((axis) => axis !== fast);
  const rows = a.transpose([...order, fast]);
  const source = isInPlace ? rows : copyAs(rows, a.dtype, "C");
  const result = emptyArray(a.dtype, a.shape.with(fast, 1));
  if (!source.storage.inHeap) return a;
  const row = new Row(loop, a.itemsize);
  const { read, write } = elements[a.dtype];
  const outer = source.shape.slice(0, -1);
  let to = result.transpose([...order, fast]).reshape(-1).address;
  const visit = (axis: number, address: number): void => {
    if (axis === outer.length) {
      write(result.storage.view, to, read(heap().view, row.fold(address, n, 0)));
      to += a.itemsize;
    } else for (let i = 0; i < outer[axis]!; i++) visit(axis + 1, address + i * source.strides[axis]!);
  };
  visit(0, source.address);
  return result;
}

/** The axis with the smallest step; of equal ones the last. */
function fastestAxis(a: NdArray): number {
  let fast = a.ndim - 1;
  for (let axis = a.ndim - 2; axis >= 0; axis--) {
    const isLong = a.shape[axis]! > 1;
    if (isLong && (a.shape[fast] === 1 || Math.abs(a.strides[axis]!) < Math.abs(a.strides[fast]!))) fast = axis;
  }
  return fast;
}

class Row {
  private readonly words = heap().i32;
  private readonly args: number;
  private readonly steps: number;

  constructor(
    private readonly loop: Loop,
    private readonly itemsize: number,
  ) {
    if (scratch === 0) scratch = heap().reserve(128 + 64 * LEVELS);
    this.args = scratch;
    this.steps = scratch + 64;
    this.words.fill(itemsize, this.steps >> 2, (this.steps >> 2) + 3);
  }

  /** The address of the fold of n elements from an address on. */
  fold(from: number, n: number, level: number): number {
    const partials = scratch + 128 + 64 * level;
    if (n > BLOCK) {
      const half = (n >> 1) - ((n >> 1) % PARTIALS);
      const first = this.fold(from, half, level + 1);
      this.copy(first, partials, 1);
      this.apply(partials, this.fold(from + half * this.itemsize, n - half, level + 1), partials, 1);
      return partials;
    }
    const { itemsize } = this;
    const whole = n < PARTIALS ? 1 : n - (n % PARTIALS);
    this.copy(from, partials, Math.min(whole, PARTIALS));
    for (let i = PARTIALS; i < whole; i += PARTIALS) this.apply(partials, from + i * itemsize, partials, PARTIALS);
    for (let step = 1; step < PARTIALS && whole > 1; step *= 2) {
      for (let i = 0; i < PARTIALS; i += 2 * step) {
        this.apply(partials + i * itemsize, partials + (i + step) * itemsize, partials + i * itemsize, 1);
      }
    }
    for (let i = whole; i < n; i++) this.apply(partials, from + i * itemsize, partials, 1);
    return partials;
  }

  private copy(from: number, to: number, n: number): void {
    heap().u8.copyWithin(to, from, from + n * this.itemsize);
  }

  private apply(a: number, b: number, out: number, n: number): void {
    const at = this.args >> 2;
    this.words[at] = a;
    this.words[at + 1] = b;
    this.words[at + 2] = out;
    if (this.loop.inner(this.args, n, this.steps) < n) throw stopped(this.words[at + 3]!);
  }
}
