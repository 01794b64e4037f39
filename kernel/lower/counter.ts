/**
 * Loop counters: an integer local that starts uniform and is stepped by a constant, once, at the end of every turn.
 *
 * All live lanes agree on it, so that it is a scalar, and a test of it against what is the same for all lanes ends the
 * loop for all of them. Where others end it too, a lane that left had taken as many steps as it was live for turns: that
 * is what lanes keep, in masks' width, where subtracting the mask adds one.
 */

import { castTo } from "../cast.js";
import { integer, isBool, isInteger, type Scalar } from "../dtype.js";
import type { Value } from "../lane.js";
import type { Vec } from "../lanes.js";
import { ops } from "../ops.js";
import type { TypedBlock, TypedExpr } from "../typed.js";
import type { BodyLowering, Frame } from "./body.js";
import { assignedIn, eachExpression, hasExit, hasLoop, leavesFor, readOutside } from "./liveness.js";
import { VariableVec } from "./variable.js";

/** What a lane needs to go on, at the head of a turn. */
export interface Condition {
  readonly test: TypedExpr;
  readonly stays: boolean;
}

/** A loop's code in two: what ends it at its head, where it begins with that, and the rest. */
export interface Turn {
  readonly conditions: readonly Condition[];
  readonly rest: TypedBlock;
}

/** `if (!(a && b)) break` at the head: the conditions a and b of the loop. */
export function turnOf(code: TypedBlock): Turn {
  const [head, ...rest] = code;
  const split = (test: TypedExpr, stays: boolean): readonly Condition[] => {
    if (test.kind === "op" && test.op === "not") return split(test.args[0]!, !stays);
    if (test.kind === "logic" && (test.op === "and") === stays)
      return [...split(test.left, stays), ...split(test.right, stays)];
    return [{ test, stays }];
  };
  const [exit, ...more] = head?.kind === "if" ? [...head.yes, ...head.no] : [];
  if (head?.kind === "if" && exit?.kind === "break" && exit.depth === 0 && more.length === 0)
    return { conditions: split(head.test, head.yes.length === 0), rest };
  return { conditions: [], rest: code };
}

/** `i = i + 1` at the end of a turn. */
interface Step {
  readonly local: number;
  readonly by: number;
}

export class Counter {
  readonly local: number;
  /** Of the loop's conditions those that are tests of the counter alone, as scalars; null for others. */
  readonly tests: readonly ((() => Value) | null)[];
  /** Nothing else ends the loop: it does so for all lanes at once. */
  readonly decides: boolean;
  readonly #scalar: number;
  readonly #turns: VariableVec | null;

