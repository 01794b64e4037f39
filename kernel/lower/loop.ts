/**
 * Loops in lanes: the loop runs until no lane is live.
 *
 * - Locals that outlive an iteration are variables. A `break` at the head is the loop's condition: lanes that leave there
 *   find their locals in the variables as they are.
 * - An assignment is blended (only live lanes take it) only where a lane that has left can still read the local.
 * - A counter that starts uniform and steps equally is a scalar; lanes keep only how often they were live. Where it alone
 *   ends the loop, there are no lanes that leave before others.
 * - A loop that counts to a known, small number is unrolled.
 * - A lane that leaves more than this loop (`return`, `break` of an outer loop) waits until all lanes are done: a
 *   variable of the loop remembers it, and what it returns.
 */
import type { Vec } from "../lanes.js";
import type { TypedBlock } from "../typed.js";
import type { BodyLowering, Env, Exit, Target } from "./body.js";
import { type Counter, findCounter, type Turn, tripCount, turnOf } from "./counter.js";
import { assignedIn, leavesFor, readBeforeSet, readOutside, returnsIn } from "./liveness.js";
import { VariableVec } from "./variable.js";

export function lowerLoop(lowering: BodyLowering, code: TypedBlock, step: TypedBlock): boolean {
  const turn = turnOf(code);
  const trips = tripCount(lowering.frame, turn, step);
  return trips === null ? new LoopLowering(lowering, turn, code, step).run() : lowering.unroll(code, step, trips);
}

/** Lanes that have left for a place outside the loop. */
interface Leaver {
  readonly mask: VariableVec;
  /** Who left in the iteration in hand. */
  readonly exits: () => readonly { readonly mask: Vec | null }[];
  readonly arrive: (mask: Vec, env: Env) => void;
}

class LoopLowering {
  readonly #target: Target = { breaks: [], continues: [] };
  /** Stand-ins for the targets around the loop: what arrives there during an iteration. */
  readonly #outer: readonly Target[];
  readonly #counter: Counter | null;
  readonly #variables: ReadonlyMap<number, VariableVec>;
  /** Locals that somebody reads whose lane has left before the loop ended. */
  readonly #readLater: (local: number) => boolean;
  /** Null where all lanes that come to the loop leave it together. */
  readonly #live: VariableVec | null;
  readonly #leavers: readonly Leaver[];
  /** What returning lanes return. */
  readonly #results: readonly VariableVec[];
  readonly #returnsBefore: number;
  readonly #before: Pick<BodyLowering["frame"], "here" | "targets"> & { readonly active: Vec | null };

  constructor(
    readonly lowering: BodyLowering,
    readonly turn: Turn,
    readonly code: TypedBlock,
    readonly step: TypedBlock,
  ) {
    const { frame, lanes } = lowering;
    this.#before = { here: frame.here, targets: frame.targets, active: lanes.active };
    this.#returnsBefore = frame.returns.length;
    this.#outer = frame.targets.map(() => ({ breaks: [], continues: [] }));
    const after = readOutside(frame.func.code, code);
    const crossing = returnsIn(code) || frame.targets.some((_, k) => leavesFor(code, k + 1));
    // a loop around this one brings back lanes that have left, to what they left behind
    const again = frame.targets.length > 0;
    this.#readLater = (local) => crossing || after.has(local) || (again && readBeforeSet(code, step, local));
    this.#counter = findCounter(lowering, turn, step, after);
    this.#variables = this.#carry();
    this.#live = this.#counter?.decides
      ? null
      : VariableVec.for(lanes, "live", frame.here ?? lanes.constant("bool", true));
    this.#results = returnsIn(code)
      ? frame.func.results.map((type) => VariableVec.for(lanes, "result", lanes.constant(type, 0)))
      : [];
    this.#leavers = this.#watch();
  }

  /** Variables for the locals that an iteration hands on: to the next, or to whoever reads them after the loop. */
  #carry(): Map<number, VariableVec> {
    const { frame, lanes } = this.lowering;
    const carried = assignedIn([...this.code, ...this.step]).filter((local) => {
      if (local === this.#counter?.local) return false;
      return this.#readLater(local) || (frame.env[local] && readBeforeSet(this.code, this.step, local));
    });
    return new Map(
      carried.map((local) => {
        const { name, type } = frame.func.locals[local]!;
        return [local, VariableVec.for(lanes, name, frame.env[local] ?? lanes.constant(type, 0))];
      }),
    );
  }

