/** Reductions that may be regrouped: floats in NumPy's pairwise order to the bit, integers exactly. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { castTo } from "../../kernel/cast.js";
import { check } from "../../kernel/check.js";
import { type DType, isBool, names, type Scalar } from "../../kernel/dtype.js";
import { foldOrder } from "../../kernel/folding.js";
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
      groups: fc.array(fc.array(elements(type), { minLength: 1, maxLength: 300, size: "max" }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  );

function kernelOf(op: OpName, type: DType) {
  const typed = infer(fold(op), [type, type]);
  if (isRefusal(typed) || typed.signature.outputs[0] !== type) return null;
  const program = lowerReduction(typed, "fold");
  if (program === null) return null;
  check(program);
  return { typed, program, run: instantiate(assemble([program]), [program]).fold! };
}

function holds({ op, type, groups }: { op: OpName; type: DType; groups: Scalar[][] }): void {
  const kernel = kernelOf(op, type);
  if (kernel === null) return;
  const lengths = groups.map(({ length }) => length);
  const found = runReduction(kernel.run, type, groups.flat(), lengths);
  const run = interpreter(kernel.typed);
  const f = (a: Scalar, b: Scalar): Scalar => run(a, b)[0]!;
  const inOrder = foldOrder(kernel.typed) !== "any";
  groups.forEach((values, k) => {
    const expected = inOrder ? pairwise(f, values) : values.reduce(f);
    if (!Object.is(found[k], isBool(type) ? Boolean(expected) : castTo(type)(expected)))
      throw new Error(`${found[k]}, not ${expected}`);
  });
}

test("folds are NumPy's", (t) => {
  t.notThrows(() => fc.assert(fc.property(cases, holds), { numRuns: 600 }));
});

test("four registers of partial results where any order is right; NumPy's eight values where it is not", (t) => {
  const gangOf = (op: OpName, type: DType) => kernelOf(op, type)!.program.gang;
  t.deepEqual([gangOf("min", "int8"), gangOf("add", "int64")], [64, 8]);
  t.deepEqual([gangOf("add", "float32"), gangOf("add", "float64")], [8, 8]);
  t.deepEqual([gangOf("min", "float32"), gangOf("max", "float64")], [16, 8]);
});

test("the extremes of floats: NaN wherever it stands, and the sign of zero", (t) => {
  const zeros = Array.from({ length: 100 }, (_, i) => (i === 70 ? -0 : 0));
  for (const type of ["float32", "float64"] as const) {
    const least = (values: readonly number[]) =>
      runReduction(kernelOf("min", type)!.run, type, values, [values.length])[0];
    const most = (values: readonly number[]) =>
      runReduction(kernelOf("max", type)!.run, type, values, [values.length])[0];
    for (let i = 0; i < 100; i++) {
      t.is(least(zeros.with(i, Number.NaN)), Number.NaN);
      t.is(most(zeros.with(i, Number.NaN)), Number.NaN);
      t.is(least(new Array(100).fill(0).with(i, -0)), -0);
      t.is(most(new Array(100).fill(-0).with(i, 0)), 0);
      // what is no NaN, though products of neighbours are, or their sum is
      const large = type === "float32" ? 1e30 : 1e200;
      t.is(least(zeros.with(i, Number.NEGATIVE_INFINITY)), Number.NEGATIVE_INFINITY);
      t.is(most(zeros.map((_, k) => (k % 2 ? large : -large)).with(i, 2 * large)), castTo(type)(2 * large));
    }
    t.is(least(zeros), -0);
    t.is(most(zeros), 0);
    t.is(most(zeros.map((x) => -Math.abs(x))), -0);
    t.is(least(zeros.map((x) => Math.abs(x))), 0);
    t.is(least(zeros.with(3, -2)), -2);
    const wide = zeros.with(20, Number.POSITIVE_INFINITY).with(50, Number.NEGATIVE_INFINITY);
    t.deepEqual([least(wide), most(wide)], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  }
});
