/** What the reader makes of TypeScript: a program, and its body as text. */
import test from "ava";
import { bodies, errors, program } from "./program.js";

const imports = `import { ufunc, f64, f32, i32, u8, i64, idiv, isInteger, type promoted } from "micronumpy";\n`;

/** A file with one ufunc, and the body that is read. */
function reads(title: string, source: string, expected: string): void {
  test(title, (t) => {
    const ctx = program(imports + source);
    t.deepEqual(errors(ctx), []);
    t.is(bodies(ctx).join("\n"), expected.trim());
  });
}

/** The same for the code of a function of a and b. */
const code = (title: string, source: string, expected: string): void =>
  reads(
    title,
    `export const f = ufunc((a: number, b: number) => ${source});`,
    `f(a, b) {\n${expected.replace(/^\n/, "")}\n}`,
  );

code("an expression", "a < b ? a : b", "  return a < b ? a : b;");
code("precedence is kept", "(a + b) * -(a - b) % 2 ** 2", "  return (a + b) * -(a - b) % 2 ** 2;");
code("assertions mean nothing", "(a! as number) + (b satisfies number)", "  return a + b;");
code("logic and tests", "!(a > 1) && b || isInteger(a) ? 1 : 0", "  return !(a > 1) && b || isInteger(a) ? 1 : 0;");
code("casts and words", "i32(a) + idiv(b, 2) + f32(0.5)", "  return i32(a) + idiv(b, 2) + f32(0.5);");
code(
  "Math and Number",
  "Math.min(a, b, 1) + Math.max(a) + Math.sqrt(Math.PI) + (Number.isNaN(b) ? NaN : Infinity)",
  "  return min(a, b, 1) + a + sqrt(3.141592653589793) + (isnan(b) ? NaN : Infinity);",
);

code(
  "while, compound assignment, break and continue",
  `{
  let x = a;
  while (x > b) { x -= b; if (x === 3) break; if (x === 4) continue; x++; }
  return x;
}`,
  `
  x = a;
  for (;;) {
    if (!(x > b)) {
      break;
    }
    x = x - b;
    if (x == 3) {
      break;
    }
    if (x == 4) {
      continue;
    }
    x = x + 1;
  }
  return x;`,
);

code(
  "continue in a do goes to its test",
  `{
  let n = 0;
  do { n += 1; if (n > a) continue; n *= 2; } while (n < b);
  return n;
}`,
  `
  n = 0;
  for (;;) {
    n = n + 1;
    if (n > a) {
      continue;
    }
    n = n * 2;
    step {
      if (!(n < b)) {
        break;
      }
    }
  }
  return n;`,
);

code(
  "labels count loops",
  `{
  outer: for (let i = 0; ; i++) {
    for (let j = 10, k = 0; j > 0; j--, k++) { if (i * j > a) break outer; if (k > b) continue outer; }
  }
  return a;
}`,
  `
  i = 0;
  for (;;) {
    j = 10;
    k = 0;
    for (;;) {
      if (!(j > 0)) {
        break;
      }
      if (i * j > a) {
        break 1;
      }
      if (k > b) {
        continue 1;
      }
      step {
        j = j - 1;
        k = k + 1;
      }
    }
    step {
      i = i + 1;
    }
  }
  return a;`,
);

code(
  "a switch without falling through is a chain of ifs",
  `{
  let x = a;
  switch (b) { case 1: return 0; case 2: case 3: x = 5; break; default: x = 6; }
  return x;
}`,
  `
  x = a;
  value = b;
  if (value == 1) {
    return 0;
  } else {
    if (value == 2 || value == 3) {
      x = 5;
    } else {
      x = 6;
    }
  }
  return x;`,
);

code(
  "a case that falls through stands behind a block",
  `{
  let x = 0;
  switch (a) { case 1: x += 1; case 2: x += 2; break; default: x = 9; }
  return x;
}`,
  `
  x = 0;
  value = a;
  block {
    block {
      block {
        block {
          if (value == 1) {
            break;
          }
          if (value == 2) {
            break 1;
          }
          break 2;
        }
        x = x + 1;
      }
      x = x + 2;
      break 1;
    }
    x = 9;
  }
  return x;`,
);

