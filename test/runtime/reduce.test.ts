/** reduce, accumulate, outer: layouts, axes, NumPy's order of sums, and what they refuse. */
import test from "ava";
import fc from "fast-check";
import {
  add,
  arange,
  array,
  asarray,
  divide,
  greater,
  minimum,
  multiply,
  type NdArray,
  ones,
  subtract,
  ufunc,
  zeros,
} from "../../entries/index.js";
import { stats } from "../../runtime/jit/index.js";

const flat = (a: unknown) => ([(a as NdArray).tolist()] as unknown[]).flat(Infinity) as number[];

/** NumPy's order, written as its documentation tells it. */
function pairwise(x: readonly number[]): number {
  const sum = (part: readonly number[]) => part.reduce((a, b) => a + b);
  if (x.length < 8) return sum(x);
  if (x.length > 128) {
    const half = (x.length >> 1) - ((x.length >> 1) % 8);
    return pairwise(x.slice(0, half)) + pairwise(x.slice(half));
  }
  const whole = x.length - (x.length % 8);
  const [a, b, c, d, e, f, g, h] = Array.from({ length: 8 }, (_, k) =>
    sum(x.slice(0, whole).filter((_, i) => i % 8 === k)),
  );
  return x.slice(whole).reduce((s, y) => s + y, a! + b! + (c! + d!) + (e! + f! + (g! + h!)));
}

test("sums of floats are in NumPy's pairwise order, to the bit", (t) => {
  // sevenths: nearly every order of them has a sum of its own
  const value = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 7);
  const values = fc.oneof(fc.array(value, { minLength: 1 }), fc.array(value, { minLength: 200, maxLength: 700 }));
  fc.assert(
    fc.property(values, fc.constantFrom(1, 2, -1), (x, step) => {
      const a = array(x).slice(`::${step}`);
      t.is(add.reduce(a, { axis: null }), 0 + pairwise(flat(a)));
    }),
    { numRuns: 100 },
  );
});

test("without an identity, as in reduceat, sums are the first element and NumPy's sum of the others", (t) => {
  const lengths = fc.integer({ min: 1, max: 400 });
  const places = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lengths, places, fc.constantFrom("float32", "float64"), (n, places, type) => {
      const x = array([0, 1].map((row) => Array.from({ length: n }, (_, i) => Math.sin(i + row) / 7)));
      const a = x.astype(type);
      const starts = places.map((place) => place % n);
      const sum = (row: number, from: number, to: number) =>
        add(a.get(row, from), add.reduce(a.slice(row, `${from + 1}:${to}`), { axis: null }), { dtype: type });
      const wanted = [0, 1].map((row) => starts.map((from, i) => sum(row, from, starts[i + 1] ?? n)));
      t.deepEqual(add.reduceat(a, array(starts, "int32"), { axis: 1 }).tolist(), wanted);
      t.deepEqual(add.reduceat(a.slice(0, "::-1").copy().slice("::-1"), array(starts, "int32")).tolist(), wanted[0]);
      t.deepEqual(
        add.reduce(a, { axis: 1, initial: null }).tolist(),
        [0, 1].map((row) => sum(row, 0, n)),
      );
    }),
    { numRuns: 50 },
  );
});

test("sums of several axes go row by row, short rows too, wherever the elements lie", (t) => {
  const numbers = Float64Array.from({ length: 21 * 34 }, (_, k) => 1 + Math.sin(k) / 3);
  const [inside, outside] = [array(numbers), asarray(numbers)].map((each) => each.reshape(21, 34)) as [
    NdArray,
    NdArray,
  ];
  for (const columns of ["1:", "1:6", "::-2"]) {
    const [a, b] = [inside, outside].map((each) => each.slice("1:", columns)) as [NdArray, NdArray];
    const rows = a.tolist() as number[][];
    t.is(
      add.reduce(a, { axis: null }),
      rows.map(pairwise).reduce((x, y) => x + y),
    );
    for (const axis of [null, 0, 1, [0, 1]])
      for (const turned of [false, true]) {
        const [x, y] = [a, b].map((each) => add.reduce(turned ? each.T : each, { axis, keepdims: true })) as [
          NdArray,
          NdArray,
        ];
        t.deepEqual(x.tolist(), y.tolist());
      }
  }
});

