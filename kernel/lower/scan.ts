/**
 * The inner loop of folds from the left, one element after the other:
 *
 *     scan(args, n, steps): args = [first, elements, results], out[0] = f(first, x[0]), out[i] = f(out[i - 1], x[i])
 *
 * The value goes from one element to the next in a register. Elements and results step as `steps` says: with step 0 the
 * results fall on one place, where the last of them stays, a reduction.
 */
import { Builder } from "../builder.js";
import type { DType } from "../dtype.js";
import type { LaneProgram } from "../lane.js";
import { Lanes } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { load, store } from "./inner.js";
import { prune } from "./prune.js";
import { VariableVec } from "./variable.js";

/** Of a body typed for (T, T) -> T; null for one that may stop. */
export function scanLoop(body: TypedBody, name: string, widest: number): Omit<LaneProgram, "pressure"> | null {
  const [type] = body.signature.outputs as [DType];
  const builder = new Builder();
  const [args, n, steps] = [0, 1, 2].map((k) => builder.parameter(k)) as [number, number, number];
  let mayStop = false;
  const lanes = new Lanes(builder, 1, widest, () => {
    mayStop = true;
  });
  const pointer = (name: string, k: number) => builder.variable(name, "i32", builder.emit("i32.load", [args], [4 * k]));
  const value = VariableVec.for(lanes, "value", load(lanes, type, builder.emit("i32.load", [args], [0])));
  const [x, out] = [pointer("x", 1), pointer("r", 2)];
  const [xStep, outStep] = [1, 2].map((k) => builder.named(`step${k}`, builder.emit("i32.load", [steps], [4 * k])));
  const left = builder.variable("left", "i32", n);
  const move = (variable: number, by: number) =>
    builder.assign(variable, builder.emit("i32.add", [builder.read(variable), by]));
  builder.loop(
    () => builder.read(left),
    () => {
      const element = load(lanes, type, builder.read(x));
      value.assign(new BodyLowering(lanes, body).call(0, [value.read(), element])[0]!);
      store(lanes, type, builder.read(out), value.read());
      move(x, xStep!);
      move(out, outStep!);
      move(left, builder.const32(-1));
    },
  );
  builder.return(n);
  if (mayStop) return null;
  return prune({
    name,
    ufunc: body.functions[0].name,
    signature: body.signature,
    file: body.functions[0].file,
    at: body.at,
    gang: 1,
    remarks: [...builder.remarks],
    pool: builder.pool,
    values: builder.values,
    variables: builder.variables,
    code: builder.prologue,
  });
}
