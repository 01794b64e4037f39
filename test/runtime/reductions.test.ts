/** sum, mean, std and their like: types, axes, what a plain value is. NumPy gave the numbers. */
import test from "ava";
import {
  all,
  any,
  arange,
  array,
  broadcast_to,
  cumprod,
  cumsum,
  dot,
  isNdArray,
  less,
  max,
  mean,
  min,
  prod,
  std,
  sum,
  var as variance,
  zeros,
} from "../../entries/index.js";

const grid = arange(6).reshape(2, 3);

test("options are an object: an axis alone is told how to be written, and so is NumPy's None", (t) => {
  const functions = [sum, prod, min, max, any, all, mean, variance, std, cumsum, cumprod];
  for (const reduced of functions as readonly ((a: unknown, options: unknown) => unknown)[])
    for (const options of [0, null, [0]])
      t.throws(() => reduced(grid, options), {
        instanceOf: TypeError,
        message: `options are ${options}: an object such as { axis: 0 } is wanted`,
      });
});

test("without an axis the result is a plain value", (t) => {
  t.is(sum(grid), 15);
  t.is(sum(array([200, 100], "uint8")), 300);
  t.is(sum(less(grid, 2)) / 6, 1 / 3);
  t.is(sum(array([1n, 2n])), 3n);
  t.is(prod([2, 3, 4]), 24);
  t.is(min(array([3, 1, 2], "int8")), 1);
  t.is(max([1, Number.NaN]), Number.NaN);
  t.is(any([0, 1]), true);
  t.is(all(zeros(0)), true);
  t.is(mean(grid), 2.5);
  t.is(mean(array([1, 2], "int64")), 1.5);
  t.is(variance(grid), 35 / 12);
  t.is(variance([1, 2, 3, 4], { ddof: 1 }), 5 / 3);
  t.is(std([1, 3, 1, 3]), 1);
});

test("along axes it is an array", (t) => {
  t.deepEqual(sum(grid, { axis: 0 }).tolist(), [3, 5, 7]);
  t.deepEqual(sum(grid, { axis: -1, keepdims: true }).tolist(), [[3], [12]]);
  t.deepEqual(max(grid, { axis: 1 }).tolist(), [2, 5]);
  t.deepEqual(all(grid, { axis: 0 }).tolist(), [false, true, true]);
  t.deepEqual(mean(grid, { axis: 0 }).tolist(), [1.5, 2.5, 3.5]);
  t.deepEqual(variance(grid, { axis: 1 }).tolist(), [2 / 3, 2 / 3]);
  t.deepEqual(std(grid, { axis: 0, keepdims: true }).tolist(), [[1.5, 1.5, 1.5]]);
  const where = [true, false, true];
  t.deepEqual(mean(grid, { axis: 1, where }).tolist(), [1, 4]);
  t.deepEqual(variance(grid, { axis: 1, where }).tolist(), [1, 1]);
  t.is(mean(grid, { where }), 2.5);
  const out = zeros(3);
  t.is(mean(grid, { axis: 0, out }), out);
  t.deepEqual(out.tolist(), [1.5, 2.5, 3.5]);
});

test("views of more elements than 32 bits count", (t) => {
  t.is(max(broadcast_to(array([7], "int8"), [2 ** 16, 2 ** 15 + 1])), 7);
  t.is(sum(broadcast_to(array([true]), [2 ** 15 + 1, 2 ** 16])), 2 ** 31 + 2 ** 16);
  t.throws(() => sum(broadcast_to(array([1]), [2 ** 32 + 5])), {
    code: "ValueError",
    message: "an axis of 4294967301 elements is too long to be walked: 2147418112 are the most",
  });
  t.throws(() => max(broadcast_to(array([7]), [2 ** 31 - 1])), { code: "ValueError", message: /too long/ });
  t.throws(() => broadcast_to(array([1]), [2 ** 30, 2 ** 30]), { code: "ValueError", message: /^array is too big/ });
  t.deepEqual(sum(zeros([2 ** 40, 0]).T, { axis: 1 }).shape, [0]);
});

