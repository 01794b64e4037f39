/** Shapes that are stretched to a common one: axes are matched from the last, and an axis of length 1 fits any length. */
import { cannotBroadcast, cannotBroadcastInto } from "./errors.js";

export type Shape = readonly number[];

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The common shape of all. @throws ValueError where two lengths differ and neither is 1. */
export function broadcastShapes(shapes: readonly Shape[]): Shape {
  let common: Shape = shapes[0] ?? [];
  for (let i = 1; i < shapes.length; i++) {
    if (sameShape(common, shapes[i]!)) continue;
    const next = broadcastPair(common, shapes[i]!);
    if (next === null) throw cannotBroadcast(...shapes);
    common = next;
  }
  return common;
}

function broadcastPair(a: Shape, b: Shape): number[] | null {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const result = long.slice();
  const lead = long.length - short.length;
  for (let i = 0; i < short.length; i++) {
    const n = short[i]!;
    if (n === 1 || n === result[lead + i]) continue;
    if (result[lead + i] !== 1) return null;
    result[lead + i] = n;
  }
  return result;
}

/** Does broadcasting stretch `from` to `shape`, and `shape` not at all? */
export function fitsInto(from: Shape, shape: Shape): boolean {
  const common = broadcastPair(from, shape);
  return common !== null && sameShape(common, shape);
}

/** Can elements be assigned to a shape: stretched to it, after leading axes of length 1 were left out? @throws ValueError. */
export function checkAssignable(from: Shape, to: Shape): void {
  if (from.length > to.length && from[0] === 1) checkAssignable(from.slice(1), to);
  else if (!fitsInto(from, to)) throw cannotBroadcastInto(from, to);
}
