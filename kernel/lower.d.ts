import type { LaneProgram } from "./lane.js";
import type { TypedBody } from "./typed.js";
export declare function lower(body: TypedBody, name: string): LaneProgram;
