import type { LaneProgram } from "../lane.js";
import type { TypedBody } from "../typed.js";
/** The program with this many elements a gang. `widest` is the width of the widest lanes in the body. */
export declare function innerLoop(
  body: TypedBody,
  name: string,
  gang: number,
  widest: number,
): Omit<LaneProgram, "pressure">;
