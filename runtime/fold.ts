/**
 * Folds: iterations in which a row reads what the one before has written, walked in order along the outer axes.
 *
 * The axis that is folded comes first, so that a row runs across what is kept, and a kernel does many folds at once. Each
 * is a left fold, `f(f(a0, a1), a2)`, as NumPy does it along an outer axis.
 */
import type { NdArray } from "./array.js";
import { run } from "./copy.js";
import { heap } from "./heap.js";
import { addArray, begin } from "./iterate.js";
import type { Loop } from "./loop.js";
import { Order, Plan } from "./plan.js";
import { enter, leave } from "./scratch.js";
import { type Layout, moveToEnd } from "./view.js";
import { stopped } from "./walk.js";

/** An array seen through a layout that may repeat its elements. */
export interface Seen {
  readonly array: NdArray;
  readonly layout: Layout;
}

/** A loop that folds along an axis by itself, and that axis. */
export interface Scan {
  readonly number: number;
  readonly axis: number;
}

/** What a fold reads and writes. */
export interface Folded {
  readonly left: Seen;
  readonly right: Seen;
  readonly out: Seen;
  readonly mask: Seen | null;
}

/**
 * `out = loop(left, right)`, row after row, where the mask, if any, is true. All layouts have the shape of `right`, whose
 * last axis is the row; with a scan, the row is the axis that it folds, and `left` is read at its beginning only.
 */
export function fold(loop: Loop, { left, right, out, mask }: Folded, scan: Scan | null): void {
  const words = heap().i32;
  const frame = enter();
  try {
    const plan = frame >> 2;
    const operands = mask === null ? [left, right, out] : [left, right, out, mask];
    const seen = (layout: Layout) => (scan === null ? layout : moveToEnd(layout, scan.axis));
    begin(words, plan, seen(right.layout).shape, 2, 1);
    for (let i = 0; i < operands.length; i++) {
      const { array, layout } = operands[i]!;
      const { shape, strides, address } = seen(layout);
      const code = i < 2 ? loop.inputCodes[i]! : i === 2 ? loop.outputCodes[0]! : array.code;
      addArray(words, plan, i, address, array.code, code, shape, strides);
    }
    words[plan + Plan.masked] = mask === null ? 0 : 1;
    words[plan + Plan.order] = scan === null ? Order.rows : Order.scan;
    words[plan + Plan.loop] = scan?.number ?? loop.number;
    const reason = run(
      frame,
      operands.map(({ array }) => array),
    );
    if (reason !== 0) throw stopped(reason);
  } finally {
    leave();
  }
}