test("products of several axes go along the axes in the order of memory, where operand and mask agree on it", (t) => {
  const cube = array(Array.from({ length: 60 }, (_, k) => 1 + Math.sin(k) / 3)).reshape(3, 4, 5);
  const product = (values: Iterable<number>) => [...values].reduce((a, b) => a * b);
  const turned = cube.transpose(2, 0, 1);
  const [along, across] = [cube, turned].map((each) => product(each.ravel().tolist() as number[])) as [number, number];
  t.not(along, across);
  t.is(multiply.reduce(turned, { axis: null }), along);
  t.is(multiply.reduce(turned, { axis: null, where: greater(turned, 0) }), along);
  t.is(multiply.reduce(turned, { axis: null, where: ones([5, 3, 4], "bool") }), across);
  t.deepEqual(
    multiply.reduce(turned, { axis: [0, 1] }).tolist(),
    [0, 1, 2, 3].map((k) => product(cube.slice(":", k).ravel().tolist() as number[])),
  );
});

test("casts, masks and layouts are staged", (t) => {
  const cases = fc.record({
    x: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 300 }),
    step: fc.constantFrom(1, 2, -1, -3),
    type: fc.constantFrom("int8", "int16", "float32", "float64"),
    period: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(cases, ({ x, step, type, period }) => {
      const a = array(x, type).slice(`::${step}`);
      const chosen = flat(a).map((_, i) => i % period === 0);
      const wanted = flat(a).filter((_, i) => chosen[i]);
      const sum = wanted.reduce((p, q) => p + q, 0);
      t.is(add.reduce(a, { axis: null, dtype: "float64", where: array(chosen) }), sum);
      t.is(minimum.reduce(a, { axis: null, initial: 120, where: array(chosen) }), Math.min(...wanted));
      const pairs = array([...flat(a), ...flat(a)], type).reshape(2, -1);
      t.deepEqual(flat(add.reduce(pairs, { axis: 1, dtype: "int64", where: array(chosen) })), [
        BigInt(sum),
        BigInt(sum),
      ] as never);
      t.deepEqual(
        flat(add.reduce(pairs.T, { axis: 1, dtype: "float64", where: array([true, false]) })),
        flat(a).map((y) => y + 0),
      );
    }),
    { numRuns: 60 },
  );
});

test("along any of several axes each result is the fold of its elements", (t) => {
  const shapes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
  const cases = shapes.chain((shape) =>
    fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()], { minLength: 1 }), fc.boolean()),
  );
  fc.assert(
    fc.property(cases, ([shape, axes, isTransposed]) => {
      const product = (extents: readonly number[]) => extents.reduce((n, extent) => n * extent, 1);
      const size = product(shape);
      const values = array(
        Array.from({ length: size }, (_, k) => ((k + 1) * 7919) % 1009),
        "float64",
      );
      const a = isTransposed ? values.reshape(shape.toReversed()).T : values.reshape(shape);
      const kept = [...shape.keys()].filter((axis) => !axes.includes(axis));
      const lines = flat(a.transpose([...kept, ...axes]).copy());
      const n = product(axes.map((axis) => shape[axis]!));
      const wanted = Array.from({ length: size / n }, (_, i) => lines.slice(i * n, (i + 1) * n));
      const folds = (reduced: NdArray, fold: (p: number, q: number) => number) =>
        t.deepEqual(
          flat(reduced),
          wanted.map((x) => x.reduce(fold)),
        );
      folds(minimum.reduce(a, { axis: axes }), (p, q) => Math.min(p, q));
      folds(add.reduce(a, { axis: axes }), (p, q) => p + q);
      if (axes.length === 1) folds(subtract.reduce(a, { axis: axes[0]! }), (p, q) => p - q);
    }),
  );
});

test("the form of the call decides between scalar and array", (t) => {
  const a = arange(6).reshape(2, 3);
  t.is(add.reduce(a, { axis: null }), 15);
  t.deepEqual(add.reduce(a, { axis: null, keepdims: true }).shape, [1, 1]);
  t.deepEqual(add.reduce(a, { axis: [0, 1] }).shape, []);
  t.deepEqual(flat(add.reduce(a)), [3, 5, 7]);
  t.deepEqual(add.reduce(a, { axis: -1, keepdims: true }).shape, [2, 1]);
  const out = zeros(3);
  t.is(add.reduce(a, { out }), out);
  t.deepEqual(flat(out), [3, 5, 7]);
});

