/** Calls: shapes, strides, types and options against a naive model, and what they say when given too much. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "ava";
import fc from "fast-check";
import {
  add,
  arange,
  array,
  asarray,
  type DType,
  divide,
  type f64,
  full,
  less,
  minimum,
  multiply,
  type NdArray,
  negative,
  sqrt,
  subtract,
  sum,
  type Ufunc,
  ufunc,
  zeros,
} from "../../entries/index.js";
import { heap } from "../../runtime/heap.js";

/** An array of the shape as a view of any layout: axes permuted, steps, backwards, broadcast axes. */
interface Layout {
  readonly order: readonly number[];
  readonly steps: readonly number[];
}

const shapes = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 });
const longShapes = fc.tuple(fc.integer({ min: 60, max: 140 }), fc.integer({ min: 8, max: 70 }));

function layoutOf(ndim: number): fc.Arbitrary<Layout> {
  const axes = Array.from({ length: ndim }, (_, i) => i);
  return fc.record({
    order: fc.shuffledSubarray(axes, { minLength: ndim, maxLength: ndim }),
    steps: fc.array(fc.constantFrom(1, 1, 1, 2, -1, -3), { minLength: ndim, maxLength: ndim }),
  });
}

let seed = 1;
function fill(a: NdArray): NdArray {
  const flat = a.reshape(-1);
  for (let i = 0; i < flat.size; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    flat.set((seed >>> 16) % 97, i);
  }
  return a;
}

function lay(shape: readonly number[], { order, steps }: Layout, dtype: DType): NdArray {
  const stored = order.map((axis) => shape[axis]! * Math.abs(steps[axis]!));
  const base = fill(zeros(stored, dtype));
  const cut = base.slice(...order.map((axis) => `::${steps[axis]}`));
  const back = order.map((_, axis) => order.indexOf(axis));
  return shape.length === 0 ? cut : cut.transpose(back);
}

const cases = fc.oneof(shapes, longShapes).chain((shape) =>
  fc.record({
    shape: fc.constant<readonly number[]>(shape),
    layouts: fc.array(layoutOf(shape.length), { minLength: 3, maxLength: 3 }),
    drop: fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
    types: fc.array(fc.constantFrom<DType>("float64", "float32", "int32", "uint8", "int64"), {
      minLength: 3,
      maxLength: 3,
    }),
  }),
);

const flat = (a: NdArray) => ([a.tolist()] as unknown[]).flat(Infinity) as (number | bigint | boolean)[];

/** The elements of an array that is broadcast to a shape, in C order. */
function spread(a: NdArray, shape: readonly number[]): (number | bigint)[] {
  const all: (number | bigint)[] = [];
  const visit = (index: number[]) => {
    if (index.length < shape.length) for (let i = 0; i < shape[index.length]!; i++) visit([...index, i]);
    else
      all.push(a.get(...index.slice(shape.length - a.ndim).map((i, axis) => (a.shape[axis] === 1 ? 0 : i))) as number);
  };
  visit([]);
  return all;
}

test("any layout, broadcast axes and mixed types: as element by element", (t) => {
  fc.assert(
    fc.property(cases, ({ shape, layouts, drop, types }) => {
      const a = lay(shape, layouts[0]!, types[0]!);
      const b = lay(
        shape.map((n, axis) => (drop[axis] && n > 0 ? 1 : n)),
        layouts[1]!,
        types[1]!,
      );
      const out = lay(shape, layouts[2]!, "float64");
      const left = spread(a, shape);
      const wanted = spread(b, shape).map((y, i) => Number(left[i]!) + Number(y));
      t.is(subtract(out, 0, { out }), out);
      t.deepEqual(flat(add(a, b, { out, dtype: "float64", casting: "unsafe" })), wanted);
      t.deepEqual([...add(a, b, { dtype: "float64", casting: "unsafe" }).shape], [...shape]);
    }),
    { numRuns: 200 },
  );
});

/** Where two lists of many elements begin to differ; -1: nowhere. */
const difference = (found: NdArray, wanted: readonly unknown[]) => flat(found).findIndex((x, i) => x !== wanted[i]);

