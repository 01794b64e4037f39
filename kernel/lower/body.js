/**
 * A typed body in lanes: every lane runs the same code, and masks say which lanes it counts for.
 *
 * Straight code and branches need no variables: both arms are lowered, each with its own idea of the locals, and the two
 * are merged by `select`. A lane that leaves a block or function early takes a snapshot of its locals along (an `Exit`),
 * which is merged where it arrives. Loops are in `loop.ts`. Helpers are lowered where they are called.
 */
import { castTo } from "../cast.js";
import { bytesOf, isBig, isFloat } from "../dtype.js";
import { write } from "../lanes.js";
import { lowerings } from "../lowerings.js";
import { ops } from "../ops.js";
import { lowerLoop } from "./loop.js";
export class BodyLowering {
  lanes;
  body;
  frame;
  constructor(lanes, body) {
    this.lanes = lanes;
    this.body = body;
  }
  call(index, args) {
    const func = this.body.functions[index];
    const [caller, outer] = [this.frame, this.lanes.active];
    const env = func.locals.map((_, k) => args[k]);
    this.frame = { func, env, here: null, targets: [], returns: [] };
    this.block(func.code);
    const { returns } = this.frame;
    this.frame = caller;
    this.lanes.active = outer;
    // whoever has not returned before returns last
    return returns.reduceRight(
      (later, { mask, values }) => values.map((value, k) => (mask ? this.lanes.select(mask, value, later[k]) : value)),
      returns.at(-1).values,
    );
  }
  /** Runs code for the lanes of a mask only. `outer` is where the function was called from. */
  within(mask, run) {
    const { frame, lanes } = this;
    const [here, active] = [frame.here, lanes.active];
    this.enter(mask);
    const result = run();
    frame.here = here;
    lanes.active = active;
    return result;
  }
  /** Narrows the lanes that run. */
  enter(mask) {
    this.frame.here = this.both(this.frame.here, mask);
    this.lanes.active = this.both(this.lanes.active, mask);
  }
  both(a, b) {
    return a && b ? this.lanes.bitwise("and", a, b) : (a ?? b);
  }
  /** Runs statements until one that no lane passes. Says whether any lane comes out at the end. */
  block(block) {
    return block.every((stmt) => this.#statement(stmt));
  }
  #statement(stmt) {
    const { frame } = this;
    switch (stmt.kind) {
      case "set":
        this.#set(stmt.local, this.expr(stmt.value));
        return true;
      case "unpack": {
        const call = stmt.call;
        const results = this.call(
          call.func,
          call.args.map((arg) => this.expr(arg)),
        );
        stmt.locals.forEach((local, k) => this.#set(local, this.lanes.cast(results[k], frame.func.locals[local].type)));
        return true;
      }
      case "if":
        return this.#if(this.expr(stmt.test), stmt.yes, stmt.no);
      case "block":
        return this.#labelled(stmt.code);
      case "loop":
        return lowerLoop(this, stmt.code, stmt.step);
      case "break":
      case "continue": {
        const target = frame.targets[stmt.depth];
        target[stmt.kind === "break" ? "breaks" : "continues"].push({ mask: frame.here, env: frame.env });
        return false;
      }
      case "return":
        frame.returns.push({ mask: frame.here, values: stmt.values.map((value) => this.expr(value)) });
        return false;
    }
  }
  #set(local, value) {
    this.frame.env = this.frame.env.with(local, value);
  }
  #if(test, yes, no) {
    if (test.constant !== undefined) return this.block(test.constant ? yes : no);
    const { frame, lanes } = this;
    const [env, here, active] = [frame.env, frame.here, lanes.active];
    const arm = (mask, code) => {
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
    const whole = first.mask === this.#narrowed(here, test) && second.mask === this.#narrowed(here, lanes.not(test));
    if (!whole) this.#run(lanes.bitwise("or", first.mask, second.mask));
    return true;
  }
  #narrowed(here, test) {
    return this.both(here, test);
  }
  #labelled(code) {
    const target = { breaks: [], continues: [] };
    const { frame, lanes } = this;
    const [targets, active] = [frame.targets, lanes.active];
    frame.targets = [target, ...targets];
    const falls = this.block(code);
    const arrivals = [...target.breaks];
    if (falls) arrivals.push({ mask: frame.here, env: frame.env });
    frame.targets = targets;
    lanes.active = active;
    if (arrivals.length === 0) return false;
    this.arrive(arrivals);
    return true;
  }
  /** Goes on with the lanes of all these exits. The masks exclude each other. */
  arrive(exits) {
    const { frame } = this;
    const last = exits.at(-1);
    frame.env = exits.slice(0, -1).reduceRight((env, exit) => this.merge(exit.mask, exit.env, env), last.env);
    const masks = exits.map((exit) => exit.mask);
    this.#run(masks.includes(null) ? null : masks.reduce((a, b) => this.lanes.bitwise("or", a, b)));
  }
  /** From here on these lanes of the function run. */
  #run(mask) {
    this.frame.here = mask;
    this.lanes.active = this.both(this.lanes.active, mask);
  }
  /** A local that only one arm has set is of no use to the lanes of the other. */
  merge(mask, yes, no) {
    return yes.map((vec, k) => {
      const other = no[k];
      if (!vec || !other || vec === other) return vec ?? other;
      return this.lanes.select(mask, vec, other);
    });
  }
  expr(expr) {
    const { lanes } = this;
    switch (expr.kind) {
      case "constant":
        return lanes.constant(expr.type, expr.value);
      case "local":
        return this.frame.env[expr.index];
      case "op":
        return this.#operation(expr);
      case "cast":
        return lanes.cast(this.expr(expr.arg), expr.type);
      case "choose": {
        const test = this.expr(expr.test);
        if (test.constant !== undefined) return this.expr(test.constant ? expr.yes : expr.no);
        const yes = this.within(test, () => this.expr(expr.yes));
        const no = this.within(lanes.not(test), () => this.expr(expr.no));
        return lanes.select(test, yes, no);
      }
      case "logic": {
        const left = this.expr(expr.left);
        if (left.constant !== undefined) return left.constant === (expr.op === "and") ? this.expr(expr.right) : left;
        const right = this.within(expr.op === "and" ? left : lanes.not(left), () => this.expr(expr.right));
        return lanes.bitwise(expr.op, left, right);
      }
      case "element":
        return this.#element(expr.table, this.expr(expr.index));
      case "call":
        return this.call(
          expr.func,
          expr.args.map((arg) => this.expr(arg)),
        )[0];
    }
  }
  #operation(expr) {
    const args = expr.args.map((arg) => this.expr(arg));
    const constants = args.flatMap((arg) => (arg.constant === undefined ? [] : [arg.constant]));
    if (constants.length === args.length && expr.op !== "pow") {
      const mean = ops[expr.op].mean(expr.of);
      return this.lanes.constant(expr.type, mean(...constants));
    }
    return lowerings[expr.op](this.lanes, expr.of, ...args);
  }
  /** Lane by lane from the table in the pool; an index that lies outside reads element 0 and is replaced. */
  #element(place, index) {
    const { lanes } = this;
    const { type, values } = this.body.tables[place];
    const outside = lanes.constant(type, isFloat(type) ? Number.NaN : 0);
    if (values.length === 0) return outside;
    const number = (v) => lanes.constant(index.type, isBig(index.type) ? BigInt(v) : v);
    const whole = isFloat(index.type) ? lowerings.trunc(lanes, index.type, index) : index;
    const inside = lanes.bitwise(
      "and",
      lanes.compare("ge", whole, number(0)),
      lanes.compare("lt", whole, number(values.length)),
    );
    const word = lanes.cast(lanes.select(inside, whole, number(0)), "uint32");
    const bytes = new Uint8Array(values.length * bytesOf(type));
    values.forEach((value, k) => write(new DataView(bytes.buffer), type, castTo(type)(value), k * bytesOf(type)));
    const base = lanes.builder.place(bytes, 8);
    lanes.builder.remarks.add("elements of a constant array are read lane by lane: Wasm has no gather");
    return lanes.select(inside, this.#gather(type === "bool" ? "uint8" : type, base, word), outside);
  }
  #gather(type, base, word) {
    const { lanes } = this;
    const bytes = bytesOf(type);
    const shift = lanes.builder.const32(Math.log2(bytes));
    const pool = lanes.builder.poolAddress();
    const addresses = Array.from({ length: lanes.gang }, (_, lane) =>
      lanes.emit("i32.add", [pool, lanes.emit("i32.shl", [lanes.extract("uint32", word, lane), shift])]),
    );
    const regs = Array.from({ length: lanes.count(bytes) }, (_, k) => {
      let reg = lanes.constant(type, isBig(type) ? 0n : 0).regs[0];
      for (let lane = 0; lane < 16 / bytes; lane++) {
        const address = addresses[(k * (16 / bytes) + lane) % lanes.gang];
        reg = lanes.emit(`v128.load${bytes * 8}_lane`, [address, reg], [base, lane]);
      }
      return reg;
    });
    return { type, width: bytes, regs };
  }
}
