/**
 * A typed body in lanes: every lane runs the same code, and masks say which lanes it counts for.
 *
 * Straight code and branches need no variables: both arms are lowered, each with its own idea of the locals, and the two
 * are merged by `select`. A lane that leaves a block or function early takes a snapshot of its locals along (an `Exit`),
 * which is merged where it arrives. Loops are in `loop.ts`. Helpers are lowered where they are called.
 */
import type { Scalar } from "../dtype.js";
import type { At } from "../ir.js";
import type { Value } from "../lane.js";
import { Lanes, type Vec } from "../lanes.js";
import { Stop } from "../link.js";
import { lowerings } from "../lowerings.js";
import { ops } from "../ops.js";
import type { Guard, TypedBlock, TypedBody, TypedExpr, TypedFunc, TypedStmt } from "../typed.js";
import { isCostly } from "./cost.js";
import { lowerElement } from "./element.js";
import { assignedIn, hasExit, onlyReturns, readBeforeSet, readOutside } from "./liveness.js";
import { lowerLoop } from "./loop.js";
import { VariableVec } from "./variable.js";

/** What the locals hold. A local that was not set yet is undefined. */
export type Env = readonly (Vec | undefined)[];

/** Lanes on their way to another place, and their locals. No mask: all lanes that are not masked already. */
export interface Exit {
  readonly mask: Vec | null;
  readonly env: Env;
}

/** A loop or block that `break` and `continue` can name. */
export interface Target {
  readonly breaks: Exit[];
  readonly continues: Exit[];
}

/** A function while it is lowered. */
export interface Frame {
  readonly func: TypedFunc;
  env: Env;
  /** The lanes that run, among those for which the function was called; null: all of them. */
  here: Vec | null;
  /** Innermost first. */
  targets: readonly Target[];
  readonly returns: { readonly mask: Vec | null; readonly values: readonly Vec[] }[];
}

export class BodyLowering {
  frame!: Frame;

  constructor(
    readonly lanes: Lanes,
    readonly body: TypedBody,
    readonly uniforms: readonly Vec[] = [],
    /** Where captured arrays are, by their tables. */
    readonly arrays: readonly (Value | undefined)[] = [],
  ) {}

  call(index: number, args: readonly Vec[]): readonly Vec[] {
    return this.#callOnce(index, args) ?? this.#call(index, args);
  }

