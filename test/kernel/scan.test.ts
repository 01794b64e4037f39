/** Folds from the left: every value in between is the interpreter's. */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { check } from "../../kernel/check.js";
import { type DType, names, type Scalar } from "../../kernel/dtype.js";
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
      values: fc.array(elements(type), { minLength: 1, maxLength: 40 }),
    }),
  );

function holds({ op, type, values }: { op: OpName; type: DType; values: Scalar[] }): void {
  const typed = infer(body(op), [type, type]);
  if (isRefusal(typed) || typed.signature.outputs[0] !== type) return;
  const program = lowerScan(typed, "scan")!;
  check(program);
  const found = runScan(instantiate(assemble([program]), [program]).scan!, type, values);
  const run = interpreter(typed);
  let last = values[0]!;
  const expected = values.map((x) => {
    last = run(last, x)[0]!;
    return last;
  });
  if (!found.every((x, i) => Object.is(x, expected[i]))) throw new Error(`${found}, not ${expected}`);
}

test("each value is the fold of all before it", (t) => {
  t.notThrows(() => fc.assert(fc.property(cases, holds), { numRuns: 400 }));
});

test("a body that may stop has none", (t) => {
  const typed = infer(body("pow"), ["int32", "int32"]);
  t.is(isRefusal(typed) ? undefined : lowerScan(typed, "scan"), null);
});
