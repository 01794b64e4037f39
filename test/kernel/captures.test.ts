/** A capture acts as the literal of its value at the call, and a typed body serves every call of which its facts hold. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { type DType, names } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import type { Body, Literal } from "../../kernel/ir.js";
import { lower } from "../../kernel/lower.js";
import type { TypedBody } from "../../kernel/typed.js";
import { bodies, captured, elements, literals } from "./generate.js";
import { type Column, difference, instantiate, keepCaptured, runInterpreter, runKernel } from "./run.js";

const cases = fc.tuple(bodies, fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(...names)))).chain(([body, types]) =>
  fc.record({
    body: fc.constant(body),
    types: fc.constant(types as DType[]),
    others: fc.array(literals, { minLength: 4, maxLength: 4 }),
    columns: fc.tuple(
      ...types.map((type) =>
        fc.array(elements(type), { minLength: 9, maxLength: 9 }).map((values): Column => ({ type, values })),
      ),
    ),
  }),
);

/** The kernel of a typed body, and its interpreter, for these values of the captures. */
function both(typed: TypedBody, columns: readonly Column[], captures: readonly Literal[]) {
  const uniforms = typed.uniforms.map(({ type, read }) => ({ type, value: read(captures) }));
  const program = lower(typed, "main", 0, keepCaptured(uniforms));
  const kernel = instantiate(assemble([program]), [program]).main!;
  const types = [...columns.map(({ type }) => type), ...typed.signature.outputs];
  const values = uniforms.map(({ value }) => value);
  return { kernel: runKernel(kernel, types, columns, 9), interpreted: runInterpreter(typed, columns, 9, values) };
}

const count = { same: 0, other: 0 };

function holds({
  body,
  types,
  others,
  columns,
}: {
  body: Body;
  types: DType[];
  others: Literal[];
  columns: Column[];
}): void {
  const plain = infer(body, types);
  const { body: dynamic, values } = captured(body, others.length);
  const typed = infer(dynamic, types, { captures: values });
  if (isRefusal(plain) || isRefusal(typed)) {
    if (isRefusal(plain) !== isRefusal(typed)) throw new Error("only one of both is refused");
    return;
  }
  const expected = runInterpreter(plain, columns, 9);
  const found = both(typed, columns, values);
  const wrong = difference(expected, found.kernel) ?? difference(expected, found.interpreted);
  if (wrong) throw new Error(`with the same values: ${wrong}`);
  count.same++;
  const next = values.map((_, k) => others[k]!);
  if (!typed.facts.every((fact) => fact.holds(next))) return;
  const anew = infer(dynamic, types, { captures: next });
  if (isRefusal(anew)) throw new Error("the facts hold, but the body is refused");
  const later = both(typed, columns, next);
  const right = runInterpreter(
    anew,
    columns,
    9,
    anew.uniforms.map(({ read }) => read(next)),
  );
  const differs = difference(right, later.kernel) ?? difference(right, later.interpreted);
  if (differs) throw new Error(`with other values: ${differs}`);
  count.other++;
}

test("captures act as literals", (t) => {
  const runs = Number(process.env.RUNS ?? 1500);
  fc.assert(fc.property(cases, holds), { numRuns: runs });
  t.log(`${count.same} bodies, ${count.other} with other values`);
  t.true(count.other > runs / 200);
});
