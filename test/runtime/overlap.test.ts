/** Arrays that share memory: writing one from the other equals a copy made first, over any slices, strides and types. */
import test from "ava";
import fc from "fast-check";
import type { NdArray } from "../../runtime/array.js";
import { arange, array, as_strided, asarray } from "../../runtime/create.js";
import { copyto } from "../../runtime/indexing.js";
import { broadcast_to, flip } from "../../runtime/shapes.js";

const EXTENT = 12;

/** A part of `length` elements of an axis of EXTENT, forwards or backwards. */
const part = (length: number) =>
  fc.integer({ min: 1, max: Math.max(1, Math.floor((EXTENT - 1) / Math.max(1, length - 1))) }).chain((step) =>
    fc
      .record({
        start: fc.nat(EXTENT - 1 - (length - 1) * step),
        backwards: fc.boolean(),
      })
      .map(({ start, backwards }) => {
        const stop = start + (length - 1) * step;
        if (!backwards) return `${start}:${stop + 1}:${step}`;
        return `${stop}:${start === 0 ? "" : start - 1}:${-step}`;
      }),
  );

const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 });
const views = (shape: readonly number[]) => fc.tuple(...shape.map(part));

/** Two views of one shape on the same memory, which may go through axes in different order. */
const pair = shapes.chain((shape) =>
  fc.record({ shape: fc.constant(shape), to: views(shape), from: views(shape), turned: fc.boolean() }),
);

const grid = (ndim: number) => arange(EXTENT ** ndim).reshape(new Array<number>(ndim).fill(EXTENT));
const turn = (a: NdArray) => a.transpose(...Array.from({ length: a.ndim }, (_, axis) => (axis + 1) % a.ndim));

test("assign over slices of one array", (t) => {
  fc.assert(
    fc.property(pair, ({ shape, to, from, turned }) => {
      const [shared, apart] = [grid(shape.length), grid(shape.length)];
      const source = (a: NdArray) => (turned ? turn(a) : a).slice(...from);
      const expected = apart.slice(...to).assign(source(apart).copy());
      const result = shared.slice(...to).assign(source(shared));
      t.deepEqual(result.tolist(), expected.tolist());
      t.deepEqual(shared.tolist(), apart.tolist());
    }),
  );
});

test("assign from windows with any strides", (t) => {
  const strides = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(strides, fc.nat(11), ([outer, inner], start) => {
      const window = (a: NdArray) =>
        as_strided(a, { shape: [4, 3], strides: [8 * outer, 8 * inner], offset: 8 * (start + 16) });
      const [shared, apart] = [arange(48), arange(48)];
      const target = (a: NdArray) => a.slice("14:38:2").reshape(4, 3);
      target(apart).assign(window(apart).copy());
      target(shared).assign(window(shared));
      t.deepEqual(shared.tolist(), apart.tolist());
    }),
  );
});

test("assign under a mask that lies in the same memory", (t) => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), fc.nat(4), fc.nat(4), (values, to, mask) => {
      const run = (separate: boolean) => {
        const a = array(values);
        const where = a.slice(`${mask}:${mask + 4}`);
        copyto(a.slice(`${to}:${to + 4}`), flip(a.slice("2:6")), { where: separate ? where.copy() : where });
        return a.tolist();
      };
      t.deepEqual(run(false), run(true));
    }),
  );
});

test("assign between types over one buffer", (t) => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(24), fc.boolean(), (to, from, outside) => {
      const run = (separate: boolean) => {
        const bytes = outside ? new Uint8Array(160) : arange(20).data;
        const floats = asarray(new Float64Array(bytes.buffer, bytes.byteOffset, 20));
        const words = asarray(new Int32Array(bytes.buffer, bytes.byteOffset, 40));
        words.assign(arange(40));
        const source = words.slice(`${from}:${from + 12}`);
        floats.slice(`${to}:${to + 12}`).assign(separate ? source.copy() : source);
        return words.tolist();
      };
      t.deepEqual(run(false), run(true));
    }),
  );
});

test("assign from what an array is broadcast to", (t) => {
  const a = arange(9).reshape(3, 3);
  a.assign(broadcast_to(a.slice(1), [3, 3]));
  t.deepEqual(a.tolist(), [
    [3, 4, 5],
    [3, 4, 5],
    [3, 4, 5],
  ]);
  a.assign(a.slice(":", "2:")).slice("::-1").assign(a);
  t.deepEqual(a.tolist(), [
    [5, 5, 5],
    [5, 5, 5],
    [5, 5, 5],
  ]);
});
