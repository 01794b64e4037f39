/**
 * The inner loop of folds from the left, each made for several columns at once where they lie side by side:
 *
 *     scan(args, n, steps): args = [first, elements, results, columns]
 *     for each column: out[0] = f(first, x[0]), out[i] = f(out[i - 1], x[i])
 *
 * A value goes from one element to the next in a register, a gang of columns in a few. Elements and results step as `steps`
 * says: with step 0 the results fall on one place, where the last of them stays, a reduction.
 */
import { Builder } from "../builder.js";
import { bytesOf, type DType } from "../dtype.js";
import type { LaneProgram, Value } from "../lane.js";
import { Lanes } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { cost } from "./cost.js";
import { finish } from "./finish.js";
import { load, store } from "./inner.js";
import { VariableVec } from "./variable.js";

/** Elements of a column between two turns of the loop that reduces, where turning costs more than the body does. */
const AT_ONCE = 4;

/** What such a body costs at most. */
const SHORT = 4;

/** Of a body typed for (T, T) -> T, in gangs of so many columns; null for one that may stop. */
export function scanLoop(
  body: TypedBody,
  name: string,
  { gang, widest }: { readonly gang: number; readonly widest: number },
): Omit<LaneProgram, "pressure"> | null {
  const [type] = body.signature.outputs as [DType];
  const builder = new Builder();
  const [args, n, steps] = [0, 1, 2].map((k) => builder.parameter(k)) as [Value, Value, Value];
  const word = (at: Value, k: number) => builder.emit("i32.load", [at], [4 * k]);
  const [first, elements, results] = ["first", "elements", "results"].map((what, k) =>
    builder.variable(what, "i32", word(args, k)),
  ) as [number, number, number];
  const columns = builder.named("columns", word(args, 3));
  const behind = (what: string, count: Value) => {
    const bytes = builder.emit("i32.mul", [count, builder.const32(bytesOf(type))]);
    return builder.named(what, builder.emit("i32.add", [builder.read(first), bytes]));
  };
  const end = behind("end", columns);
  const whole = behind("whole", builder.emit("i32.and", [columns, builder.const32(-gang)]));
  const [xStep, outStep] = [1, 2].map((k) => builder.named(`step${k}`, word(steps, k))) as [Value, Value];
  let mayStop = false;
  const stop = () => {
    mayStop = true;
  };

  const fold = (lanes: Lanes) => {
    const value = VariableVec.for(lanes, "value", load(lanes, type, builder.read(first)));
    const x = builder.variable("x", "i32", builder.read(elements));
    const out = builder.variable("r", "i32", builder.read(results));
    const left = builder.variable("left", "i32", n);
    const stays = builder.named("stays", builder.emit("i32.eqz", [outStep]));
    const put = () => store(lanes, type, builder.read(out), value.read());
    const take = () => {
      const element = load(lanes, type, builder.read(x));
      value.assign(new BodyLowering(lanes, body).call(0, [value.read(), element])[0]!);
      builder.advance(x, xStep);
    };
    if (lanes.gang > 1 && cost(body, body.functions[0].code) <= SHORT)
      builder.if(stays, () =>
        builder.loop(
          () => builder.emit("i32.eqz", [builder.emit("i32.lt_u", [builder.read(left), builder.const32(AT_ONCE)])]),
          () => {
            for (let k = 0; k < AT_ONCE; k++) take();
            builder.advance(left, builder.const32(-AT_ONCE));
          },
        ),
      );
    builder.loop(
      () => builder.read(left),
      () => {
        take();
        builder.if(outStep, put);
        builder.advance(out, outStep);
        builder.advance(left, builder.const32(-1));
      },
    );
    builder.if(stays, put);
  };

  for (const [count, limit] of [
    [gang, whole],
    [1, end],
  ] as const) {
    builder.loop(
      () => builder.emit("i32.lt_u", [builder.read(first), limit]),
      () => fold(new Lanes(builder, count, widest, stop)),
      () => {
        for (const pointer of [first, elements, results])
          builder.advance(pointer, builder.const32(count * bytesOf(type)));
      },
    );
  }
  builder.return(n);
  return mayStop ? null : finish(builder, body, name, gang);
}
