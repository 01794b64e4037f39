/** What is outside the language: which number it has, at which node, and that nothing else is said of it. */
import test from "ava";
import { Analysis } from "../../transformer/core/analyse.js";
import type { Problem } from "../../transformer/core/diagnostic.js";
import { bodies, errors, kernels, mainFile, problems, program } from "./program.js";

const imports = `import { array, f64, ufunc, ufuncs } from "micronumpy";\n`;
const pair = "const pair = (x: number): [number, number] => [x, x + 1];\n";
const list = "const list = (x: number) => [x, 1];\n";

/** The problems of a ufunc with this function of x, behind code that stands before it. */
const refuses = (body: string, expected: string | string[], before = ""): void =>
  test(`${before}${body}`, (t) => {
    const ctx = program(`${imports}${before}export const f = ufunc(${body});`);
    t.deepEqual(problems(ctx), [expected].flat());
  });

/** One that is in the language. */
const accepts = (body: string, expected: string, before = ""): void =>
  test(`${before}${body} is ${expected}`, (t) => {
    const ctx = program(`${imports}${before}export const f = ufunc(${body});`);
    t.deepEqual(errors(ctx), []);
    t.deepEqual(problems(ctx), []);
    t.true(bodies(ctx)[0]!.replace(/\s+/g, " ").includes(expected), bodies(ctx)[0]);
  });

// functions that are made where they are called
refuses("(x: number) => (() => x)()", "9012 () => x");
refuses("(x: number) => ((a: number) => a + 1)(x)", "9012 (a: number) => a + 1");
refuses("(x: number) => (function (a: number) { return a; })(x)", "9012 function (a: number) { return a; }");
refuses("(x: number) => ufunc((a: number) => a + 1)(x) as never as number", "9012 ufunc((a: number) => a + 1)");
refuses(
  "(x: number) => { const g = ufunc((a: number) => a + 1); return g(x) as never as number; }",
  "9016 ufunc((a: number) => a + 1)",
);
refuses(
  "(x: number) => (x > 0 ? Math.sqrt : Math.cbrt)(x)",
  "9012 (x > 0 ? Math.sqrt : Math.cbrt)".replace(/[()]/g, ""),
);
refuses("(x: number) => h(x)()", "9012 h(x)", "const h = (x: number) => () => x;\n");
refuses("(x: number) => ({ g: (a: number) => a }).g(x)", "9011 { g: (a: number) => a }");
refuses(
  "(x: number) => h((a) => a, x)",
  ["9012 (a) => a", "9006 g: (x: number) => number"],
  "const h = (g: (x: number) => number, x: number) => g(x);\n",
);

refuses("(x: number, i: number) => g[i]!(x)", "9016 g[i]!(x)", "const g = [(x: number) => x, (x: number) => -x];\n");

// what is declared inside is refused once
refuses("(x: number) => { class K { static a = 1; } return x + K.a; }", "9008 class K { static a = 1; }");
refuses("(x: number) => { class K { static a = [1]; } return x + K.a[0]!; }", "9008 class K { static a = [1]; }");
refuses("(x: number) => { const p = { x }; return p.x; }", "9011 { x }");
refuses("(x: number) => { const p = x as never as { re: number }; return p.re; }", "9019 p.re");
refuses('(x: number) => { const s = "a" + x; return s.length; }', '9010 "a"');
refuses("(x: number) => { const a = [x, x + 1]; a[0] = 2; return a[0]! + a.length; }", "9011 [x, x + 1]");
refuses("(x: number) => { const a = new Float64Array(1); a[0] = x; return a[0]!; }", "9011 new Float64Array(1)");
refuses("(x: number) => { const y: any = x; return y.re + y[0] + y.im(); }", "9006 any");
refuses("(...x: number[]) => x[0]! + x.length", "9005 ...x: number[]");
refuses("(x: number) => { const enum E { A = 1 } return x + E.A; }", "9008 const enum E { A = 1 }");
refuses("(x: number) => { const [a = 1] = [x]; return a; }", "9025 a = 1");
accepts("(x: number) => { type T = number; interface I { a: T } const y: T = x; return y; }", "y = x; return y;");

// as many operands as the run time has room for
const many = Array.from({ length: 32 }, (_, k) => `x${k}: number`);
refuses(`(${many}) => x0`, `9007 (${many}) => x0`);
refuses(`(${many.slice(1)}): [number, number] => [x1, x1]`, `9007 (${many.slice(1)}): [number, number] => [x1, x1]`);

