/** `micronumpy explain` and `micronumpy check`, run on projects. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { wraps } from "../../transformer/cli/wraps.js";
import { Analysis } from "../../transformer/core/analyse.js";
import { mainFile, program } from "./program.js";
import { Project } from "./project.js";

const files = {
  "src/main.ts": `import { array, type NdArray, ufunc, type f64, type i32, type u8 } from "micronumpy";
import { scaled } from "./scaled.js";

export const minimum = ufunc((a: number, b: number) => (a < b ? a : b), { types: ["int32"] });
export const gray = ufunc((r: u8, g: u8): u8 => r * 3 + g);

export const steps = ufunc((x: f64, y: f64): i32 => {
  let n = 0;
  let s = x;
  while (s < 100) {
    s = s * y;
    n += 1;
  }
  return n;
});

let gain = 2;
export const louder = ufunc((x: number) => x * gain);
gain = 3;

scaled(array([1], "uint8"));
export const least = (a: NdArray) => minimum(a, 2);
`,
  "src/scaled.ts": `import { ufunc } from "micronumpy";
export const scaled = ufunc((x: number) => x * 2, { types: ["float64"] });
`,
};

const expected = `scaled  src/scaled.ts:2:23
  float64->float64  scaled_f64 in src/scaled.ts, # bytes
    why   the option \`types\` lists it  2:61
    SIMD  8 elements a turn, in 4 registers a value, 1 value alive
  uint8->uint8  scaled_u8 in src/main.ts, # bytes
    why   called with these types  src/main.ts:21:1
    SIMD  64 elements a turn, in 4 registers a value, 1 value alive
    wrap  \`*\` of uint8 can wrap  2:44

minimum  src/main.ts:4:24
  int32,int32->int32  minimum_i32_i32 in src/main.ts, # bytes
    why   the option \`types\` lists it  4:83
    SIMD  16 elements a turn, in 4 registers a value, 2 values alive
    note  this choice is the instruction \`i32x4.min_s\`  4:57
  at run time  the element type of \`a\` is not known  src/main.ts:22:38

gray  src/main.ts:5:21
  uint8,uint8->uint8  gray_u8_u8 in src/main.ts, # bytes
    why   its parameters are annotated so  5:21
    SIMD  64 elements a turn, in 4 registers a value, 3 values alive
    wrap  \`+\` of uint8 can wrap  5:49
    wrap  \`*\` of uint8 can wrap  5:49

steps  src/main.ts:7:22
  float64,float64->int32  steps_f64_f64 in src/main.ts, # bytes
    why   its parameters are annotated so  7:22
    SIMD  4 elements a turn, in 2 registers a value, 4 values alive
    note  this loop runs under a mask until no lane is live; its counter is one scalar for all lanes  10:3
    wrap  \`+\` of int32 can wrap  12:5

louder  src/main.ts:18:23
  at run time  it reads \`gain\` when it is called
`;

test("explain tells of every ufunc what is compiled, why, and how", (t) => {
  const project = new Project(files);
  const { status, output } = project.micronumpy("explain");
  t.is(output.replace(/, \d+ bytes/g, ", # bytes"), expected);
  t.is(status, 0);
});

test("explain of one ufunc or file, its code, and its data", (t) => {
  const project = new Project(files);
  const [report, ...others] = JSON.parse(project.micronumpy("explain", "minimum", "--json").output);
  t.deepEqual(others, []);
  t.is(report.name, "minimum");
  t.is(report.line, 4);
  t.is(report.kernels[0].types, "int32,int32->int32");
  t.true(report.kernels[0].bytes > 50);
  t.regex(project.micronumpy("explain", "src/scaled.ts").output, /^scaled .*(?!minimum)/);
  t.regex(project.micronumpy("explain", "gray", "--as").output, /^export function gray_u8_u8\(/m);
  const wat = project.micronumpy("explain", "--wat").output;
  t.regex(wat, /\(export "gray_u8_u8" \(func/);
  t.notRegex(wat, /\((call|call_indirect|return_call)\b/);
  t.deepEqual(project.micronumpy("explain", "nothing"), {
    status: 1,
    output: "micronumpy: No ufunc and no file with one is called nothing.\n",
  });
});

test("a kernel for folds is there for the calls that fold", (t) => {
  const project = new Project({
    "src/main.ts": `import { array, ufunc } from "micronumpy";
export const least = ufunc((a: number, b: number) => (a < b ? a : b), { types: ["int32"] });
const a = array([1], "uint8");
least(a, a);
least.accumulate(a);
`,
  });
  const [{ kernels }] = JSON.parse(project.micronumpy("explain", "--json").output);
  const lines = (types: string) =>
    kernels.find((each: { types: string }) => each.types === types).reasons.map((each: { line: number }) => each.line);
  t.deepEqual(lines("uint8,uint8->uint8"), [4, 5]);
  t.deepEqual(lines("scans uint8"), [5]);
});

test("what a command doesn't take is told, in words", (t) => {
  const project = new Project(files);
  const says = (expected: RegExp, ...args: string[]): void => {
    const { status, output } = project.micronumpy(...args);
    t.is(status, 1, args.join(" "));
    t.regex(output, expected);
  };
  says(/^micronumpy: There is no command explian\. See: micronumpy --help\n$/, "explian");
  says(/^micronumpy: check takes no --as\./, "check", "--as");
  says(/^micronumpy: check takes no name, found minimum\./, "check", "minimum");
  says(/^micronumpy: explain takes no second name, found gray\./, "explain", "minimum", "gray");
  says(/^micronumpy: setup takes no --project\./, "setup", "--project", ".");
  says(/^micronumpy: Choose one of --as, --wat and --json\./, "explain", "--as", "--wat");
  says(/^micronumpy: No ufunc and no file with one is called nothing\.\n$/, "explain", "nothing", "--as");
  says(/^micronumpy: Unknown option '--frob'\. See: micronumpy --help\n$/, "explain", "--frob");
  says(/^Usage: micronumpy check/);
  t.regex(project.micronumpy("--help").output, /^Usage: micronumpy check/);
  t.is(project.micronumpy("explain", "--help").status, 0);
});

test("check: TypeScript's diagnostics and ours, nothing emitted", (t) => {
  const project = new Project(files);
  t.deepEqual(project.micronumpy("check"), { status: 0, output: "" });
  project.edit("src/scaled.ts", "x * 2", "x * Math.random()");
  project.edit("src/main.ts", "let gain = 2", "let gain: string = 2");
  const { status, output } = project.micronumpy("check", "--project", "tsconfig.json");
  t.is(status, 2);
  t.regex(output, /^src\/scaled\.ts\(2,48\): error TS9022/m);
  t.regex(output, /^src\/main\.ts\(17,5\): error TS2322/m);
  t.false(existsSync(join(project.folder, "out")));
});

test("check reads the projects that a project references", (t) => {
  const project = new Project(files, { composite: true });
  project.write("app/tsconfig.json", JSON.stringify({ files: [], references: [{ path: ".." }] }));
  t.deepEqual(project.micronumpy("check", "-p", "app"), { status: 0, output: "" });
  project.edit("src/scaled.ts", "x * 2", "x * Math.random()");
  t.regex(project.micronumpy("check", "-p", "app").output, /TS9022/);
});

test("explain of ufuncs that only declarations tell of, and of those that several projects share", (t) => {
  const project = new Project(files, { composite: true });
  project.write("node_modules/waves/package.json", JSON.stringify({ name: "waves", types: "index.d.ts" }));
  project.write(
    "node_modules/waves/index.d.ts",
    'import type { Ufunc } from "micronumpy"; export declare const wave: Ufunc<(x: number) => number>;',
  );
  project.write(
    "app/main.ts",
    'import { wave } from "waves"; import { scaled } from "../src/scaled.js"; wave([1]); scaled([1]);',
  );
  const compilerOptions = { rootDir: "..", outDir: "../out/app" };
  const references = [{ path: ".." }];
  project.write(
    "app/tsconfig.json",
    JSON.stringify({ extends: "../tsconfig.json", compilerOptions, include: ["."], references }),
  );
  t.is(
    project.micronumpy("explain", "wave", "-p", "app").output,
    `wave  node_modules/waves/index.d.ts:1:63
  at run time  its source is not in this program: it has the kernels that its own build has given it  app/main.ts:1:74
`,
  );
  t.is([...project.micronumpy("explain", "-p", "app").output.matchAll(/^scaled /gm)].length, 1);
});

/** The operators of a body that can wrap. */
function wrapping(body: string): string[] {
  const text = `import { ufunc, i32, u8, i64, f64 } from "micronumpy"; export const f = ufunc(${body});`;
  const ctx = program(text);
  const { kernels } = new Analysis(ctx, undefined).plan(mainFile(ctx))!;
  return wraps(kernels[0]!.typed).map(({ operation }) => `${operation.op} ${operation.type}`);
}

