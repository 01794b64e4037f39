/** What the JIT makes, as text and facts: guards, bridges, captures, callees, demotion, and that memory comes back. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import test from "ava";
import {
  add,
  arctan2,
  array,
  array_equal,
  type f64,
  linspace,
  multiply,
  type NdArray,
  type promoted,
  sin,
  ufunc,
} from "../../entries/index.js";
import { driver } from "../../runtime/driver.js";
import { configure, printTrace, stats, traces } from "../../runtime/jit/index.js";
import { at, looping, number, op, polynomial, unary, x } from "./bodies.js";
import { dynamic } from "./dynamic.js";

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
    `T${trace.number} bent: float64 -> float64   src/bent.ts:3
   leaves where 3:5 is true, failed 0 times
   bent(x: float64) {
     leave unless not gt(x, 10);
     return mul(x, 2);
   }`,
  );
  const expected = (v: number) => Array.from({ length: 10 }).reduce((sum: number) => sum * v + 3, v);
  for (let k = 0; k < 5; k++) t.deepEqual(u(array([1, 20, 3])).tolist(), [2, expected(20), 6]);
  t.is(stats().bridges - before.bridges, 1);
  t.deepEqual(traces().at(-1)!.guards, []);
});

test.serial("guards of the library are told where the user calls it", (t) => {
  configure({ threshold: 1 });
  const gain = { now: 2 };
  const tone = ufunc((x: f64): f64 => gain.now * Math.sin(x));
  tone(array([1, 2]));
  const { guards, at } = traces().at(-1)!;
  t.true(guards.length > 0);
  for (const guard of guards) t.deepEqual(guard.at, [at[0], at[1] + "(x: f64): f64 => gain.now * ".length]);
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
  const trace = traces().at(-1)!;
  t.is(
    printTrace(trace),
    `T${trace.number} bent: float64 -> float64   src/bent.ts:3
   when   gain is a float
   reads  gain
   bent(x: float64) {
     return mul(x, $gain);
   }`,
  );
  gain = 3;
  t.is((u(array([2], "int32")) as NdArray).dtype, "int32");
});

test.serial("a getter of what is captured may call the ufunc itself, or dispose of its operands", (t) => {
  configure({ threshold: 1 });
  let read = (): number => 2;
  const body = unary(
    [{ kind: "return", values: [op("mul", x, { kind: "capture", index: 0, at })], at }],
    [{ name: "gain", kind: "scalar" }],
  );
  const u = dynamic(body, () => [read()]);
  const a = array([1, 2, 3]);
  t.deepEqual(u(a).tolist(), [2, 4, 6]);
  let depth = 0;
  read = () => {
    if (depth === 2) return 2;
    depth++;
    const inner = u(array([7, 8])).tolist();
    depth--;
    t.deepEqual(inner, depth === 0 ? [21, 24] : [14, 16]);
    return 3;
  };
  t.deepEqual(u(a).tolist(), [3, 6, 9]);
  t.deepEqual(u(a, { out: a }).tolist(), [3, 6, 9]);
  read = () => {
    a.dispose();
    return 2;
  };
  t.throws(() => u(a), { code: "RuntimeError", message: /^this array was disposed/ });
});

test.serial("methods tell of what a getter has disposed of, too", (t) => {
  let victim: NdArray | null = null;
  const settings = {
    get gain() {
      victim?.dispose();
      return 2;
    },
  };
  const u = ufunc((a: number, b: number): f64 => a + b * settings.gain);
  const mask = () => array([true, false, true]);
  const list = () => array([1.5, 2, 3]);
  const grid = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const uses: [() => NdArray, (x: never) => unknown][] = [
    [list, (x) => u.reduce(x)],
    [list, (x) => u.accumulate(x)],
    [list, (x) => u.reduceat(x, [0, 1])],
    [list, (x) => u.outer(x, x)],
    [list, (x) => u.at(x, [0, 1], 2)],
    [list, (x) => u.at(list(), [0, 1, 2], x)],
    [list, (x) => u.reduce(grid, { out: x })],
    [list, (x) => u.accumulate([1, 2, 3], { out: x })],
    [mask, (x) => u([1, 2, 3], 2, { where: x })],
    [mask, (x) => u.reduce([1, 2, 3], { where: x, initial: 0 })],
  ];
  for (const [make, use] of uses) {
    victim = make();
    t.throws(() => use(victim as never), { code: "RuntimeError", message: /^this array was disposed/ });
  }
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
    const { functions } = unary([{ kind: "return", values: [x], at }]);
    const locals = [{ name: "x" }, { name: "y" }];
    callee = dynamic({ functions: [{ ...functions[0], params: 2, locals }], captures: [], tables: [] });
    t.throws(() => u(array([1, 5])), { message: /"f" takes 2 values and is given 1\. Pass a function of 1\./ });
  },
);

test.serial("calls of a function of which nothing is known share a loop, whatever it gives", (t) => {
  let callee: (v: number) => unknown = (v) => 2 * v;
  const call = { kind: "call", func: { capture: 0 }, args: [x], at };
  const { functions } = unary([{ kind: "return", values: [call], at }]);
  const captures = [{ name: "f", kind: "function" as const }];
  const plain = (v: number) => callee(v);
  const u = dynamic({ functions, captures, tables: [] }, () => [callee], plain);
  const before = driver().loops.length;
  for (let k = 0; k < 100; k++) {
    callee = k % 2 === 0 ? (v) => k * v : (v) => v > 1;
    t.deepEqual(u(array([1, 2])).tolist(), k % 2 === 0 ? [k, 2 * k] : [false, true]);
  }
  t.true(driver().loops.length <= before + 2);
});

test.serial(
  "the elements of a captured array are read at every call; its length is known, so that the loop is straight",
  (t) => {
    configure({ threshold: 1 });
    let c: ArrayLike<number> = [1, 2, 3];
    const u = dynamic(polynomial, () => [c]);
    const before = stats().traces;
    for (let k = 0; k < 20; k++) {
      c = k % 2 === 0 ? [k + 0.5, 2, 3] : Float64Array.of(k + 0.25, 5, 7);
      t.deepEqual(
        u(array([2, 10])).tolist(),
        [2, 10].map((v) => (c[0]! * v + c[1]!) * v + c[2]!),
      );
    }
    t.is(stats().traces - before, 1);
    const { facts, gang } = traces().at(-1)!;
    t.deepEqual(
      facts.filter((fact) => fact.includes("=")),
      ["c.length = 3"],
    );
    t.is(gang, 8, "as many registers as the polynomial without a loop");
  },
);

test.serial("what a capture holds against its type is refused, or read, at each call anew", (t) => {
  configure({ threshold: 1 });
  let c: unknown = [1, 2, 3];
  const u = dynamic(polynomial, () => [c]);
  t.deepEqual(u(array([2])).tolist(), [11]);
  c = [1, 2, Symbol()];
  for (let k = 0; k < 2; k++) t.throws(() => u(array([2])), { instanceOf: TypeError });
  let gain = 2;
  const value = { valueOf: () => gain };
  const capture = { kind: "capture", index: 0, at };
  const scaled = dynamic(
    unary([{ kind: "return", values: [op("mul", x, capture)], at }], [{ name: "gain", kind: "scalar" }]),
    () => [value],
  );
  for (gain of [2, 3, 4]) t.deepEqual(scaled(array([5])).tolist(), [5 * gain]);
});

test.serial("a bound that takes a third value is demoted: one kernel serves all others", (t) => {
  configure({ threshold: 1 });
  let n = 0;
  const body = looping({ kind: "capture", index: 0, at }, () => number(1), [{ name: "n", kind: "scalar" }]);
  const u = dynamic(body, () => [n]);
  const before = stats();
  for (n = 1; n < 60; n++) t.deepEqual(u(array([1, 2])).tolist(), [n, 2 ** n - 1]);
  t.is(stats().traces - before.traces, 3);
  t.is(stats().demoted - before.demoted, 1);
  t.false(traces().at(-1)!.facts.includes("n = 3"));
});

test.serial("a function, an array and a number that other names choose are those of each call", (t) => {
  configure({ threshold: 1 });
  const operations = { plus: (a: number, b: number) => a + b, times: (a: number, b: number) => a * b };
  const bank = [
    { gain: 2, taps: [1, 2] },
    { gain: 5, taps: [3] },
  ];
  let mode: keyof typeof operations = "plus";
  let k = 0;
  const chosen = ufunc((x: number): f64 => operations[mode](x, bank[k]!.gain) + bank[k]!.taps[0]! * bank[1]!.taps[0]!);
  for (k of [0, 1, 0])
    for (mode of ["plus", "times"] as const) {
      const { gain, taps } = bank[k]!;
      t.is(chosen(array([10])).item(), operations[mode](10, gain) + taps[0]! * 3);
      t.is(chosen.kernels.at(-1)!.tier, "traced");
    }
});

test.serial("a captured array whose length keeps changing has kernels with room for more", (t) => {
  configure({ threshold: 1 });
  let c: number[] = [];
  const horner = ufunc((x: number): f64 => {
    let sum = 0;
    for (const k of c) sum = sum * x + k;
    return sum + c[5]! + c.length;
  });
  const before = stats();
  for (let n = 1; n <= 40; n++) {
    c = Array.from({ length: n }, (_, k) => k + 0.5);
    const sum = c.reduce((sum, k) => sum * 0.75 + k, 0);
    t.deepEqual(horner(array([0.75])).tolist(), [n > 5 ? sum + 5.5 + n : NaN]);
  }
  const made = traces().slice(before.traces - stats().traces);
  t.deepEqual(
    made.map(({ facts }) => facts.find((fact) => fact.startsWith("c is"))),
    ["1", "2", "at most 4", "at most 8", "at most 16", "at most 32", "at most 64"].map((n) => `c is ${n} of float64`),
  );
});

test.serial("functions of Math and operators on what is captured alone have the values of each call", (t) => {
  configure({ threshold: 1 });
  let k = 0;
  const above = [0, 4];
  const below = [-0, 4];
  const waves = ufunc((x: number): f64 => x + Math.sin(Math.sin(k)) + Math.atan2(k, 0) + 8 * Math.atan2(k, -0));
  const poles = ufunc((x: number): f64 => (1 / (k * 0) > 0 ? x : 0) + (1 / (k * -0) > 0 ? 10 : 20));
  const tables = ufunc((x: number): f64 => (1 / above[k - k]! > 0 ? x : 0) + (1 / below[k - k]! > 0 ? 10 : 20));
  for (k of [3, -2, 0.5, 70]) {
    const angles = (arctan2(k, 0) as number) + 8 * (arctan2(k, -0) as number);
    const expected = 2 + (sin(sin(k)) as number) + angles;
    t.true(Math.abs(waves(array([2])).item() - expected) < 1e-12);
    t.is(poles(array([2])).item(), k > 0 ? 22 : 10);
    t.is(tables(array([2])).item(), 22);
  }
});

test.serial("reductions of what captures decide fold in the order of the literal's body", (t) => {
  configure({ threshold: 1 });
  let isSum = true;
  const fold = ufunc((a: number, b: number): promoted => (isSum ? a + b : a * b), { reorderable: true });
  const values = linspace(0.5, 1.5, 1000);
  for (isSum of [true, false, true]) {
    const same = isSum ? add : multiply;
    t.is(fold.reduce(values).item(), same.reduce(values).item());
    t.deepEqual(fold.reduceat(values, [0, 20]).tolist(), same.reduceat(values, [0, 20]).tolist());
  }
});

test.serial("callees that are made anew share what was made of their places", (t) => {
  configure({ threshold: 1 });
  let callee: unknown;
  const call = { kind: "call", func: { capture: 0 }, args: [x], at };
  const u = dynamic(unary([{ kind: "return", values: [call], at }], [{ name: "f", kind: "function" }]), () => [callee]);
  const before = stats().traces;
  for (let k = 0; k < 50; k++) {
    callee = dynamic(unary([{ kind: "return", values: [op("mul", x, number(k % 2))], at }]));
    t.deepEqual(u(array([3, 5])).tolist(), [3 * (k % 2), 5 * (k % 2)]);
  }
  t.is(stats().traces - before, 2);
});

test.serial("after many elements in rows of which an operand is one value, its part is done once a row", (t) => {
  const bend = ufunc((a: f64, b: f64) => Math.sin(a) * b, { types: ["float64,float64->float64"] });
  const rows = linspace(-3, 3, 1000).reshape(1000, 1);
  const columns = linspace(0.1, 1e5, 5000);
  const bytes = () => stats().bytes;
  const first = bend(rows, columns);
  const before = bytes();
  for (let k = 0; k < 2; k++) {
    using again = bend(rows, columns);
    t.true(array_equal(again, first));
    t.is(bytes() > before, k > 0);
  }
  const after = bytes();
  using sum = bend(columns.slice(":1000"), rows.ravel());
  t.is(sum.get(3), bend(columns.get(3), rows.get(3, 0)));
  t.is(bytes(), after);
});

/** A ufunc of a function that the plug-in has not seen, without the warning. */
const plain = (body: (x: number) => number) =>
  Reflect.apply(ufunc, undefined, [body, {}, { format: 1, name: "body" }]) as unknown as typeof sin;

