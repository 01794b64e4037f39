/**
 * The inner loop of a reduction whose operands may be regrouped: elements folded into one, group after group.
 *
 *     reduce(args, n, steps): args = [elements, results, lengths], n groups of so many elements each, none empty
 *
 * Elements lie one after the other, results too. Partial results live in the lanes of a gang: lane k folds the elements
 * k, k + gang, …; a tree of the lanes makes a smaller gang of them, which goes on with what was left over. In NumPy's
 * pairwise order the gang is of eight and neighbours are folded, what NumPy does for up to 128 elements, to the bit; the
 * caller halves what is longer. In any order it is what hides the latency of one operation.
 */
import { Builder } from "../builder.js";
import { bytesOf, type DType } from "../dtype.js";
import { foldOrder } from "../folding.js";
import type { LaneProgram, Value } from "../lane.js";
import { Lanes, type Vec } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { Extreme, guessOf } from "./extreme.js";
import { finish } from "./finish.js";
import { load, store } from "./inner.js";
import { VariableVec } from "./variable.js";

/** In any order, registers of partial results that hide the latency of one operation. */
const REGISTERS = 4;

/** The sizes of gangs, from large to 1. */
export function gangs(body: TypedBody): readonly number[] {
  const type = typeOf(body);
  if (foldOrder(body) === "pairwise") return [8, 1];
  const register = 16 / bytesOf(type);
  return [register * REGISTERS, register, 1];
}

/** Of a body typed for (T, T) -> T; null for one that may stop. */
export function reduceLoop(body: TypedBody, name: string, widest: number): Omit<LaneProgram, "pressure"> | null {
  const type = typeOf(body);
  const builder = new Builder();
  const [args, n] = builder.parameters;
  const pointer = (what: string, k: number) => builder.variable(what, "i32", builder.word(args, k));
  const [x, out, lengths] = [pointer("x", 0), pointer("r", 1), pointer("lengths", 2)];
  const words = builder.emit("i32.mul", [n, builder.const32(4)]);
  const behind = builder.named("behind", builder.emit("i32.add", [builder.read(lengths), words]));
  const partials = gangs(body).map((gang) => new Partials(body, new Lanes(builder, gang, widest)));
  builder.loop(
    () => builder.emit("i32.lt_u", [builder.read(lengths), behind]),
    () => {
      const length = builder.named("length", builder.word(builder.read(lengths), 0));
      const group = new Group(builder, type, x, length);
      group.fold(partials);
      const last = partials.at(-1)!;
      store(last.lanes, type, builder.read(out), last.read());
    },
    () => {
      builder.advance(lengths, builder.const32(4));
      builder.advance(out, builder.const32(bytesOf(type)));
    },
  );
  builder.return(n);
  return builder.mayStop ? null : finish(builder, body, name, partials[0]!.lanes.gang);
}

const typeOf = (body: TypedBody): DType => body.signature.outputs[0]!;

/** The partial results of one size of gang. */
class Partials {
  readonly #state: VariableVec;

  constructor(
    readonly body: TypedBody,
    readonly lanes: Lanes,
  ) {
    this.#state = VariableVec.for(lanes, "partials", lanes.constant(typeOf(body), 0));
  }

  read(): Vec {
    return this.#state.read();
  }

  begin(state: Vec): void {
    this.#state.assign(state);
  }

  take(element: Vec): void {
    this.begin(this.#join(this.lanes, this.read(), element));
  }

  #join(lanes: Lanes, a: Vec, b: Vec): Vec {
    return new BodyLowering(lanes, this.body).call(0, [a, b])[0]!;
  }

  /** The partial results of a larger gang, folded until they are as many as these. */
  fewer(state: Vec, gang: number): Vec {
    if (gang === this.lanes.gang) return state;
    const half = new Lanes(this.lanes.builder, gang / 2, this.lanes.widest);
    const parts = foldOrder(this.body) === "pairwise" ? everySecond : halfOf;
    return this.fewer(this.#join(half, parts(half, state, 0), parts(half, state, 1)), gang / 2);
  }
}

/** The elements of one result, as many as `length` says, from where the variable `x` points to. */
class Group {
  readonly #start: Value;

