/** Sorted lanes and the indices that sort them, beside JavaScript's own sort. */
import test from "ava";
import fc from "fast-check";
import type { NdArray } from "../../runtime/array.js";
import { array, asarray } from "../../runtime/create.js";
import { argsort, sort } from "../../runtime/sorting.js";

const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity, 0.5)), {
  maxLength: 120,
});
const ascending = (a: number, b: number) => (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0) || a - b || 0;

test("argsort is stable and has NaN last, sort agrees with it", (t) => {
  fc.assert(
    fc.property(numbers, (values) => {
      const places = values.map((_, i) => i).sort((i, j) => ascending(values[i]!, values[j]!));
      t.deepEqual(argsort(array(values, "float64")).tolist(), places);
      t.deepEqual(
        sort(array(values, "float64")).tolist(),
        places.map((i) => values[i]!),
      );
    }),
  );
});

test("long lanes are sorted by digits: all types, whatever their bits", (t) => {
  const bits = new BigUint64Array(5000);
  let seed = 1n;
  // many are alike in their low digits, or in their high ones
  for (let i = 0; i < bits.length; i++) {
    seed = BigInt.asUintN(64, seed * 6364136223846793005n + 1442695040888963407n);
    bits[i] = i % 3 === 0 ? seed << BigInt(i % 64) : seed >> BigInt(i % 64);
  }
  const floats = new Float64Array(bits.buffer.slice(0));
  floats.set([-0, 0, NaN, -0, Infinity, -Infinity, 0, -NaN], 100);
  const views = [
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
  ];
  const arrays: NdArray[] = views.map((View) => asarray(new View(bits.buffer.slice(0))).slice(":5000"));
  for (const a of [...arrays, arrays[0]!.astype("bool"), asarray(floats), asarray(Float32Array.from(floats))])
    for (const length of [600, 5000]) {
      const part = a.slice(`:${length}`);
      const values = part.tolist() as number[];
      const compare = (i: number, j: number) => {
        const [x, y] = [values[i]!, values[j]!];
        return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || Number(x > y) - Number(x < y);
      };
      const sign = (i: number) => Number(!Object.is(values[i], -0));
      const places = values.map((_, i) => i).sort((i, j) => compare(i, j) || i - j);
      t.deepEqual(argsort(part).tolist(), places, `${a.dtype} ${length}`);
      places.sort((i, j) => compare(i, j) || sign(i) - sign(j));
      t.deepEqual(
        sort(part).tolist(),
        places.map((i) => values[i]!),
        `${a.dtype} ${length}`,
      );
    }
});

test("lanes are sorted along any axis of any view", (t) => {
  const a = array([
    [3, 1, 2],
    [9, 8, 7],
  ]);
  t.deepEqual(sort(a.T, { axis: 0 }).tolist(), sort(a).T.tolist());
  t.deepEqual(sort(a.slice("::-1"), { axis: 0 }).tolist(), a.tolist());
  t.deepEqual(sort(a, { axis: null }).tolist(), [1, 2, 3, 7, 8, 9]);
  t.deepEqual(argsort(a, { axis: 0 }).tolist(), [
    [0, 0, 0],
    [1, 1, 1],
  ]);
  t.deepEqual(sort(array([2n, -(2n ** 63n), 1n])).tolist(), [-(2n ** 63n), 1n, 2n]);
  const refused = { code: "AxisError", message: "axis 2 is out of bounds for array of dimension 2" };
  t.throws(() => sort(a, { axis: 2 }), refused);
});
