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
import { load, store } from "./inner.js";
import { prune } from "./prune.js";

/** Of a body typed for (T) -> T or (T, U) -> T; null for one that may stop. */
export function indexedLoop(body: TypedBody, name: string, widest: number): Omit<LaneProgram, "pressure"> | null {
  const { inputs, outputs } = body.signature;
  const builder = new Builder();
  const [args, n, steps] = [0, 1, 2].map((k) => builder.parameter(k)) as [number, number, number];
  let mayStop = false;
  const lanes = new Lanes(builder, 1, widest, () => {
    mayStop = true;
  });
  const word = (at: number, offset: number) => builder.emit("i32.load", [at], [offset]);
  const first = builder.named("first", word(args, INDEXED));
  const streams = ["offset", "other"].slice(0, inputs.length).map((name, k) => ({
    pointer: builder.variable(name, "i32", word(args, 4 * k)),
    step: builder.named(`${name}_step`, word(steps, 4 * k)),
  }));
  const left = builder.variable("left", "i32", n);
  const move = (variable: number, by: number) =>
    builder.assign(variable, builder.emit("i32.add", [builder.read(variable), by]));
  builder.loop(
    () => builder.read(left),
    () => {
      const [offset, other] = streams.map(({ pointer }) => builder.read(pointer));
      const place = builder.emit("i32.add", [first, word(offset!, 0)]);
      const given = inputs.map((type, k) => load(lanes, type, k === 0 ? place : other!));
      store(lanes, outputs[0]!, place, new BodyLowering(lanes, body).call(0, given)[0]!);
      for (const { pointer, step } of streams) move(pointer, step);
      move(left, builder.const32(-1));
    },
  );
  builder.return(n);
  if (mayStop) return null;
  const [func] = body.functions;
  return prune({
    name,
    ufunc: func.name,
    signature: body.signature,
    file: func.file,
    at: body.at,
    gang: 1,
    remarks: builder.remarks,
    pool: builder.pool,
    values: builder.values,
    variables: builder.variables,
    code: builder.prologue,
  });
}
