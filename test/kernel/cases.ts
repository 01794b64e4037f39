/** Random bodies with operands for them: what the tests of lowering run. */
import fc from "fast-check";
import { type DType, names } from "../../kernel/dtype.js";
import type { Body } from "../../kernel/ir.js";
import { printBody } from "../../kernel/print.js";
import { bodies, elements } from "./generate.js";
import type { Column } from "./run.js";

export interface Case {
  readonly body: Body;
  readonly types: readonly DType[];
  /** A column of one value is a uniform operand. */
  readonly input: { readonly n: number; readonly columns: readonly Column[] };
}

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

/** In a counterexample a case is text. */
const readable = (one: Case): Case & fc.WithToStringMethod => ({
  ...one,
  [fc.toStringMethod]: () =>
    [printBody(one.body), ...one.input.columns.map(({ type, values }) => `${type}: ${fc.stringify(values)}`)].join(
      "\n",
    ),
});

export const cases: fc.Arbitrary<Case> = fc
  .tuple(bodies, signatures)
  .chain(([body, types]) => fc.record({ body: fc.constant(body), types: fc.constant(types), input: data(types) }))
  .map(readable);