// a switch that ends the function and has every case
const kinds = "enum Kind { Low, High }\n";
const choose = (code: string) => `(x: number, k: Kind) => { switch (k) { ${code} } }`;
accepts(
  choose("case Kind.Low: return x; case Kind.High: return -x;"),
  "if (value == 0) { return x; } else { return -x; }",
  kinds,
);
accepts(
  choose("case Kind.Low: return x; default: return 0; case Kind.High: return -x;"),
  "if (value == 0) { return x; } else { if (value == 1) { return -x; } else { return 0; } }",
  kinds,
);
const [low, off] = [choose("case Kind.Low: return x;"), choose("case Kind.Low: return x; case Kind.High: x = 1;")];
refuses(low, `9027 ${low}`, kinds);
refuses(off, `9027 ${off}`, kinds);
accepts(
  "(x: number, k: 0 | 1) => { switch (k) { case 0: return x; case 1: return -x; } return 0; }",
  "else { if (value == 1) { return -x; } } return 0;",
);

// annotations that name several element types
refuses("(x: number) => { let y: np.f32 | f64 = x; return y; }", "9006 y", 'import type * as np from "micronumpy";\n');
refuses("(x: number): np.f32 | f64 => x", "9006 np.f32 | f64", 'import type * as np from "micronumpy";\n');

// patterns
refuses("(x: number) => { let a, b; [a, b = 2] = [x, 1]; return a + b; }", "9025 b = 2");
refuses("(x: number) => { let a; ({ a } = { a: x }); return a; }", "9025 { a }");
refuses("(x: number) => { const t = pair(x); return t[0]; }", "9011 pair(x)", pair);
refuses("(x: number): [number, number] => { const t = pair(x); return t; }", "9011 pair(x)", pair);
refuses("(x: number) => { const [a, b] = list(x); return a! + b!; }", "9025 [a, b]", list);
refuses("(x: number) => list(x) as never as number", "9026 list(x)", list);
accepts("(x: number) => { let b; [, b] = pair(x); return b; }", "[_, b] = pair(x); return b;", pair);

// what JavaScript asks of types, and of values that may be missing
refuses('(x: number) => (typeof x === "number" ? x : 0)', "9031 typeof x");
refuses("(x: number) => ((x as unknown) instanceof Number ? 0 : x)", "9031 instanceof");
refuses("(x: number) => o?.k! + x", "9031 o?.k", "const o = { k: 1 };\n");
refuses("(x: number) => C?.[0]! + x", "9031 C?.[0]", "const C = [1];\n");
refuses("(x: number) => (x > 0 ? x : (undefined as never))", "9040 undefined");

// functions of another kind
refuses("(async (x: number) => { await x; return x; }) as never", "9004 async (x: number) => { await x; return x; }");
refuses("(function* (x: number) { yield x; }) as never", "9004 function* (x: number) { yield x; }");

// statements
refuses(
  "(x: number) => { for (const [i, c] of C.entries()) x += i * c; return x; }",
  "9032 C.entries()",
  "const C = [1];\n",
);
refuses("(x: number) => Math.hypot(...[x, x])", "9031 ...[x, x]");
refuses("(x: number) => f64(...[x] as const)", "9031 ...[x] as const");
refuses("(x: number) => { for (var c of C) x += c; return x; }", "9009 var c", "const C = [1];\n");

// what has no name
refuses('(x: number) => x + "a".length', '9010 "a"');
refuses("(x: number) => x + String.raw`a`.length", "9010 String.raw`a`");
refuses("(x: number) => (/a/.test('a') ? 1 : x)", "9010 /a/");
refuses("(x: number) => ({ x }).x", "9011 { x }");
refuses("(x: number) => x + import.meta.url.length", "9013 import.meta");
refuses("function (x: number) { return new.target ? 1 : x; }", "9013 new.target");

// calls
refuses(
  "(x: number) => add.reduce([1]) as never as number",
  "9016 add.reduce([1])",
  "const add = ufunc((a: number, b: number) => a + b);\n",
);
refuses("(x: number) => array([x]) as never as number", "9016 array([x])");
refuses("(x: number) => o.m(x)", "9013 o.m", "class K { m(x: number) { return x; } } const o = new K();\n");
refuses('(x: number) => x + Number.parseFloat("1")', '9023 Number.parseFloat("1")');
accepts(
  "(x: number) => h<number>(x) + (h<number>)(x)",
  "h(x) + h(x)",
  "const h = <T extends number>(x: T) => x * 2;\n",
);

