/**
 * The inner loop of folds from the left, one element after the other:
 *
 *     scan(args, n, steps): args = [first, elements, results], out[0] = f(first, x[0]), out[i] = f(out[i - 1], x[i])
 *
 * The value goes from one element to the next in a register. Elements and results step as `steps` says: with step 0 the
 * results fall on one place, where the last of them stays, a reduction.
 */
import type { DType } from "../dtype.js";
import type { LaneProgram } from "../lane.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { load, store } from "./inner.js";
import { singleLoop } from "./single.js";
import { VariableVec } from "./variable.js";

/** Of a body typed for (T, T) -> T; null for one that may stop. */
export function scanLoop(body: TypedBody, name: string, widest: number): Omit<LaneProgram, "pressure"> | null {
  const [type] = body.signature.outputs as [DType];
  return singleLoop(body, name, widest, ({ builder, lanes, args, steps }) => {
    const address = (k: number) => builder.emit("i32.load", [args], [4 * k]);
    const value = VariableVec.for(lanes, "value", load(lanes, type, address(0)));
    const [x, out] = [builder.variable("x", "i32", address(1)), builder.variable("r", "i32", address(2))];
    const step = (k: number) => builder.named(`step${k}`, builder.emit("i32.load", [steps], [4 * k]));
    const [xStep, outStep] = [step(1), step(2)];
    return () => {
      const element = load(lanes, type, builder.read(x));
      value.assign(new BodyLowering(lanes, body).call(0, [value.read(), element])[0]!);
      store(lanes, type, builder.read(out), value.read());
      builder.advance(x, xStep);
      builder.advance(out, outStep);
    };
  });
}