test("arrays of several tiles and panels, in any order of axes: as contiguous copies", (t) => {
  const turned = (shape: readonly number[], dtype: DType) => fill(zeros(shape.toReversed(), dtype)).T;
  const shapes = [
    [300, 257],
    [130, 530],
    [16, 515],
    [2, 270, 131],
  ];
  for (const shape of shapes) {
    for (const type of ["float64", "uint8"] as const) {
      const plain = fill(zeros(shape, type));
      const across = turned(shape, type);
      const other = turned(shape, "int32");
      const step = fill(zeros([...shape.slice(0, -1), shape.at(-1)! * 3], type)).slice("...", "::3");
      const column = turned([shape.at(-2)!, 1], type);
      const wanted = (operand: NdArray) => flat(subtract(plain, operand.copy(), { dtype: "float64" }));
      for (const operand of [across, other, step, column]) {
        t.is(difference(subtract(plain, operand, { dtype: "float64" }), wanted(operand)), -1, `${shape} ${type}`);
      }
      const out = turned(shape, "float64");
      t.is(difference(subtract(plain, across, { out, dtype: "float64" }), wanted(across)), -1, `${shape} ${type} out`);
      const mask = less(turned(shape, "int32"), 50);
      const kept = flat(mask);
      const blended = wanted(other).map((x, i) => (kept[i] ? x : 0));
      const found = subtract(plain, other, { out: zeros(shape), where: mask, dtype: "float64" });
      t.is(difference(found, blended), -1, `${shape} ${type} where`);
    }
  }
});

test("a mask: other elements stay, and raise nothing", (t) => {
  fc.assert(
    fc.property(cases, ({ shape, layouts, drop, types }) => {
      const a = lay(shape, layouts[0]!, types[0]!);
      const out = lay(shape, layouts[1]!, "float64");
      const mask = less(lay(shape, layouts[2]!, "int32"), drop[0] ? 97 : 50);
      const before = flat(out);
      const kept = flat(mask);
      const wanted = spread(a, shape).map((x, i) => (kept[i] ? Number(x) * 2 : before[i]!));
      t.deepEqual(flat(multiply(a, 2, { out, where: mask, dtype: "float64", casting: "unsafe" })), wanted);
    }),
    { numRuns: 100 },
  );
  t.deepEqual(flat(add([1, 2, 3], 1, { where: [true, false, true] })), [2, 0, 4]);
});

test("a mask beside as many operands as there may be", (t) => {
  const counts = ufunc((_: f64) => [
    0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5, 18.5, 19.5, 20.5,
    21.5, 22.5, 23.5, 24.5, 25.5, 26.5, 27.5, 28.5, 29.5, 30.5,
  ]);
  const line = arange(20000);
  const out = Array.from({ length: counts.nout }, () => zeros(line.shape));
  counts(line, { out, where: less(line, 15000) });
  out.forEach((a, i) => {
    t.deepEqual([sum(a), a.get(14999)], [15000 * (i + 0.5), i + 0.5]);
  });
});

test("results are laid out as the operands are", (t) => {
  const a = fill(zeros([3, 4, 5]));
  t.deepEqual(add(a.T, a.T).strides, a.T.strides);
  t.deepEqual(add(a.transpose(1, 0, 2), 1).strides, a.transpose(1, 0, 2).strides);
  t.deepEqual(add(a, a.transpose(0, 1, 2)).strides, a.strides);
  t.deepEqual(add(a, 1, { order: "F" }).strides, [8, 24, 96]);
  t.deepEqual(add(a.T, 1, { order: "C" }).strides, [96, 24, 8]);
  t.deepEqual(add(a.T, 1, { order: "A" }).strides, [8, 40, 160]);
});

test("operands that share memory with the output give what they would if they didn't", (t) => {
  const line = () => array([1, 2, 3, 4, 5]);
  const ahead = line();
  add(ahead.slice(":-1"), 0, { out: ahead.slice("1:") });
  t.deepEqual(flat(ahead), [1, 1, 2, 3, 4]);
  const behind = line();
  add(behind.slice("1:"), behind.slice(":-1"), { out: behind.slice(":-1") });
  t.deepEqual(flat(behind), [3, 5, 7, 9, 5]);
  const back = line();
  add(back, back.slice("::-1"), { out: back });
  t.deepEqual(flat(back), [6, 6, 6, 6, 6]);
  const same = line();
  multiply(same, same, { out: same });
  t.deepEqual(flat(same), [1, 4, 9, 16, 25]);
  const square = fill(zeros([70, 70]));
  const wanted = flat(add(square.copy(), square.T.copy()));
  add(square, square.T, { out: square });
  t.deepEqual(flat(square), wanted);
});