// recursion is told as a circle
test("a function expression that calls itself by its own name", (t) => {
  const ctx = program(`${imports}export const f = ufunc(function fac(n: number): number { return n * fac(n - 1); });`);
  t.deepEqual(problems(ctx), ["9014 fac(n - 1)"]);
});

test("the circle ends where it began", (t) => {
  const ctx = program(
    `${imports}const odd = (n: number): boolean => even(n - 1); function even(n: number): boolean { return odd(n - 1); } export const f = ufunc(odd);`,
  );
  const { problems } = new Analysis(ctx).plan(mainFile(ctx))!;
  t.regex(problems[0]!.text, /^recursion: f -> even -> f:/);
});

// names that go round in a circle, as they may across files, or while they are being written
for (const [what, source] of Object.entries({
  constants: "const a: number = b, b: number = a; export const f = ufunc((x: number) => x + a);",
  tables: "const a = [b[0]], b = [a[0]]; export const f = ufunc((x: number) => x + a[0]);",
  functions:
    "const g: (x: number) => number = h, h: (x: number) => number = g; export const f = ufunc(g); export const e = ufunc((x: number) => g(x));",
  names: "const u: any = v, v: any = u; export const f = u((x: number) => x); export const e = ufuncs(u);",
  aliases: "type A = B; type B = A; export const f = ufunc((x: A) => x);",
  options: "const o: {} = p, p: {} = o; export const f = ufunc((x: number) => x, o);",
}))
  test(`${what} in a circle`, (t) => {
    const ctx = program(imports + source);
    t.notThrows(() => new Analysis(ctx).plan(mainFile(ctx)));
  });

const helpers = `export const noise = (x: number): number => x + Math.random();
export let table = [1]; export const setTable = (t: number[]) => { table = t; };
export const look = (i: number): number => table[i]!;
export const low = (x: number): number => x & 3;
export const holes = (x: number) => { if (x > 0) return x; }
export const by = { names: { a: 1 }, key: "a" as "a" }; by.key = "a";
export const named = (x: number): number => x * by.names[by.key];`;

for (const [name, number, text] of [
  ["noise", 9022, /\(in `noise`, helpers\.ts:1:49\)$/],
  ["look", 9029, /\(in `look`, helpers\.ts:3:44\)$/],
  ["named", 9029, /\(in `named`, helpers\.ts:7:49\)$/],
  ["low", 9201, /found float64 and int32\. .* \(`f` for float64; helpers\.ts:4:43\)$/],
  ["holes", 9027, /\(in `holes`, helpers\.ts:5:22\)$/],
] as const)
  test(`what is wrong in ${name} of another file is told at the call, with its place`, (t) => {
    const main = `${imports}import { by, ${name} } from "./helpers.js"; export const f = ufunc((x: f64) => 1 + ${name}(x)!);`;
    const ctx = program({ "main.ts": main, "helpers.ts": helpers });
    const { problems } = new Analysis(ctx).plan(mainFile(ctx))!;
    t.deepEqual(
      problems.map(({ number, node }) => `${number} ${node.getText()}`),
      [`${number} ${name}(x)`],
    );
    t.regex(problems[0]!.text, text);
    t.is(problems[0]!.cause!.node.getSourceFile().fileName.endsWith("helpers.ts"), true);
  });

test("a variable that its assignments have made too wide for bits is named", (t) => {
  const textOf = (ufunc: string): string => {
    const ctx = program(`${imports}export const f = ${ufunc};`);
    const [{ number, text }] = new Analysis(ctx).plan(mainFile(ctx))!.problems as [Problem];
    t.is(number, 9201);
    return text;
  };
  const hash = `ufunc((x: number) => { let h = x; h ^= h >>> 16; return h; }, { types: ["int32"] })`;
  t.regex(textOf(hash), /found int64 and uint64\. .* Or declare it as `h: i32`: `h` is widened/);
  const big = "ufunc((x: bigint) => { let h = 14695981039346656037n; h ^= x; return h; })";
  t.regex(
    textOf(big),
    /found float64 and int64\. .* Or declare it as `h: i64`: `h` is .* a bigint beyond int64 is unsigned/,
  );
});

