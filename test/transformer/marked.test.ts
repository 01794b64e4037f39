/** Functions marked by a comment with `@ufunc`. */
import test from "ava";
import { errors, kernels, problems, program } from "./program.js";

const clamp = `/** Keeps a value inside.
 * @ufunc
 */
export function clamp(x: number, most: number) { return x > most ? most : x; }
`;
const imports = `import { array, ufunc } from "micronumpy";\n`;
const own = ["clamp float64,float64->float64", "clamp float32,float32->float32", "clamp int32,int32->int32"];

function compiles(title: string, files: Readonly<Record<string, string>>, ...expected: string[]): void {
  test(title, (t) => {
    const ctx = program(files);
    t.deepEqual(errors(ctx), []);
    t.deepEqual(problems(ctx), []);
    t.deepEqual(kernels(ctx), expected);
  });
}

compiles("the function is compiled where it stands, though nobody lifts it", { "main.ts": clamp }, ...own);
compiles(
  "lifting it in its file adds nothing, calls do",
  { "main.ts": `${imports}${clamp}const c = ufunc(clamp); c(array([1], "uint8"), array([1], "uint8"));` },
  ...own,
  "clamp uint8,uint8->uint8",
);
compiles(
  "a call in another file brings its own kernels",
  {
    "main.ts": `${imports}import { clamp } from "./clamp.js"; ufunc(clamp)(array([1], "int8"), array([1], "int8"));`,
    "clamp.ts": clamp,
  },
  "+clamp int8,int8->int8",
);
compiles(
  "with options it is compiled for them, where they are",
  {
    "main.ts": `${imports}import { clamp } from "./clamp.js"; export const c = ufunc(clamp, { types: ["uint16"] });`,
    "clamp.ts": clamp,
  },
  "c uint16,uint16->uint16",
);

test("one that only declarations know is left to the package that has it", (t) => {
  const ctx = program({
    "main.ts": `${imports}import { clamp } from "./clamp.js"; export const c = ufunc(clamp);`,
    "clamp.d.ts": "/** @ufunc */\nexport declare function clamp(x: number): number;",
  });
  t.deepEqual(problems(ctx), []);
});

test("other comments mark nothing", (t) => {
  const source =
    "/* @ufunc */\nexport function f(x: string) { return x; }\n// @ufunc\nexport function g() { return 1; }\n";
  t.deepEqual(problems(program(source)), []);
});

test("what is wrong in a marked function is told there", (t) => {
  const ctx = program("/** @ufunc */\nexport function f(x: number) { return x + Math.random(); }");
  t.deepEqual(problems(ctx), ["9022 Math.random()"]);
});
