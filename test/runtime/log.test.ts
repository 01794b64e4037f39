/** What the environment asks of the JIT: options, and the log, line by line. */
import "./logged.js";
import test from "ava";
import { array, minimum, zeros } from "../../entries/index.js";
import { configure, stats } from "../../runtime/jit/index.js";
import { at, looping, number, op, unary, x } from "./bodies.js";
import { dynamic } from "./dynamic.js";
import { lines } from "./logged.js";

/** The lines that tell of events. */
const events = () => lines.splice(0).filter((line) => line.startsWith("jit"));

const rare = Array.from({ length: 10 }).reduce((sum: object) => op("add", op("mul", sum, x), number(3)), x);
const bent = (bound: number) => ({
  kind: "if",
  ...{ test: op("gt", x, number(bound)), yes: [{ kind: "return", values: [rare], at }], no: [], at },
});

test.serial("a trace, its text and its instructions; exits, a bridge, and the end of bridges", (t) => {
  const u = dynamic(unary([bent(10), bent(5), { kind: "return", values: [op("mul", x, number(3))], at }]));
  u(array([1, 2]));
  t.deepEqual(lines, [], "interpreted");
  u(array([1, 2]));
  const [asm, traced, trace] = lines.splice(0);
  t.regex(asm!, /^bent_f64\n[\s\S]*v\d+ = f64x2\.mul v\d+ v\d+\n/);
  t.is(traced, "jit  T1 bent: float64->float64 src/bent.ts:3  traced after 4 elements: 2 guards, …");
  t.regex(trace!, /^T1 bent: float64 -> float64 {3}src\/bent\.ts:3\n {3}leaves where 3:5 is true, failed 0 times\n/);
  for (const [k, value] of [20, 20, 7, 7].entries()) u(array([1, 2, value, k]));
  t.deepEqual(events(), [
    "jit  T1 bent: float64->float64 src/bent.ts:3  left 2 times at 3:5",
    "jit  T2 bent: float64->float64 src/bent.ts:3  bridge of T1: 1 guard, …",
    "jit  T3 bent: float64->float64 src/bent.ts:3  compiled whole: too many exits, no guard, …",
  ]);
  t.is(stats().whole, 1);
});

test.serial("wrong options are refused as they are written, and change nothing", (t) => {
  const wrong = (options: unknown) => t.throws(() => configure(options as never), { instanceOf: TypeError })!.message;
  t.regex(wrong(null), /^configure\(options\) is null: an object with threshold, .* is wanted$/);
  t.regex(
    wrong({ treshold: 1 }),
    /^configure\(\) got an unexpected keyword argument 'treshold': 'threshold', .* are known$/,
  );
  t.is(wrong({ trace_limit: 5, threshold: -1 }), "threshold is -1: a whole number from 0 is wanted");
  t.is(wrong({ off: 1 }), "off is 1: true or false is wanted");
});

test.serial("a long body, a demotion, a function that is not known, a kernel for a method", (t) => {
  configure({ trace_limit: 5 });
  dynamic(unary([bent(10), { kind: "return", values: [x], at }]))(array([1, 2, 3]));
  configure({ trace_limit: 6000 });
  t.deepEqual(events(), [
    "jit  T4 bent: float64->float64 src/bent.ts:3  compiled whole: longer than trace_limit, no guard, …",
  ]);
  let n: unknown;
  const counted = dynamic(
    looping({ kind: "capture", index: 0, at }, () => number(1), [{ name: "n", kind: "scalar" }]),
    () => [n],
  );
  for (n of [1, 2, 3]) counted(array([1]));
  t.deepEqual(events(), ["jit  bent: float64->float64 src/bent.ts:3  demoted: n takes a third value"]);
  const call = { kind: "call", func: { capture: 0 }, args: [x], at };
  const body = unary([{ kind: "return", values: [call], at }], [{ name: "f", kind: "function" }]);
  dynamic(body, () => [(v: number) => v])(array([1, 2, 3]));
  t.deepEqual(events(), [
    "jit  bent: src/bent.ts:3  runs as plain JavaScript: what f holds is not known; mark it with @ufunc",
  ]);
  minimum.accumulate(zeros([40, 30], "uint16"));
  t.regex(events().at(-1)!, /^jit {2}minimum\.scan: uint16,uint16->uint16 extrema\.ts:\d+ {2}compiled: …$/);
});

test.serial("off, nothing is compiled; then all is again", (t) => {
  configure({ off: true });
  const u = dynamic(unary([{ kind: "return", values: [op("sub", x, number(1))], at }]));
  const { kernels } = u as never as { kernels: { tier: string }[] };
  for (let k = 0; k < 3; k++) t.deepEqual(u(array([1, 2, 3])).tolist(), [0, 1, 2]);
  t.deepEqual(events(), []);
  configure({ off: false });
  t.deepEqual(u(array([1, 2, 3])).tolist(), [0, 1, 2]);
  t.is(events().length, 1);
  t.deepEqual(kernels, []);
});

test.serial("what the environment asks wrongly is refused as it is written there", async (t) => {
  const wrong = {
    "off=no": 'off is "no": true or false is wanted',
    "threshold=many": 'threshold is "many": a whole number from 0 is wanted',
    "threshold=": 'threshold is "": a whole number from 0 is wanted',
  };
  for (const [text, message] of Object.entries(wrong)) {
    process.env.MICRONUMPY_JIT = text;
    await t.throwsAsync(import(`../../runtime/jit/environment.js?${text}`), { message });
  }
});