test("types: small integers are summed as numbers, float32 stays", (t) => {
  t.is(sum(array([1, 2], "int32"), { axis: 0 }).dtype, "float64");
  t.is(sum(array([1, 2], "int32"), { axis: 0, dtype: "int32" }).dtype, "int32");
  t.is(mean(array([1, 2], "float32"), { axis: 0 }).dtype, "float32");
  t.is(std(array([1, 2], "uint8"), { axis: 0 }).dtype, "float64");
  t.is(cumsum(array([true, true])).dtype, "float64");
});

test("means are elements of the type that is asked for, or of their own", (t) => {
  const whole = [1, 2, 9];
  t.is(mean(array(whole), { dtype: "int64" }) as unknown, 4n);
  t.is(mean(array([1, 2, 4]), { dtype: "int32" }), 2);
  t.is(variance(array([1, 2, 4]), { dtype: "int64" }) as unknown, 1n);
  t.is(variance(array([1, 2, 4]), { dtype: "int32" }), 1);
  t.is(std(array(whole), { dtype: "int32" }), 3);
  t.is(mean(array([true, false]), { dtype: "bool" }) as unknown, true);
  const singles = array([1, 1, 2], "float32");
  t.is(mean(singles), Math.fround(1.3333334));
  t.is(variance(singles), Math.fround(0.22222221));
  t.is(std(singles), Math.fround(0.4714045));
});

test("no dtype is as if there were none", (t) => {
  t.is(sum(array([2n ** 40n, 1n]), { dtype: undefined }) as unknown, 2n ** 40n + 1n);
  t.is(sum(array([2 ** 30, 2 ** 30], "int32"), { dtype: undefined }), 2 ** 31);
  t.is(mean(array([1, 2], "int32"), { dtype: undefined }), 1.5);
  t.is(cumsum(array([1, 2], "int32"), { dtype: undefined }).dtype, "float64");
});

test("ddof is a number", (t) => {
  for (const ddof of ["x", Number.NaN])
    t.throws(() => variance([1, 2], { ddof: ddof as number }), { instanceOf: TypeError, message: /^ddof is / });
});

test("running sums and products", (t) => {
  t.deepEqual(cumsum(grid).tolist(), [0, 1, 3, 6, 10, 15]);
  t.deepEqual(cumsum(grid, { axis: 0 }).tolist(), [
    [0, 1, 2],
    [3, 5, 7],
  ]);
  t.deepEqual(cumprod([1, 2, 3, 4]).tolist(), [1, 2, 6, 24]);
});

test("products of vectors and matrices", (t) => {
  const inner = dot([1, 2, 3], [4, 5, 6]);
  t.true(isNdArray(inner));
  t.is(inner.item(), 32);
  const matrix = array([
    [1, 2],
    [3, 4],
  ]);
  t.deepEqual(dot(matrix, [10, 100]).tolist(), [210, 430]);
  t.deepEqual(dot([10, 100], matrix).tolist(), [310, 420]);
  t.deepEqual(dot(matrix, matrix.T).tolist(), [
    [5, 11],
    [11, 25],
  ]);
  t.deepEqual(dot(matrix, 2).tolist(), [
    [2, 4],
    [6, 8],
  ]);
  t.deepEqual(dot(zeros([2, 3, 4]), zeros([5, 4, 6])).shape, [2, 3, 5, 6]);
  t.deepEqual(dot(array([[true, false]]), array([[true], [true]])).tolist(), [[true]]);
  t.like(
    t.throws(() => dot([1, 2, 3], [1, 2, 3, 4])),
    { code: "ValueError", message: "shapes (3,) and (4,) not aligned: 3 (dim 0) != 4 (dim 0)" },
  );
});