  /** A call whose arguments are the same for all elements: made before the loops, by a gang of one, which the rest shares. */
  #callOnce(index: number, args: readonly Vec[]): readonly Vec[] | undefined {
    const { lanes, body, uniforms, arrays } = this;
    if (lanes.active !== null) return undefined;
    const first = (vec: Vec): Vec => ({ ...vec, regs: vec.regs.slice(0, 1) });
    const values = args.flatMap(({ regs }) => regs);
    const results = lanes.builder.outside(`${index} ${args.map(({ regs }) => regs[0])}`, values, () => {
      const one = new Lanes(lanes.builder, 1, lanes.widest);
      return new BodyLowering(one, body, uniforms.map(first), arrays).#call(index, args.map(first));
    });
    return results?.map((vec) => ({ ...vec, regs: new Array(lanes.count(vec.width)).fill(vec.regs[0]) }));
  }

  #call(index: number, args: readonly Vec[]): readonly Vec[] {
    const func = this.body.functions[index]!;
    const [caller, outer] = [this.frame, this.lanes.active];
    const { source } = this.lanes.builder;
    const env = func.locals.map((_, k) => args[k]);
    this.frame = { func, env, here: null, targets: [], returns: [] };
    this.block(func.code);
    const results = this.#returned();
    this.frame = caller;
    this.lanes.active = outer;
    this.lanes.builder.source = source;
    return results;
  }

  /** What the lanes of the function have returned. Whoever has not before returns last. */
  #returned(): readonly Vec[] {
    const { returns } = this.frame;
    return returns.reduceRight(
      (later, { mask, values }) => values.map((value, k) => (mask ? this.lanes.select(mask, value, later[k]!) : value)),
      returns.at(-1)!.values,
    );
  }

  /** Runs code for the lanes of a mask only. `outer` is where the function was called from. */
  within<T>(mask: Vec | null, run: () => T): T {
    const { frame, lanes } = this;
    const [here, active] = [frame.here, lanes.active];
    this.enter(mask);
    const result = run();
    frame.here = here;
    lanes.active = active;
    return result;
  }

  /** Narrows the lanes that run. */
  enter(mask: Vec | null): void {
    this.frame.here = this.both(this.frame.here, mask);
    this.lanes.active = this.both(this.lanes.active, mask);
  }

  both(a: Vec | null, b: Vec | null): Vec | null {
    return a && b ? this.lanes.bitwise("and", a, b) : (a ?? b);
  }

  /** Runs statements until one that no lane passes. Says whether any lane comes out at the end. */
  block(block: TypedBlock): boolean {
    return block.every((stmt) => this.#statement(stmt));
  }

  #at(at: At): void {
    const { builder } = this.lanes;
    const { file } = this.frame.func;
    builder.source = file === "" ? { ...builder.source, isLibrary: true } : { file, at, isLibrary: false };
  }

  #statement(stmt: TypedStmt): boolean {
    const { frame } = this;
    this.#at(stmt.at);
    switch (stmt.kind) {
      case "set":
        this.#set(stmt.local, this.expr(stmt.value));
        return true;
      case "unpack": {
        const call = stmt.call as Extract<TypedExpr, { kind: "call" }>;
        const results = this.call(
          call.func,
          call.args.map((arg) => this.expr(arg)),
        );
        stmt.locals.forEach((local, k) =>
          this.#set(local, this.lanes.cast(results[k]!, frame.func.locals[local]!.type)),
        );
        return true;
      }
      case "if":
        return this.#if(this.expr(stmt.test), stmt.yes, stmt.no, stmt.at);
      case "guard":
        this.#guard(stmt.guard);
        return true;
      case "block":
        return this.#labelled(stmt.code);
      case "loop":
        return lowerLoop(this, stmt.code, stmt.step);
      case "break":
      case "continue": {
        const target = frame.targets[stmt.depth]!;
        target[stmt.kind === "break" ? "breaks" : "continues"].push({ mask: frame.here, env: frame.env });
        return false;
      }
      case "return":
        frame.returns.push({ mask: frame.here, values: stmt.values.map((value) => this.expr(value)) });
        return false;
    }
  }

  #set(local: number, value: Vec): void {
    this.frame.env = this.frame.env.with(local, value);
  }

  #if(test: Vec, yes: TypedBlock, no: TypedBlock, at: At): boolean {
    if (test.constant !== undefined) return this.block(test.constant ? yes : no);
    if (this.#skippable(yes) || this.#skippable(no)) return this.#ifAny(test, yes, no, at);
    const { frame, lanes } = this;
    this.#at(at);
    if (yes.length + no.length > 0) lanes.builder.remark("arms");
    const [env, here, active] = [frame.env, frame.here, lanes.active];
    const arm = (mask: Vec, code: TypedBlock): Exit | null => {
      frame.env = env;
      frame.here = here;
      lanes.active = active;
      this.enter(mask);
      return this.block(code) ? { mask: frame.here, env: frame.env } : null;
    };
    const first = arm(test, yes);
    const second = arm(lanes.not(test), no);
    frame.here = here;
    lanes.active = active;
    if (!first || !second) {
      const only = first ?? second;
      if (only) this.arrive([only]);
      return only !== null;
    }
    frame.env = this.merge(test, first.env, second.env);
    const whole = !hasExit(yes) && !hasExit(no);
    if (!whole) this.#run(lanes.bitwise("or", first.mask!, second.mask!));
    return true;
  }

  /** A costly arm out of which there is no way but its end, or none but `return`. */
  #skippable(arm: TypedBlock): boolean {
    return isCostly(this.body, arm) && (!hasExit(arm) || onlyReturns(arm));
  }

  /** The arms one after the other, each for its lanes; a costly one only where any lane wants it. */
  #ifAny(test: Vec, yes: TypedBlock, no: TypedBlock, at: At): boolean {
    const other = this.lanes.not(test);
    for (const [mask, arm] of [
      [test, yes],
      [other, no],
    ] as const) {
      this.#at(at);
      if (!this.#skippable(arm)) {
        if (!this.#if(mask, arm, [], at)) return false;
      } else if (onlyReturns(arm)) {
        this.#skipReturn(mask, arm);
        this.enter(mask === test ? other : test);
      } else this.#skip(mask, arm);
    }
    return !(onlyReturns(yes) && onlyReturns(no));
  }

  /** The lanes of the mask return what the arm returns. */
  #skipReturn(mask: Vec, arm: TypedBlock): void {
    const { frame, lanes } = this;
    const results = frame.func.results.map((type) => VariableVec.for(lanes, "returned", lanes.constant(type, 0)));
    lanes.builder.remark("arm");
    lanes.builder.if(lanes.any(mask), () => {
      this.frame = { ...frame, returns: [] };
      this.within(mask, () => this.block(arm));
      this.#returned().forEach((value, k) => results[k]!.assign(value));
      this.frame = frame;
    });
    const values = results.map((variable) => variable.read());
    frame.returns.push({ mask: this.both(frame.here, mask), values });
  }

  #skip(mask: Vec, arm: TypedBlock): void {
    const { frame, lanes } = this;
    const before = frame.env;
    const after = readOutside(frame.func.code, arm);
    const wanted = assignedIn(arm).filter((local) => after.has(local) || readBeforeSet(arm, [], local));
    lanes.builder.remark("arm");
    const results = wanted.map((local) => {
      const { name, type } = frame.func.locals[local]!;
      return { local, variable: VariableVec.for(lanes, name, before[local] ?? lanes.constant(type, 0)) };
    });
    lanes.builder.if(lanes.any(mask), () => {
      this.within(mask, () => this.block(arm));
      for (const { local, variable } of results) {
        const [value, old] = [frame.env[local], before[local]];
        if (value) variable.assign(old ? lanes.select(mask, value, old) : value);
      }
    });
    frame.env = before;
    for (const { local, variable } of results) frame.env = frame.env.with(local, variable.read());
  }

  #labelled(code: TypedBlock): boolean {
    return this.#leaving((target) => {
      this.frame.targets = [target, ...this.frame.targets];
      return this.block(code);
    });
  }

  /** A loop of known length, turn by turn: the head's test holds, and then no more. */
  unroll(code: TypedBlock, step: TypedBlock, trips: number): boolean {
    return this.#leaving((target) => {
      const outer = this.frame.targets;
      this.lanes.builder.remark("unroll", String(trips));
      for (let k = 0; k < trips; k++) {
        const turn = (next: Target): boolean => {
          this.frame.targets = [{ breaks: target.breaks, continues: next.breaks }, ...outer];
          return this.block(code.slice(1));
        };
        if (!this.#leaving(turn)) return false;
        this.frame.targets = [target, ...outer];
        if (!this.block(step)) return false;
      }
      return true;
    });
  }

  /** Runs code that can be left by `break`; goes on with all who come out. */
  #leaving(run: (target: Target) => boolean): boolean {
    const target: Target = { breaks: [], continues: [] };
    const { frame, lanes } = this;
    const [targets, active] = [frame.targets, lanes.active];
    const falls = run(target);
    const arrivals = [...target.breaks];
    if (falls) arrivals.push({ mask: frame.here, env: frame.env });
    frame.targets = targets;
    lanes.active = active;
    if (arrivals.length === 0) return false;
    this.arrive(arrivals);
    return true;
  }

  /** Goes on with the lanes of all these exits. The masks exclude each other. */
  arrive(exits: readonly Exit[]): void {
    const { frame } = this;
    const last = exits.at(-1)!;
    frame.env = exits.slice(0, -1).reduceRight((env, exit) => this.merge(exit.mask!, exit.env, env), last.env);
    const masks = exits.map((exit) => exit.mask);
    this.#run(masks.includes(null) ? null : (masks as Vec[]).reduce((a, b) => this.lanes.bitwise("or", a, b)));
  }

  /** From here on these lanes of the function run. */
  #run(mask: Vec | null): void {
    this.frame.here = mask;
    this.lanes.active = this.both(this.lanes.active, mask);
  }

  /** A local that only one arm has set is of no use to the lanes of the other. */
  merge(mask: Vec, yes: Env, no: Env): Env {
    return yes.map((vec, k) => {
      const other = no[k];
      if (!vec || !other || vec === other) return vec ?? other;
      return this.lanes.select(mask, vec, other);
    });
  }

  expr(expr: TypedExpr): Vec {
    const { lanes } = this;
    this.#at(expr.at);
    switch (expr.kind) {
      case "constant":
        return lanes.constant(expr.type, expr.value);
      case "local":
        return this.frame.env[expr.index]!;
      case "uniform":
        return this.uniforms[expr.index]!;
      case "op":
        return this.#operation(expr);
      case "cast":
        return lanes.cast(this.expr(expr.arg), expr.type);
      case "choose":
        return this.#choose(expr);
      case "logic": {
        const left = this.expr(expr.left);
        if (left.constant !== undefined) return left.constant === (expr.op === "and") ? this.expr(expr.right) : left;
        const right = this.within(expr.op === "and" ? left : lanes.not(left), () => this.expr(expr.right));
        return lanes.bitwise(expr.op, left, right);
      }
      case "guarded":
        this.#guard(expr.guard);
        return this.expr(expr.value);
      case "element":
        return lowerElement(lanes, this.body.tables[expr.table]!, this.arrays[expr.table], this.expr(expr.index));
      case "call":
        return this.call(
          expr.func,
          expr.args.map((arg) => this.expr(arg)),
        )[0]!;
    }
  }

  #choose({ at, ...expr }: Extract<TypedExpr, { kind: "choose" }>): Vec {
    const { lanes } = this;
    const test = this.expr(expr.test);
    if (test.constant !== undefined) return this.expr(test.constant ? expr.yes : expr.no);
    if (isCostly(this.body, expr.yes)) return this.#chooseAny(test, expr.yes, expr.no, at);
    if (isCostly(this.body, expr.no)) return this.#chooseAny(lanes.not(test), expr.no, expr.yes, at);
    const yes = this.within(test, () => this.expr(expr.yes));
    const no = this.within(lanes.not(test), () => this.expr(expr.no));
    const result = lanes.select(test, yes, no);
    const { op } = lanes.builder.definition(result.regs[0]!);
    this.#at(at);
    if (/\.p?(min|max)/.test(op)) lanes.builder.remark("instruction", op);
    else lanes.builder.remark("sides");
    return result;
  }

  /** `test ? costly : other`, the costly value only where any lane wants it. */
  #chooseAny(test: Vec, costly: TypedExpr, other: TypedExpr, at: At): Vec {
    const { lanes } = this;
    this.#at(at);
    lanes.builder.remark("side");
    const value = this.within(lanes.not(test), () => this.expr(other));
    const result = VariableVec.for(lanes, "chosen", value);
    lanes.builder.if(lanes.any(test), () => {
      const chosen = this.within(test, () => this.expr(costly));
      result.assign(lanes.select(test, chosen, value));
    });
    return result.read();
  }

  /** Leaves if a lane that runs goes the way that was not expected. */
  #guard({ number, test, expected }: Guard): void {
    const mask = this.expr(test);
    this.lanes.stopWhere(expected ? this.lanes.not(mask) : mask, Stop.guard + number);
  }

  #operation(expr: Extract<TypedExpr, { kind: "op" }>): Vec {
    const args = expr.args.map((arg) => this.expr(arg));
    this.#at(expr.at);
    const constants = args.flatMap((arg) => (arg.constant === undefined ? [] : [arg.constant]));
    if (constants.length === args.length && expr.op !== "pow") {
      const mean = ops[expr.op].mean(expr.of) as (...values: Scalar[]) => Scalar;
      return this.lanes.constant(expr.type, mean(...constants));
    }
    return lowerings[expr.op](this.lanes, expr.of, ...args);
  }
}
