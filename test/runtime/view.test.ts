/** Views against a naive model: the same indexing done on nested JS arrays. */
import test from "ava";
import fc from "fast-check";
import type { NdArray } from "../../runtime/array.js";
import { arange, as_strided } from "../../runtime/create.js";
import type { Index } from "../../runtime/types.js";
import { broadcastTo, extentOf, type Layout, reshape, sizeOf, slice, stridesC } from "../../runtime/view.js";

type Nest = number | Nest[];

/** Python's indexing of one axis. */
function part(list: Nest[], spec: string): Nest[] {
  const [start, stop, by = ""] = spec.split(":").map((word) => word.trim());
  const step = by === "" ? 1 : Number(by);
  const place = (word: string | undefined, missing: number) => {
    if (word === undefined || word === "") return missing;
    return Number(word) < 0 ? Number(word) + list.length : Number(word);
  };
  const all = list.map((_, i) => i);
  const inside =
    step > 0
      ? all.filter((i) => i >= place(start, 0) && i < place(stop, list.length))
      : all.reverse().filter((i) => i <= place(start, list.length) && (stop ? i > place(stop, 0) : true));
  return inside.filter((_, n) => n % Math.abs(step) === 0).map((i) => list[i]!);
}

function model(nest: Nest, specs: readonly Index[]): Nest {
  const [spec, ...rest] = specs;
  if (spec === undefined) return nest;
  if (spec === null) return [model(nest, rest)];
  const list = nest as Nest[];
  if (spec === "...") {
    const open = depth(nest) - rest.filter((s) => s !== null).length;
    const through = (inner: Nest, left: number): Nest =>
      left === 0 ? model(inner, rest) : (inner as Nest[]).map((each) => through(each, left - 1));
    return through(nest, open);
  }
  if (typeof spec === "number") return model(list.at(spec)!, rest);
  return part(list, spec).map((each) => model(each, rest));
}

const depth = (nest: Nest): number => (Array.isArray(nest) ? 1 + depth(nest[0]!) : 0);

const bound = fc.option(fc.integer({ min: -7, max: 7 }), { nil: undefined });
const step = fc.option(
  fc.integer({ min: -3, max: 3 }).filter((n) => n !== 0),
  { nil: undefined },
);
const range = fc
  .tuple(bound, bound, step)
  .map(([start, stop, by]) => `${start ?? ""}:${stop ?? ""}${by === undefined ? "" : `:${by}`}`);
const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

/** An array and specs that suit it, with at most one ellipsis. */
const indexed = shape.chain((extents) =>
  fc
    .tuple(
      fc.tuple(
        ...extents.map((extent) =>
          fc.oneof(range, range, fc.integer({ min: -extent, max: extent - 1 }) as fc.Arbitrary<Index>),
        ),
      ),
      fc.nat(extents.length),
      fc.nat(extents.length),
      fc.option(fc.nat(extents.length), { nil: undefined }),
    )
    .map(([specs, cut, length, axis]) => {
      const list: Index[] = [...specs];
      list.splice(cut, length, "...");
      if (axis !== undefined) list.splice(axis, 0, null);
      return { extents, specs: list };
    }),
);

const numbered = (extents: readonly number[]) => arange(sizeOf(extents)).reshape(extents);

test("slice indexes as Python does", (t) => {
  fc.assert(
    fc.property(indexed, ({ extents, specs }) => {
      const a = numbered(extents);
      t.deepEqual(
        a.slice(...specs).tolist() as Nest,
        model(a.tolist() as Nest, specs),
        JSON.stringify({ extents, specs }),
      );
    }),
    { numRuns: 2000 },
  );
});

test("a slice of a slice stays inside the array", (t) => {
  fc.assert(
    fc.property(
      shape,
      fc.array(range, { maxLength: 4 }),
      fc.array(range, { maxLength: 4 }),
      (extents, first, second) => {
        let layout: Layout = { shape: extents, strides: stridesC(extents, 8), address: 0 };
        for (const specs of [first, second]) layout = slice(layout, specs.slice(0, extents.length));
        const { low, high } = extentOf(layout, 8);
        t.true(low >= 0 && high <= sizeOf(extents) * 8, JSON.stringify(layout));
      },
    ),
  );
});

test("slices that are no slices", (t) => {
  const a = numbered([2, 3]);
  const fails = (specs: Index[], message: string | RegExp, code = "IndexError") =>
    t.throws(() => a.slice(...specs), { instanceOf: RangeError, code, message });
  fails(["..."].concat("..."), "an index can only have a single ellipsis ('...')");
  fails(["::0"], "slice step cannot be zero", "ValueError");
  fails(["1"], /^only integers, slices .* got "1"$/);
  fails(["a:b"], /^only integers, slices/);
  fails([0.5], /got 0\.5$/);
  fails([2], "index 2 is out of bounds for axis 0 with size 2");
  fails([":", -4], "index -4 is out of bounds for axis 1 with size 3");
  fails([0, 0, 0], "too many indices for array: array is 2-dimensional, but 3 were indexed");
});

