/** What the reader makes of TypeScript: a program, and its body as text. */
import test from "ava";
import { bodies, errors, program } from "./program.js";
import { imports, reads } from "./reads.js";

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
