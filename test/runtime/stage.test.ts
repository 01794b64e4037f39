/** Operands outside the heap, in ordinary buffers: results are those of the same operands in it. */
import test from "ava";
import fc from "fast-check";
import { add, array_equal, asarray, empty, type NdArray, subtract } from "../../entries/index.js";
import { bytesOf, type DType, names } from "../../kernel/dtype.js";
import { copyPieces, pack } from "../../runtime/pack.js";

/** Axes that step over each other, or not: as views of arrays have them, and as `as_strided` may. */
const axes = fc.array(
  fc.record({ extent: fc.integer({ min: 1, max: 5 }), stride: fc.integer({ min: -40, max: 40 }) }),
  {
    maxLength: 4,
  },
);

test("pieces hold every element in its place, and bring back no other byte", (t) => {
  fc.assert(
    fc.property(axes, fc.constantFrom<DType>(...names), (axes, type) => {
      const itemsize = bytesOf(type);
      const extents = axes.map(({ extent }) => extent);
      const strides = axes.map(({ stride }) => stride * itemsize);
      const places = elements(extents, strides);
      const lowest = Math.min(...places);
      const outside = Uint8Array.from({ length: Math.max(...places) - lowest + itemsize }, (_, k) => (k * 7 + 1) % 256);
      const packed = pack(extents, strides, itemsize);
      const inside = new Uint8Array(packed.total);
      copyPieces(packed, outside, packed.low - lowest, inside, 0, false);
      const within = elements(extents, packed.strides).map((place) => place + packed.start);
      const before = outside.slice();
      const wanted = outside.slice();
      places.forEach((place, k) => {
        for (let b = 0; b < itemsize; b++) {
          t.is(inside[within[k]! + b], before[place - lowest + b]);
          wanted[place - lowest + b] = 255 - before[place - lowest + b]!;
        }
      });
      for (const place of new Set(within)) for (let b = 0; b < itemsize; b++) inside[place + b]! ^= 255;
      copyPieces(packed, outside, packed.low - lowest, inside, 0, true);
      t.deepEqual(outside, wanted);
    }),
  );
});

/** Bytes from the first element to each. */
const elements = (extents: readonly number[], strides: readonly number[]): number[] =>
  extents.reduce(
    (places, extent, axis) =>
      places.flatMap((place) => Array.from({ length: extent }, (_, k) => place + k * strides[axis]!)),
    [0],
  );

const values = (n: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 13) - 6);

test("a few columns of a large array are brought as they are, not with all between them", (t) => {
  const { steps, total } = pack([1000, 3], [8000, 8], 8);
  t.deepEqual([steps.length, total], [1, 24_000]);
  t.is(pack([1000, 3], [32, 8], 8).steps.length, 0, "small gaps come along");
});

/** Views of a square whose rows, columns and all are more than a stage holds. */
const side = 300;
const views: Record<string, (a: NdArray<"float64">) => NdArray<"float64">> = {
  "as it is": (a) => a,
  transposed: (a) => a.transpose(),
  "every second, backwards": (a) => a.slice("::-2", "::-1"),
  "a column": (a) => a.slice("...", 7),
};

for (const [name, view] of Object.entries(views))
  test(`outside the heap, ${name}: with one in rows, into one, by folds`, (t) => {
    const far = () => view(asarray(values(side * side)).reshape(side, side));
    const near = () =>
      view(
        asarray(values(side * side))
          .reshape(side, side)
          .copy(),
      );
    const rows = near().copy();
    t.true(array_equal(subtract(rows, far()), subtract(rows, near())));
    const [out, wanted] = [far(), near()];
    subtract(rows, far(), { out });
    subtract(rows, near(), { out: wanted });
    t.true(array_equal(out, wanted));
    for (let axis = 0; axis < rows.ndim; axis++) {
      t.true(array_equal(add.reduce(far(), { axis }), add.reduce(near(), { axis })));
      const sums = far();
      add.accumulate(far(), { axis, out: sums });
      t.true(array_equal(sums, add.accumulate(near(), { axis })));
    }
  });

test("folds along rows of which one is more than a stage holds, into the same buffer, into another", (t) => {
  const shape = [6, 40_000] as const;
  const both = asarray(values(240_000)).reshape(...shape);
  const wanted = add.accumulate(both.slice(":3").copy(), { axis: 0 });
  add.accumulate(both.slice(":3"), { axis: 0, out: both.slice("3:") });
  t.true(array_equal(both.slice("3:"), wanted));
  const apart = asarray(values(120_000)).reshape(3, 40_000);
  add.accumulate(both.slice(":3"), { axis: 0, out: apart });
  t.true(array_equal(apart, wanted));
  const starts = [0, 100, 50_000, 199_999];
  const out = asarray(values(300_000)).slice("299996:");
  add.reduceat(asarray(values(200_000)), starts, { out });
  t.true(array_equal(out, add.reduceat(asarray(values(200_000)).copy(), starts)));
});

test("nothing beside what is meant is written", (t) => {
  const buffer = values(4 * side * side);
  const before = buffer.slice();
  const square = asarray(buffer)
    .reshape(2 * side, 2 * side)
    .slice(`${side}:`, `${side}:`)
    .transpose();
  add(empty([side, side]), 1, { out: square });
  let changed = 0;
  buffer.forEach((x, i) => {
    const isInside = i >= 2 * side * side && i % (2 * side) >= side;
    if (!isInside && x !== before[i]) changed++;
  });
  t.is(changed, 0);
});