  constructor(
    readonly lowering: BodyLowering,
    readonly step: Step,
    readonly start: number,
    conditions: readonly Condition[],
    readonly isReadAfter: boolean,
  ) {
    const { lanes, frame } = lowering;
    this.local = step.local;
    const { name } = frame.func.locals[step.local]!;
    this.#scalar = lanes.builder.variable(name, "i32", lanes.builder.const32(start));
    this.tests = conditions.map((condition) => this.#test(condition));
    this.decides = !this.tests.includes(null);
    const zero = lanes.constant(integer(lanes.widest, true), 0);
    this.#turns = isReadAfter && !this.decides ? VariableVec.for(lanes, `${name}_turns`, zero) : null;
  }

  #test({ test, stays }: Condition): (() => Value) | null {
    if (test.kind !== "op" || test.of !== "int32") return null;
    const [left, right] = test.args as [TypedExpr, TypedExpr | undefined];
    if (left.kind !== "local" || left.index !== this.local) return null;
    const { lanes } = this.lowering;
    let bound: Value;
    if (right?.kind === "constant") bound = lanes.builder.const32(Number(right.value));
    else if (right?.kind === "uniform") bound = lanes.extract("int32", this.lowering.expr(right), 0);
    else return null;
    const signed = test.op === "eq" || test.op === "ne" ? "" : "_s";
    return () => {
      const answer = lanes.emit(`i32.${test.op}${signed}`, [lanes.builder.read(this.#scalar), bound]);
      return stays ? answer : lanes.emit("i32.eqz", [answer]);
    };
  }

  /** At the head of a turn, the local is the scalar in all lanes. */
  enter(): void {
    const { frame, lanes } = this.lowering;
    const reg = lanes.emit("i32x4.splat", [lanes.builder.read(this.#scalar)]);
    frame.env = frame.env.with(this.local, { type: "int32", width: 4, regs: lanes.repeated(4, reg) });
  }

  /** At the end of a turn, which these lanes have entered; null: all that came to the loop. */
  count(entered: Vec | null): void {
    const { builder } = this.lowering.lanes;
    const next = builder.emit("i32.add", [builder.read(this.#scalar), builder.const32(this.step.by)]);
    if (this.#turns && entered) {
      const mask = this.lowering.lanes.maskFor(entered, this.#turns.type);
      this.#turns.assign(this.lowering.lanes.op(this.#turns.type, "sub", this.#turns.read(), mask));
    }
    builder.assign(this.#scalar, next);
  }

  /** Behind the loop, a lane's counter follows from the turns that it took, if not all took as many. */
  leave(): void {
    if (this.isReadAfter && this.decides) this.enter();
    if (!this.#turns) return;
    const { lanes, frame } = this.lowering;
    const turns = lanes.resize(this.#turns.read(), "int32");
    const constant = (value: number) => lanes.constant("int32", value);
    const stepped = this.step.by === 1 ? turns : lanes.op("int32", "mul", turns, constant(this.step.by));
    const value = this.start === 0 ? stepped : lanes.op("int32", "add", stepped, constant(this.start));
    frame.env = frame.env.with(this.local, value);
  }
}

/**
 * The counter of a loop, if it has one. Turns are counted in lanes as wide as masks, at least 32 bits, so that they don't
 * wrap. A loop with other ways out than its head is left alone: there a lane may leave before or after the step.
 */
export function findCounter(
  lowering: BodyLowering,
  { conditions, rest }: Turn,
  step: TypedBlock,
  after: ReadonlySet<number>,
): Counter | null {
  const { frame, lanes } = lowering;
  if (conditions.length === 0 || lanes.widest < 4 || hasExit(rest) || hasExit(step)) return null;
  const found = stepsOf(frame, rest, step).find(({ local }) => typeof frame.env[local]?.constant === "number");
  if (!found) return null;
  const start = Number(frame.env[found.local]!.constant);
  return new Counter(lowering, found, start, conditions, after.has(found.local));
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
    if (assignedIn(others).includes(local) || readOutside(turn.slice(k + 1), []).has(local)) return [];
    return [{ local, by: value.op === "add" ? Number(right.value) : -Number(right.value) }];
  });
}

/** Copies of a loop's body are worth their room up to this many expressions in all. */
const UNROLLED = 256;
const MOST_TRIPS = 64;

/** How often a loop runs that tests nothing but a counter against a constant at its head; null where that isn't known, or too much. */
export function tripCount(frame: Frame, { conditions, rest }: Turn, step: TypedBlock): number | null {
  const [condition, ...others] = conditions;
  if (condition === undefined || others.length > 0 || hasLoop(rest)) return null;
  const { test, stays } = condition;
  if (test.kind !== "op" || isBool(test.of) || !isInteger(test.of)) return null;
  const [left, right] = test.args as [TypedExpr, TypedExpr | undefined];
  const counters = stepsOf(frame, leavesFor(rest, 0, "continues") ? [] : rest, step);
  const counter = counters.find(({ local }) => left.kind === "local" && left.index === local);
  if (!counter || right?.kind !== "constant") return null;
  let value: Scalar | undefined = frame.env[counter.local]?.constant;
  if (typeof value !== "number") return null;
  let size = 0;
  eachExpression([...rest, ...step], () => size++);
  const holds = ops[test.op].mean(test.of) as (a: Scalar, b: Scalar) => boolean;
  for (let trips = 0; trips <= MOST_TRIPS && trips * size <= UNROLLED; trips++) {
    if (holds(value, right.value) !== stays) return trips;
    value = castTo("int32")(Number(value) + counter.by) as number;
  }
  return null;
}
