/** `Math` and `**` in bodies: the library's functions are taken over, once each, and constants are computed by them. */
import test from "ava";
import type { DType } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import { interpreter } from "../../kernel/interpret.js";
import type { Body } from "../../kernel/ir.js";
import { areProblems } from "../../transformer/core/diagnostic.js";
import { Finder } from "../../transformer/core/find.js";
import { read } from "../../transformer/core/read.js";
import { errors, mainFile, problems, program } from "./program.js";

const file = (source: string) => program(`import { ufunc, f64, f32, i32 } from "micronumpy";\n${source}`);

function bodyOf(source: string): Body {
  const ctx = file(source);
  const finder = new Finder(ctx);
  const reading = read(ctx, finder, finder.find(mainFile(ctx)).sites[0]!);
  if (areProblems(reading)) throw new Error(reading.map(({ text }) => text).join());
  return reading.body;
}

function valueAt(source: string, x: number, type: DType = "float64"): unknown {
  const typed = infer(bodyOf(source), [type]);
  if (isRefusal(typed)) throw new Error(typed.text);
  return interpreter(typed)(x)[0];
}

test("functions and tables that several functions share are there once", (t) => {
  const sine = bodyOf("export const f = ufunc((x: f64) => Math.sin(x));");
  const both = bodyOf("export const f = ufunc((x: f64) => Math.sin(x) * Math.cos(x) + Math.sin(2 * x));");
  const names = both.functions.map(({ name }) => name);
  t.deepEqual(names, [...new Set(names)]);
  t.is(both.functions.length, sine.functions.length + 3); // cos and its halves
  t.is(both.tables.length, 1);
});

test("exponents 2 and -1 are operators, others calls", (t) => {
  t.is(bodyOf("export const f = ufunc((x: number) => x ** 2 + x ** -1);").functions.length, 1);
  t.true(bodyOf("export const f = ufunc((x: number) => x ** 3);").functions.some(({ name }) => name === "power"));
  t.is(valueAt("export const f = ufunc((x: number) => Math.pow(x, 3));", 3), 27);
});

test("constants are computed by the library", (t) => {
  t.is(valueAt("const e = Math.exp(1);\nexport const f = ufunc((x: number) => x * e);", 1), Math.E);
  t.is(
    valueAt("const c = [Math.log2(8), 2 ** 0.5];\nexport const f = ufunc((x: number) => c[x]! + c[0]!);", 1),
    3 + Math.SQRT2,
  );
  t.is(valueAt("export const f = ufunc((x: number) => x * 2 ** -3 + 0.5 ** 0.5);", 8), 1 + Math.SQRT1_2);
  t.is(valueAt("export const f = ufunc((x: number) => x + i32((5n ** 30n + 7n) % 5n ** 30n));", 1), 8);
});

test("beside a float32 a literal is one", (t) => {
  const at = (value: string) =>
    valueAt(`export const f = ufunc((x: number) => x ** ${value} + Math.atan2(x, ${value}));`, 1.5, "float32");
  t.is(at("100.1"), at("f32(100.1)"));
  const counted = "{ let y = 100.1; for (let i = 0; i < 2; i++) y += 0.1; return x ** y; }";
  const stored = "{ let y = 100.1; for (let i = 0; i < 2; i++) y += 0.1; const z: f32 = y; return x ** z; }";
  t.is(
    valueAt(`export const f = ufunc((x: number) => ${counted});`, 1.5, "float32"),
    valueAt(`export const f = ufunc((x: number) => ${stored});`, 1.5, "float32"),
  );
});

test("the length of a vector takes more than two sides", (t) => {
  t.is(valueAt("export const f = ufunc((x: number) => Math.hypot(x, 3, 6));", 2), 7);
});

test("problems inside the library are told where it is called", (t) => {
  const power = file("export const f = ufunc((x: i32) => 1 + x ** -3);");
  t.deepEqual(errors(power), []);
  t.deepEqual(problems(power), ["9203 x ** -3"]);
  t.deepEqual(problems(file("export const f = ufunc((x: f64) => Math.atan2(x));")), ["9033 Math.atan2(x)"]);
});
