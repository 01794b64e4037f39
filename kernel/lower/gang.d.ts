/**
 * How many elements a gang has: w registers of the widest lanes, w the largest of 4, 2, 1 whose live values fit V8's
 * sixteen vector registers less two. This unrolls by itself. Bodies with loops take two at most: their variables live on.
 */
import type { LaneProgram } from "../lane.js";
export declare const REGISTERS = 14;
export declare function registersPerValue(pressure: number, loops: boolean): 1 | 2 | 4;
/** The largest number of v128 values, made inside the first loop, that live at once in it. */
export declare function pressure(program: Pick<LaneProgram, "values" | "code">): number;
