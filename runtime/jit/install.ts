/** From a typed body to a kernel that can be called: lowered, assembled, instantiated at once. */
import { assemble } from "../../kernel/assemble.js";
import { aliasOf } from "../../kernel/dtype.js";
import type { LaneProgram } from "../../kernel/lane.js";
import type { TypedBody } from "../../kernel/typed.js";
import type { InnerLoop } from "../driver.js";
import { kernelOf } from "../kernels.js";
import { counts } from "./counts.js";
import { logKernel } from "./environment.js";

export interface Installed {
  readonly kernel: InnerLoop;
  readonly gang: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Null where there is no such inner loop, and where the host refuses to compile it. */
export function install(
  body: TypedBody,
  lowered: (body: TypedBody, name: string) => LaneProgram | null,
): Installed | null {
  const start = performance.now();
  const [func] = body.functions;
  const types = body.signature.inputs.map(aliasOf).join("_");
  // profilers show the name
  const name = `${func.name.replace(/[^A-Za-z0-9_]/g, "_")}_${types}`;
  const program = lowered(body, name);
  if (program === null) return null;
  logKernel(program);
  const binary = assemble([program]);
  const kernel = kernelOf({ bytes: () => binary }, 0);
  if (kernel === null) return null;
  const milliseconds = performance.now() - start;
  counts.milliseconds += milliseconds;
  counts.bytes += binary.length;
  return { kernel, gang: program.gang, bytes: binary.length, milliseconds };
}
