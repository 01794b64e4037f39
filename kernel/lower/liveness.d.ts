/** Who reads a local: what a loop has to carry from one iteration to the next, and out. */
import type { TypedBlock, TypedExpr } from "../typed.js";
/** The locals that a block assigns, each once. */
export declare function assignedIn(block: TypedBlock): number[];
/** The locals read anywhere in the function but in this loop, which is named by its code. */
export declare function readOutside(block: TypedBlock, loop: TypedBlock, found?: Set<number>): Set<number>;
/** May an iteration read what the one before left in the local? */
export declare function readBeforeSet(code: TypedBlock, step: TypedBlock, local: number): boolean;
/** Every expression of a block, operands included. */
export declare function eachExpression(block: TypedBlock, visit: (expr: TypedExpr) => void): void;
/** Does the block hold a loop? */
export declare function hasLoop(block: TypedBlock): boolean;
