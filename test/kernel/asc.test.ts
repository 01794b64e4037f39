/**
 * Random bodies through the AssemblyScript printer and asc, a module for all of them: what builds emit means the same as
 * the interpreter, to the bit. `SEED=… npx ava dist/test/kernel/asc.test.js` runs the bodies of a run that failed again.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { infer, isRefusal } from "../../kernel/infer.js";
import { lower } from "../../kernel/lower.js";
import { print } from "../../kernel/signature.js";
import { Assembly } from "../../transformer/core/asc.js";
import { printModule } from "../../transformer/core/assemblyscript.js";
import { Cache } from "../../transformer/core/cache.js";
import { cases } from "./cases.js";
import { difference, instantiate, runInterpreter, runKernel } from "./run.js";

const seed = fc.readConfigureGlobal()?.seed ?? Date.now() % 2 ** 31;
const count = process.env.CI ? 400 : 150;

test(`random bodies mean the same interpreted and compiled by asc (seed ${seed})`, (t) => {
  const kernels = fc.sample(cases, { numRuns: count, seed }).flatMap(({ body, types, input }, k) => {
    const typed = infer(body, types);
    return isRefusal(typed) ? [] : [{ typed, input, program: lower(typed, `kernel${k}`) }];
  });
  t.true(kernels.length > count / 4);
  const folder = mkdtempSync(join(tmpdir(), "micronumpy-asc-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const programs = kernels.map(({ program }) => program);
  const { source } = printModule([programs]);
  const wasm = new Assembly(new Cache(folder)).compile(source);
  if ("error" in wasm) return t.fail(wasm.error);
  const exports = instantiate(wasm, programs);
  for (const { typed, input, program } of kernels) {
    const { inputs, outputs } = typed.signature;
    const expected = runInterpreter(typed, input.columns, input.n);
    const found = runKernel(exports[program.name]!, [...inputs, ...outputs], input.columns, input.n);
    t.is(difference(expected, found), null, `${program.name}: ${print(typed.signature)}`);
  }
  return undefined;
});