test("types: small integers are summed in 64 bits, others keep theirs", (t) => {
  t.is(add.reduce(array([200, 100], "uint8"), { axis: null }), 300n);
  t.is(multiply.reduce(array([100, 100], "int16"), { axis: null }), 10000n);
  t.is(minimum.reduce(array([3, 1], "int8"), { axis: null }), 1);
  t.is(add.reduce(array([1, 2], "int32"), { axis: null, dtype: "float32" }), 3);
  t.is(divide.reduce(array([8, 2, 2], "int32"), { axis: null }), 2);
});

test("initial, where, and nothing to reduce", (t) => {
  const a = arange(6).reshape(2, 3);
  t.is(add.reduce(a, { axis: null, initial: 10 }), 25);
  t.deepEqual(
    flat(
      add.reduce(a, {
        where: [
          [true, false, true],
          [false, false, true],
        ],
      }),
    ),
    [0, 0, 7],
  );
  t.is(minimum.reduce([], { axis: null, initial: 5 }), 5);
  t.is(add.reduce([], { axis: null }), 0);
  t.throws(() => minimum.reduce([]), {
    message: "zero-size array to reduction operation minimum which has no identity",
  });
  t.throws(() => subtract.reduce(a, { axis: null }), {
    message: "reduction operation 'subtract' is not reorderable, so at most one axis may be specified",
  });
});

test("accumulate: each element folded with all before it", (t) => {
  t.deepEqual(flat(add.accumulate([1, 2, 3, 4])), [1, 3, 6, 10]);
  t.deepEqual(flat(subtract.accumulate(arange(6).reshape(2, 3), { axis: 1 })), [0, -1, -3, 3, -1, -6]);
  t.deepEqual(flat(multiply.accumulate(arange(6).reshape(2, 3).T)), [0, 3, 0, 12, 0, 60]);
  t.deepEqual(flat(add.accumulate(array([100, 100], "int8"))), [100n, 200n] as never);
});

test("outer: every pair", (t) => {
  t.deepEqual(multiply.outer([1, 2], [3, 4, 5]).tolist(), [
    [3, 4, 5],
    [6, 8, 10],
  ]);
  t.deepEqual(add.outer(zeros([2, 3]), zeros([4])).shape, [2, 3, 4]);
  t.is(add.outer(1, 2), 3);
});

test("a user's ufunc has the methods too", (t) => {
  const hyper = ufunc((a: number, b: number) => Math.sqrt(a * a + b * b), { reorderable: true, identity: 0 });
  t.is(hyper.reduce([3, 4], { axis: null }), 5);
  t.deepEqual(flat(hyper.accumulate([3, 4, 12])), [3, 5, 13]);
  const all = { axis: null as never };
  t.deepEqual(flat(add.accumulate([1, 2], all)), [1, 3]);
  t.throws(() => add.accumulate(zeros([2, 2]), all), {
    code: "ValueError",
    message: "accumulate does not allow multiple axes",
  });
  t.throws(() => add.reduceat(zeros([2, 2]), [0], all), { message: "reduceat does not allow multiple axes" });
  t.throws(() => add.accumulate(5 as never, all), { message: "cannot accumulate on a scalar" });
  const of = (...axis: number[]) => ({ axis }) as never;
  t.deepEqual(flat(add.accumulate([[1, 2]], of(-1))), [1, 3]);
  t.throws(() => add.accumulate(zeros([2, 2]), of()), { message: "accumulate does not allow multiple axes" });
  t.throws(() => add.accumulate(zeros([2, 2]), of(0, 2)), { code: "AxisError" });
});

test("the JIT makes a kernel that folds where none was compiled, and it pays", (t) => {
  const made = (use: () => unknown): boolean => {
    const { bytes } = stats();
    use();
    return stats().bytes > bytes;
  };
  const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009);
  const a = array(values, "uint16");
  t.false(made(() => t.is(minimum.reduce(a.slice(":10"), { axis: null }), Math.min(...values.slice(0, 10)))));
  t.true(made(() => t.is(minimum.reduce(a, { axis: null }), Math.min(...values))));
  t.false(made(() => minimum.reduce(a)));
  const columns = a.reshape(20, 50);
  t.true(made(() => t.deepEqual(minimum.reduce(columns).tolist(), least(columns))));
});

const least = (a: NdArray): number[] =>
  (a.tolist() as number[][]).reduce((rows, row) => rows.map((x, i) => Math.min(x, row[i]!)));