test("operands outside the heap: typed arrays, and arrays that are not contiguous", (t) => {
  const left = Float64Array.from({ length: 20000 }, (_, i) => i);
  const right = Float64Array.from({ length: 20000 }, (_, i) => 3 * i);
  t.deepEqual(
    flat(add(left, right)),
    Array.from(left, (x) => 4 * x),
  );
  const outside = array([0]);
  t.true(outside.storage.inHeap);
  const shared = new Float64Array(new SharedArrayBuffer(80)).fill(2);
  t.deepEqual(flat(add(shared, 1)), new Array(10).fill(3));
  const grid = new Float32Array(300 * 400).map((_, i) => i % 1000);
  const view = outsideView(grid);
  t.false(view.storage.inHeap);
  t.deepEqual(
    flat(add(view, view.T.copy().T)),
    flat(view).map((x) => 2 * Number(x)),
  );
  add(view, 1, { out: view });
  t.is(grid[0], 1);
  t.is(grid[1], 1);
  t.is(grid[2], 3);
});

function outsideView(grid: Float32Array<ArrayBuffer>): NdArray {
  return asarray(grid).reshape(300, 400).slice("::3", "::2");
}

test("plain values: the form of the call decides", (t) => {
  t.is(add(1, 2), 3);
  t.is(add(1n, 2n), 3n);
  t.is(add(true, 2), 3);
  t.is(less(1, 2), true);
  t.is(sqrt(2), Math.SQRT2);
  t.is(add(2n ** 60n, 1), 2 ** 60);
  t.is(add(array(1), 2).ndim, 0);
  t.is(add(array([1, 2], "int32"), 2).dtype, "int32");
  t.is(add(array([1, 2], "int32"), 2.5).dtype, "float64");
  t.is(add(array([1, 2], "int32"), -0).dtype as DType, "float64");
  t.is(add(array([1, 2], "float32"), 2.5).dtype, "float32");
  t.is(add(array([true]), 1).dtype, "int32");
  t.is(add(array([true]), 1n).dtype, "int64");
  t.is(add(array([1], "uint8"), true).dtype, "uint8");
});

