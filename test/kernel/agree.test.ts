/** The interpreter is the meaning: what is lowered and assembled gives the same, to the bit. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { check } from "../../kernel/check.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import { lower } from "../../kernel/lower.js";
import { type Case, cases } from "./cases.js";
import { difference, instantiate, runInterpreter, runKernel } from "./run.js";

function holds({ body, types, input }: Case): void {
  const typed = infer(body, types);
  fc.pre(!isRefusal(typed));
  const expected = runInterpreter(typed, input.columns, input.n);
  const uniform = input.columns.reduce(
    (set, { values }, k) => (values.length === 1 && input.n > 1 ? set | (1 << k) : set),
    0,
  );
  for (const set of new Set([0, uniform])) {
    const program = lower(typed, "main", set);
    check(program);
    const kernel = instantiate(assemble([program]), [program]).main!;
    const found = runKernel(kernel, [...types, ...typed.signature.outputs], input.columns, input.n);
    const wrong = difference(expected, found);
    if (wrong) throw new Error(set === 0 ? wrong : `for uniform operands: ${wrong}`);
  }
}

/** What typing refuses doesn't count. */
const numRuns = Number(process.env.RUNS ?? (process.env.CI ? 20_000 : 2000));

test(`${numRuns} random programs mean the same interpreted and assembled`, (t) => {
  fc.assert(fc.property(cases, holds), { numRuns });
  t.pass();
});
