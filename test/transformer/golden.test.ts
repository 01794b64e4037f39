/** The AssemblyScript of every program in fixtures/, against what is kept there. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { Analysis } from "../../transformer/core/analyse.js";
import { errors, mainFile, problems, program, root } from "./program.js";

const folder = join(root, "fixtures");
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "body.ts")));

for (const name of names)
  test(name, (t) => {
    const ctx = program(readFileSync(join(folder, name, "body.ts"), "utf8"));
    t.deepEqual(errors(ctx), []);
    t.deepEqual(problems(ctx), []);
    const { source } = new Analysis(ctx, undefined).print(mainFile(ctx))!;
    const expected = join(folder, name, "expected.as.ts");
    if (process.env.MICRONUMPY_BLESS) writeFileSync(expected, source);
    t.is(source, readFileSync(expected, "utf8"));
  });