  constructor(
    readonly builder: Builder,
    readonly type: DType,
    readonly x: number,
    readonly length: Value,
  ) {
    this.#start = builder.named("start", builder.read(x));
  }

  /** Leaves the result in the last of these. The group has at least as many elements as the gang of that. */
  fold(sizes: readonly Partials[]): void {
    const [here, larger] = [sizes.at(-1)!, sizes.at(-2)];
    const { gang } = here.lanes;
    if (larger === undefined) here.begin(this.#next(here.lanes));
    else {
      const { builder } = this;
      builder.if(
        builder.emit("i32.lt_u", [this.length, builder.const32(larger.lanes.gang)]),
        () => here.begin(this.#next(here.lanes)),
        () => {
          this.fold(sizes.slice(0, -1));
          here.begin(here.fewer(larger.read(), larger.lanes.gang));
        },
      );
    }
    const whole = this.#behind(gang);
    if (larger === undefined) this.#guess(here, whole);
    this.#untilAt(whole, () => here.take(this.#next(here.lanes)));
  }

  /** Goes ahead where there is a faster way to the same, two gangs a turn; back to the first gang if it was not the same. */
  #guess(here: Partials, whole: Value): void {
    const guess = guessOf(here.body);
    if (guess === null) return;
    const { builder } = this;
    const { lanes } = here;
    const extreme = new Extreme(lanes, guess, here.read());
    const two = new Lanes(builder, 2 * lanes.gang, lanes.widest);
    const last = builder.emit("i32.sub", [whole, builder.const32(bytesOf(this.type) * lanes.gang)]);
    this.#untilAt(last, () => extreme.take(this.#next(two)));
    here.begin(extreme.read());
    builder.if(extreme.isDoubtful(), () => {
      builder.assign(this.x, this.#start);
      here.begin(this.#next(lanes));
    });
  }

  #untilAt(end: Value, code: () => void): void {
    this.builder.loop(() => this.builder.emit("i32.lt_u", [this.builder.read(this.x), end]), code);
  }

  /** The address behind the last whole gang. */
  #behind(gang: number): Value {
    const { builder } = this;
    const count = gang === 1 ? this.length : builder.emit("i32.and", [this.length, builder.const32(-gang)]);
    const bytes = builder.emit("i32.mul", [count, builder.const32(bytesOf(this.type))]);
    return builder.emit("i32.add", [this.#start, bytes]);
  }

  /** Loads a gang, and goes on to the next. */
  #next(lanes: Lanes): Vec {
    const vec = load(lanes, this.type, this.builder.read(this.x));
    this.builder.advance(this.x, this.builder.const32(bytesOf(this.type) * lanes.gang));
    return vec;
  }
}

/** The lanes 0, 2, 4 …, or 1, 3, 5 …, as lanes of half a gang. */
function everySecond(lanes: Lanes, vec: Vec, part: 0 | 1): Vec {
  return picked(lanes, vec, (k, filled) => (vec.regs.length > 1 ? 2 * k + part : (2 * k + part) % filled));
}

/** The first half of the lanes, or the second. */
function halfOf(lanes: Lanes, vec: Vec, part: 0 | 1): Vec {
  const half = vec.regs.length / 2;
  if (half >= 1) return { ...vec, regs: vec.regs.slice(part * half, (part + 1) * half) };
  return part === 0 ? vec : picked(lanes, vec, (k) => k ^ lanes.gang);
}

/** Lanes of two registers side by side, or of the only one, of which so many are filled. */
function picked(lanes: Lanes, vec: Vec, lane: (k: number, filled: number) => number): Vec {
  const { type, width } = vec;
  const per = 16 / width;
  const filled = Math.min(per, lanes.gang * 2);
  const bytes = Array.from({ length: 16 }, (_, i) => lane(Math.floor(i / width), filled) * width + (i % width));
  const regs = Array.from({ length: lanes.count(width) }, (_, k) => {
    const [a, b = a] = [vec.regs[2 * k]!, vec.regs[2 * k + 1]];
    return lanes.emit("i8x16.shuffle", [a, b], bytes);
  });
  return { type, width, regs };
}
