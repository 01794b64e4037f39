/**
 * Loops in lanes: the loop runs until no lane is live. Locals that outlive an iteration are variables.
 *
 * - A `break` at the head is the loop's condition: lanes that leave there find their locals in the variables as they are.
 * - An assignment is blended (only live lanes take it) only where somebody reads the local after the loop; elsewhere the
 *   lanes that have left may hold anything.
 * - A lane that leaves more than this loop (`return`, `break` of an outer loop) waits until all lanes are done: a
 *   variable of the loop remembers it, and what it returns.
 */
import { isBig } from "../dtype.js";
import type { Vec } from "../lanes.js";
import type { TypedBlock, TypedExpr } from "../typed.js";
import type { BodyLowering, Env, Exit, Target } from "./body.js";
import { assignedIn, readBeforeSet, readOutside } from "./liveness.js";

/** A Vec that changes: one Wasm variable a register. */
class VariableVec {
  readonly #variables: number[];

  constructor(
    readonly lowering: BodyLowering,
    readonly type: Vec["type"],
    readonly width: number,
    name: string,
    initial: Vec,
  ) {
    this.#variables = initial.regs.map((reg) => lowering.lanes.builder.variable(name, "v128", reg));
  }

  read(): Vec {
    return {
      type: this.type,
      width: this.width,
      regs: this.#variables.map((v) => this.lowering.lanes.builder.read(v)),
    };
  }

  assign(value: Vec): void {
    this.#variables.forEach((v, k) => this.lowering.lanes.builder.assign(v, value.regs[k]!));
  }
}

/** Lanes that have left for a place outside the loop. */
interface Leaver {
  readonly mask: VariableVec;
  readonly arrive: (mask: Vec, env: Env) => void;
  /** Exits recorded during the iteration in hand. */
  readonly exits: () => readonly { readonly mask: Vec | null }[];
}

export function lowerLoop(lowering: BodyLowering, code: TypedBlock, step: TypedBlock): boolean {
  const { lanes, frame } = lowering;
  const { builder } = lanes;
  const width = lanes.widest;
  const all = { ...lanes.boolean(true), width, regs: new Array(lanes.count(width)).fill(lanes.boolean(true).regs[0]) };
  const mask = (name: string, initial: Vec) =>
    new VariableVec(lowering, "bool", width, name, lanes.maskAt(initial, width));

  const before = { here: frame.here, active: lanes.active, targets: frame.targets };
  const loop = [...code, ...step];
  const assigned = assignedIn(loop);
  const after = readOutside(frame.func.code, code);
  const crossing = frame.targets.some((_, k) => names(code, k + 1)) || returnsIn(code);
  const carried = assigned.filter(
    (local) => frame.env[local] && (after.has(local) || crossing || readBeforeSet(code, step, local)),
  );
  const late = assigned.filter((local) => !frame.env[local] && (after.has(local) || crossing));
  const variables = new Map(
    [...carried, ...late].map((local) => {
      const { name, type } = frame.func.locals[local]!;
      const initial = frame.env[local] ?? lanes.constant(type, isBig(type) ? 0n : 0);
      const held = type === "bool" ? lanes.maskAt(initial, width) : initial;
      return [local, new VariableVec(lowering, type, held.width, name, held)] as const;
    }),
  );
  const live = mask("live", frame.here ?? all);
  const target: Target = { breaks: [], continues: [] };
  const outer = frame.targets.map((): Target => ({ breaks: [], continues: [] }));
  const returned = frame.returns.length;
  const slots = returnsIn(code)
    ? frame.func.results.map((type) => {
        const zero = lanes.constant(type, isBig(type) ? 0n : 0);
        const held = type === "bool" ? lanes.maskAt(zero, width) : zero;
        return new VariableVec(lowering, type, held.width, "result", held);
      })
    : [];
  const none = lanes.boolean(false);
  const leavers: Leaver[] = [];
  if (slots.length > 0)
    leavers.push({
      mask: mask("returned", none),
      exits: () => frame.returns.slice(returned),
      arrive: (m) => frame.returns.push({ mask: m, values: slots.map((slot) => slot.read()) }),
    });
  before.targets.forEach((real, k) => {
    for (const kind of ["breaks", "continues"] as const)
      if (names(code, k + 1))
        leavers.push({
          mask: mask("left", none),
          exits: () => outer[k]![kind],
          arrive: (m, env) => real[kind].push({ mask: m, env }),
        });
  });

  const load = () => {
    let { env } = frame;
    for (const [local, variable] of variables) env = env.with(local, variable.read());
    frame.env = env;
  };
  const absolute = (m: Vec | null) => lowering.both(before.active, m);
  const { condition, rest } = splitHead(code);
  let entered: Vec = all;
  let atHead: Env = frame.env;
  builder.loop(
    () => {
      load();
      atHead = frame.env;
      frame.here = live.read();
      lanes.active = absolute(frame.here);
      if (condition) {
        const test = lowering.expr(condition.test);
        lowering.enter(condition.stays ? test : lanes.not(test));
      }
      entered = frame.here;
      return lanes.any(entered);
    },
    () => {
      frame.targets = [target, ...outer];
      const falls = lowering.block(rest);
      const steps: Exit[] = [...target.continues];
      if (falls) steps.push({ mask: frame.here, env: frame.env });
      lanes.active = before.active;
      let goes = steps.length > 0;
      if (goes) {
        lowering.arrive(steps);
        goes = lowering.block(step);
      }
      const leaving: Exit[] = [...target.breaks, ...outer.flatMap((t) => [...t.breaks, ...t.continues])];
      const end: Env = goes ? frame.env : atHead;
      for (const [local, variable] of variables) {
        const old = atHead[local]!;
        let value = leaving.reduce(
          (v, exit) => (exit.env[local] === v ? v : pick(lowering, exit.mask, exit.env[local] ?? v, v)),
          end[local] ?? old,
        );
        if (after.has(local) || crossing) value = lanes.select(entered, hold(lowering, value, variable), old);
        variable.assign(hold(lowering, value, variable));
      }
      for (const leaver of leavers) {
        const gone = leaver.exits().map((exit) => exit.mask ?? entered);
        if (gone.length > 0)
          leaver.mask.assign(
            lanes.maskAt(
              gone.reduce((a, b) => lanes.bitwise("or", a, b), leaver.mask.read()),
              width,
            ),
          );
      }
      slots.forEach((slot, k) => {
        const value = frame.returns
          .slice(returned)
          .reduce((v, exit) => pick(lowering, exit.mask ?? entered, exit.values[k]!, v), slot.read());
        slot.assign(hold(lowering, value, slot));
      });
      live.assign(lanes.maskAt(goes ? (frame.here ?? entered) : none, width));
    },
  );
  frame.returns.length = returned;
  frame.targets = before.targets;
  frame.here = before.here;
  lanes.active = before.active;
  frame.env = frame.env.map((vec, local) => (variables.has(local) ? vec : assigned.includes(local) ? undefined : vec));
  load();
  const gone = leavers.map((leaver) => {
    const m = leaver.mask.read();
    leaver.arrive(m, frame.env);
    return m;
  });
  if (gone.length > 0) lowering.enter(lanes.not(gone.reduce((a, b) => lanes.bitwise("or", a, b))));
  return condition !== null || target.breaks.length > 0;
}

