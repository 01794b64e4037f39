/** The math library against an independent evaluation, in both float types and in every tier. */
import test from "ava";
import { assemble } from "../../kernel/assemble.js";
import type { DType } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import { lower } from "../../kernel/lower.js";
import * as arc from "../../kernel/math/arc.js";
import * as exp from "../../kernel/math/exp.js";
import * as hyper from "../../kernel/math/hyper.js";
import * as jitcode from "../../kernel/math/jitcode.js";
import * as log from "../../kernel/math/log.js";
import * as pow from "../../kernel/math/pow.js";
import * as root from "../../kernel/math/root.js";
import * as trig from "../../kernel/math/trig.js";
import type { TypedBody } from "../../kernel/typed.js";
import { libraryBody } from "../../transformer/core/library.js";
import { pointsOf, special } from "./math-points.js";
import { type Float, isKnown, ulps } from "./mpfr.js";
import { difference, instantiate, runInterpreter, runKernel } from "./run.js";

const FLOATS: readonly Float[] = ["float64", "float32"];
const names = Object.keys(jitcode);
const plain = { ...arc, ...exp, ...hyper, ...log, ...pow, ...root, ...trig } as unknown as Record<
  string,
  (...xs: number[]) => number
>;
const engine: typeof plain = { ...plain, ...pick(Math, names), exp2: (x: number) => 2 ** x, power: Math.pow };

function pick(from: object, keys: readonly string[]): Record<string, (...xs: number[]) => number> {
  return Object.fromEntries(keys.flatMap((key) => (key in from ? [[key, from[key as never]]] : [])));
}

/** The accuracy that docs promise, in units in the last place. */
const LIMITS: Record<string, number> = { tanh: 2 };

function typed(name: string, inputs: readonly DType[]): TypedBody {
  const body = infer(libraryBody(name)!, inputs);
  if (isRefusal(body)) throw new Error(body.text);
  return body;
}

const arity = (name: string): number => libraryBody(name)!.functions[0].params;
const same = (name: string, type: DType): DType[] => new Array(arity(name)).fill(type);
const round = (type: Float) => (type === "float32" ? Math.fround : (x: number) => x);

function evaluate(name: string, type: Float, columns: readonly (readonly number[])[]): number[] {
  const program = lower(typed(name, same(name, type)), "main");
  const kernel = instantiate(assemble([program]), [program]).main!;
  const inputs = columns.map((values) => ({ type, values }));
  return runKernel(kernel, [...same(name, type), type], inputs, columns[0]!.length)![0]! as number[];
}

/** All pairs for functions of two operands. */
function specials(name: string, type: Float): number[][] {
  const values = special.map(round(type));
  if (arity(name) === 1) return [values];
  return [values.flatMap((x) => values.map(() => x)), values.flatMap(() => values)];
}

test("every function of the library is tested", (t) => {
  t.deepEqual(
    names.filter((name) => !isKnown(name)),
    [],
  );
  t.is(names.length, 25);
});

for (const name of names)
  test(`${name} is as accurate as promised`, (t) => {
    for (const type of FLOATS) {
      const columns = pointsOf(name, type);
      let worst = 0;
      let at: unknown;
      evaluate(name, type, columns).forEach((y, i) => {
        const xs = columns.map((column) => column[i]!);
        const error = ulps(name, xs, y, type);
        if (error > worst) [worst, at] = [error, [...xs, y]];
      });
      t.true(worst < (LIMITS[name] ?? 1), `${type}: ${worst} at ${at}`);
      t.log(`${type}: ${worst.toFixed(3)} of ${columns[0]!.length}`);
    }
  });

for (const name of names)
  test(`${name} has the values of IEEE 754 for zeros, infinities and NaN`, (t) => {
    for (const type of FLOATS) {
      const columns = specials(name, type);
      const tolerance = type === "float32" ? 2e-7 : 1e-14;
      evaluate(name, type, columns).forEach((y, i) => {
        const xs = columns.map((column) => column[i]!);
        const expected = round(type)(engine[name]!(...xs));
        const isNear = y !== 0 && Math.abs(y - expected) <= tolerance * Math.abs(expected);
        if (!Object.is(y, expected) && !isNear) t.fail(`${type} ${xs}: ${y}, not ${expected}`);
      });
    }
    t.pass();
  });

