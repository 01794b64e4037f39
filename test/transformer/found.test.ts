/** What names, options and marks stand for, however they are written. */
import test from "ava";
import { bodies, errors, kernels, problems, program } from "./program.js";

const imports = `import * as np from "micronumpy"; import { f32, f64, isFloat, isInteger, ufunc, ufuncs } from "micronumpy";\n`;

/** The body of one function of x, on one line. */
function reads(source: string, expected: string, around = ""): void {
  test(`${around} ${source}`.trim(), (t) => {
    const ctx = program(`${imports}${around}\nexport const f = ufunc((x: number) => ${source});`);
    t.deepEqual(errors(ctx), []);
    t.deepEqual(problems(ctx), []);
    t.is(bodies(ctx).at(-1)!.replace(/\s+/g, " "), `f(x) { ${expected} }`);
  });
}

reads("root(x) + pi", "return sqrt(x) + 3.141592653589793;", "const { sqrt: root, PI: pi } = Math;");
reads("root(x)", "return sqrt(x);", 'const { "sqrt": root } = Math;');
reads("sqrt(x)", "return $sqrt(x);", "declare const o: { a?: typeof Math }; const { a: { sqrt } = Math } = o;");
reads("u(x)", "return $u(x);", "let { u } = ufuncs({ u: (x: number) => 2 * x }); u = ufunc((x: number) => x);");
reads("M.abs(x) + narrow(x)", "return abs(x) + f32(x);", "const M = Math; const narrow = f32;");
reads('{ "use strict"; return x; }', "return x;");
reads("Math.max(x)", "return x;");
reads("x + 9007199254740992", "return x + 9007199254740992;");
reads(
  "{ const [a, b] = C; return x * a + b; }",
  "a = [3, 4][0]; b = [3, 4][1]; return x * a + b;",
  "const C = [3, 4] as const;",
);
reads(
  "x + lib.inner.twice(x)",
  "return x + $lib.inner.twice(x);",
  "const lib = { inner: { twice: (x: number) => 2 * x } }; lib.inner.twice = (x) => x;",
);

/** The names of the functions that a body calls are those of helpers. */
function inlines(title: string, around: string, call: string): void {
  test(`inlined: ${title}`, (t) => {
    const ctx = program({
      "main.ts": `${imports}${around}\nexport const f = ufunc((x: number) => ${call});`,
      "lib.ts": "export default (x: number) => x + 1;",
    });
    t.deepEqual(problems(ctx), []);
    t.regex(bodies(ctx)[0]!, /\n}\n[\w.]+\(x\) {/);
  });
}

inlines("a method of a constant object", "const lib = { twice(x: number) { return 2 * x; } };", "lib.twice(x)");
inlines(
  "a function in a constant object",
  "const lib = { deep: { twice: (x: number) => 2 * x } } as const;",
  "lib.deep.twice(x)",
);
inlines(
  "a function of a name that is a type too",
  "interface Twice { k: number } function Twice(x: number): number; function Twice(x: number) { return 2 * x; }",
  "Twice(x)",
);
inlines(
  "a constant object of a name that is a type too",
  "interface Lib { k: number } const Lib = { twice: (x: number) => 2 * x };",
  "Lib.twice(x)",
);
inlines("a static field", "class K { static readonly twice = (x: number) => 2 * x; }", "K.twice(x)");
inlines("a default export", 'import next from "./lib.js";', "next(x)");
inlines(
  "one of operands of several kinds",
  "function same(x: number | bigint): number { return x as number; }",
  "same(x)",
);

inlines(
  "an inherited static method",
  "class A { static next(x: number) { return x + 1; } } class B extends A {}",
  "B.next(x)",
);
inlines(
  "a function typed by the object's annotation",
  "const lib: { next: (x: number) => number } = { next: (x) => x + 1 };",
  "lib.next(x)",
);
inlines(
  "a function beside writes to objects that are others",
  `const lib = { next: (x: number) => x + 1 }; const counts: Record<string, unknown> = {}; counts["next"] = 1;
function put(into: Record<string, unknown>, key: string) { into[key] = 2; }`,
  "lib.next(x)",
);

/** The function is read at run time, since what is declared may be another by then. */
function captures(title: string, around: string, path: string): void {
  test(`captured: ${title}`, (t) => {
    const ctx = program(`${imports}${around}\nexport const f = ufunc((x: f64): f64 => ${path}(x));`);
    t.deepEqual(errors(ctx), []);
    t.deepEqual(problems(ctx), []);
    t.is(bodies(ctx).at(-1)!.replace(/\s+/g, " "), `f(x: f64): f64 { return $${path}(x); }`);
  });
}

