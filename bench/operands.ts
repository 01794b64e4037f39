/**
 * The operands of a case, the same in every process: pseudo-random bases, written to files once, and how a layout sees
 * them. A base is always a C-contiguous block; the view is the contender's own business.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case, ElementType } from "./cases.js";

export type Elements = (Uint8Array | Int32Array | Float32Array | Float64Array) & { readonly buffer: ArrayBuffer };

export const arrays: Readonly<Record<ElementType, new (length: number) => Elements>> = {
  uint8: Uint8Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** The shape of the block behind input `index`. */
export function baseShape({ layout, shape }: Case, index: number): readonly number[] {
  if (layout === "strided") return [2 * shape[0]!];
  if (layout === "transposed" && index === 0) return shape.toReversed();
  if (layout === "rows" && index === 1) return [3];
  return shape;
}

export const operandFile = (directory: string, type: ElementType, index: number): string =>
  join(directory, `${type}-${index}`);

/** Writes blocks as long as any case of any group reads. */
export function writeOperands(directory: string, types: readonly ElementType[], length: number): void {
  for (const [index, type] of types.entries())
    writeFileSync(operandFile(directory, type, index), random(type, length, index + 1));
}

/** Floats in [-2, 2), integers over all their values; xorshift. */
function random(type: ElementType, length: number, seed: number): Elements {
  const values = new arrays[type](length);
  const scale = type.startsWith("float") ? 2 ** -30 : 1;
  let state = seed;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[i] = state * scale;
  }
  return values;
}
