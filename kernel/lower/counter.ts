/**
 * Loop counters: an integer local that starts uniform and is stepped by a constant, once, at the end of every turn.
 *
 * All live lanes agree on it, so that it is a scalar, and a test of it against a constant ends the loop for all of them.
 * A lane that left had taken as many steps as it was live for turns: that is what lanes keep, in masks' width, where
 * subtracting the mask adds one.
 */

import { castTo } from "../cast.js";
import { integer, isBool, isInteger, type Scalar } from "../dtype.js";
import type { Vec } from "../lanes.js";
import { ops } from "../ops.js";
import type { TypedBlock, TypedExpr, TypedStmt } from "../typed.js";
import type { BodyLowering, Frame } from "./body.js";
import { assignedIn, eachExpression, hasExit, hasLoop, leavesFor } from "./liveness.js";
import { VariableVec } from "./variable.js";

const COMPARISONS = {
  lt: "i32.lt_s",
  le: "i32.le_s",
  gt: "i32.gt_s",
  ge: "i32.ge_s",
  eq: "i32.eq",
  ne: "i32.ne",
} as const;

/** `i = i + 1` at the end of a turn. */
interface Step {
  readonly local: number;
  readonly by: number;
}

export class Counter {
  readonly local: number;
  readonly #scalar: number;
  readonly #turns: VariableVec | null;

  constructor(
    readonly lowering: BodyLowering,
    readonly step: Step,
    readonly start: number,
    readAfter: boolean,
  ) {
    const { lanes, frame } = lowering;
    this.local = step.local;
    const { name } = frame.func.locals[step.local]!;
    this.#scalar = lanes.builder.variable(name, "i32", lanes.builder.const32(start));
    const turns = integer(lanes.widest, true);
    this.#turns = readAfter ? VariableVec.for(lanes, `${name}_turns`, lanes.zero(turns)) : null;
  }

