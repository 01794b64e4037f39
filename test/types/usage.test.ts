/** The public types: `fixtures/types/usage.ts` must type-check against the built package, strictly. */
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";

const usage = fileURLToPath(new URL("../../../fixtures/types/usage.ts", import.meta.url));

test("usage.ts type-checks", (t) => {
  const program = ts.createProgram([usage], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.decorators.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  });
  const problems = ts.getPreEmitDiagnostics(program).map((problem) => {
    const line = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? -1;
    return `${line + 1}: ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`;
  });
  t.deepEqual(problems, []);
});