/** A value in the form in which its variable holds it: masks have one width there. */
function hold(lowering: BodyLowering, value: Vec, variable: VariableVec): Vec {
  return value.type === "bool" ? lowering.lanes.maskAt(value, variable.width) : value;
}

function pick(lowering: BodyLowering, mask: Vec | null, value: Vec, other: Vec): Vec {
  return mask ? lowering.lanes.select(mask, value, other) : value;
}

/** `if (!test) break` at the head is the loop's condition. */
function splitHead(code: TypedBlock): { condition: { test: TypedExpr; stays: boolean } | null; rest: TypedBlock } {
  const [first, ...rest] = code;
  const isBreak = (block: TypedBlock) => block.length === 1 && block[0]!.kind === "break" && block[0]!.depth === 0;
  if (first?.kind === "if" && isBreak(first.yes) && first.no.length === 0)
    return { condition: { test: first.test, stays: false }, rest };
  if (first?.kind === "if" && isBreak(first.no) && first.yes.length === 0)
    return { condition: { test: first.test, stays: true }, rest };
  return { condition: null, rest: code };
}

/** Does the block break or continue the target that is `depth` levels out? */
function names(block: TypedBlock, depth: number): boolean {
  return block.some((stmt) => {
    switch (stmt.kind) {
      case "break":
      case "continue":
        return stmt.depth === depth;
      case "if":
        return names(stmt.yes, depth) || names(stmt.no, depth);
      case "block":
        return names(stmt.code, depth + 1);
      case "loop":
        return names(stmt.code, depth + 1) || names(stmt.step, depth + 1);
      default:
        return false;
    }
  });
}

function returnsIn(block: TypedBlock): boolean {
  return block.some((stmt) => {
    switch (stmt.kind) {
      case "return":
        return true;
      case "if":
        return returnsIn(stmt.yes) || returnsIn(stmt.no);
      case "block":
      case "loop":
        return returnsIn(stmt.code);
      default:
        return false;
    }
  });
}