code(
  "results are taken apart, and swapped",
  `{
  let [x, y] = [a, b];
  [x, y] = [y, x];
  return x - y;
}`,
  `
  value = a;
  value2 = b;
  x = value;
  y = value2;
  value3 = y;
  value4 = x;
  x = value3;
  y = value4;
  return x - y;`,
);

reads(
  "annotations are pins, number and bigint are not",
  `
type Pixel = u8;
export const f = ufunc((p: Pixel, x: number, m: boolean): promoted => { const t: i32 = p + 1; return m ? t + 1 : x; });`,
  `
f(p: u8, x, m: bool): promoted {
  t: i32 = p + 1;
  return m ? t + 1 : x;
}`,
);

reads(
  "several results",
  `
export const f = ufunc((a: f64, b: f64) => { const q = Math.floor(a / b); return [f64(q), a - q * b] as const; });`,
  `
f(a: f64, b: f64) {
  q = floor(a / b);
  return [f64(q), a - q * b];
}`,
);

reads(
  "bigints divide with truncation",
  "export const f = ufunc((a: bigint, b: bigint) => a / b + 1n);",
  `
f(a, b) {
  return idiv(a, b) + 1n;
}`,
);

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
  "annotations pin by whatever way they say it",
  `
type Pair = readonly [f32, n: i32];
type Of<T> = (x: number) => T;
interface Pixel { r: u8 }
const pair = (x: number): Pair => [x, x];
const next: Of<Pixel["r"]> = (x) => x + 1;
class K { static readonly half: Of<f32> = (x) => x / 2; }
const same = <T extends f64>(x: T): T => x;
export const f = ufunc((x: number) => {
  const [a, b]: Pair = pair(x);
  let r: Pixel["r"] = x;
  r += x;
  return a + b + r + next(x) + K.half(x) + same(x);
});`,
  `
f(x) {
  [a: f32, b: i32] = pair(x);
  r: u8 = x;
  r = r + x;
  return a + b + r + next(x) + K.half(x) + same(x);
}
pair(x): [f32, i32] {
  return [x, x];
}
next(x): u8 {
  return x + 1;
}
K.half(x): f32 {
  return x / 2;
}
same(x: f64): f64 {
  return x;
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

reads(
  "helpers and other ufuncs are inlined",
  `
function twice(x: number): number { return x + x; }
const square = ufunc((x: number) => twice(x) * x, { loops: ["float64->float64"] });
export const f = ufunc((x: number) => square(x) + twice(x));`,
  `
square(x) {
  return twice(x) * x;
}
twice(x) {
  return x + x;
}
f(x) {
  return square(x) + twice(x);
}
square(x) {
  return twice(x) * x;
}
twice(x) {
  return x + x;
}`,
);

test("ufuncs are found by what the name means", (t) => {
  const ctx = program({
    "np.ts": `export { ufunc as make } from "micronumpy"; export * as np from "micronumpy";`,
    "main.ts": `
      import * as all from "micronumpy";
      import { make, np } from "./np.js";
      function ufunc(f: unknown) { return f; }
      function lower(a: number, b: number) { return a < b ? a : b; }
      ufunc((x: number) => x);
      export const one = make((x: number) => x + 1);
      export const two = all.ufunc(lower);
      export class Filters { static readonly three = np.ufunc(function (x: number) { return x + 3; }); }
      console.log(make((x: number) => x + 4)(1));`,
  });
  t.deepEqual(errors(ctx), []);
  t.deepEqual(
    bodies(ctx).map((body) => body.split("\n", 2).join("")),
    [
      "one(x) {  return x + 1;",
      "two(a, b) {  return a < b ? a : b;",
      "three(x) {  return x + 3;",
      "ufunc(x) {  return x + 4;",
    ],
  );
});

test("helpers and constants come from other files", (t) => {
  const ctx = program({
    "helpers.ts": `const FACTOR = 3; export const scale = (x: number): number => x * FACTOR; export const table = [1, 2] as const;`,
    "main.ts": `${imports}import * as h from "./helpers.js"; export const f = ufunc((x: number) => h.scale(x) + h.table[1]);`,
  });
  t.deepEqual(errors(ctx), []);
  t.deepEqual(bodies(ctx), ["f(x) {\n  return h.scale(x) + [1, 2][1];\n}\nh.scale(x) {\n  return x * 3;\n}"]);
});

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