test.serial("what was made for ufuncs that are gone is given back", async (t) => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  configure({ threshold: 1, max_kernels: 4 });
  const loops = () => driver().loops.filter((loop) => loop !== undefined).length;
  const before = loops();
  for (let k = 0; k < 100; k++) {
    const u = dynamic(unary([{ kind: "return", values: [op("mul", x, number(k + 100))], at }]));
    t.deepEqual(u(array([2])).tolist(), [2 * (k + 100)]);
    const late = plain((v) => v * k);
    t.deepEqual(late(array([2])).tolist(), [2 * k]);
  }
  t.true(traces().length <= 4);
  for (let turn = 0; turn < 20 && loops() > before + 10; turn++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  t.true(loops() <= before + 10, `${loops()} loops, ${before} before`);
  configure({ max_kernels: 1024 });
});

test.serial("a trace whose host compiles no more leaves to the interpreter", (t) => {
  configure({ threshold: 1, trace_eagerness: 2 });
  const rare = Array.from({ length: 10 }).reduce((sum: object) => op("add", op("mul", sum, x), number(3)), x);
  const u = dynamic(
    unary([
      { kind: "if", test: op("gt", x, number(11)), yes: [{ kind: "return", values: [rare], at }], no: [], at },
      { kind: "return", values: [op("mul", x, number(2))], at },
    ]),
  );
  t.deepEqual(u(array([1, 2, 3])).tolist(), [2, 4, 6]);
  const expected = Array.from({ length: 10 }).reduce((sum: number) => sum * 20 + 3, 20);
  const { Module } = WebAssembly;
  const { warn } = console;
  const warnings: unknown[] = [];
  console.warn = (text: unknown) => warnings.push(text);
  (WebAssembly as { Module: unknown }).Module = () => {
    throw new RangeError("out of memory");
  };
  for (let k = 0; k < 5; k++) t.deepEqual(u(array([1, 20, 3])).tolist(), [2, expected, 6]);
  Object.assign(WebAssembly, { Module });
  Object.assign(console, { warn });
  t.is(warnings.length, 1);
});
