/** Which kernels a file compiles: by annotations, options, defaults, and the calls that stand in it. */
import test from "ava";
import { errors, kernels, problems, program } from "./program.js";

const imports = `import { ufunc, ufuncs, array, zeros, f64, i32, u8, type NdArray, type promoted } from "micronumpy";
declare const F32: NdArray<"float32">, I16: NdArray<"int16">, U8: NdArray<"uint8">, any: NdArray;\n`;

function compiles(title: string, source: string, expected: readonly string[]): void {
  test(title, (t) => {
    const ctx = program(imports + source);
    t.deepEqual(errors(ctx), []);
    t.deepEqual(problems(ctx), []);
    t.deepEqual(kernels(ctx), expected);
  });
}

const minimum = "export const minimum = ufunc((a: number, b: number): promoted => (a < b ? a : b));\n";
const defaults = ["float64,float64->float64", "float32,float32->float32", "int32,int32->int32"].map(
  (s) => `minimum ${s}`,
);

compiles("nothing is known: the defaults", minimum, defaults);
compiles("annotations pin", "export const f = ufunc((a: u8, b: f64) => a * b);", ["f uint8,float64->float64"]);
compiles(
  "boolean parameters are bool in every default",
  "export const f = ufunc((m: boolean, x: number) => (m ? x : 0));",
  ["f bool,float64->float64", "f bool,float32->float32", "f bool,int32->int32"],
);
compiles("bigint parameters are int64", "export const f = ufunc((x: bigint) => x + 1n);", ["f int64->int64"]);
compiles(
  "types are compiled instead of defaults",
  `export const f = ufunc((x: number) => x + 1, { types: ["float32", "int16->float64"] });`,
  ["f float32->float32", "f int16->float64"],
);
compiles(
  "outputs that types spell out hold at calls, and for calls of what these give",
  `const h = ufunc((x: number) => x / 2, { types: ["int32->int32"] }); h(h(array([1], "int32")));`,
  ["h int32->int32"],
);
compiles(
  "loops close the list",
  `${minimum.replace(");\n", `, { loops: ["float64,float64->float64"] });\n`)} minimum(F32, F32);`,
  ["minimum float64,float64->float64"],
);
compiles("defaults that have no meaning are dropped", "export const f = ufunc((a: number, b: number) => a & b);", [
  "f int32,int32->int32",
]);
compiles(
  "plain numbers are int32 where the body takes no floats",
  "const f = ufunc((a: number, b: number) => a << b); f(1, 31); f(2 ** 31, 0.5);",
  ["f int32,int32->int32"],
);
compiles("a call brings its operands' types", `${minimum}minimum(I16, U8); minimum(new Float32Array(2), [1, 2]);`, [
  ...defaults,
  "minimum int16,uint8->int16",
  "minimum float32,float64->float64",
]);
compiles(
  "plain numbers are weak; one that is not known may be whole or not",
  `${minimum}declare const k: number; minimum(U8, 3); minimum(I16, k);`,
  [...defaults, "minimum uint8,uint8->uint8", "minimum int16,int16->int16", "minimum int16,float64->float64"],
);
compiles(
  "results are followed through consts, views and calls",
  `
const add = ufunc((a: number, b: number) => a + b);
const sum = add(U8, U8);
add(sum.slice("1:"), add(I16, I16).T);`,
  [
    "add float64,float64->float64",
    "add float32,float32->float32",
    "add int32,int32->int32",
    "add uint8,uint8->uint8",
    "add uint8,int16->int16",
    "add int16,int16->int16",
  ],
);
compiles(
  "methods want the type of the array",
  `${minimum}minimum.reduce(U8); minimum.accumulate(I16); minimum.outer(U8, I16); minimum.reduce(U8, { dtype: "int8" });`,
  [
    ...defaults,
    "minimum uint8,uint8->uint8",
    "minimum scans uint8",
    "minimum int16,int16->int16",
    "minimum scans int16",
    "minimum uint8,int16->int16",
    "minimum int8,int8->int8",
    "minimum scans int8",
  ],
);
compiles("an array of any type brings nothing", `${minimum}minimum(any, 1);`, defaults);
compiles(
  "a body with captures is left to the run time",
  "export const gain = (k: number) => ufunc((x: number) => x * k);",
  [],
);

compiles(
  "members of a class or an object, by ufuncs",
  `
class Filters {
  @ufunc static low(a: f64, b: f64) { return Filters.pick(a, b); }
  @ufunc({ types: ["int8"] }) static twice(x: number): promoted { return x + x; }
  private static pick(a: number, b: number) { return a < b ? a : b; }
  static label() { return "no ufunc"; }
}
const { low, twice } = ufuncs(Filters);
const more = ufuncs({ half: (x: number) => x / 2 });
twice(U8);
more.half(F32);
low(I16, 1);`,
  [
    "low float64,float64->float64",
    "twice int8->int8",
    "twice uint8->uint8",
    "the function has no parameters: a ufunc has one operand at least, and at most 32 inputs and outputs. Instead: use a plain constant, or `full(shape, value)`.",
    "half float64->float64",
    "half float32->float32",
    "half int32->float64",
  ],
);

test("a file that calls another's ufunc compiles what the other does not", (t) => {
  const ctx = program({
    "filters.ts": imports + minimum,
    "main.ts": `${imports}import { minimum as low } from "./filters.js"; low(F32, F32); low(U8, 1); low.reduce(I16);`,
  });
  t.deepEqual(errors(ctx), []);
  t.deepEqual(kernels(ctx), ["+low uint8,uint8->uint8", "+low int16,int16->int16", "+low scans int16"]);
});

test("defaults can be chosen", (t) => {
  t.deepEqual(kernels(program(imports + minimum), ["int8"]), ["minimum int8,int8->int8"]);
});

test("a call whose types a body refuses is told at the call", (t) => {
  const ctx = program(`${imports}export const both = ufunc((a: number, b: number) => a & b); both(F32, F32);`);
  t.deepEqual(problems(ctx), ["9201 both(F32, F32)"]);
});

test("what is reduced has kernels that fold", (t) => {
  const options = "identity: 0, reorderable: true";
  const ctx = program(`${imports}
export const low = ufunc((a: number, b: number): promoted => (a < b ? a : b), { ${options} });
export const sum = ufunc((a: number, b: number): promoted => a + b, { ${options}, widen: true, types: ["float64", "int32"] });
low.reduce(array([1], "int8"));
sum.reduce(array([1], "int8"));`);
  t.deepEqual(errors(ctx), []);
  t.deepEqual(kernels(ctx), [
    "low float64,float64->float64",
    "low float32,float32->float32",
    "low int32,int32->int32",
    "low int8,int8->int8",
    "low reduce int8",
    "low scans int8",
    "sum float64,float64->float64",
    "sum int32,int32->int32",
    "sum int64,int64->int64",
    "sum reduce int64",
    "sum scans int64",
  ]);
});

test("a call with a plain operand has a kernel of its own, where work on that operand alone is worth it", (t) => {
  const ctx = program(`${imports}
export const scaled = ufunc((x: number, gain: number) => x * gain, { types: ["float64"] });
export const tuned = ufunc((x: number, gain: number) => x * Math.exp(gain), { types: ["float64"] });
declare const x: NdArray<"float64">;
scaled(x, 2);
tuned(x, 2);
tuned(1, 2);`);
  t.deepEqual(errors(ctx), []);
  t.deepEqual(kernels(ctx), [
    "scaled float64,float64->float64",
    "tuned float64,float64->float64",
    "tuned float64,float64->float64 uniform 2",
  ]);
});
