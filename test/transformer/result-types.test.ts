/** Where kernels give another type than TypeScript tells, and which word mends it. */
import test from "ava";
import { Analysis } from "../../transformer/core/analyse.js";
import { errors, mainFile, problems, program } from "./program.js";

const imports = `import { array, type f32, type f64, i32, type NdArray, type promoted, ufunc, type Ufunc, ufuncs, u8 } from "micronumpy";\n`;

/** What is told of a file's ufuncs: the node, what is found and expected, and the cure. */
function told(source: string): string[] {
  const ctx = program(imports + source);
  const found = new Analysis(ctx, undefined).plan(mainFile(ctx))!.problems;
  return found.map(({ number, node, text }) => {
    const [, what, cure] = text.match(/^(.*?): .*Instead: (.*)\.$/)!;
    return `${number} ${node.getText()} | ${what} | ${cure}`;
  });
}

const says = (title: string, source: string, ...expected: string[]): void =>
  test(title, (t) => t.deepEqual(told(source), expected));

says(
  "a body that counts",
  "export const f = ufunc((x: number) => (x > 0 ? 1 : 0));",
  "9035 (x > 0 ? 1 : 0) | for float64 `f` gives int32, but TypeScript is told float64 | write the return type `i32`",
);
says(
  "an assertion promises what no kernel keeps",
  "export const f = ufunc((x: number) => (x + 1) as f32);",
  "9035 (x + 1) as f32 | for float64 `f` gives float64, but TypeScript is told float32 | write the return type `promoted`",
);
says(
  "unsigned shifts have no word: their types are listed",
  "export const f = ufunc((x: number) => x >>> 1, { types: ['int32', 'uint32'] });",
  "9035 x >>> 1 | for int32 `f` gives uint32, but TypeScript is told int32 or float64 | write the return type `u32`",
);
says(
  "the annotation of a variable counts",
  "export const f: Ufunc<(x: number) => f32> = ufunc((x: number) => x + 1);",
  "9035 x + 1 | for float64 `f` gives float64, but TypeScript is told float32 | write the return type `promoted`",
);
says(
  "a call that leaves the types that the ufunc's own file compiles",
  `const f = ufunc((x: number) => x + 300);
export const r = f(array([1, 2], "uint8"));`,
  '9035 f(array([1, 2], "uint8")) | for uint8 `f` gives int32, but TypeScript is told uint8 or float64 | list "uint8->int32" in its `types`',
);
says(
  "a pinned parameter widens the operand",
  `const f = ufunc((x: f64) => x * 2);
export const r = (a: NdArray<"float32">) => f(a);`,
  "9035 f(a) | for float64 `f` gives float64, but TypeScript is told float32 | write the return type `f64`",
);
says(
  "one of several results",
  "export const f = ufunc((x: f64) => [x, i32(x) + 1]);",
  "9035 [x, i32(x) + 1] | for float64 `f` gives int32, but TypeScript is told float64 | write the return type `[f64, i32]`",
);

says(
  "a list in a decorator is not part of its method's type",
  `class K { @ufunc({ loops: ["int8->int16"] }) static f(x: number): number { return x; } }
export const { f } = ufuncs(K);`,
  "9035 number | for int8 `f` gives int16, but TypeScript is told int8 or float64 | write the return type `i16`",
);
says(
  "a list in a decorator for which there is no word",
  `class K { @ufunc({ types: ["int8->int16", "int32->float32"] }) static f(x: number) { return x; } }
export const { f } = ufuncs(K);`,
  '9035 x | for int8 `f` gives int16, but TypeScript is told int8 or float64 | list "int8->int16" in the `types` of a `ufunc(…)` of its own',
);

test("what agrees, or what TypeScript leaves open, is not told of", (t) => {
  const source = `${imports}
export const any: Ufunc = ufunc((x: number) => (x > 0 ? 1 : 0));
export const asserted = ufunc(((x: number) => (x > 0 ? 1 : 0)) as any);
export const minimum = ufunc((a: number, b: number) => (a < b ? a : b));
export const half = ufunc((x: number) => x / 2);
export const less = ufunc((a: number, b: number) => a < b);
export const big = ufunc((a: bigint) => a * 2n);
export const pixel = ufunc((p: u8): u8 => p + 1);
export const cast = ufunc((x: number) => u8(x));
export const same = ufunc((a: number, b: number): promoted => a + b);
export const listed = ufunc((x: number) => (x > 0 ? 1 : 0), { types: ["float64->int32"] });
const given: (x: number) => u8 = (x) => x + 1;
export const held = ufunc(given);
export const both = ufunc((x: f64): [f64, i32] => [x, 1]);
export const r = [minimum(array([1], "int16"), 2), half(array([1], "int8")), minimum(1, 2)];
`;
  const ctx = program(source);
  t.deepEqual(errors(ctx), []);
  t.deepEqual(problems(ctx), []);
});

test("kernels are compiled all the same", (t) => {
  const ctx = program(`${imports}export const f = ufunc((x: number) => (x > 0 ? 1 : 0));`);
  t.is(new Analysis(ctx, undefined).plan(mainFile(ctx))!.kernels.length, 3);
});
