/** `at`: chosen elements, one after the other; and the indices that choose them. */
import test from "ava";
import fc from "fast-check";
import {
  add,
  arange,
  array,
  asarray,
  compress,
  divmod,
  ix,
  less,
  type NdArray,
  negative,
  nonzero,
  subtract,
  sum,
  take,
  ufunc,
  zeros,
} from "../../entries/index.js";

test("an element that is chosen twice is changed twice", (t) => {
  const a = zeros(4);
  add.at(a, [0, 1, 1, -1], 1);
  t.deepEqual(a.tolist(), [1, 2, 0, 1]);
  subtract.at(a, [1, 1, 1], [1, 2, 3]);
  t.deepEqual(a.tolist(), [1, -4, 0, 1]);
  negative.at(a, [0, 1, 1]);
  t.deepEqual(a.tolist(), [-1, -4, 0, 1]);
});

test("indices: of the first axis, of several, booleans", (t) => {
  const rows = zeros([2, 3], "int32");
  add.at(rows, [0, 0], array([1, 2, 3], "int32"));
  t.deepEqual(rows.tolist(), [
    [2, 4, 6],
    [0, 0, 0],
  ]);
  const a = zeros([2, 3]);
  add.at(a, ix([0, 0, 1], [1, 1, 2]), [5, 6, 7]);
  t.deepEqual(a.tolist(), [
    [0, 11, 0],
    [0, 0, 7],
  ]);
  add.at(a, ix([[0], [1]], [0, 2]), 1);
  t.deepEqual(a.tolist(), [
    [1, 11, 1],
    [1, 0, 8],
  ]);
  add.at(a, less(a, 5), 100);
  t.deepEqual(a.tolist(), [
    [101, 11, 101],
    [101, 100, 8],
  ]);
  add.at(a, ix([true, false], [0, 1]), 1);
  t.deepEqual(a.slice(0).tolist(), [102, 12, 101]);
});

test("a boolean of no axes chooses all or nothing", (t) => {
  const a = zeros([2, 3]);
  add.at(a, array(false), 1);
  add.at(a, ix(array(false), [0]), 1);
  t.deepEqual(a.tolist(), zeros([2, 3]).tolist());
  add.at(a, array(true), [[[1, 2, 3]]]);
  add.at(a, ix(array(true), [0, 1]), [[4], [5]]);
  t.deepEqual(a.tolist(), [
    [5, 6, 7],
    [6, 7, 8],
  ]);
  t.throws(() => add.at(a, ix(array(false), [0, 1]), 1), {
    code: "IndexError",
    message: "shape mismatch: indexing arrays could not be broadcast together with shapes (0,) (2,) ",
  });
});

test("any byte but 0 is true", (t) => {
  const mask = array([false, false, true]);
  mask.data[0] = 7;
  const a = zeros(3);
  add.at(a, mask, 1);
  t.deepEqual(a.tolist(), [1, 0, 1]);
  t.deepEqual(nonzero(mask)[0]!.tolist(), [0, 2]);
  t.deepEqual(take([1, 2, 3], mask).tolist(), [1, 3]);
  t.deepEqual(compress(mask, [1, 2, 3]).tolist(), [1, 3]);
  const data = Uint8Array.of(2, 0, 255);
  t.is(sum(asarray({ dtype: "bool", shape: [3], data })), 2);
  t.deepEqual([...data], [2, 0, 255]);
});

test("any layout, any types: elements are cast to the loop's types and back", (t) => {
  const a = arange(12).reshape(3, 4).T;
  add.at(a, array([0n, -1n]), array([[0.5], [1]]));
  t.deepEqual(a.tolist(), [
    [0.5, 4.5, 8.5],
    [1, 5, 9],
    [2, 6, 10],
    [4, 8, 12],
  ]);
  const small = array([1, 2], "int32");
  add.at(small, [0], array([1.5]));
  t.deepEqual(small.tolist(), [2, 2]);
  const outside = asarray(new Float32Array(4));
  add.at(outside, [0, 1, 1, -1], [1, 2, 3, 4]);
  t.deepEqual(outside.tolist(), [1, 5, 0, 4]);
  const last = ufunc((x: number, y: number) => (x === 0 ? y : x * 10 + y));
  const digits = zeros(2);
  last.at(digits, [0, 1, 0, 0], [1, 2, 3, 4]);
  t.deepEqual(digits.tolist(), [134, 2]);
});

