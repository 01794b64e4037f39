/** The diagnostics and their documentation: an entry for each number, whose examples are wrong and right as they say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { refusals } from "../../kernel/refusal.js";
import { numbers } from "../../transformer/core/diagnostic.js";
import { errors, problems, program, root } from "./program.js";

const imports = `import { f32, f64, i32, isFloat, mulhi, u32, u64, u8, ufunc, ufuncs } from "micronumpy";\n`;

const sections = readFileSync(join(root, "docs/diagnostics.md"), "utf8")
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const example = (kind: string): string | undefined =>
      text.match(new RegExp(`\`\`\`ts ${kind}\n(.*?)\`\`\``, "s"))?.[1];
    return { number: Number.parseInt(text, 10), wrong: example("wrong"), right: example("right") };
  });

test("every number has its entry", (t) => {
  const inferred = Object.values(refusals).map((row) => (row as (...found: never[]) => { number: number })().number);
  t.deepEqual(
    sections.map(({ number }) => number),
    [...numbers, ...inferred].sort(),
  );
});

/** About the build, the run time, or what the plug-in says by another number: no example that it compiles shows these. */
const WITHOUT = [9101, 9102, 9103, 9104, 9105, 9106, 9204, 9207, 9208, 9211, 9212];

test("every number that the plug-in finds in code has its examples", (t) => {
  const without = sections.filter(({ wrong, right }) => wrong === undefined || right === undefined);
  t.deepEqual(
    without.map(({ number }) => number),
    WITHOUT,
  );
});

for (const { number, wrong, right } of sections) {
  if (wrong === undefined || right === undefined) continue;
  test(`${number}: the wrong example has it and no other, the right one nothing`, (t) => {
    const found = problems(program(imports + wrong)).map((each) => Number.parseInt(each, 10));
    t.deepEqual(found, [number]);
    const corrected = program(imports + right);
    t.deepEqual(errors(corrected), []);
    t.deepEqual(problems(corrected), []);
  });
}

test("a problem in another file is shown where it is reached, with its cause", (t) => {
  const ctx = program({
    "noise.ts": "export function noise(x: number): number { return x + Math.random(); }",
    "main.ts": `${imports}import { noise } from "./noise.js"; export const f = ufunc((x: number) => 1 + noise(x));`,
  });
  t.deepEqual(problems(ctx), ["9022 noise(x)"]);
});

test("all problems of a body are told at once", (t) => {
  const ctx = program(
    `${imports}export const f = ufunc((x: number) => { const s = "a"; return Math.random() + parseInt(s) + x; });`,
  );
  t.deepEqual(problems(ctx), [`9010 "a"`, "9022 Math.random()", "9023 parseInt(s)"]);
});