test("what is bounded does not wrap", (t) => {
  t.deepEqual(wrapping("(a: u8, b: u8) => a + b"), ["add uint8"]);
  t.deepEqual(wrapping("(a: u8, b: u8) => i32(a) * i32(b) + 7"), []);
  t.deepEqual(wrapping("(a: u8, b: u8) => (a & 15) * (b & 15) + 30"), []);
  t.deepEqual(wrapping("(a: u8, b: u8) => (a & 15) * (b & 15) + 31"), ["add uint8"]);
  t.deepEqual(wrapping("(a: i32) => -a"), ["neg int32"]);
  t.deepEqual(wrapping("(a: i32) => Math.abs(a % 10) ** 2"), []);
  t.deepEqual(wrapping("(a: i32) => (a >> 16) << 8"), []);
  t.deepEqual(wrapping("(a: i32) => (a >> 16) << 17"), ["shl int32"]);
  t.deepEqual(wrapping("(a: i64) => a * 2n"), ["mul int64"]);
  t.deepEqual(wrapping("(a: i32) => a / 3 + 1"), []);
  const loop = (head: string, body = "s *= a;") =>
    wrapping(`(a: f64, n: i32): f64 => { let s: f64 = 1; for (${head}) { ${body} } return s; }`);
  t.deepEqual(loop("let k = 0; k < n; k++"), []);
  t.deepEqual(loop("let k = n; k > 0 && s < 9; k--"), []);
  t.deepEqual(loop("let k = 0; k <= n; k++"), ["add int32"]);
  t.deepEqual(loop("let k = 0; k < n; k += 2"), ["add int32"]);
  t.deepEqual(loop("let k = 0; k < n; k++", "k *= 2;"), ["mul int32", "add int32"]);
  t.deepEqual(loop("const c of [1, 2, 3]", "s += c * a;"), []);
});

/** What the lowering of a body has done, in the order of its lines. */
function remarks(body: string): string[] {
  const ctx = program(`import { ufunc, f64 } from "micronumpy"; export const f = ufunc(${body});`);
  const { kernels } = new Analysis(ctx, undefined).plan(mainFile(ctx))!;
  return kernels[0]!.program().remarks.map(({ what }) => what);
}

test("a costly arm is skipped where no lane wants it, also one that returns", (t) => {
  t.deepEqual(remarks("(x: f64): f64 => { let y: f64 = 0; if (x > 0) y = Math.exp(x); return y; }"), ["arm"]);
  t.deepEqual(remarks("(x: f64): f64 => { if (x > 0) return Math.exp(x); return 0; }"), ["arm"]);
  t.deepEqual(remarks("(x: f64): f64 => { if (x > 0) { return Math.exp(x); } else { return Math.log(-x); } }"), [
    "arm",
  ]);
  t.deepEqual(remarks("(x: f64): f64 => { if (x > 0) return 1; return 0; }"), ["arms"]);
});
