/** The service behind bundlers and loaders: what costs nothing, what an edit elsewhere changes, bad configurations. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import test from "ava";
import MagicString from "magic-string";
import loader from "../../transformer/hosts/loader.js";
import type { Compiled } from "../../transformer/hosts/project.js";
import { Service } from "../../transformer/hosts/service.js";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";

const files = {
  "src/table.ts": "export const table = [1, 2, 3];\n",
  "src/look.ts": `import { ufunc } from "micronumpy";
import { table } from "./table.js";
export const look = ufunc((i: number) => table[i]!);
`,
  "src/other.ts": `import { table } from "./table.js";\nexport const first = table[0];\n`,
};

function compile(service: Service, project: Project, name: string): Compiled | null {
  return service.compile(join(project.folder, name), project.read(name));
}

test("a text that can't have to do with ufuncs costs no TypeScript", (t) => {
  const code = `import { createRequire } from "node:module";
import { Service } from ${JSON.stringify(join(root, "dist/transformer/hosts/service.js"))};
const answer = new Service({}, "assembler").compile("/project/plain.ts", "export const x = 1;");
const { cache } = createRequire(${JSON.stringify(join(root, "package.json"))});
console.log(answer, Object.keys(cache).some((path) => path.includes("typescript")));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  t.is(stdout, "null false\n");
});

test("an array that another file begins to write to is read at every call", (t) => {
  const project = new Project(files);
  const service = new Service({}, "assembler");
  t.notRegex(compile(service, project, "src/look.ts")!.code, /captures/);
  project.edit("src/other.ts", "table[0]", "table.push(4)");
  service.changed(join(project.folder, "src/other.ts"));
  t.regex(compile(service, project, "src/look.ts")!.code, /captures: \(\) => \[table\]/);
});

test("what a file imports, directly or not, is what its output depends on", (t) => {
  const project = new Project(files);
  const { dependencies } = compile(new Service({}, "assembler"), project, "src/look.ts")!;
  t.deepEqual(dependencies, [join(project.folder, "src/table.ts")]);
});

test("a text that is other than on disk is what counts, line by line", (t) => {
  const project = new Project(files);
  const text = project.read("src/look.ts").replace("table[i]!", "i + 1");
  const { code, problems } = new Service({}, "assembler").compile(join(project.folder, "src/look.ts"), text)!;
  t.deepEqual(problems, []);
  t.is(code.split("\n").length, text.split("\n").length);
  t.regex(code, /"add"/);
});

test("an import that leads nowhere is told of as such, and found when its file is made", (t) => {
  for (const isTold of [true, false]) {
    const project = new Project({ "src/other.ts": "export const one = 1;" });
    const text = `import { ufunc } from "micronumpy";
import * as late from "./late.js";
import { one, twice } from "./late.js";
export const f = ufunc((x: number): number => x + one + twice(x) + late.one + late.twice(x));
`;
    project.write("src/main.ts", text);
    const service = new Service({}, "assembler");
    const { problems, dependencies } = compile(service, project, "src/main.ts")!;
    const told = problems.map(({ text }) => /^the source of `(.*)` is not in this program/.exec(text)?.[1]);
    t.deepEqual(told, ["one", "twice", "late.one", "late.twice"]);
    t.true(dependencies.includes(join(project.folder, "src/late.ts")), "bundlers look whether it comes");
    project.write("src/late.ts", "export const one = 1;\nexport const twice = (x: number): number => 2 * x;\n");
    service.changed(isTold ? join(project.folder, "src/late.ts") : undefined);
    t.deepEqual(compile(service, project, "src/main.ts")!.problems, []);
  }
});

test("a text without the types that the file has on disk is refused", (t) => {
  const source = `import { type f32, ufunc } from "micronumpy";\nexport const f = ufunc((x: f32) => x + 1);\n`;
  const project = new Project({ "src/main.ts": source });
  const problems = (text: string) =>
    new Service({}, "assembler")
      .compile(join(project.folder, "src/main.ts"), text)!
      .problems.map(({ number }) => number);
  t.deepEqual(problems(`import { ufunc } from "micronumpy";\nexport const f = ufunc((x) => x + 1);\n`), [9106]);
  t.deepEqual(problems(source.replace("+ 1", "+ 2")), []);
});

test("what is half typed is looked at all the same", (t) => {
  for (const body of ["{ var import }", "{ var 1 }", "x < 0o", "x + 0x", "{ for (var", "{ for (const of [1]) x; }"]) {
    const project = new Project({
      "src/main.ts": `import { ufunc } from "micronumpy";\nexport const f = ufunc((x: number) => ${body});\n`,
    });
    t.notThrows(() => compile(new Service({}, "assembler"), project, "src/main.ts"), body);
  }
});

test("only the parser tells of what is half typed, in the file of a helper too", (t) => {
  const halves = new Project({
    "src/helper.ts": "export const k = ;\nexport const scale = (x: number): number => x * k;\n",
    "src/main.ts": `import { ufunc } from "micronumpy";
import { scale } from "./helper.js";
export const scaled = ufunc((x: number) => scale(x));
`,
  });
  t.deepEqual(compile(new Service({}, "assembler"), halves, "src/main.ts")!.problems, []);
  for (const body of ["", "x +", "x.", "{ switch (x) { case : return 1; } return 2; }", "{", "{ return x; } else"]) {
    const project = new Project({
      "src/main.ts": `import { ufunc } from "micronumpy";
export const whole = ufunc((x: number) => x + Math.random());
export const half = ufunc((x: number) => ${body});
`,
    });
    const { problems } = compile(new Service({}, "assembler"), project, "src/main.ts")!;
    t.deepEqual(
      problems.map(({ number }) => number),
      [9022],
      body,
    );
  }
});

test("JavaScript has its types from JSDoc, where tsconfig.json takes it", (t) => {
  const text = `import { ufunc } from "micronumpy";
/**
 * @ufunc
 * @param {import("micronumpy").f32} x
 * @returns {import("micronumpy").f32}
 */