test("kernels, interpreter and plain JavaScript agree to the bit", (t) => {
  for (const name of names)
    for (const type of FLOATS) {
      const extremes = specials(name, type);
      const columns = pointsOf(name, type).map((xs, k) => [...xs.filter((_, i) => i % 40 === 0), ...extremes[k]!]);
      const n = columns[0]!.length;
      const found = evaluate(name, type, columns);
      const body = typed(name, same(name, type));
      const interpreted = runInterpreter(
        body,
        columns.map((values) => ({ type, values })),
        n,
      );
      t.is(difference(interpreted, [found]), null, `${name} ${type}`);
      const js = columns[0]!.map((x, i) => plain[name]!(x, columns[1]?.[i] ?? 0));
      if (type === "float64") t.is(difference([js], [found]), null, `${name} as JavaScript`);
    }
});

test("what has an exact result gets it", (t) => {
  const whole = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const is = (name: string, columns: number[][], expected: number[]) =>
    t.deepEqual(evaluate(name, "float64", columns), expected, name);
  is("exp", [[0, -0, 1]], [1, 1, Math.E]);
  is(
    "exp2",
    [whole(-1074, 1023)],
    whole(-1074, 1023).map((k) => 2 ** k),
  );
  is("log", [[1, Math.E]], [0, 1]);
  is("log2", [whole(-1074, 1023).map((k) => 2 ** k)], whole(-1074, 1023));
  is("log10", [whole(0, 22).map((k) => Number(`1e${k}`))], whole(0, 22));
  is("cbrt", [whole(-200, 200).map((k) => k * k * k)], whole(-200, 200));
  is(
    "hypot",
    [
      [3, 5, 8, 20, 3 * 2 ** 600],
      [4, 12, 15, 21, 4 * 2 ** 600],
    ],
    [5, 13, 17, 29, 5 * 2 ** 600],
  );
  is("sin", [[Math.PI / 2, Math.PI / 6]], [1, 0.49999999999999994]);
  is(
    "atan2",
    [
      [1, 1, -1, 0],
      [1, -1, -1, -1],
    ],
    [Math.PI / 4, (3 * Math.PI) / 4, (-3 * Math.PI) / 4, Math.PI],
  );
  const pairs = whole(-20, 20).flatMap((x) => whole(0, 20).map((y) => [BigInt(x) ** BigInt(y), x, y] as const));
  const exact = pairs.filter(([power]) => power < 2n ** 53n && power > -(2n ** 53n));
  is(
    "pow",
    [exact.map(([, x]) => x), exact.map(([, , y]) => y)],
    exact.map(([power]) => Number(power)),
  );
});

test("integers give float64; integers to integers wrap", (t) => {
  t.deepEqual(typed("exp", ["int8"]).signature.outputs, ["float64"]);
  t.deepEqual(typed("atan2", ["int32", "float32"]).signature.outputs, ["float64"]);
  t.deepEqual(typed("pow", ["int32", "int32"]).signature.outputs, ["float64"]);
  t.deepEqual(typed("square", ["int8"]).signature.outputs, ["float64"]);
  t.deepEqual(typed("power", ["int32", "int32"]).signature.outputs, ["int32"]);
  t.deepEqual(typed("pow", ["uint8", "float32"]).signature.outputs, ["float32"]);
});

test("kernels have no work lane by lane, but where an angle is large", (t) => {
  const tables = ["sin", "cos", "tan"];
  for (const name of names)
    for (const type of FLOATS) {
      const { remarks } = lower(typed(name, same(name, type)), "main");
      if (!tables.includes(name)) t.deepEqual(remarks, [], `${name} ${type}`);
    }
});
