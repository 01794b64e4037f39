/** The public types: programs of `fixtures/types` must type-check against the built package, strictly. */
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";

function problems(program: string, lib: readonly string[]): string[] {
  const file = fileURLToPath(new URL(`../../../fixtures/types/${program}`, import.meta.url));
  const checked = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: [...lib],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
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

test("functions.ts: functions on arrays", (t) => {
  t.deepEqual(problems("functions.ts", ["lib.es2023.d.ts"]), []);
});

test("bare.ts: no library but the language's", (t) => {
  t.deepEqual(problems("bare.ts", ["lib.es2023.d.ts"]), []);
});
