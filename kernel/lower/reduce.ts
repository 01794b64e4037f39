/**
 * The inner loop of a reduction whose operands may be regrouped: n elements folded into one.
 *
 *     reduce(args, n, steps): args = [elements, result], n >= 1, elements lie one behind the other
 *
 * Partial results live in lanes, as many as `partials` says: lane k folds the elements k, k + partials, … A tree of
 * neighbours makes one of them, then come the elements that were left over. With eight partials of floats this is what
 * NumPy does for up to 128 elements, to the bit (its pairwise_sum); the caller halves what is longer.
 */
import { Builder } from "../builder.js";
import { bytesOf, type DType, isFloat } from "../dtype.js";
import type { LaneProgram, Value } from "../lane.js";
import { Lanes, type Vec } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { load, store } from "./inner.js";
import { prune } from "./prune.js";
import { VariableVec } from "./variable.js";

/** Floats are folded in NumPy's order. Integers may be in any; four registers of them hide the latency of one. */
export const partials = (type: DType): number => (isFloat(type) ? 8 : 64 / bytesOf(type));

/** Of a body typed for (T, T) -> T. */
export function reduceLoop(body: TypedBody, name: string, widest: number): Omit<LaneProgram, "pressure"> {
  const [type] = body.signature.outputs as [DType];
  const gang = partials(type);
  const builder = new Builder();
  const [args, n] = [builder.parameter(0), builder.parameter(1)];
  const x = builder.variable("x", "i32", builder.emit("i32.load", [args], [0]));
  const out = builder.emit("i32.load", [args], [4]);
  const start = builder.named("start", builder.read(x));
  const size = builder.const32(bytesOf(type));
  const after = (count: Value) => builder.emit("i32.add", [start, builder.emit("i32.mul", [count, size])]);
  const end = builder.named("end", after(n));
  const whole = builder.named("whole", after(builder.emit("i32.and", [n, builder.const32(-gang)])));
  const one = new Fold(builder, body, 1, widest);
  const all = new Fold(builder, body, gang, widest);
  const result = VariableVec.for(one.lanes, "result", one.lanes.zero(type));
  const take = (fold: Fold): Vec => {
    const vec = load(fold.lanes, type, builder.read(x));
    const bytes = builder.const32(bytesOf(type) * fold.lanes.gang);
    builder.assign(x, builder.emit("i32.add", [builder.read(x), bytes]));
    return vec;
  };
  const loop = (fold: Fold, state: VariableVec, limit: Value) =>
    builder.loop(
      () => builder.emit("i32.lt_u", [builder.read(x), limit]),
      () => state.assign(fold.step(state.read(), take(fold))),
    );
  builder.if(
    builder.emit("i32.eq", [whole, start]),
    () => result.assign(take(one)),
    () => {
      const lanesOf = VariableVec.for(all.lanes, "partials", take(all));
      loop(all, lanesOf, whole);
      result.assign(tree(builder, body, widest, lanesOf.read(), gang));
    },
  );
  loop(one, result, end);
  store(one.lanes, type, out, result.read());
  builder.return(n);
  return prune({
    name,
    ufunc: body.functions[0].name,
    signature: body.signature,
    file: body.functions[0].file,
    at: body.at,
    gang,
    remarks: builder.remarks,
    pool: builder.pool,
    values: builder.values,
    variables: builder.variables,
    code: builder.prologue,
  });
}

/** The body for so many elements at a time. */
class Fold {
  readonly lanes: Lanes;

  constructor(
    builder: Builder,
    readonly body: TypedBody,
    gang: number,
    widest: number,
  ) {
    this.lanes = new Lanes(builder, gang, widest, () => {
      throw new Error("a reduction that may be regrouped does not stop");
    });
  }

  step(accumulator: Vec, element: Vec): Vec {
    return new BodyLowering(this.lanes, this.body).call(0, [accumulator, element])[0]!;
  }
}

/** Neighbours together, until one is left: ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)). */
function tree(builder: Builder, body: TypedBody, widest: number, vec: Vec, gang: number): Vec {
  if (gang === 1) return vec;
  const fold = new Fold(builder, body, gang / 2, widest);
  const [even, odd] = ([0, 1] as const).map((first) => everySecond(fold.lanes, vec, first)) as [Vec, Vec];
  return tree(builder, body, widest, fold.step(even, odd), gang / 2);
}

/** The lanes 0, 2, 4 …, or 1, 3, 5 …, as lanes of half a gang; a register that they don't fill repeats them. */
function everySecond(lanes: Lanes, vec: Vec, first: 0 | 1): Vec {
  const { type, width } = vec;
  const per = 16 / width;
  const filled = Math.min(per, lanes.gang * 2);
  const picked = Array.from({ length: per }, (_, k) =>
    vec.regs.length > 1 ? 2 * k + first : (2 * k + first) % filled,
  );
  const bytes = picked.flatMap((lane) => Array.from({ length: width }, (_, b) => lane * width + b));
  const regs = Array.from({ length: lanes.count(width) }, (_, k) => {
    const [a, b = a] = [vec.regs[2 * k]!, vec.regs[2 * k + 1]];
    return lanes.emit("i8x16.shuffle", [a, b], bytes);
  });
  return { type, width, regs };
}
