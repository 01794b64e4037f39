/**
 * The operands of a case, the same in every process: blocks written to files once. How a call sees a block is the
 * contender's own business.
 */
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, type ElementType, type Input, product } from "./cases.js";

export const arrays = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

export type Elements = InstanceType<(typeof arrays)[ElementType]>;

/** Where the block of input `index` lies. A random one begins as any shorter one does. */
export const operandFile = (directory: string, { type, shape, values, range }: Input, index: number): string =>
  join(directory, [type, index, ...range, ...(values === "even" ? shape : [])].join("_"));

/** Writes the blocks of the cases, as long as the longest needs. */
export function writeOperands(directory: string, cases: readonly Case[]): void {
  const lengths = new Map<string, { input: Input; index: number; length: number }>();
  for (const { inputs } of cases)
    for (const [index, input] of inputs.entries()) {
      const path = operandFile(directory, input, index);
      const length = Math.max(product(input.shape), lengths.get(path)?.length ?? 0);
      lengths.set(path, { input, index, length });
    }
  for (const [path, { input, index, length }] of lengths) {
    const bytes = length * arrays[input.type].BYTES_PER_ELEMENT;
    if (!existsSync(path) || statSync(path).size < bytes) writeFileSync(path, make(input, length, index + 1));
  }
}

/** Numbers of the range. Random ones by xorshift, so that they are the same in every run. */
function make({ type, values: kind, range: [from, to] }: Input, length: number, seed: number): Elements {
  const values = new arrays[type](length);
  const wide = values instanceof BigInt64Array || values instanceof BigUint64Array;
  let state = seed;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const part = kind === "even" ? i / length : (state >>> 0) / 2 ** 32;
    const value = from + part * (to - from);
    values[i] = wide ? BigInt(Math.floor(value)) : value;
  }
  return values;
}
