/** The public types: programs of `fixtures/types` must type-check against the built package, strictly and as loosely as tsc may be set. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";
import * as library from "../../entries/index.js";

const fixtures = new URL("../../../fixtures/types/", import.meta.url);

interface Around {
  readonly folder?: URL;
  readonly options?: ts.CompilerOptions;
}

function problems(program: string, lib: readonly string[], { folder = fixtures, options }: Around = {}): string[] {
  const file = fileURLToPath(new URL(program, folder));
  const checked = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: [...lib],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  });
  return ts.getPreEmitDiagnostics(checked).map((problem) => {
    const line = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? -1;
    const name = problem.file?.fileName.split("/").at(-1);
    return `${name}:${line + 1}: ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`;
  });
}

test("usage.ts: all that users write", (t) => {
  t.deepEqual(problems("usage.ts", ["lib.esnext.d.ts", "lib.dom.d.ts"]), []);
});

test("usage.ts where null and undefined belong to every type", (t) => {
  t.deepEqual(problems("usage.ts", ["lib.esnext.d.ts", "lib.dom.d.ts"], { options: { strict: false } }), []);
});

test("functions.ts: functions on arrays", (t) => {
  t.deepEqual(problems("functions.ts", ["lib.es2023.d.ts"]), []);
});

test("results.ts: what `types` and `loops` say, and plain values", (t) => {
  t.deepEqual(problems("results.ts", ["lib.es2023.d.ts"]), []);
});

test("optional.ts: options as they are passed on", (t) => {
  const options = { exactOptionalPropertyTypes: true };
  t.deepEqual(problems("optional.ts", ["lib.es2023.d.ts"], { options }), []);
});

test("every ufunc of the library has the result types that its loops give", (t) => {
  const dtypes = ["bool", "int8", "uint16", "int32", "uint64", "float32"] as const;
  const [one, two] = [dtypes.map((a) => [a]), dtypes.flatMap((a) => dtypes.map((b) => [a, b]))];
  const lines = Object.entries(library).flatMap(([name, u]) => {
    if (typeof u !== "function" || !("resolve_dtypes" in u)) return [];
    return (u.nin === 1 ? one : u.nin === 2 ? two : dtypes.map((a) => [a, a, a])).flatMap((inputs) => {
      try {
        const outputs = u.resolve_dtypes([...inputs, ...new Array<null>(u.nout).fill(null)]).slice(u.nin);
        const arrays = outputs.map((dtype) => `NdArray<"${dtype}">`).join();
        return [`is<${u.nout === 1 ? arrays : `[${arrays}]`}>()(library.${name}(${inputs}));`];
      } catch {
        return [];
      }
    });
  });
  t.true(lines.length > 1500);
  const program = [
    'import * as library from "micronumpy";',
    'import type { NdArray } from "micronumpy";',
    "type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
    "declare function is<E>(): <A>(value: A, ...ok: Equal<A, E> extends true ? [] : [E, A]) => void;",
    ...dtypes.map((dtype) => `declare const ${dtype}: NdArray<"${dtype}">;`),
    ...lines,
  ];
  const folder = new URL("./", import.meta.url);
  writeFileSync(new URL("library.ts", folder), program.join("\n"));
  t.deepEqual(problems("library.ts", ["lib.es2023.d.ts"], { folder }), []);
});

test("bare.ts: no library but the language's", (t) => {
  t.deepEqual(problems("bare.ts", ["lib.es2023.d.ts"]), []);
});

test("an editor offers the options of calls, methods and functions", (t) => {
  const file = fileURLToPath(new URL("offered.ts", fixtures));
  const start = 'import { add, sum, zeros } from "micronumpy";\n';
  const offered = (call: string): string[] => {
    const text = start + call;
    const service = ts.createLanguageService({
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      getCurrentDirectory: ts.sys.getCurrentDirectory,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      getCompilationSettings: () => ({ module: ts.ModuleKind.NodeNext, strict: true }),
      getScriptFileNames: () => [file],
      getScriptVersion: () => call,
      getScriptSnapshot: (name) => {
        const found = name === file ? text : ts.sys.readFile(name);
        return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
      },
    });
    const { entries } = service.getCompletionsAtPosition(file, text.length - "});".length, {})!;
    return entries.map(({ name }) => name);
  };
  t.deepEqual(offered("add(zeros(3), 1, {});"), ["casting", "dtype", "order", "out", "signature", "where"]);
  t.deepEqual(offered("add.reduce(zeros(3), { axis: 0,});"), ["dtype", "initial", "keepdims", "out", "where"]);
  t.deepEqual(offered("sum(zeros(3), { where: [true],});"), ["axis", "dtype", "initial", "keepdims", "out"]);
});
