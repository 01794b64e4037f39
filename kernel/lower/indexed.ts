/**
 * The inner loop behind `at`: elements at given places are replaced one after the other, each read after the one before
 * it was stored, so that a place may come twice.
 *
 *     indexed(args, n, steps): args = [offsets in bytes, second operands], the first element's address at INDEXED
 */
import { Builder } from "../builder.js";
import type { LaneProgram } from "../lane.js";
import { Lanes } from "../lanes.js";
import { INDEXED } from "../link.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { finish } from "./finish.js";
import { load, store } from "./inner.js";

/** Of a body typed for (T) -> T or (T, U) -> T; null for one that may stop. */
export function indexedLoop(body: TypedBody, name: string, widest: number): Omit<LaneProgram, "pressure"> | null {
  const { inputs, outputs } = body.signature;
  const builder = new Builder();
  const [args, n, steps] = builder.parameters;
  const lanes = new Lanes(builder, 1, widest);
  const first = builder.named("first", builder.word(args, INDEXED / 4));
  const streams = ["offset", "other"].slice(0, inputs.length).map((name, k) => ({
    pointer: builder.variable(name, "i32", builder.word(args, k)),
    step: builder.named(`${name}_step`, builder.word(steps, k)),
  }));
  const left = builder.variable("left", "i32", n);
  builder.loop(
    () => builder.read(left),
    () => {
      const [offset, other] = streams.map(({ pointer }) => builder.read(pointer));
      const place = builder.emit("i32.add", [first, builder.word(offset!, 0)]);
      const given = inputs.map((type, k) => load(lanes, type, k === 0 ? place : other!));
      store(lanes, outputs[0]!, place, new BodyLowering(lanes, body).call(0, given)[0]!);
      for (const { pointer, step } of streams) builder.advance(pointer, step);
      builder.advance(left, builder.const32(-1));
    },
  );
  builder.return(n);
  return builder.mayStop ? null : finish(builder, body, name, 1);
}