const next = "const lib = { next: (x: number) => x + 1 };";
captures("written to by a string", `${next} lib["next"] = (x) => x;`, "lib.next");
captures("written to by any name", `${next} const key: "next" = "next"; lib[key] = (x) => x;`, "lib.next");
captures("assigned with others", `${next} Object.assign(lib, { next: (x: number) => x });`, "lib.next");
captures(
  "written to as what it is handed over as",
  `${next} ((o: { next: (x: number) => number }) => { o.next = (x) => x; })(lib);`,
  "lib.next",
);
captures(
  "in an object that is written to",
  `const outer = { lib: { next: (x: number) => x } }; outer.lib = { next: (x) => -x };`,
  "outer.lib.next",
);
captures(
  "of a literal with others spread behind",
  "const more: { next?: (x: number) => number } = {}; const lib = { next: (x: number) => x + 1, ...more };",
  "lib.next",
);
test("what has the type of an object need not be that object", (t) => {
  const ctx = program(`${imports}
const lib = { next: ufunc((x: f64): f64 => x + 1) };
const other: typeof lib = { next: ufunc((x: f64): f64 => x + 2) };
const half = { is: 1 / 2 } as const;
class Base { static next = ufunc((x: f64): f64 => x + 3); }
class Derived extends Base { static override next = ufunc((x: f64): f64 => x + 4); }
const fast = { cos: (x: number) => x, PI: 3 } as unknown as Math;
export const fs = [
  ufunc((x: f64): f64 => other.next(x)),
  ufunc((x: f64): f64 => Derived.next(x)),
  ufunc((x: f64): f64 => fast.cos(x) * fast.PI),
];
export const make = (it: typeof lib, K: typeof Base, M: Pick<Math, "sqrt">, p: typeof half) => [
  ufunc((x: f64): f64 => it.next(x)),
  ufunc((x: f64): f64 => K.next(x)),
  ufunc((x: f64): f64 => M.sqrt(x) * p.is),
];`);
  t.deepEqual(errors(ctx), []);
  t.deepEqual(problems(ctx), []);
  const found = bodies(ctx).map((body) => body.replace(/\s+/g, " ").replace(/^\w+\(x: f64\): f64 /, ""));
  t.deepEqual(found.slice(-6), [
    "{ return next(x); } next(x: f64): f64 { return x + 2; }",
    "{ return next(x); } next(x: f64): f64 { return x + 4; }",
    "{ return fast.cos(x) * $fast.PI; } fast.cos(x) { return x; }",
    "{ return $it.next(x); }",
    "{ return $K.next(x); }",
    "{ return $M.sqrt(x) * $p.is; }",
  ]);
});

test("members that the program writes to are not compiled as what they were", (t) => {
  const ctx = program(`${imports}
const fs = { twice: (x: number) => 2 * x, half: (x: number) => x / 2 };
fs.twice = (x) => x;
export const { twice, half } = ufuncs(fs);`);
  t.deepEqual(kernels(ctx, ["float64"]), ["half float64->float64"]);
});

/** The problems of one function of x, and of what stands around it. */
function refuses(source: string, ...expected: string[]): void {
  test(`refused: ${source}`, (t) => t.deepEqual(problems(program(imports + source)), expected));
}

const one = (body: string): string => `export const f = ufunc((x: number) => ${body});`;
refuses(one("{ let y = x; y /= 2; return isFloat(y) ? y : 0; }"), "9036 isFloat(y)");
refuses(one("{ for (const c of [1, 2.5]) if (isFloat(c)) x += 1; return x; }"), "9036 isFloat(c)");
refuses("export const f = ufunc((x: f64) => ~x);", "9201 ~x");
refuses("export const f = ufunc((x: f64) => 0 | x);", "9201 0 | x");
refuses(one("x + 9_007_199_254_740_993"), "9020 9_007_199_254_740_993");
refuses(one("{ const y: any = x; return y; }"), "9006 any");
refuses(
  "export const f = ufunc(function (this: { k: number }, x: number) { return x + this.k; });",
  "9013 this: { k: number }",
  "9013 this",
);
refuses("export const f = ufunc(function (x: number) { return x + arguments.length; });", "9011 arguments");
refuses(one("x + new Date().getTime()"), "9011 new Date()");
refuses(one("{ const { a } = { a: 1 }; return a + x; }"), "9025 { a }");
refuses(one("2n ** -1n"), "9203 2n ** -1n");

const two = (options: string, before = ""): string =>
  `${before}export const f = ufunc((a: number, b: number): number => a + b, ${options});`;
