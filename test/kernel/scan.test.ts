/** Folds from the left: every value in between is the interpreter's. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { check } from "../../kernel/check.js";
import { names, type Scalar } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import { interpreter } from "../../kernel/interpret.js";
import type { Body, Expr } from "../../kernel/ir.js";
import { lowerScan } from "../../kernel/lower.js";
import type { OpName } from "../../kernel/ops.js";
import { elements } from "./generate.js";
import { instantiate, runScan } from "./run.js";

const at = [1, 1] as const;
const local = (index: number): Expr => ({ kind: "local", index, at });

function body(op: OpName): Body {
  const code = [{ kind: "return", values: [{ kind: "op", op, args: [local(0), local(1)], at }], at }] as const;
  const locals = [{ name: "a" }, { name: "b" }];
  const func = { name: op, file: "scan.ts", at, params: 2, returns: [null], locals, code };
  return { functions: [func], captures: [], tables: [] };
}

const cases = fc
  .tuple(fc.constantFrom<OpName>("add", "sub", "mul", "div", "rem", "min", "xor"), fc.constantFrom(...names))
  .chain(([op, type]) =>
    fc.record({
      op: fc.constant(op),
      type: fc.constant(type),
      columns: fc.constantFrom(1, 2, 3, 7, 16, 33),
      rows: fc.integer({ min: 1, max: 12 }),
      keepsAll: fc.boolean(),
      pool: fc.array(elements(type), { minLength: 1, maxLength: 40 }),
    }),
  );

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function holds({ op, type, columns, rows, keepsAll, pool }: Case): void {
  const typed = infer(body(op), [type, type]);
  if (isRefusal(typed) || typed.signature.outputs[0] !== type) return;
  const program = lowerScan(typed, "scan")!;
  check(program);
  const values = Array.from({ length: rows * columns }, (_, i) => pool[i % pool.length]!);
  const found = runScan(instantiate(assemble([program]), [program]).scan!, type, values, columns, keepsAll);
  const run = interpreter(typed);
  const expected: Scalar[] = [];
  values.forEach((x, i) => {
    expected.push(run(i < columns ? values[i]! : expected[i - columns]!, x)[0]!);
  });
  const kept = keepsAll ? expected : expected.slice(-columns);
  if (!found.every((x, i) => Object.is(x, kept[i]))) throw new Error(`${found}, not ${kept}`);
}

test("each value is the fold of all before it in its column", (t) => {
  t.notThrows(() => fc.assert(fc.property(cases, holds), { numRuns: 400 }));
});

test("a body that may stop has none", (t) => {
  const typed = infer(body("pow"), ["int32", "int32"]);
  t.is(isRefusal(typed) ? undefined : lowerScan(typed, "scan"), null);
});
