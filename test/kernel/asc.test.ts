/**
 * Random bodies through the AssemblyScript printer and asc, a module for all of them: what builds emit means the same as
 * the interpreter, to the bit. One that doesn't is compiled by itself, and shrunk. `SEED=… RUNS=…` runs the bodies of a run
 * that failed again.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import fc from "fast-check";
import { infer, isRefusal } from "../../kernel/infer.js";
import { lower } from "../../kernel/lower.js";
import { Analysis } from "../../transformer/core/analyse.js";
import { Assembly } from "../../transformer/core/asc.js";
import { copyOfAsc } from "../../transformer/core/asc-copy.js";
import { printModule } from "../../transformer/core/assemblyscript.js";
import { Cache } from "../../transformer/core/cache.js";
import { errors, mainFile, program } from "../transformer/program.js";
import { type Case, cases } from "./cases.js";
import { difference, instantiate, runInterpreter, runKernel } from "./run.js";

const seed = fc.readConfigureGlobal()?.seed ?? Date.now() % 2 ** 31;
const numRuns = Number(process.env.RUNS ?? (process.env.CI ? 400 : 150));

const folder = mkdtempSync(join(tmpdir(), "micronumpy-asc-"));
const assembly = new Assembly(new Cache(folder));
test.after.always(() => rmSync(folder, { recursive: true }));

/** A body with its kernel; null where typing refuses it. */
function lowered({ body, types, input }: Case, k: number) {
  const typed = infer(body, types);
  return isRefusal(typed) ? null : { typed, input, program: lower(typed, `kernel${k}`) };
}

/** What is wrong with each of these, compiled as one module: null where nothing is. */
function problems(all: readonly ReturnType<typeof lowered>[]): (string | null)[] {
  const programs = all.flatMap((one) => one?.program ?? []);
  const wasm = assembly.compile(printModule([programs]).source);
  if ("error" in wasm) return all.map((one) => one && wasm.error);
  const kernels = instantiate(wasm, programs);
  return all.map((one) => {
    if (!one) return null;
    const { typed, program, input } = one;
    const { inputs, outputs } = typed.signature;
    const expected = runInterpreter(typed, input.columns, input.n);
    const found = runKernel(kernels[program.name]!, [...inputs, ...outputs], input.columns, input.n);
    return difference(expected, found);
  });
}

test(`random bodies mean the same interpreted and compiled by asc (seed ${seed})`, (t) => {
  const all = fc.sample(cases, { seed, numRuns }).map(lowered);
  t.true(all.filter((one) => one !== null).length > numRuns / 4);
  const first = problems(all).findIndex((problem) => problem !== null);
  const alone = fc.property(cases, (one) => {
    const [problem] = problems([lowered(one, 0)]);
    if (problem) throw new Error(problem);
  });
  if (first !== -1) fc.assert(alone, { seed, path: `${first}`, numRuns: numRuns - first });
  t.is(first, -1, "by themselves all are right");
});

test("variables may have names that are words of AssemblyScript", (t) => {
  const words = [
    ..."of override async get set type namespace module declare abstract readonly is keyof from as any".split(" "),
    ..."i8 u8 i16 i32 u32 i64 u64 f32 f64 usize bool v128 i8x16 i16x8 i32x4 i64x2 f32x4 f64x2".split(" "),
    ..."load store select memory unchecked inline args n steps POOL env".split(" "),
  ];
  const sums = words.flatMap((word, k) =>
    ["f64", "f32", "i32", "i16", "u8"].map(
      (type) => `export const f${k}${type} = np.ufunc((${word}: np.${type}) => {
  let s = ${word}; for (let i = 0; i < ${word}; i++) s += ${word} / 3; return np.u8(s * ${word}); });`,
    ),
  );
  const ctx = program(`import * as np from "micronumpy";\n${sums.join("\n")}`);
  t.deepEqual(errors(ctx), []);
  const answer = assembly.compile(new Analysis(ctx).print(mainFile(ctx))!.source);
  t.is("error" in answer ? answer.error : "", "");
});

test.serial("a cache is new until a module was compiled into it: asc is loaded ahead for new ones only", (t) => {
  const cache = new Cache(join(folder, "new"));
  const [typed] = fc.sample(cases, { seed, numRuns: 50 }).flatMap((one, k) => lowered(one, k) ?? []);
  const { source } = printModule([[typed!.program]]);
  t.true(cache.isNew);
  const wasm = new Assembly(cache).compile(source);
  t.false(cache.isNew);
  t.deepEqual(new Assembly(new Cache(join(folder, "new"))).compile(source), wasm);
});

test.serial("asc's copy, whose Binaryen has its Wasm in a file, compiles as what is installed does", async (t) => {
  const [typed] = fc.sample(cases, { seed, numRuns: 50 }).flatMap((one, k) => lowered(one, k) ?? []);
  const { source } = printModule([[typed!.program]]);
  const address = copyOfAsc(folder);
  t.is(copyOfAsc(folder), address);
  t.true(existsSync(fileURLToPath(new URL("../../binaryen/binaryen.wasm", address))));
  const compiled = await Promise.all(
    [address, "assemblyscript/asc"].map(async (place) => {
      const { default: asc } = (await import(place)) as typeof import("assemblyscript/asc");
      let wasm: Uint8Array | null = null;
      await asc.main(["kernels.ts", "--outFile", "kernels.wasm", "-O3", "--runtime", "stub", "--enable", "simd"], {
        readFile: (name) => (name === "kernels.ts" ? source : null),
        writeFile: (_, contents) => {
          wasm = contents as Uint8Array;
        },
        listFiles: () => [],
      });
      return wasm as Uint8Array | null;
    }),
  );
  t.truthy(compiled[0]);
  t.deepEqual(compiled[0], compiled[1]);
  const file = join(folder, "file");
  writeFileSync(file, "");
  t.throws(() => copyOfAsc(file));
});