test("the second operand may be the array itself", (t) => {
  const a = arange(4);
  add.at(a, [0, 1, 2, 3], a.slice("::-1"));
  t.deepEqual(a.tolist(), [3, 3, 3, 3]);
  // as it was at first, though its second element has become 8 when it is read
  for (const b of [array([5, 3, 7]), asarray(Float64Array.of(5, 3, 7))]) {
    add.at(b, [1, 1, 2], b);
    t.deepEqual(b.tolist(), [5, 11, 14]);
  }
});

test("what is refused, with nothing changed", (t) => {
  const a = zeros(4);
  const refused = (run: () => unknown, code: string, message: string) => t.like(t.throws(run), { code, message });
  refused(() => add.at(a, [0, 9], 1), "IndexError", "index 9 is out of bounds for axis 0 with size 4");
  refused(() => add.at(a, [0, -5], 1), "IndexError", "index -5 is out of bounds for axis 0 with size 4");
  const text = "arrays used as indices must be of integer (or boolean) type";
  refused(() => add.at(a, [0.5], 1), "IndexError", text);
  refused(() => add.at(a, zeros(1), 1), "IndexError", text);
  refused(
    () => add.at(a, ix([0], [1]), 1),
    "IndexError",
    "too many indices for array: array is 1-dimensional, but 2 were indexed",
  );
  refused(
    () => add.at(zeros([2, 3]), ix([0, 1], [1, 2, 0]), 1),
    "IndexError",
    "shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,) ",
  );
  refused(
    () => add.at(a, [true], 1),
    "IndexError",
    "boolean index did not match indexed array along axis 0; size of axis is 4 but size of corresponding boolean axis is 1",
  );
  refused(() => add.at(a, [0, 1], [1, 2, 3]), "ValueError", "array is not broadcastable to correct shape");
  // @ts-expect-error an operand is missing
  refused(() => add.at(a, [0]), "ValueError", "second operand needed for ufunc");
  // @ts-expect-error one too many
  refused(() => negative.at(a, [0], 1), "ValueError", "second operand provided when ufunc is unary");
  // @ts-expect-error no array
  refused(() => add.at([1], [0], 1), "TypeError", "first operand must be array");
  // @ts-expect-error two outputs
  refused(() => divmod.at(a, [0], 1), "ValueError", "Only single output ufuncs supported at this time");
  t.deepEqual(a.tolist(), [0, 0, 0, 0]);
});

test("as a loop over the indices would do it", (t) => {
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.boolean())
    .chain(([n, isStrided]) =>
      fc.tuple(
        fc.constant(n),
        fc.constant(isStrided),
        fc.array(fc.tuple(fc.integer({ min: -n, max: n - 1 }), fc.integer({ min: -9, max: 9 })), { maxLength: 1200 }),
      ),
    );
  fc.assert(
    fc.property(cases, fc.constantFrom("int8", "uint16", "int64", "float32"), ([n, isStrided, pairs], type) => {
      const a: NdArray = isStrided ? zeros(3 * n, type).slice("::-3") : zeros(n, type);
      const wanted = zeros(n);
      const indices = array(
        pairs.map(([i]) => i),
        "int16",
      );
      const others = array(
        pairs.map(([, x]) => x),
        "int8",
      );
      add.at(a, indices, others);
      for (const [i, x] of pairs) wanted.set(wanted.get(i) + x, i);
      t.deepEqual(a.tolist(), wanted.astype(type).tolist());
    }),
    { numRuns: 60 },
  );
});

test("many elements at places that come again and again: as in a loop", (t) => {
  const size = 2051;
  for (const type of ["int8", "int32", "uint64", "float32", "float64"] as const) {
    const places = Array.from({ length: size }, (_, k) => ((k * k * 31) % 97) - (k % 3 === 0 ? 97 : 0));
    const values = Array.from({ length: size }, (_, k) => k % 7);
    const a = zeros([97], type);
    const b = array(values).astype(type);
    subtract.at(a, array(places, "int32"), b);
    const wanted = zeros([97], type);
    places.forEach((place, k) => {
      const one = wanted.slice((place + 97) % 97);
      subtract(one, b.slice(k), { out: one });
    });
    t.deepEqual(a.tolist(), wanted.tolist(), type);
  }
  const rows = zeros([4, 5]);
  const [i, j] = [3, 5].map((n) =>
    array(
      Array.from({ length: size }, (_, k) => k % n),
      "int32",
    ),
  );
  add.at(rows, ix(i!, j!), 1);
  t.deepEqual(add.reduce(rows, { axis: null }), size);
  t.throws(() => add.at(rows, ix(i!, add(j!, array(1, "int32"))), 1), { message: /out of bounds/ });
});