export function next(x) { return x + 1; }
/** @type {(x: number) => import("micronumpy").i32} */
const sign = (x) => (x > 0 ? 1 : 0);
export const signs = ufunc(sign);
/** @type {import("micronumpy").f32} */
const tenth = 0.1;
export const tenths = ufunc(/** @param {number} x @returns {import("micronumpy").f64} */ (x) => {
  /** @type {import("micronumpy").u8} */
  let byte = x + 256;
  return byte * tenth;
});
`;
  const project = new Project({ "src/main.js": text }, { allowJs: true });
  const { code, problems } = compile(new Service({}, "assembler"), project, "src/main.js")!;
  t.deepEqual(problems, []);
  t.regex(code, /float32->float32/);
  t.regex(code, /float64->int32/);
  t.regex(code, /float32->float64/);
  t.regex(code, /\["byte","uint8"\]/);
  const loose = new Project({ "src/main.js": text });
  t.is(compile(new Service({}, "assembler"), loose, "src/main.js"), null);
});

test("the loader's map leads through that of the loader before it, to what the user wrote", (t) => {
  const text = `import { ufunc } from "micronumpy";\nexport const next = ufunc((x: number) => x + 1);\n`;
  const project = new Project({ "src/main.ts": text });
  const changed = new MagicString(text).prepend("// made by another loader\n");
  const given = changed.generateMap({ source: "written.ts", hires: true });
  const answer = new Promise<{ sources: string[]; mappings: string }>((resolve) => {
    const context = {
      resourcePath: join(project.folder, "src/main.ts"),
      mode: "development",
      getOptions: () => ({}),
      addDependency: () => {},
      emitError: (error: Error) => t.fail(error.message),
      callback: (_: null, __: string, map?: object) => resolve(map as never),
    };
    loader.call(context, changed.toString(), given.toString());
  });
  return answer.then(({ sources, mappings }) => {
    t.deepEqual(sources, ["written.ts"]);
    // nothing of the user's stands in the first line
    t.regex(mappings, /^;\w/);
  });
});

test("without a tsconfig, and with one that is broken", (t) => {
  const project = new Project(files);
  project.write("tsconfig.json", `{ "compilerOptions": { "target": "nonsense" }, "include": ["src"], }`);
  t.regex(compile(new Service({}, "assembler"), project, "src/look.ts")!.code, /jitcode/);
  const missing = new Service({ tsconfig: join(project.folder, "missing.json") }, "assembler");
  t.throws(() => compile(missing, project, "src/look.ts"), { message: /missing\.json cannot be read/ });
});

test("what is inserted agrees with the types of what it stands in, for loaders that check them", (t) => {
  const sources = {
    "src/made.ts": `import { ufunc, ufuncs } from "micronumpy";
let k = 2;
export const setK = (value: number) => { k = value; };
export const plain = ufunc((x: number) => x * 2);
export const listed = ufunc((x: number) => x * 2, { types: ["float32"] });
class K { @ufunc({ identity: 1 }) static a(x: number, y: number) { return x * y; } @ufunc static b(x: number) { return -x; } }
export const { a, b } = ufuncs(K);
/** @ufunc */
export function marked(x: number): number { return x + 1; }
export const over = (f: (x: number) => number) => ufunc((x: number) => f(x) + 1);
over((x) => x + k);
`,
    "src/captured.ts": `import { ufunc } from "micronumpy";
export const over = (k: number) => ufunc((x) => x * k);
`,
    "src/calls.ts": `import { array, type NdArray } from "micronumpy";
import { plain } from "./made.js";
export const result: NdArray = plain(array([1], "int8"));
`,
  };
  const project = new Project(sources, { noEmit: true, noUnusedLocals: true, verbatimModuleSyntax: true });
  const service = new Service({}, "assembler");
  const compiled = Object.keys(sources).map((name) => [name, compile(service, project, name)!] as const);
  for (const [name, { code, problems }] of compiled) {
    t.deepEqual(problems, []);
    project.write(name, code);
  }
  t.deepEqual(project.node("node_modules/typescript/bin/tsc"), { status: 0, output: "" });
});
