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

/** Rows that the driver hands over at once where they are long: a turn takes an element of each. */
const BAND = 4;

/** What a body costs at most of which a turn holds so many. */
const SHORT = 4;

/** Of a body typed for (T, T) -> T, in gangs of so many columns; null for one that may stop. */
export function scanLoop(
  body: TypedBody,
  name: string,
  { gang, widest }: { readonly gang: number; readonly widest: number },
): Omit<LaneProgram, "pressure"> | null {
  const [type] = body.signature.outputs as [DType];
  const itemsize = bytesOf(type);
  const builder = new Builder();
  const [args, n, steps] = builder.parameters;
  const [first, elements, results] = ["first", "elements", "results"].map((what, k) =>
    builder.variable(what, "i32", builder.word(args, k)),
  ) as [number, number, number];
  const columns = builder.named("columns", builder.word(args, 3));
  /** Behind the last column that is in a gang of so many. */
  const endOf = (size: number) => {
    const count = size === 1 ? columns : builder.emit("i32.and", [columns, builder.const32(-size)]);
    const bytes = builder.emit("i32.mul", [count, builder.const32(itemsize)]);
    return builder.named(`end${size}`, builder.emit("i32.add", [builder.read(first), bytes]));
  };
  // in a few registers, then in one of what is left, then one by one
  const gangs = [...new Set([gang, 16 / widest, 1])].map((size) => [size, endOf(size)] as const);
  const [xStep, outStep] = [1, 2].map((k) => builder.named(`step${k}`, builder.word(steps, k))) as [Value, Value];
  const stays = builder.named("stays", builder.emit("i32.eqz", [outStep]));

  /** Folds the columns up to `end`, in gangs of so many; the rows of a band are not counted. */
  const fold = (size: number, end: Value, isBand: boolean) =>
    builder.loop(
      () => builder.emit("i32.lt_u", [builder.read(first), end]),
      () => {
        const lanes = new Lanes(builder, size, widest);
        const value = VariableVec.for(lanes, "value", load(lanes, type, builder.read(first)));
        const x = builder.variable("x", "i32", builder.read(elements));
        const take = () => {
          const element = load(lanes, type, builder.read(x));
          value.assign(new BodyLowering(lanes, body).call(0, [value.read(), element])[0]!);
          builder.advance(x, xStep);
        };
        const put = (to: number) => store(lanes, type, builder.read(to), value.read());
        if (isBand) {
          for (let k = 0; k < BAND; k++) take();
          return put(results);
        }
        const left = builder.variable("left", "i32", n);
        const turns = (then: () => void) =>
          builder.loop(
            () => builder.read(left),
            () => {
              take();
              then();
              builder.advance(left, builder.const32(-1));
            },
          );
        const reduce = () => {
          turns(() => {});
          put(results);
        };
        const accumulate = () => {
          const out = builder.variable("r", "i32", builder.read(results));
          turns(() => {
            put(out);
            builder.advance(out, outStep);
          });
        };
        builder.if(stays, reduce, accumulate);
      },
      () => {
        for (const pointer of [first, elements, results]) builder.advance(pointer, builder.const32(size * itemsize));
      },
    );

  for (const [size, end] of gangs) {
    if (size === gang && cost(body, body.functions[0].code) <= SHORT) {
      const isBand = builder.emit("i32.and", [stays, builder.emit("i32.eq", [n, builder.const32(BAND)])]);
      // it leaves none to what follows
      builder.if(isBand, () => fold(size, end, true));
    }
    fold(size, end, false);
  }
  builder.return(n);
  return builder.mayStop ? null : finish(builder, body, name, gang);
}