test("an imported function as body: told where it is made a ufunc", (t) => {
  const main = `${imports}import { noise } from "./helpers.js"; export const f = ufunc(noise);`;
  t.deepEqual(problems(program({ "main.ts": main, "helpers.ts": helpers })), ["9022 noise"]);
});

test("a comment with @ufunc where it marks nothing", (t) => {
  const found = (source: string) => problems(program(imports + source));
  t.deepEqual(found("/** @ufunc */ export const f = (x: number) => x;"), ["9039 f"]);
  t.deepEqual(found("class K {\n  /**\n   * Twice.\n   * @ufunc\n   */\n  static f(x: number) { return x; }\n}"), [
    "9039 f",
  ]);
  t.deepEqual(found("export function g() {\n  /** @ufunc */\n  function h(x: number) { return x; } return h; }"), [
    "9039 h",
  ]);
  t.deepEqual(found("/** @ufunc */ export default function (x: number) { return x; }"), [
    "9039 /** @ufunc */ export default function (x: number) { return x; }".replace("/** @ufunc */ ", ""),
  ]);
  t.deepEqual(found("/**\n * @ufunc static f(x: number) marks a method.\n */\nexport const text = 'of a class';"), []);
});

test("a comment in which @ufunc is only quoted marks nothing", (t) => {
  for (const text of [
    "Unlike what is marked by `@ufunc`.",
    "The slow reference of the @ufunc version.\n * Not @ufunc",
  ]) {
    const source = `/** ${text} */\nexport function shout(s: string) { return s; }\n`;
    t.deepEqual(problems(program(imports + source)), []);
  }
  t.deepEqual(kernels(program(`${imports}/**@ufunc*/ export function f(x: f64): f64 { return x; }`)), [
    "f float64->float64",
  ]);
});

test("a private name is read inside its class only", (t) => {
  const found = (members: string) => problems(program(`${imports}class K { ${members} }\nexport const g = ufuncs(K);`));
  t.deepEqual(found("static #k = 3; @ufunc static f(x: f64): f64 { return x * K.#k; }"), ["9029 K.#k"]);
  t.deepEqual(found("static #o = { k: 3 }; @ufunc static f(x: f64): f64 { return x * K.#o.k; }"), ["9029 K.#o.k"]);
  t.deepEqual(found("static #k = [3]; @ufunc static f(x: f64): f64 { return x * K.#k[0]!; }"), ["9029 K.#k"]);
  t.deepEqual(found("static #k = 3; static f = ufunc((x: f64): f64 => x * K.#k);"), []);
});

test("the cure fits what was found, and is not what was done already", (t) => {
  const cure = (source: string) => {
    const ctx = program(imports + source);
    return new Analysis(ctx).plan(mainFile(ctx))!.problems[0]!.text.match(/Instead: (.*)\.$/)![1];
  };
  const inner = "export const f = ufunc((x: number) => { const twice = (y: number) => y + y; return twice(x); });";
  t.is(cure(inner), "declare it outside, and call it by its name");
  const loop = "write a loop: `for (const value of values) …`";
  t.is(cure("const C = [1]; export const f = ufunc((x: number) => C.reduce((s, c) => s + c * x, 0));"), loop);
  t.is(cure("const C = [1]; export const f = ufunc((x: number) => (C.includes(x) ? x : 0));"), loop);
  t.is(cure("const C = [1]; export const f = ufunc((x: number) => x * C.at(-1)!);"), "write `values[i]`");
  t.is(cure("const C = [1]; export const f = ufunc((x: number) => C.push(x));"), "do this outside the kernel");
  for (const [from, name] of [
    ["{ where }", "where"],
    ["* as np", "np.where"],
  ]) {
    const where = `import ${from} from "micronumpy"; export const f = ufunc((x: number) => ${name}(x > 0, x, 0));`;
    t.is(cure(where), "write `test ? a : b`");
  }
  const pattern = "const o = { k: 1 }; export const f = ufunc((x: number) => { const { k } = o; return k + x; });";
  t.is(cure(pattern), "read each property where it is used, as `point.x`");
  const method = "static k(x: number): number { return x; } @ufunc static f(x: number): number { return this.k(x); }";
  t.regex(cure(`class K { ${method} }`)!, /or call a static method by the name of its class$/);
});