test("transpose moves every element to the permuted index", (t) => {
  const permuted = shape.chain((extents) =>
    fc.tuple(
      fc.constant(extents),
      fc.shuffledSubarray(
        extents.map((_, axis) => axis),
        { minLength: extents.length },
      ),
    ),
  );
  fc.assert(
    fc.property(permuted, ([extents, axes]) => {
      const a = numbered(extents);
      const b = a.transpose(axes);
      const index = extents.map((extent) => extent - 1);
      t.deepEqual(
        b.shape,
        axes.map((axis) => extents[axis]!),
      );
      t.is(b.get(...axes.map((axis) => index[axis]!)), a.get(...index));
    }),
  );
  t.deepEqual(numbered([2, 3, 4]).transpose().shape, [4, 3, 2]);
  t.deepEqual(numbered([2, 3, 4]).transpose(-1, 0, 1).shape, [4, 2, 3]);
});

/** Another shape of the same size. */
function reshaped(size: number): fc.Arbitrary<number[]> {
  if (size === 1) return fc.constantFrom([], [1], [1, 1]);
  const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => n > 1 && size % n === 0);
  const rest = (first: number) => (first === size ? fc.constant([]) : reshaped(size / first));
  return fc.constantFrom(...divisors).chain((first) => rest(first).map((others) => [first, ...others]));
}

const viewAndShape = indexed
  .map(({ extents, specs }) => numbered(extents).slice(...specs))
  .filter((a) => a.size > 0)
  .chain((a) => reshaped(a.size).map((to) => ({ a, to })));

test("reshape keeps the elements in C order, as a view or as a copy", (t) => {
  const flat = (a: NdArray) => [a.tolist() as Nest].flat(9);
  fc.assert(
    fc.property(viewAndShape, ({ a, to }) => {
      const b = a.reshape(to);
      t.deepEqual(b.shape, to);
      t.deepEqual(flat(b), flat(a));
      t.is(b.base === null, reshape(a, to, 8) === null);
    }),
    { numRuns: 1000 },
  );
});

test("reshape is a view exactly where NumPy's is", (t) => {
  const from = (extents: number[], strides: number[]): Layout => ({ shape: extents, strides, address: 0 });
  const strides = (layout: Layout, to: number[]) => reshape(layout, to, 8)?.strides;
  t.deepEqual(strides(from([4, 3], [48, 8]), [2, 2, 3]), [96, 48, 8]);
  t.deepEqual(strides(from([4, 3], [48, 8]), [12]), undefined);
  t.deepEqual(strides(from([2, 3, 4], [8, 64, 16]), [2, 12]), [8, 16]);
  t.deepEqual(strides(from([3, 1, 2], [-16, 999, 8]), [3, 2, 1]), [-16, 8, 8]);
  t.deepEqual(strides(from([3, 2], [0, 8]), [6]), undefined);
  t.deepEqual(strides(from([5], [16]), [1, 5]), [80, 16]);
});

test("broadcastTo repeats with stride 0", (t) => {
  const layout = { shape: [3, 1], strides: [8, 8], address: 0 };
  t.deepEqual(broadcastTo(layout, [2, 3, 4]), { shape: [2, 3, 4], strides: [0, 8, 0], address: 0 });
  t.throws(() => broadcastTo(layout, [2, 4]), {
    code: "ValueError",
    message: "could not broadcast input array from shape (3,1) into shape (2,4)",
  });
  t.throws(() => broadcastTo(layout, [3]), { code: "ValueError" });
});

test("as_strided makes windows, and nothing outside the memory", (t) => {
  const a = arange(6);
  t.deepEqual(as_strided(a, { shape: [3, 2], strides: [16, 8] }).tolist(), [
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  t.deepEqual(as_strided(a, { shape: [3], strides: [-8], offset: 40 }).tolist(), [5, 4, 3]);
  t.deepEqual(as_strided(a, { shape: [2, 2], strides: [0, 8] }).tolist(), [
    [0, 1],
    [0, 1],
  ]);
  t.deepEqual(as_strided(a.slice("2:"), { shape: [2], strides: [-8] }).tolist(), [2, 1]);
  const fails = (strides: number[], offset: number, message: RegExp) =>
    t.throws(() => as_strided(a, { shape: [6], strides, offset }), { code: "ValueError", message });
  fails([16], 0, /reach from byte 0 to byte 88 .* which has 48 bytes$/);
  fails([-8], 0, /reach from byte -40/);
  fails([4], 0, /^as_strided: strides counts bytes and must be a multiple of the item size 8, got 4$/);
  fails([8], 4, /^as_strided: offset counts bytes/);
  fails([8, 8], 0, /^axes don't match array/);
});
