/** Lanes of one width as lanes of another: masks, and integers by extension or cut. One step doubles or halves. */
import type { Value } from "../lane.js";
import type { Lanes, Vec } from "../lanes.js";
export declare function resizeMask(lanes: Lanes, mask: Vec, width: number): Vec;
export declare function resizeRegisters(
  lanes: Lanes,
  from: readonly Value[],
  width: number,
  to: number,
  signed: boolean,
): readonly Value[];
