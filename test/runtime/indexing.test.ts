/** Elements chosen and put by index arrays and masks. */
import test from "ava";
import { arange, array, zeros } from "../../runtime/create.js";
import { compress, copyto, putmask, take } from "../../runtime/indexing.js";
import { broadcast_to } from "../../runtime/shapes.js";
import { refusal } from "./refusal.js";

const grid = arange(6).reshape(2, 3);

test("take: indices, parts along an axis, masks", (t) => {
  t.deepEqual(take(grid, [[0, -1]]).tolist(), [[0, 5]]);
  t.deepEqual(take(grid, [2, 0], { axis: 1 }).tolist(), [
    [2, 0],
    [5, 3],
  ]);
  t.deepEqual(take(grid.T, 1, { axis: 0 }).tolist(), [1, 4]);
  t.deepEqual(take(array([1n, 2n ** 63n - 1n]), [1]).tolist(), [2n ** 63n - 1n]);
  t.deepEqual(take(grid, [true, false, true], { axis: 1 }).shape, [2, 2]);
  t.deepEqual(take(array([[1, 2]]), [[false, true]]).tolist(), [2]);
});

test("what take refuses", (t) => {
  t.is(
    refusal(() => take(grid, [0, 7])),
    "IndexError: index 7 is out of bounds for axis 0 with size 6",
  );
  t.is(
    refusal(() => take(grid, [-4], { axis: 1 })),
    "IndexError: index -4 is out of bounds for axis 1 with size 3",
  );
  t.is(
    refusal(() => take(zeros(0), [0])),
    "IndexError: cannot do a non-empty take from an empty axes.",
  );
  t.is(
    refusal(() => take(grid, [0.5])),
    "IndexError: arrays used as indices must be of integer (or boolean) type",
  );
  t.is(
    refusal(() => take(grid, zeros(1))),
    "TypeError: Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'safe'",
  );
  t.is(
    refusal(() => take(grid, [true, false], { axis: 1 })),
    "IndexError: boolean index did not match indexed array along axis 1; size of axis is 3 but size of corresponding boolean axis is 2",
  );
});

test("compress", (t) => {
  t.deepEqual(compress([0, 2], grid, { axis: 1 }).tolist(), [[1], [4]]);
  t.deepEqual(compress([true, false, true], grid).tolist(), [0, 2]);
  t.is(
    refusal(() => compress([true, true, true], grid, { axis: 0 })),
    "IndexError: index 2 is out of bounds for axis 0 with size 2",
  );
  t.is(
    refusal(() => compress([[true]], grid)),
    "ValueError: condition must be a 1-d array",
  );
});

test("copyto and putmask", (t) => {
  const a = zeros([2, 3], "int32");
  copyto(a, [[[0, 0, 0]]]);
  copyto(a.T, [1, 2], { where: [[true, false]] });
  t.deepEqual(a.tolist(), [
    [1, 1, 1],
    [0, 0, 0],
  ]);
  putmask(
    a,
    [
      [1, 0, 1],
      [0, 0, 1],
    ],
    [10, 20, 30, 40],
  );
  t.deepEqual(a.tolist(), [
    [10, 1, 30],
    [0, 0, 20],
  ]);
  const line = arange(5);
  copyto(line.slice("1:"), line.slice(":-1"), { where: [true, true, false, true] });
  t.deepEqual(line.tolist(), [0, 0, 1, 3, 3]);
  const before = a.tolist();
  t.is(
    refusal(() => copyto(a, zeros(3))),
    "TypeError: Cannot cast array data from dtype('float64') to dtype('int32') according to the rule 'same_kind'",
  );
  t.is(
    refusal(() => copyto(a, [1, 2.5, 3])),
    "TypeError: Cannot cast array data from dtype('float64') to dtype('int32') according to the rule 'same_kind'",
  );
  t.is(
    refusal(() => copyto(a, 1, { where: [true, false] })),
    "ValueError: could not broadcast where mask from shape (2,) into shape (2,3)",
  );
  t.is(
    refusal(() => copyto(a, 2 ** 31)),
    "OverflowError: Python integer 2147483648 out of bounds for int32",
  );
  t.is(
    refusal(() => putmask(a, [true], 1)),
    "ValueError: putmask: mask and data must be the same size",
  );
  t.is(
    refusal(() => putmask(broadcast_to(a, [2, 3]), a, 1)),
    "ValueError: assignment destination is read-only",
  );
  t.deepEqual(a.tolist(), before);
});