const refuses = (f: () => unknown) => {
  try {
    f();
    return null;
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
};

test("what a call refuses, and with what words", (t) => {
  const a = array([1, 2, 3]);
  const loose = add as unknown as (...args: unknown[]) => unknown;
  const said = {
    shapes: refuses(() => add(a, [1, 2])),
    output: refuses(() => add([[1, 2, 3]], [[1], [2]], { out: a })),
    cast: refuses(() => add(a, a, { out: zeros(3, "int32") })),
    input: refuses(() => add(a, a, { dtype: "int32" })),
    weak: refuses(() => add(array([1], "uint8"), 300)),
    few: refuses(() => loose(1)),
    many: refuses(() => loose(1, 2, 3)),
    keyword: refuses(() => loose(1, 2, { axis: 0 })),
    text: refuses(() => loose("1", 2)),
    nothing: refuses(() => loose(1, undefined)),
    list: refuses(() => [3, 1].reduce(minimum as unknown as () => number)),
    map: refuses(() => [1, 4].map(sqrt as unknown as () => number)),
    casting: refuses(() => loose(1, 2, { casting: "some" })),
    order: refuses(() => loose(1, 2, { order: "Z" })),
    dtype: refuses(() => loose(1, 2, { dtype: "f64" })),
    both: refuses(() => loose(1, 2, { dtype: "float64", signature: "float64" })),
    out: refuses(() => loose(1, 2, { out: [1, 2, 3] })),
    where: refuses(() => loose(a, 2, { where: [1, 0, 1] })),
    bool: refuses(() => subtract([true], [false])),
  };
  t.deepEqual(said as unknown, {
    bool: "TypeError: numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
    both: "TypeError: cannot specify both 'signature' and 'dtype'",
    cast: "UFuncTypeError: Cannot cast ufunc 'add' output from dtype('float64') to dtype('int32') with casting rule 'same_kind'",
    casting: "ValueError: casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got 'some')",
    dtype: "TypeError: data type 'f64' not understood: did you mean \"float64\"?",
    few: "TypeError: add() takes 2 operands but 1 was given, then at most one object of options: add(a, b, { out })",
    input:
      "UFuncTypeError: Cannot cast ufunc 'add' input 0 from dtype('float64') to dtype('int32') with casting rule 'same_kind'",
    keyword:
      "TypeError: add() got an unexpected keyword argument 'axis': 'out', 'where', 'dtype', 'casting', 'order', 'signature' are known",
    list: "TypeError: minimum() takes 2 operands but 4 were given, then at most one object of options: minimum(a, b, { out })",
    many: "TypeError: add() takes 2 operands but 3 were given, then at most one object of options: add(a, b, { out })",
    map: "TypeError: sqrt() takes 1 operands but 3 were given, then at most one object of options: sqrt(a, { out })",
    nothing:
      "TypeError: add(): operand 1: undefined is no array. Give an NdArray, a typed array, a nested array, a number, a bigint or a boolean",
    order: "ValueError: order must be one of 'C', 'F', 'A', or 'K' (got 'Z')",
    out: "ValueError: The 'out' tuple must have exactly one entry per ufunc output: 1 wanted, 3 given",
    output: "ValueError: non-broadcastable output operand with shape (3,) doesn't match the broadcast shape (2,3)",
    shapes: "ValueError: operands could not be broadcast together with shapes (3,) (2,) ",
    text: 'TypeError: add(): operand 0: "1" is no array. Give an NdArray, a typed array, a nested array, a number, a bigint or a boolean',
    weak: "OverflowError: Python integer 300 out of bounds for uint8",
    where: "TypeError: Cannot cast array data from dtype('float64') to dtype('bool') according to the rule 'safe'",
  });
  t.deepEqual(flat(a), [1, 2, 3]);
});

test("a disposed array is refused, as operand and as output", (t) => {
  const a = array([1, 2, 3]);
  a.dispose();
  for (const f of [
    () => add(a, 1),
    () => negative(a),
    () => add([1, 2, 3], 1, { out: a }),
    () => add(a, a, { out: a }),
  ]) {
    t.regex(refuses(f) ?? "", /disposed/);
  }
});

test("several outputs come back as a tuple, into `out` where it is given", (t) => {
  const divmod = ufunc((a: number, b: number) => [Math.floor(a / b), a - b * Math.floor(a / b)]) as unknown as Ufunc<
    (a: number, b: number) => [number, number]
  >;
  const [q, r] = divmod(array([7, 8]), 3);
  t.deepEqual(
    [flat(q), flat(r)],
    [
      [2, 2],
      [1, 2],
    ],
  );
  t.deepEqual(divmod(7, 3), [2, 1]);
  const out = [zeros(2), zeros(2)] as const;
  const results = divmod(array([7, 8]), 3, { out });
  t.true(results[0] === out[0] && results[1] === out[1]);
  const [a, b] = [arange(37), arange(100, 137)];
  const crossed = ufunc((a: f64, b: f64) => [b * 2, a + 1]) as unknown as typeof divmod;
  const wanted = crossed(a.copy(), b.copy()).map(flat);
  t.deepEqual(crossed(a, b, { out: [a, b] }).map(flat), wanted, "each result replaces an operand of the other");
  t.is(
    refuses(() => (divmod as unknown as (...args: unknown[]) => unknown)(1, 2, { out: zeros(0) })),
    "TypeError: 'out' must be a tuple of arrays",
  );
});

test("a million calls with `out` use no memory", (t) => {
  const script = fileURLToPath(new URL("million.js", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" });
  t.is(stderr, "");
  t.true(Number(stdout) < 1e6, `${stdout} bytes`);
});

test("64-bit integers and bools through casts", (t) => {
  t.deepEqual(flat(add(array([2n ** 62n]), array([1], "uint8"))), [2n ** 62n + 1n]);
  t.deepEqual(flat(divide(array([7n], "uint64"), 2)), [3.5]);
  t.true(heap().bytes > 0);
});

test("`where` in stretches of any length: as element by element, and elsewhere nothing is stored", (t) => {
  const size = 3000;
  const a = arange(size);
  for (const [on, off] of [
    [1, 1],
    [15, 17],
    [64, 64],
    [70, 300],
    [1000, 3],
    [size, 1],
    [1, size],
  ] as const) {
    const mask = Array.from({ length: size }, (_, k) => (k + 5) % (on + off) < on);
    for (const type of ["float64", "int16"] as const) {
      const out = full([size], -1, type);
      add(a.astype(type), full([], 2, type), { out, where: array(mask) });
      t.deepEqual(
        out.tolist(),
        mask.map((yes, k) => (yes ? k + 2 : -1)),
        `${on} ${off} ${type}`,
      );
    }
  }
});

test("temporary arrays of methods are given back", (t) => {
  const a = arange(2000);
  const out = zeros(2000);
  const narrow = zeros(2000, "float32");
  const places = array(
    Array.from({ length: 2000 }, (_, k) => k),
    "int32",
  );
  const work = () => {
    add.accumulate(a, { out });
    add.accumulate(a, { out: narrow });
    add.reduce(a, { out: out.slice(0) });
    add.reduce(a, { axis: null });
    add.at(out, places, 1);
  };
  work();
  const before = heap().available;
  for (let k = 0; k < 100; k++) work();
  t.true(before - heap().available < 2 ** 17, `${before - heap().available}`);
});
