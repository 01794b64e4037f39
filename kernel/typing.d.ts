import type { At } from "./ir.js";
import { type OpName } from "./ops.js";
import type { TypedExpr } from "./typed.js";
import { type Operand } from "./weak.js";
export declare function apply(op: OpName, operands: readonly Operand[], at: At): Operand;
/** A condition: a number stands for `x != 0 && !isNaN(x)`. */
export declare function truth(operand: Operand): TypedExpr;
