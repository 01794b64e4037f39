/** Records which way the branches of a body go: the interpreter over a sample of up to 64 elements, with counters. */
import type { Scalar } from "../../kernel/dtype.js";
import { type InterpretOptions, interpreter, NegativePower } from "../../kernel/interpret.js";
import type { TypedBody, TypedExpr, TypedStmt } from "../../kernel/typed.js";

export type Branch = TypedStmt | TypedExpr;

/** How often each branch that was met went each way. */
export type Profile = Map<Branch, { yes: number; no: number }>;

const SAMPLE = 64;

/** `element(k)` gives the operands of the k-th of `count` elements. */
export function record(
  body: TypedBody,
  { uniforms, tables }: Pick<InterpretOptions, "uniforms" | "tables">,
  count: number,
  element: (k: number) => readonly Scalar[],
): Profile {
  const profile: Profile = new Map();
  const branch = (node: Branch, taken: boolean): void => {
    let counts = profile.get(node);
    if (!counts) {
      counts = { yes: 0, no: 0 };
      profile.set(node, counts);
    }
    counts[taken ? "yes" : "no"]++;
  };
  const run = interpreter(body, { uniforms, tables, branch });
  const size = Math.min(SAMPLE, count);
  for (let k = 0; k < size; k++) {
    try {
      run(...element(Math.floor((k * count) / size)));
    } catch (error) {
      // the kernel will raise it where it belongs
      if (!(error instanceof NegativePower)) throw error;
    }
  }
  return profile;
}
