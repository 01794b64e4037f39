/** The interpreter is the meaning: what is lowered and assembled gives the same, to the bit. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { check } from "../../kernel/check.js";
import { type DType, names } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import type { Body } from "../../kernel/ir.js";
import { lower } from "../../kernel/lower.js";
import { bodies, elements } from "./generate.js";
import { type Column, difference, instantiate, runInterpreter, runKernel } from "./run.js";

const signatures = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.constantFrom(...names));

/** Lengths around the gangs, and operands of which some are uniform. */
const data = (types: readonly DType[]) =>
  fc.nat(40).chain((n) =>
    fc.record({
      n: fc.constant(n),
      columns: fc.tuple(
        ...types.map((type) =>
          fc
            .oneof(
              { weight: 4, arbitrary: fc.array(elements(type), { minLength: n, maxLength: n }) },
              { weight: 1, arbitrary: elements(type).map((v) => [v]) },
            )
            .map((values): Column => ({ type, values })),
        ),
      ),
    }),
  );

const cases = fc
  .tuple(bodies, signatures)
  .chain(([body, types]) => fc.record({ body: fc.constant(body), types: fc.constant(types), input: data(types) }));

let compiled = 0;

function holds({
  body,
  types,
  input,
}: {
  body: Body;
  types: readonly DType[];
  input: { n: number; columns: Column[] };
}): boolean {
  const typed = infer(body, types);
  if (isRefusal(typed)) return true;
  const expected = runInterpreter(typed, input.columns, input.n);
  const uniform = input.columns.reduce(
    (set, { values }, k) => (values.length === 1 && input.n > 1 ? set | (1 << k) : set),
    0,
  );
  for (const set of new Set([0, uniform])) {
    const program = lower(typed, "main", set);
    check(program);
    const kernel = instantiate(assemble([program]), [program]).main!;
    compiled++;
    const found = runKernel(kernel, [...types, ...typed.signature.outputs], input.columns, input.n);
    const wrong = difference(expected, found);
    if (wrong) throw new Error(set === 0 ? wrong : `for uniform operands: ${wrong}`);
  }
  return true;
}

const runs = Number(process.env.RUNS ?? (process.env.CI ? 28_000 : 3000));

test("random bodies mean the same interpreted and assembled", (t) => {
  fc.assert(fc.property(cases, holds), { numRuns: runs, verbose: false });
  t.log(`${compiled} kernels`);
  t.true(compiled > runs / 3);
});
