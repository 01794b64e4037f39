/** The constants of a module: the pools of its kernels, one behind the other. */
import type { LaneProgram } from "./lane.js";

/** The custom section of a Wasm binary that holds them; the linker puts them into the heap and says where. */
export const POOL_SECTION = "micronumpy.pool";

/** Pools with equal bytes are one. `bases` says where each program's begins. */
export function mergePools(programs: readonly LaneProgram[]): { pool: Uint8Array<ArrayBuffer>; bases: number[] } {
  const bytes: number[] = [];
  const places = new Map<string, number>();
  const bases = programs.map(({ pool }) => {
    const key = pool.join();
    const known = places.get(key);
    if (known !== undefined || pool.length === 0) return known ?? 0;
    while (bytes.length % 8 !== 0) bytes.push(0);
    const base = bytes.length;
    places.set(key, base);
    for (const byte of pool) bytes.push(byte);
    return base;
  });
  return { pool: Uint8Array.from(bytes), bases };
}
