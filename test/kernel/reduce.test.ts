/** Reductions that may be regrouped: floats in NumPy's pairwise order to the bit, integers exactly. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { castTo } from "../../kernel/cast.js";
import { check } from "../../kernel/check.js";
import { type DType, isBool, isFloat, names, type Scalar } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import { interpreter } from "../../kernel/interpret.js";
import type { Body, Expr } from "../../kernel/ir.js";
import { lowerReduction } from "../../kernel/lower.js";
import type { OpName } from "../../kernel/ops.js";
import { elements } from "./generate.js";
import { instantiate, runReduction } from "./run.js";

const at = [1, 1] as const;
const local = (index: number): Expr => ({ kind: "local", index, at });

function fold(op: OpName): Body {
  const code = [{ kind: "return", values: [{ kind: "op", op, args: [local(0), local(1)], at }], at }] as const;
  const func = {
    name: op,
    file: "fold.ts",
    at,
    params: 2,
    returns: [null],
    locals: [{ name: "a" }, { name: "b" }],
    code,
  };
  return { functions: [func], captures: [], tables: [] };
}

/** NumPy's order for up to 128 floats; any order will do for exact operations. */
function pairwise(f: (a: Scalar, b: Scalar) => Scalar, x: readonly Scalar[]): Scalar {
  if (x.length < 8) return x.reduce(f);
  const whole = x.length - (x.length % 8);
  const r = Array.from({ length: 8 }, (_, k) =>
    x
      .slice(0, whole)
      .filter((_, i) => i % 8 === k)
      .reduce(f),
  );
  const tree = f(f(f(r[0]!, r[1]!), f(r[2]!, r[3]!)), f(f(r[4]!, r[5]!), f(r[6]!, r[7]!)));
  return x.slice(whole).reduce(f, tree);
}

const cases = fc
  .tuple(fc.constantFrom<OpName>("add", "mul", "min", "max", "and", "or", "xor"), fc.constantFrom(...names))
  .chain(([op, type]) =>
    fc.record({
      op: fc.constant(op),
      type: fc.constant(type),
      values: fc.array(elements(type), { minLength: 1, maxLength: 150, size: "max" }),
    }),
  );

function holds({ op, type, values }: { op: OpName; type: DType; values: Scalar[] }): void {
  const typed = infer(fold(op), [type, type]);
  if (isRefusal(typed) || typed.signature.outputs[0] !== type) return;
  const program = lowerReduction(typed, "fold");
  check(program);
  const found = runReduction(instantiate(assemble([program]), [program]).fold!, type, values);
  const run = interpreter(typed);
  const f = (a: Scalar, b: Scalar): Scalar => run(a, b)[0]!;
  const expected = isFloat(type) ? pairwise(f, values) : values.reduce(f);
  if (!Object.is(found, isBool(type) ? Boolean(expected) : castTo(type)(expected)))
    throw new Error(`${found}, not ${expected}`);
}

test("folds are NumPy's", (t) => {
  t.notThrows(() => fc.assert(fc.property(cases, holds), { numRuns: 600 }));
});
