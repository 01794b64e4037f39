/**
 * Examples in docstrings run, and give what stands behind them: `sort([3, 1]); // [1, 3]`. An array is shown as its
 * elements, its type before them if that is stated too. A comment that is no value is for the reader alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";
import * as core from "../../entries/index.js";
import * as npz from "../../entries/npz.js";
import * as testing from "../../entries/testing.js";
import { settings } from "../../runtime/settings.js";

/** What examples may use: all public names, `var` by the name that it has to be imported under. */
const { var: variance, ...others } = { ...core, ...npz, ...testing };
const names = { variance, ...others };
const root = fileURLToPath(new URL("../../..", import.meta.url));
/** What can't be run twice, or not here. */
const left = ["configure.ts", "heap.ts"];

interface Example {
  readonly place: string;
  readonly code: string;
}

function examplesOf(file: string): Example[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/@example\s([\s\S]*?)(?=\n\s*\*\s*@|\s*\*\/)/g)].map((found) => ({
    place: `${basename(file)}:${source.slice(0, found.index).split("\n").length}`,
    code: found[1]!.replace(/^\s*\* ?/gm, "").trim(),
  }));
}

const files = ["kernel", "runtime", "ufuncs", "entries"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".ts") && !left.includes(name))
    .map((name) => join(root, folder, name)),
);

const VALUE = /^(?:(bool|u?int\d+|float\d+) )?(\[.*|-?\d\S*|true|false|NaN|-?Infinity)$/;

function show(x: unknown): string {
  if (names.isNdArray(x)) return show(x.tolist());
  if (Array.isArray(x)) return `[${x.map(show).join(", ")}]`;
  return typeof x === "bigint" ? `${x}n` : Object.is(x, -0) ? "-0" : String(x);
}

/** The code with `check(value, comment)` around each expression that a comment follows. */
function checked(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ESNext);
  const parts = file.statements.map((statement) => {
    const text = statement.getText(file);
    const comment = ts.getTrailingCommentRanges(code, statement.end)?.[0];
    if (comment === undefined || !ts.isExpressionStatement(statement)) return text;
    const said = code.slice(comment.pos + 2, comment.end).trim();
    return `check(${statement.expression.getText(file)}, ${JSON.stringify(said)});`;
  });
  return ts.transpile(parts.join("\n"), { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext });
}

settings.untransformed = "silent";
for (const { place, code } of files.flatMap(examplesOf)) {
  test(`${place}: ${code.split("\n")[0]}`, (t) => {
    const check = (value: unknown, comment: string) => {
      const said = VALUE.exec(comment);
      if (said === null) {
        if (typeof value === "string") t.is(value, comment);
        return;
      }
      t.is(show(value), said[2]!);
      // A ufunc that the example makes is not compiled here, so it runs as plain JavaScript, on numbers.
      if (said[1] !== undefined && !code.includes("ufunc(")) t.is((value as core.NdArray).dtype, said[1] as core.DType);
    };
    new Function("check", ...Object.keys(names), `{ ${checked(code)} }`)(check, ...Object.values(names));
    t.pass();
  });
}