refuses(two("{ reorderable: r }", "let r = true; "), "9002 r");
refuses(two("o", "const o = { types: ['float32'] }; o.types = []; "), "9002 o");
refuses(two("{ widen: 'yes' as never }"), "9037 'yes' as never");
refuses(two("{ identity: '0' as never }"), "9037 '0' as never");
refuses(two("{ nmae: 'x' } as object"), "9037 nmae: 'x'");
refuses("export const f = ufunc((x: f64): f64 => x, { types: ['int32'] });", "9037 'int32'");
refuses(
  "export const f = ufunc((x: number, k: f64): f64 => x * k, { types: ['int32,int32->float64'] });",
  "9037 'int32,int32->float64'",
);
refuses("export class K { @ufunc twice(x: number) { return 2 * x; } }", "9038 @ufunc");
refuses("export class K { @ufunc static noise(x: number) { return x * Math.random(); } }", "9022 Math.random()");

test("a name that is no element type is told with the one that is meant", (t) => {
  const ctx = program(imports + two('{ types: ["f64"] }'));
  t.deepEqual(problems(ctx), ['9003 "f64"']);
});

/** `f` compiles these kernels. */
function compiles(source: string, ...expected: string[]): void {
  test(`compiled: ${source}`, (t) => {
    const ctx = program(imports + source);
    t.deepEqual(problems(ctx), []);
    t.deepEqual(kernels(ctx, ["float64"]), expected);
  });
}

const sum = "f float64,float64->float64";
compiles(two(`{ "types": ["int8"], 'identity': 0 }`), "f int8,int8->int8");
compiles(two("{ types: T.narrow, name: undefined }", 'const T = { narrow: ["int8"] } as const; '), "f int8,int8->int8");
compiles(two("{ identity: undefined }"), sum);
compiles(
  two("o", 'const o = { types: ["int8"] } as const; export const all = { ...o, keys: Object.keys(o) }; '),
  "f int8,int8->int8",
);
compiles(
  "export const f = ufunc((x: number, k: f64): f64 => x * k, { types: ['int32', 'int8,float64'] });",
  "f int32,float64->float64",
  "f int8,float64->float64",
);
compiles("const make = ufunc; export const f = make((a: number, b: number) => a + b);", sum);
compiles("const { ufunc: make } = np; export const f = make((a: number, b: number) => a + b);", sum);
compiles(
  "const fs = { twice(x: number) { return 2 * x; }, half: (x: number) => x / 2, k: 3 }; export const { twice, half } = ufuncs(fs);",
  "twice float64->float64",
  "half float64->float64",
);
compiles(
  "function twice(x: number) { return 2 * x; } export const { next } = ufuncs({ twice, next(x: number) { return x + 1; } });",
  "twice float64->float64",
  "next float64->float64",
);
compiles(
  "class A { static twice(x: f64): f64 { return 2 * x; } static next(x: f64): f64 { return x; } } class B extends A { static override next(x: f64): f64 { return x + 1; } } export const { twice, next } = ufuncs(B);",
  "twice float64->float64",
  "next float64->float64",
);
compiles(
  "const o = { types: ['int8'] } as const; class K { @ufunc(o) static next(x: number): np.promoted { return x + 1; } } export const { next } = ufuncs(K);",
  "next int8->int8",
);

test("calls reach a ufunc as a property, under any name that it is given", (t) => {
  const calls = [
    "twice",
    "renamed",
    "default",
    "Filters.half",
    "table.next",
    "all.both",
    "space.deep",
    "picked",
    "alias",
  ];
  const reached = [...calls.map((name) => `lib.${name}`), "new lib.Filters().third", "mine.made"];
  const ctx = program({
    "main.ts": `import * as lib from "./lib.js"; import { array, type f64 } from "micronumpy";
const mine = { made: lib.make((x: f64) => x * 9) };
const small = array([1], "int8"); ${reached.map((name) => `${name}(small);`).join(" ")}`,
    "lib.ts": `import { ufunc as make, ufuncs } from "micronumpy"; export { make };
export const twice = make((x: number) => x * 2);
const hidden = make((x: number) => x * 3); export { hidden as renamed };
export default make((x: number) => x * 4);
export class Filters { static half = make((x: number) => x * 5); readonly third = make((x: number) => x * 6); }
export const table = { next: make((x: number) => x * 7) };
export const all = ufuncs({ both: (x: number) => x * 8 });
export namespace space { export const deep = make((x: number) => x * 10); }
export const { picked } = ufuncs({ picked: (x: number) => x * 11 });
export import alias = space.deep;`,
  });
  t.deepEqual(errors(ctx), []);
  const linked = [...calls.filter((name) => name !== "alias").map((name) => `lib.${name}`), "third"];
  t.deepEqual(kernels(ctx).sort(), [...linked.map((name) => `+${name} int8->int8`).sort(), "made float64->float64"]);
});
