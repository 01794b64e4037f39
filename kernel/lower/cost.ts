/** What code costs, in the time of an addition: whether it is worth a branch to skip it when no lane wants it. */
import type { OpName } from "../ops.js";
import type { TypedBlock, TypedBody, TypedExpr } from "../typed.js";
import { eachExpression, hasLoop } from "./liveness.js";

/** A mispredicted branch and the test before it cost about this much. */
const WORTH_A_BRANCH = 24;

const COSTS: Partial<Record<OpName, number>> = { div: 4, sqrt: 5, rem: 40, idiv: 12, pow: 60, clz32: 16, mulhi: 16 };

/** Iterations that a loop is taken to run. */
const TURNS = 8;

export const isCostly = (body: TypedBody, code: TypedBlock | TypedExpr): boolean => cost(body, code) >= WORTH_A_BRANCH;

/** A loop counts as a few turns. */
export function cost(body: TypedBody, code: TypedBlock | TypedExpr): number {
  const block: TypedBlock = "kind" in code ? [{ kind: "return", values: [code], at: code.at }] : code;
  let sum = 0;
  eachExpression(block, (expr) => {
    if (expr.kind === "op") sum += COSTS[expr.op] ?? 1;
    else if (expr.kind === "call") sum += cost(body, body.functions[expr.func]!.code);
    else if (expr.kind === "element") sum += 16;
    else if (expr.kind === "cast" || expr.kind === "choose") sum += 1;
  });
  return hasLoop(block) ? sum * TURNS : sum;
}
