/**
 * The examples of docs/language.md, docs/calls.md and docs/arrays.md: compiled by the real tspc, each a module, and run. A comment behind
 * an expression is what it gives, with the element type in front of an array's elements.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import ts from "typescript";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";

const names = [
  ...["array", "concatenate", "copyto", "empty", "linspace", "mean", "sort", "sum", "take", "tidy", "ufunc", "zeros"],
  ...["add", "greater", "less", "minimum", "multiply", "not_equal", "remainder", "sqrt", "subtract"],
  ...["f64", "i32", "u32", "bits", "idiv", "isInteger", "rint"],
  ...["type f32", "type floating", "type promoted"],
];
const head = `import { ${names.join(", ")} } from "micronumpy";\nimport { check } from "./check.js";\n`;
const check = `
export const found: [shown: string, expected: string][] = [];
export function check(value: any, expected: string): void {
  found.push([typeof value === "object" ? value.dtype + " " + show(value.tolist()) : show(value), expected]);
}
function show(x: any): string {
  return Array.isArray(x) ? "[" + x.map(show).join(", ") + "]" : typeof x === "bigint" ? x + "n" : String(x);
}
`;

/** The code with `check(value, comment)` in place of each expression that a comment follows. */
function checked(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ESNext);
  let result = "";
  let copied = 0;
  for (const statement of file.statements) {
    const comment = ts.getTrailingCommentRanges(code, statement.end)?.[0];
    if (comment === undefined || !ts.isExpressionStatement(statement)) continue;
    const expected = code.slice(comment.pos + 2, comment.end).trim();
    const { expression } = statement;
    result += `${code.slice(copied, statement.getStart(file))}check(${expression.getText(file)}, ${JSON.stringify(expected)});`;
    copied = comment.end;
  }
  return result + code.slice(copied);
}

for (const document of ["language.md", "calls.md", "arrays.md"]) {
  const text = readFileSync(join(root, "docs", document), "utf8");
  const examples = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => match[1]!);

  test(`${document}: its examples compile, and give what they say`, (t) => {
    const modules = examples.map((_, index) => `example${index}`);
    const project = new Project({
      "src/check.ts": check,
      ...Object.fromEntries(examples.map((code, i) => [`src/${modules[i]}.ts`, head + checked(code)])),
      "src/main.ts": `${modules.map((name) => `import "./${name}.js";`).join("\n")}
import { found } from "./check.js";
declare const console: { log(text: string): void };
console.log(JSON.stringify(found));`,
    });
    t.deepEqual(project.tspc(), { status: 0, output: "" });
    const found: [string, string][] = JSON.parse(project.run("out/main.js"));
    t.true(found.length >= examples.length);
    for (const [shown, expected] of found) t.is(shown, expected);
  });
}
