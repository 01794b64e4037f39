/** Code that an earlier micronumpy emitted runs with this one: its kernels, its folds, its jitcode, its links. */
import test from "ava";
import { arange, array, type NdArray, type Ufunc, ufunc } from "../../entries/index.js";
import { dispatchOf } from "../../runtime/bodies.js";
import * as link from "../../runtime/link.js";

const folder = new URL("../../../fixtures/link/format-1/", import.meta.url);
const load = <T>(name: string): Promise<T> => import(new URL(name, folder).href) as Promise<T>;

type Unary = Ufunc<(x: number) => number>;
type Binary = Ufunc<(a: number, b: number) => number>;
interface Old {
  readonly clamped: Ufunc<(x: number, low: number, high: number) => number>;
  readonly total: Binary;
  readonly wave: Unary;
  readonly summed: Unary;
  readonly scaled: Unary;
  readonly twice: Unary;
  readonly setGain: (to: number) => void;
}

const list = (x: unknown) => (x as NdArray).tolist() as number[];
const types = (u: { kernels: Unary["kernels"] }) =>
  u.kernels.filter(({ tier }) => tier === "compiled").map(({ types }) => types);
const numbers = Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) - 500);
const sum = numbers.reduce((all, x) => all + x);

test("kernels of all sorts of ufuncs", async (t) => {
  const { clamped, wave, summed, twice } = await load<Old>("old.js");
  t.deepEqual(types(clamped), ["float64,float64,float64->float64"]);
  t.deepEqual([wave, summed, twice].flatMap(types), ["float64->float64", "int32->int32", "float64->float64"]);
  const x = array(numbers);
  t.deepEqual(
    list(clamped(x, -100, 100)),
    numbers.map((x) => Math.min(Math.max(x, -100), 100)),
  );
  t.deepEqual(
    list(twice(x.slice("::-3"))),
    numbers
      .toReversed()
      .filter((_, i) => i % 3 === 0)
      .map((x) => x + x),
  );
  t.deepEqual(list(summed(array([-1, 3, 20], "int32"))), [0, 3, 45]);
  const current = ufunc((x: number) => Math.exp(x) * 2 + 1, { types: ["float64"] });
  t.deepEqual(list(wave(arange(100))), list(current(arange(100))));
});

test("folds", async (t) => {
  const { total } = await load<Old>("old.js");
  for (const type of ["float64", "int32"] as const) {
    const x = array(numbers, type);
    t.deepEqual(list(total.reduce(x)), sum as never);
    t.is(list(total.accumulate(x))[999], sum);
    t.deepEqual(
      list(total.reduce(x.reshape(10, 100), { axis: 0 })),
      list(x.reshape(10, 100).T).map((row) => (row as unknown as number[]).reduce((a, b) => a + b)) as never,
    );
    const chosen = array([0, 0, 0], type);
    total.at(chosen, [0, 2, 2], 5);
    t.deepEqual(list(chosen), [5, 0, 10]);
  }
});

test("jitcode, at types without a kernel and with captures", async (t) => {
  const { scaled, twice, setGain } = await load<Old>("old.js");
  t.deepEqual(list(scaled(array([1, 2], "int8"))), [3, 6]);
  setGain(5);
  t.deepEqual(list(scaled(array([1, 2], "int8"))), [5, 10]);
  t.deepEqual(list(twice(array([1, 2], "float32"))), [2, 4]);
});

test("kernels that another file of that time brings", async (t) => {
  const { total } = await load<Old>("old.js");
  const { sums } = await load<{ sums: NdArray }>("uses.js");
  t.deepEqual(list(sums), [11, 22, 33]);
  t.deepEqual(types(total), ["float64,float64->float64", "int32,int32->int32", "int16,int16->int16"]);
});

test.serial("beside a body that is compiled now they are linked, or left with a message", async (t) => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => said.push(text);
  const { total: old } = await load<Old>("old.js");
  const { hash, module } = dispatchOf(old)!.linkage!;
  const total = ufunc((a: number, b: number) => a + b, { types: ["float32"] });
  link.extend(() => total, hash!, module!, ["float64,float64->float64"]);
  await new Promise((resolve) => setTimeout(resolve));
  console.warn = warn;
  const isLinked = types(total).includes("float64,float64->float64");
  t.is(said.filter((text) => /kernels for "total" .* Build all files again/.test(text)).length, isLinked ? 0 : 1);
  t.deepEqual(list(total(array([1, 2], "float32"), 1)), [2, 3]);
});
