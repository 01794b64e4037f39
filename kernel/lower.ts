/** `TypedBody` -> `LaneProgram`: the inner loop in gangs of the size that the body's live values allow. */
import { bytesOf } from "./dtype.js";
import type { LaneProgram } from "./lane.js";
import { pressure, registersPerValue } from "./lower/gang.js";
import { innerLoop } from "./lower/inner.js";
import { eachExpression, hasLoop } from "./lower/liveness.js";
import { reduceLoop } from "./lower/reduce.js";
import type { TypedBody } from "./typed.js";

export function lower(body: TypedBody, name: string): LaneProgram {
  const widest = widestLane(body);
  const single = innerLoop(body, name, 16 / widest, widest);
  const live = pressure(single);
  const registers = registersPerValue(
    live,
    body.functions.some((func) => hasLoop(func.code)),
  );
  const program = registers === 1 ? single : innerLoop(body, name, (registers * 16) / widest, widest);
  return { ...program, pressure: live };
}

/** The inner loop of a reduction that may be regrouped, of a body typed for (T, T) -> T. */
export function lowerReduction(body: TypedBody, name: string): LaneProgram {
  const program = reduceLoop(body, name, widestLane(body));
  return { ...program, pressure: pressure(program) };
}

/** Bytes of the widest lanes among operands, results and everything in between. */
export function widestLane(body: TypedBody): number {
  let widest = Math.max(...[...body.signature.inputs, ...body.signature.outputs].map(bytesOf));
  for (const func of body.functions)
    eachExpression(func.code, (expr) => {
      widest = Math.max(widest, bytesOf(expr.type), expr.kind === "op" ? bytesOf(expr.of) : 1);
    });
  return widest;
}
