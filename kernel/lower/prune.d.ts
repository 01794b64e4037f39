/** Drops what nothing uses: values of dead computations, and variables that are written but never read. */
import type { Code, LaneProgram, Statement } from "../lane.js";
export declare function prune<P extends Pick<LaneProgram, "values" | "code">>(program: P): P;
export declare function blocksOf(stmt: Statement): readonly Code[];
