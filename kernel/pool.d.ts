/** The constants of a module: the pools of its kernels, one behind the other. */
import type { LaneProgram } from "./lane.js";
/** The custom section of a Wasm binary that holds them; the linker puts them into the heap and says where. */
export declare const POOL_SECTION = "micronumpy.pool";
/** Pools with equal bytes are one. `bases` says where each program's begins. */
export declare function mergePools(programs: readonly LaneProgram[]): {
  pool: Uint8Array<ArrayBuffer>;
  bases: number[];
};
