/** Shapes that are stretched to a common one: axes are matched from the last, and an axis of length 1 fits any length. */
import { cannotBroadcast } from "./errors.js";

export type Shape = readonly number[];

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The common shape of all. @throws ValueError where two lengths differ and neither is 1. */
export function broadcastShapes(shapes: readonly Shape[]): number[] {
  const ndim = shapes.reduce((most, shape) => Math.max(most, shape.length), 0);
  const result = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    const lead = ndim - shape.length;
    for (let i = 0; i < shape.length; i++) {
      const n = shape[i]!;
      if (n === 1 || n === result[lead + i]) continue;
      if (result[lead + i] !== 1) throw cannotBroadcast(...shapes);
      result[lead + i] = n;
    }
  }
  return result;
}
