/** `cast.ts` in lanes: the same results, by the instructions that Wasm has. */
import { type DType } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
export declare function castLanes(lanes: Lanes, x: Vec, to: DType): Vec;
