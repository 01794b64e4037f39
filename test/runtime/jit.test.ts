/** Traced code means what the interpreter means, whatever the thresholds, the drift of data, and the captures. */
import test from "ava";
import fc from "fast-check";
import { type DType, isBool, names, type Scalar } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import type { Body } from "../../kernel/ir.js";
import { encode } from "../../kernel/jitcode.js";
import { FORMAT } from "../../kernel/link.js";
import { array, type NdArray } from "../../runtime/index.js";
import { configure, printTrace, stats, traces } from "../../runtime/jit/index.js";
import { jit } from "../../runtime/jit/policy.js";
import { ufuncFactory } from "../../runtime/ufunc.js";
import { bodies, elements } from "../kernel/generate.js";
import { type Column, difference, runInterpreter } from "../kernel/run.js";

type Call = (...operands: NdArray[]) => NdArray;

const make = ufuncFactory(jit) as unknown as (f: unknown, options: object, linkage: object) => Call;

/** A ufunc of a body as data, as emitted code makes one for which nothing was compiled. */
function dynamic(body: Body, captures?: () => readonly unknown[]): Call {
  const linkage = { format: FORMAT, name: "traced", jitcode: encode(body), ...(captures && { captures }) };
  const { params } = body.functions[0];
  const plain = {
    1: (_a: number) => 0,
    2: (_a: number, _b: number) => 0,
    3: (_a: number, _b: number, _c: number) => 0,
  }[params]!;
  return make(plain, {}, linkage);
}

const column = (type: DType, values: readonly Scalar[]): NdArray =>
  array(values as number[], type) as unknown as NdArray;

const rounds = (types: readonly DType[]) =>
  fc.array(
    fc.tuple(
      ...types.map((type) =>
        fc.array(elements(type), { minLength: 40, maxLength: 40 }).map((values): Column => ({ type, values })),
      ),
    ),
    { minLength: 3, maxLength: 3 },
  );

const cases = fc
  .tuple(
    bodies,
    fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.constantFrom(...names)),
    fc.constantFrom(1, 30, 100),
  )
  .chain(([body, types, threshold]) =>
    fc.record({
      body: fc.constant(body),
      types: fc.constant(types),
      threshold: fc.constant(threshold),
      data: rounds(types),
    }),
  );

let compared = 0;

function holds({
  body,
  types,
  threshold,
  data,
}: {
  body: Body;
  types: readonly DType[];
  threshold: number;
  data: Column[][];
}): void {
  const typed = infer(body, types);
  if (isRefusal(typed)) return;
  configure({ threshold, trace_eagerness: 2 });
  const u = dynamic(body);
  // what is traced first has seen one element only, so that arms are left out
  const [first, ...rest] = data;
  const narrow = first!.map(({ type, values }): Column => ({ type, values: values.map(() => values[0]!) }));
  for (const columns of [narrow, ...rest]) {
    const expected = runInterpreter(typed, columns, 40);
    if (expected === null) return;
    const result = u(...columns.map(({ type, values }) => column(type, values)));
    const found = [Array.from(result.data as ArrayLike<number | bigint>, (x) => (isBool(result.dtype) ? x === 1 : x))];
    const wrong = difference(expected, found);
    if (wrong) throw new Error(wrong);
    compared++;
  }
}

test.serial("random bodies mean the same traced", (t) => {
  const before = stats();
  fc.assert(fc.property(cases, holds), { numRuns: Number(process.env.RUNS ?? 600) });
  const after = stats();
  t.log(
    `${compared} calls, ${after.traces - before.traces} traces, ${after.exits - before.exits} exits, ${after.bridges - before.bridges} bridges`,
  );
  t.true(compared > 100);
  t.true(after.exits > before.exits);
  t.true(after.bridges > before.bridges);
});

const at = [3, 5] as const;
const x = { kind: "local", index: 0, at } as const;
const number = (value: number) => ({ kind: "literal", value, at }) as const;
const op = (name: "add" | "mul" | "gt" | "sub", ...args: object[]) => ({ kind: "op", op: name, args, at }) as never;

function unary(code: object[], captures: Body["captures"] = []): Body {
  const func = { name: "bent", file: "src/bent.ts", at, params: 1, returns: [null], locals: [{ name: "x" }], code };
  return { functions: [func as never], captures, tables: [] };
}

test.serial("an arm that was never seen is left out, comes back as a bridge, and leaves no trace in results", (t) => {
  configure({ threshold: 1, trace_eagerness: 3 });
  const rare = Array.from({ length: 10 }).reduce((sum: object) => op("add", op("mul", sum, x), number(3)), x);
  const body = unary([
    { kind: "if", test: op("gt", x, number(10)), yes: [{ kind: "return", values: [rare], at }], no: [], at },
    { kind: "return", values: [op("mul", x, number(2))], at },
  ]);
  const u = dynamic(body);
  const before = stats();
  t.deepEqual(u(array([1, 2, 3])).tolist(), [2, 4, 6]);
  const trace = traces().at(-1)!;
  t.is(
    printTrace(trace),
    `T${trace.number} bent: float64 -> float64   src/bent.ts:3\n   leaves where 3:5 is true, failed 0 times`,
  );
  const expected = (v: number) => Array.from({ length: 10 }).reduce((sum: number) => sum * v + 3, v);
  for (let k = 0; k < 5; k++) t.deepEqual(u(array([1, 20, 3])).tolist(), [2, expected(20), 6]);
  t.is(stats().bridges - before.bridges, 1);
  t.deepEqual(traces().at(-1)!.guards, []);
});

test.serial("a capture is read at every call; its value is not compiled in", (t) => {
  configure({ threshold: 1 });
  let gain = 1.5;
  const body = unary(
    [{ kind: "return", values: [op("mul", x, { kind: "capture", index: 0, at })], at }],
    [{ name: "gain", kind: "scalar" }],
  );
  const u = dynamic(body, () => [gain]);
  const before = stats().traces;
  for (gain = 0.5; gain < 50; gain += 1) t.deepEqual(u(array([2])).tolist(), [2 * gain]);
  t.is(stats().traces - before, 1);
  t.deepEqual(traces().at(-1)!.uniforms, ["gain"]);
  gain = 3;
  t.is((u(array([2], "int32")) as NdArray).dtype, "int32");
});

test.serial(
  "a callee chosen at run time is inlined while it stays, and runs as it is where nothing is known of it",
  (t) => {
    configure({ threshold: 1 });
    const double = dynamic(unary([{ kind: "return", values: [op("mul", x, number(2))], at }]));
    const triple = dynamic(unary([{ kind: "return", values: [op("mul", x, number(3))], at }]));
    let callee: unknown = double;
    const call = { kind: "call", func: { capture: 0 }, args: [x], at };
    const body = unary(
      [{ kind: "return", values: [op("add", call, number(1))], at }],
      [{ name: "f", kind: "function" }],
    );
    const u = dynamic(body, () => [callee]);
    t.deepEqual(u(array([1, 5])).tolist(), [3, 11]);
    t.deepEqual(traces().at(-1)!.facts, ["f is bent"]);
    callee = triple;
    t.deepEqual(u(array([1, 5])).tolist(), [4, 16]);
    callee = double;
    const before = stats().traces;
    t.deepEqual(u(array([1, 5])).tolist(), [3, 11]);
    t.is(stats().traces, before);
  },
);
