import type { TypedBlock } from "../typed.js";
import type { BodyLowering } from "./body.js";
export declare function lowerLoop(lowering: BodyLowering, code: TypedBlock, step: TypedBlock): boolean;