  #watch(): Leaver[] {
    const { frame, lanes } = this.lowering;
    const leavers: Leaver[] = [];
    if (this.#results.length > 0)
      leavers.push({
        mask: VariableVec.for(lanes, "returned", lanes.constant("bool", false)),
        exits: () => frame.returns.slice(this.#returnsBefore),
        arrive: (mask) => frame.returns.push({ mask, values: this.#results.map((result) => result.read()) }),
      });
    this.#before.targets.forEach((target, k) => {
      for (const kind of ["breaks", "continues"] as const)
        if (leavesFor(this.code, k + 1, kind))
          leavers.push({
            mask: VariableVec.for(lanes, "left", lanes.constant("bool", false)),
            exits: () => this.#outer[k]![kind],
            arrive: (mask, env) => target[kind].push({ mask, env }),
          });
    });
    return leavers;
  }

  run(): boolean {
    const { lowering } = this;
    const { frame, lanes } = lowering;
    const { conditions, rest } = this.turn;
    const counts = this.#counter?.tests ?? [];
    const masks = conditions.filter((_, k) => !counts[k]);
    let atHead: Env = frame.env;
    let entered: Vec | null = null;
    lanes.builder.remark(this.#counter === null ? "loop" : "counted");
    lanes.builder.loop(
      () => {
        this.#load();
        this.#counter?.enter();
        atHead = frame.env;
        if (this.#live) {
          frame.here = this.#live.read();
          lanes.active = lowering.both(this.#before.active, frame.here);
        }
        for (const { test, stays } of masks) {
          const mask = lowering.expr(test);
          lowering.enter(stays ? mask : lanes.not(mask));
        }
        entered = this.#live && frame.here;
        const goes = entered ? [lanes.any(entered)] : [];
        const all = [...goes, ...counts.flatMap((count) => count?.() ?? [])];
        return all.reduce((before, test) => lanes.emit("i32.and", [test, before]));
      },
      () => this.#iteration(rest, atHead, entered),
    );
    this.#leave();
    return conditions.length > 0 || this.#target.breaks.length > 0;
  }

  /** One turn: the code, then the step for those who come to it, then the variables as the next turn will find them. */
  #iteration(code: TypedBlock, atHead: Env, entered: Vec | null): void {
    const { lowering } = this;
    const { frame, lanes } = lowering;
    frame.targets = [this.#target, ...this.#outer];
    const steps: Exit[] = [];
    if (lowering.block(code)) steps.push({ mask: frame.here, env: frame.env });
    steps.unshift(...this.#target.continues);
    lanes.active = this.#before.active;
    let goesOn = steps.length > 0;
    if (goesOn) {
      lowering.arrive(steps);
      goesOn = lowering.block(this.step);
    }
    this.#store(atHead, goesOn ? frame.env : atHead, entered);
    if (entered) this.#remember(entered);
    this.#counter?.count(entered);
    this.#live?.assign(goesOn ? frame.here! : lanes.constant("bool", false));
  }

  #load(): void {
    const { frame } = this.lowering;
    for (const [local, variable] of this.#variables) frame.env = frame.env.with(local, variable.read());
  }

  #store(atHead: Env, end: Env, entered: Vec | null): void {
    const { lanes } = this.lowering;
    const leaving = [...this.#target.breaks, ...this.#outer.flatMap((t) => [...t.breaks, ...t.continues])];
    for (const [local, variable] of this.#variables) {
      const old = atHead[local]!;
      const last = leaving.reduce(
        (value, exit) => this.#pick(exit.mask, exit.env[local] ?? value, value),
        end[local] ?? old,
      );
      variable.assign(entered && this.#readLater(local) && last !== old ? lanes.select(entered, last, old) : last);
    }
  }

  /** Notes who left for good, and with which results. */
  #remember(entered: Vec): void {
    const { lanes, frame } = this.lowering;
    for (const { mask, exits } of this.#leavers) {
      const gone = exits().map((exit) => exit.mask ?? entered);
      if (gone.length > 0) mask.assign(gone.reduce((a, b) => lanes.bitwise("or", a, b), mask.read()));
    }
    this.#results.forEach((result, k) => {
      const exits = frame.returns.slice(this.#returnsBefore);
      result.assign(
        exits.reduce((value, exit) => this.#pick(exit.mask ?? entered, exit.values[k]!, value), result.read()),
      );
    });
  }

  #pick(mask: Vec | null, value: Vec, other: Vec): Vec {
    return mask && value !== other ? this.lowering.lanes.select(mask, value, other) : value;
  }

  /** Behind the loop: all lanes go on but those that left for somewhere else. */
  #leave(): void {
    const { lowering } = this;
    const { frame, lanes } = lowering;
    frame.returns.length = this.#returnsBefore;
    frame.targets = this.#before.targets;
    frame.here = this.#before.here;
    lanes.active = this.#before.active;
    const inside = new Set(assignedIn([...this.code, ...this.step]));
    frame.env = frame.env.map((vec, local) => (inside.has(local) ? undefined : vec));
    this.#load();
    this.#counter?.leave();
    const gone = this.#leavers.map(({ mask, arrive }) => {
      const left = mask.read();
      arrive(left, frame.env);
      return left;
    });
    if (gone.length > 0) lowering.enter(lanes.not(gone.reduce((a, b) => lanes.bitwise("or", a, b))));
  }
}