  /** The test of the counter against a constant, as a scalar. */
  test(test: TypedExpr, stays: boolean): (() => number) | null {
    if (test.kind !== "op" || !(test.op in COMPARISONS) || test.of !== "int32") return null;
    const [left, right] = test.args as [TypedExpr, TypedExpr];
    if (left.kind !== "local" || left.index !== this.local || right.kind !== "constant") return null;
    const { builder } = this.lowering.lanes;
    const op = COMPARISONS[test.op as keyof typeof COMPARISONS];
    return () => {
      const answer = builder.emit(op, [builder.read(this.#scalar), builder.const32(Number(right.value))]);
      return stays ? answer : builder.emit("i32.eqz", [answer]);
    };
  }

  /** At the head of a turn, the local is the scalar in all lanes. */
  enter(): void {
    const { frame, lanes } = this.lowering;
    const reg = lanes.emit("i32x4.splat", [lanes.builder.read(this.#scalar)]);
    const regs = new Array<number>(lanes.count(4)).fill(reg);
    frame.env = frame.env.with(this.local, { type: "int32", width: 4, regs });
  }

  /** At the end of a turn. */
  count(entered: Vec): void {
    const { builder, widest } = this.lowering.lanes;
    const next = builder.emit("i32.add", [builder.read(this.#scalar), builder.const32(this.step.by)]);
    if (this.#turns) {
      const mask = this.lowering.lanes.maskFor(entered, this.#turns.type);
      const shape = this.lowering.lanes.shape(integer(widest, true));
      const turns = this.#turns.read();
      this.#turns.assign(
        this.lowering.lanes.each(turns.type, [turns, mask], (t, m) => builder.emit(`${shape}.sub`, [t, m])),
      );
    }
    builder.assign(this.#scalar, next);
  }

  /** Behind the loop, a lane's counter follows from the turns that it took. */
  leave(): void {
    if (!this.#turns) return;
    const { lanes, frame } = this.lowering;
    const turns = lanes.resize(this.#turns.read(), "int32");
    const emit = (name: string, a: Vec, b: Vec) =>
      lanes.each("int32", [a, b], (p, q) => lanes.emit(`i32x4.${name}`, [p, q]));
    const stepped = this.step.by === 1 ? turns : emit("mul", turns, lanes.constant("int32", this.step.by));
    const value = this.start === 0 ? stepped : emit("add", stepped, lanes.constant("int32", this.start));
    frame.env = frame.env.with(this.local, value);
  }
}

/**
 * The counter of a loop, if it has one. Turns are counted in lanes as wide as masks, at least 32 bits, so that they don't
 * wrap. A loop with other ways out than its head is left alone: there a lane may leave before or after the step.
 */
export function findCounter(
  lowering: BodyLowering,
  code: TypedBlock,
  step: TypedBlock,
  after: ReadonlySet<number>,
): Counter | null {
  const { frame, lanes } = lowering;
  const [head, ...rest] = code;
  if (!isExit(head) || lanes.widest < 4 || hasExit(rest) || hasExit(step)) return null;
  const found = stepsOf(frame, rest, step).find(({ local }) => typeof frame.env[local]?.constant === "number");
  if (!found) return null;
  return new Counter(lowering, found, Number(frame.env[found.local]!.constant), after.has(found.local));
}

/** `if (test) break` or its opposite, as loops begin. */
function isExit(stmt: TypedStmt | undefined): stmt is Extract<TypedStmt, { kind: "if" }> {
  if (stmt?.kind !== "if") return false;
  const arms = [...stmt.yes, ...stmt.no];
  return arms.length === 1 && arms[0]!.kind === "break" && arms[0]!.depth === 0;
}

/** The locals stepped by a constant as the last thing in a turn, and nowhere else. */
function stepsOf(frame: Frame, code: TypedBlock, step: TypedBlock): Step[] {
  const turn = [...code, ...step];
  return turn.flatMap((stmt, k): Step[] => {
    if (stmt.kind !== "set" || frame.func.locals[stmt.local]!.type !== "int32") return [];
    const { local, value } = stmt;
    if (value.kind !== "op" || (value.op !== "add" && value.op !== "sub") || value.of !== "int32") return [];
    const [left, right] = value.args as [TypedExpr, TypedExpr];
    if (left.kind !== "local" || left.index !== local || right.kind !== "constant") return [];
    const others = [...turn.slice(0, k), ...turn.slice(k + 1)];
    if (assignedIn(others).includes(local) || reads(turn.slice(k + 1), local)) return [];
    return [{ local, by: value.op === "add" ? Number(right.value) : -Number(right.value) }];
  });
}

function reads(block: TypedBlock, local: number): boolean {
  let found = false;
  eachExpression(block, (expr) => {
    found ||= expr.kind === "local" && expr.index === local;
  });
  return found;
}

/** Copies of a loop's body are worth their room up to this many expressions in all. */
const UNROLLED = 256;
const MOST_TRIPS = 64;

/** How often a loop runs that tests nothing but a counter against a constant at its head; null where that isn't known, or too much. */
export function tripCount(frame: Frame, code: TypedBlock, step: TypedBlock): number | null {
  const [head, ...rest] = code;
  if (!isExit(head) || hasLoop(rest)) return null;
  let size = 0;
  eachExpression([...rest, ...step], () => size++);
  const stays = head.yes.length === 0;
  const counters = stepsOf(frame, leavesFor(rest, 0, "continues") ? [] : rest, step);
  const negated = head.test.kind === "op" && head.test.op === "not";
  const test = negated && head.test.kind === "op" ? head.test.args[0]! : head.test;
  if (test.kind !== "op" || isBool(test.of) || !isInteger(test.of)) return null;
  const [left, right] = test.args as [TypedExpr, TypedExpr | undefined];
  const counter = counters.find(({ local }) => left.kind === "local" && left.index === local);
  if (!counter || right?.kind !== "constant") return null;
  let value: Scalar | undefined = frame.env[counter.local]?.constant;
  if (typeof value !== "number") return null;
  const holds = ops[test.op].mean(test.of) as (a: Scalar, b: Scalar) => boolean;
  for (let trips = 0; trips <= MOST_TRIPS && trips * size <= UNROLLED; trips++) {
    if (holds(value, right.value) !== (stays !== negated)) return trips;
    value = castTo("int32")(Number(value) + counter.by) as number;
  }
  return null;
}
