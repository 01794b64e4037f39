/** The frame of kernels that take one element after the other, as what one writes the next may read. */
import { Builder } from "../builder.js";
import type { LaneProgram, Value } from "../lane.js";
import { Lanes } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { finish } from "./finish.js";

/** What such a kernel has at hand. */
export interface Single {
  readonly builder: Builder;
  readonly lanes: Lanes;
  /** Addresses, by the order of the arguments; further ones by their offset in bytes. */
  readonly args: Value;
  /** How far each moves from one element to the next, in bytes. */
  readonly steps: Value;
}

/** `open` emits what comes before the loop, and gives what emits the work on one element. Null for a body that may stop. */
export function singleLoop(
  body: TypedBody,
  name: string,
  widest: number,
  open: (single: Single) => () => void,
): Omit<LaneProgram, "pressure"> | null {
  const builder = new Builder();
  const [args, n, steps] = [0, 1, 2].map((k) => builder.parameter(k)) as [Value, Value, Value];
  let mayStop = false;
  const lanes = new Lanes(builder, 1, widest, () => {
    mayStop = true;
  });
  const element = open({ builder, lanes, args, steps });
  const left = builder.variable("left", "i32", n);
  builder.loop(
    () => builder.read(left),
    () => {
      element();
      builder.advance(left, builder.const32(-1));
    },
  );
  builder.return(n);
  return mayStop ? null : finish(builder, body, name, 1);
}
