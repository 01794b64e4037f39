/**
 * Run by tests on hosts that let Wasm run and on such that don't: one of everything that reaches the driver, each printed as
 * a line. The heap is small, so that some arrays lie outside it.
 */
import type { DType, NdArray } from "../../entries/index.js";
import * as np from "../../entries/index.js";
import { configure as configureJit, stats } from "../../runtime/jit/index.js";

np.configure({ heap: 2 ** 22 });
configureJit({ threshold: 1 });

const gain = { value: 1.5 };
const smaller = np.ufunc((a: number, b: number) => (a < b ? a : b), { types: ["float64", "int16"] });
const scaled = np.ufunc((x: number) => x * gain.value);
const halves = np.ufunc((x: number): [number, number] => [x / 2, x > 0 ? x : -x]);
const power = np.ufunc((x: number, n: number) => x ** n, { types: ["int32"] });
const widest = np.ufunc((a: number, b: number) => (a > b ? a : b), { reorderable: true });
const types: readonly DType[] = ["bool", "int8", "uint16", "int32", "uint64", "int64", "float32", "float64"];

const text = (x: unknown) =>
  np.isNdArray(x) ? `${x.dtype} [${x.shape}] ${[x.strides]} ${([x.tolist()] as unknown[]).flat(Infinity)}` : String(x);

function show(name: string, act: () => unknown): void {
  let shown: string;
  try {
    const result = act();
    shown = (Array.isArray(result) ? result : [result]).map(text).join(" | ");
  } catch (error) {
    shown = String(error);
  }
  console.log(`${name}: ${shown}`);
}

/** 0.1 0.2 … in rows: sums of these depend on their order. */
const grid = np.multiply(np.arange(60), 0.1).reshape(3, 4, 5);
const mask = np.array([true, false, true, true, false]);
const views: readonly (readonly [string, NdArray])[] = [
  ["as it is", grid],
  ["transposed", grid.T],
  ["backwards", grid.slice("::-1", ":", "::-2")],
  ["repeated", np.broadcast_to(grid.slice(0, 1), [6, 5])],
  ["one", grid.slice("0:1", "0:1", "0:1")],
  ["none", grid.slice("0:0")],
];

for (const [name, view] of views) {
  show(`${name}: call`, () => smaller(view, 2));
  show(`${name}: own types`, () => halves(view));
  show(`${name}: captures`, () => scaled(view));
  for (const axis of [0, 1, null]) show(`${name}: reduce ${axis}`, () => np.add.reduce(view, { axis, initial: 0 }));
  show(`${name}: accumulate`, () => np.add.accumulate(view, { axis: -1 }));
}
for (const from of types)
  for (const to of types)
    show(`${from} to ${to}`, () => np.array([0, 1, 2.5, 100, 250.75, 70000]).astype(from).slice("::2").astype(to));
for (const n of [1, 7, 8, 9, 127, 128, 129, 1000, 8193]) {
  const x = np.multiply(np.arange(n), 0.1);
  show(`sum of ${n}`, () => np.add.reduce(x));
  show(`sum of ${n}, cast`, () => np.add.reduce(x.astype("float32"), { dtype: "float64" }));
  show(`largest of ${n}`, () => widest.reduce(x));
}
show("where", () => np.add(grid, 1, { where: mask, out: np.zeros([3, 4, 5], "float32"), casting: "unsafe" }));
show("sum where", () => np.add.reduce(grid, { axis: 2, where: mask, initial: 10 }));
show("order", () => np.add(grid.T, 1, { order: "F" }));
show("reduceat", () => np.add.reduceat(grid, [0, 2, 1], { axis: 1 }));
show("outer", () => np.subtract.outer(np.arange(3), np.array([1, 2], "int8")));
show("at", () => {
  const counts = np.zeros(4, "int16");
  np.add.at(counts, [0, 1, 1, -1], [1, 2, 3, 4]);
  return counts;
});
show("at outside", () => np.add.at(np.zeros(4), [0, 4], 1));
show("overlap", () => {
  const x = np.arange(10);
  return np.add(x.slice(":-1"), x.slice("1:"), { out: x.slice("1:") });
});
show("stop", () => power(np.array([1, 2], "int32"), np.array([2, -1], "int32")));
show("stop masked out", () =>
  power(np.array([1, 2], "int32"), np.array([2, -1], "int32"), { where: np.array([true, false]) }),
);
show("plain", () => [smaller(3, 2), halves(3)]);
show("chosen", () => [np.take(grid, [2, 0], { axis: 0 }), grid.slice(1).get(2, 3)]);
show("sorted", () => np.sort(np.array([3, 1, 2])));
show("outside the heap", () => {
  const large = np.arange(2 ** 19);
  return [np.add(large, large).slice("::100000"), np.sum(large.slice("::2"))];
});
show("npy", () => np.from_npy(np.to_npy(grid.T)));
show("printed", () => `${grid}`);

// Facts about the host, not to be compared.
console.log(JSON.stringify({ kernels: smaller.kernels, traces: stats().traces }));
