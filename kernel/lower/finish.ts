/** The end of every frame: the lane program of what was built, without what nothing uses. */
import type { Builder } from "../builder.js";
import type { LaneProgram } from "../lane.js";
import type { TypedBody } from "../typed.js";
import { prune } from "./prune.js";

export function finish(builder: Builder, body: TypedBody, name: string, gang: number): Omit<LaneProgram, "pressure"> {
  const [func] = body.functions;
  const { remarks, pool, values, variables, prologue } = builder;
  const { signature, at } = body;
  const program = { name, ufunc: func.name, signature, file: func.file, at, gang, remarks, pool, values, variables };
  return prune({ ...program, code: prologue });
}
