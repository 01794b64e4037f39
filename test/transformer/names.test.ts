/** What outer names and properties become in a body: constants that are folded, tables, captures. */
import test from "ava";
import { bodies, errors, program } from "./program.js";
import { reads } from "./reads.js";

reads(
  "outer constants are folded",
  `
const K = 2 * Math.PI;
enum Mode { A, B = 5, C }
const P = { gain: 2.5, inner: { k: 3 } } as const;
const half: f32 = 0.5 as f32;
export const f = ufunc((x: number) => x * K + Mode.C + P.gain + P.inner.k + half + Mode["B"] + P["inner"]["k"] + Math["E"]);`,
  `
f(x) {
  return x * (2 * 3.141592653589793) + 6 + 2.5 + 3 + f32(0.5) + 5 + 3 + 2.718281828459045;
}`,
);

reads(
  "what can change is captured",
  `
let level = 1;
const box = { gain: 2 };
export function gain(k: number) { return ufunc((x: number) => x * k + level + box.gain + box["gain"]); }`,
  `
gain(x) {
  return x * $k + $level + $box.gain + $box["gain"];
}`,
);

reads(
  "annotations pin captures, parameters around the ufunc and properties too",
  `
interface Tone { gain: f32 }
let level: f32 = 1;
class Filter { constructor(public order: u8) {} }
const filter = new Filter(2);
export const make = (k: f32, tone: Tone, free: number) =>
  ufunc((x: number) => x * k + tone.gain * level + filter.order + free);`,
  `
ufunc(x) {
  return x * f32($k) + f32($tone.gain) * f32($level) + u8($filter.order) + $free;
}`,
);

reads(
  "captures may be missing where `!` says that they are not, and come from patterns and mapped types",
  `
declare const k: number | undefined, o: { gain?: number; w?: number[]; p?: { q: number } };
declare const m: Readonly<{ w: number[] }>, r: Record<string, number[]>;
const { next } = { next: Math.random() > 0.5 ? (x: number) => x + 1 : (x: number) => x };
export const make = ({ g }: { g: (x: number) => number }) => ufunc((x: number) => {
  let s = x * k! + o.gain! + o.w![0]! + o.p!.q + (o as { p: { q: number } }).p["q"];
  for (const c of m.w) s += c;
  return next(g(s)) + r.a![1]! + r["b"]!.length;
});`,
  `
ufunc(x) {
  s = x * $k + $o.gain + $o.w[0] + $o.p.q + $o.p["q"];
  index = 0;
  for (;;) {
    if (index >= $m.w.length) {
      break;
    }
    c = $m.w[index];
    s = s + c;
    step {
      index = index + 1;
    }
  }
  return $next($g(s)) + $r.a[1] + $r["b"].length;
}`,
);

reads(
  "other outer names may choose what is captured: values, arrays and functions",
  `
const operations = { plus: (a: number, b: number) => a + b, times: (a: number, b: number) => a * b };
const gains: Record<string, number> = { left: 2 };
const bank = [{ gain: 2, taps: [1, 2, 3] }];
export const make = (mode: "plus" | "times", state: { channel: string }, k: number) => ufunc((x: number, i: number) =>
  operations[mode](x, gains[state.channel]!) + bank[k]!.gain * bank[(k)]!["taps"][i]! + bank[0]!.gain);`,
  `
ufunc(x, i) {
  return $operations[mode](x, $gains[state.channel]) + $bank[k].gain * $bank[k]["taps"][i] + $bank[0].gain;
}`,
);

reads(
  "an annotation casts an outer variable, be it folded or captured",
  `
const folded: i32 = 7.9;
let kept: i32 = 7.9;
kept = 8;
export const f = ufunc((x: number) => x * folded + kept);`,
  `
f(x) {
  return x * i32(7.9) + i32($kept);
}`,
);

reads(
  "constant arrays are tables, written ones captures",
  `
const C = [0.5, -1, 1 / 4];
const W = [1, 2];
W[0] = 3;
export const f = ufunc((x: number, i: number) => { let s = 0; for (const c of C) s = s * x + c; return s + W[i]!; });`,
  `
f(x, i) {
  s = 0;
  index = 0;
  for (;;) {
    if (index >= [0.5, -1, 0.25].length) {
      break;
    }
    c = [0.5, -1, 0.25][index];
    s = s * x + c;
    step {
      index = index + 1;
    }
  }
  return s + $W[i];
}`,
);

reads(
  "what is read beside others is as constant as what is read alone",
  `
const C = [0.5, -1];
export const f = ufunc((x: number): [number, number] => [x * C[0]!, x * C[1]!]);
console.log([C[1]], { last: C[1]! });`,
  `
f(x) {
  return [x * [0.5, -1][0], x * [0.5, -1][1]];
}`,
);

reads(
  "what is written to in other ways than by its name and = is captured",
  `
const A = [1, 2], B = [1, 2], C = [1, 2], D = [1, 2], P = { gain: 2.5 };
A[0]! += 3;
[B[0], [B[1]]] = [5, [6]];
for (C[0] of [7, 8]);
({ x: D[0], y: [(P.gain)] } = { x: 3, y: [4] });
export const f = ufunc((x: number) => x + A[0]! + B[0]! + C[0]! + D[0]! + P.gain);`,
  `
f(x) {
  return x + $A[0] + $B[0] + $C[0] + $D[0] + $P.gain;
}`,
);

test("writes to a constant array are seen under every name that it has", (t) => {
  const lib = "export const w = [1, 2]; export { w as renamed };";
  const writes = [
    ["", "lib.w[0] = 9;"],
    ["", 'lib["w"][0] = 9;'],
    ["", "const { w: mine } = lib; mine[0] = 9;"],
    ["", "const { w } = lib; w[0] = 9;"],
    ['import { w as mine } from "./lib.js";', "mine[0] = 9;"],
    ['import { again } from "./more.js";', "again[0] = 9;"],
    ["", "const options = { types: lib.w }; options.types[0] = 9;"],
  ];
  for (const [imported, write] of writes) {
    const ctx = program({
      "main.ts": `import { ufunc } from "micronumpy"; import * as lib from "./lib.js"; ${imported}
export const f = ufunc((x: number) => x * lib.w[0]!); ${write}`,
      "lib.ts": lib,
      "more.ts": 'export { renamed as again } from "./lib.js";',
    });
    t.deepEqual(errors(ctx), []);
    t.is(bodies(ctx)[0]!.replace(/\s+/g, " "), "f(x) { return x * $lib.w[0]; }", write);
  }
});
