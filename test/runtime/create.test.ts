/** Creation: the element type that JS values have, shapes, ranges, and what can't be an array. */
import test from "ava";
import { add, expand_dims, stack } from "../../entries/index.js";
import { names } from "../../kernel/dtype.js";
import {
  arange,
  array,
  asarray,
  empty,
  empty_like,
  full,
  full_like,
  linspace,
  ones,
  ones_like,
  zeros,
  zeros_like,
} from "../../runtime/create.js";
import type { DType } from "../../runtime/types.js";

test("without a dtype the kind of the values decides, never the values", (t) => {
  t.is(array([1, 2, 3]).dtype, "float64");
  t.is(array([1n, 2n]).dtype, "int64");
  t.is(array([true, false]).dtype, "bool");
  t.is(array([]).dtype, "float64");
  t.is(array([[[1]]]).ndim, 3);
  t.is(array(5).dtype, "float64");
  t.is(array(5n).ndim, 0);
  t.is(full(3, 7).dtype, "float64");
  t.is(full(3, 7n).dtype, "int64");
  t.is(full(3, true).dtype, "bool");
  t.is(zeros(2).dtype, "float64");
  t.is(asarray(new Uint8ClampedArray(4)).dtype, "uint8");
  t.is(array(new Float32Array(4)).dtype, "float32");
  t.is(array([1, 2n] as number[], "int8").dtype, "int8");
});

test("array copies, asarray does not where the type is right", (t) => {
  const memory = Float64Array.of(1, 2, 3);
  array(memory).set(9, 0);
  t.is(memory[0], 1);
  asarray(memory).set(9, 0);
  t.is(memory[0], 9);
  asarray(memory, "float32").set(1, 0);
  t.is(memory[0], 9);
  const a = asarray(memory);
  t.is(asarray(a), a);
  t.not(array(a), a);
  t.not(asarray(a, "int8").storage, a.storage);
});

test("every type from JS values and back", (t) => {
  for (const dtype of names) {
    const a = array(
      [
        [0, 1, 1],
        [1, 0, 1],
      ],
      dtype,
    );
    t.deepEqual(a.shape, [2, 3]);
    t.deepEqual(Array.from(a.data as ArrayLike<unknown>, Number), [0, 1, 1, 1, 0, 1]);
    t.deepEqual(Array.from(ones([2], dtype).data as ArrayLike<unknown>, Number), [1, 1]);
    t.deepEqual(Array.from(zeros([2], dtype).data as ArrayLike<unknown>, Number), [0, 0]);
    t.is(empty([2, 3], dtype).nbytes, 6 * a.itemsize);
  }
  t.deepEqual(array([1.9, -1.9, Number.NaN, 2 ** 40 + 0.5], "int32").tolist(), [1, -1, 0, 0]);
});

test("zeros are zeros where other values were before", (t) => {
  const a = full(5000, 7);
  const { address } = a;
  a.dispose();
  const b = zeros(5000);
  t.is(b.address, address);
  t.true(b.data.every((x) => x === 0));
});

test("ragged arrays: NumPy's text, and where", (t) => {
  const fails = (data: unknown, message: string) =>
    t.throws(() => array(data as number[]), {
      instanceOf: RangeError,
      code: "ValueError",
      message: `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${message}`,
    });
  fails(
    [[1, 2], [3]],
    "1 dimensions. The detected shape was (2,) + inhomogeneous part: [1] has length 1, others have 2",
  );
  fails([[1, 2], 3], "1 dimensions. The detected shape was (2,) + inhomogeneous part: [1] is an element, not an array");
  fails([1, [2]], "1 dimensions. The detected shape was (2,) + inhomogeneous part: [1] is an array, not an element");
  fails(
    [
      [[1], [2]],
      [[1], [2, 3]],
    ],
    "2 dimensions. The detected shape was (2, 2) + inhomogeneous part: [1][1] has length 2, others have 1",
  );
});

test("what is no number, and numbers beside bigints", (t) => {
  const fails = (use: () => unknown, message: string | RegExp) =>
    t.throws(use, { instanceOf: TypeError, code: "TypeError", message });
  fails(() => array([1, 2n] as number[]), /^\[1\]: numbers and bigints are mixed/);
  fails(
    () => array([[1], ["2"]] as unknown as number[]),
    '[1][0]: an element is a number, a bigint or a boolean, got "2"',
  );
  fails(() => array([null] as unknown as number[]), /got null$/);
  fails(() => array([new Float64Array(2)] as unknown as number[]), /got an object \(Float64Array\)$/);
  fails(() => array("123" as unknown as number), /^array\(data\): "123" is no array/);
  fails(() => asarray({} as unknown as number), /^asarray\(data\): an object \(Object\) is no array/);
  fails(() => zeros_like([1, 2] as never), /^zeros_like\(a\): an NdArray is wanted, got a nested array: asarray/);
  t.throws(() => array([1, 300], "uint8"), {
    instanceOf: RangeError,
    code: "OverflowError",
    message: "Python integer 300 out of bounds for uint8",
  });
});

test("unknown element types, with a suggestion", (t) => {
  const text = (name: unknown) =>
    t.throws(() => zeros(3, name as DType), { instanceOf: TypeError, code: "TypeError" }).message;
  t.is(text("f64"), `data type 'f64' not understood: did you mean "float64"?`);
  t.is(text("i32"), `data type 'i32' not understood: did you mean "int32"?`);
  t.is(text("Float32Array"), `data type 'Float32Array' not understood: did you mean "float32"?`);
  t.is(text("f4"), `data type 'f4' not understood: did you mean "float32"?`);
  t.is(text("int"), `data type 'int' not understood: did you mean "int64"?`);
  t.regex(text("nope"), /^data type 'nope' not understood: one of bool, int8, .* is wanted$/);
  t.regex(text(Float64Array), /^data type the function Float64Array not understood/);
  t.regex(text("toString"), /not understood/);
});

test("shapes", (t) => {
  t.deepEqual(zeros(3).shape, [3]);
  t.deepEqual(zeros([]).shape, []);
  t.deepEqual(zeros([2, 0]).shape, [2, 0]);
  const shape = [2, 3];
  const a = zeros(shape);
  shape[0] = 9;
  t.deepEqual(a.shape, [2, 3]);
  t.throws(() => zeros(2 ** 60), {
    code: "ValueError",
    message: /^array is too big; `arr.size \* arr.dtype.itemsize` is larger than the maximum possible size: shape \(/,
  });
  t.throws(() => zeros(-1), { code: "ValueError", message: "negative dimensions are not allowed" });
  t.throws(() => zeros(1.5), {
    code: "TypeError",
    message: /expected a sequence of integers or a single integer, got 1.5$/,
  });
  t.throws(() => zeros("3" as never), { code: "TypeError" });
  t.throws(() => zeros(new Array(65).fill(1)), { code: "ValueError", message: /64, found 65$/ });
});

test("no array has more than 64 axes, however it is made", (t) => {
  const most = zeros(new Array(64).fill(1));
  const half = zeros(new Array(40).fill(1));
  const tooMany = (found: number) => ({
    code: "ValueError",
    message: `maximum supported dimension for an ndarray is currently 64, found ${found}`,
  });
  t.throws(() => zeros(1).slice(...new Array(70).fill(null)), tooMany(71));
  t.throws(() => most.reshape(new Array(65).fill(1)), tooMany(65));
  t.throws(() => expand_dims(most, 0), tooMany(65));
  t.throws(() => stack([most, most]), tooMany(65));
  t.throws(() => add.outer(half, half), tooMany(80));
  t.throws(() => add.at(half, zeros(half.shape, "int32"), 1), tooMany(79));
  t.is(add(most, 1).item(), 1);
});

test("nested arrays of more than 64 levels are refused, and those without end", (t) => {
  const nested = (depth: number) => {
    let data: unknown = 1;
    for (let level = 0; level < depth; level++) data = [data];
    return data as number[];
  };
  const endless: unknown[] = [];
  endless.push(endless);
  const tooDeep = {
    code: "ValueError",
    message:
      "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 64.",
  };
  t.is(array(nested(64)).ndim, 64);
  t.throws(() => array(nested(65)), tooDeep);
  t.throws(() => array(nested(10000), "float64"), tooDeep);
  t.throws(() => add(endless as number[], 1), tooDeep);
});

test("arange gives what NumPy's gives", (t) => {
  t.deepEqual(arange(4).tolist(), [0, 1, 2, 3]);
  t.deepEqual(arange(3, "int8").tolist(), [0, 1, 2]);
  t.deepEqual(arange(2, 10, 3).tolist(), [2, 5, 8]);
  t.deepEqual(arange(5, 0, -2, "uint8").tolist(), [5, 3, 1]);
  t.deepEqual(arange(250, 260, undefined, "uint8").tolist(), [250, 251, 252, 253, 254, 255, 0, 1, 2, 3]);
  t.deepEqual(arange(0, 5, 0.5, "int32").tolist(), new Array(10).fill(0));
  t.deepEqual(arange(0, 1, 0.1, "float32").get(9), Math.fround(0.90000004));
  t.is(arange(-0.5450182266906634, 1, 0.7216356848251451, "float32").get(1), 0.17661745846271515);
  t.deepEqual(arange(3, 1).shape, [0]);
  t.deepEqual(arange(2, "bool").tolist(), [false, true]);
  t.deepEqual(arange(3n as unknown as number).tolist(), [0n, 1n, 2n] as unknown);
  const large = [2n ** 60n, 2n ** 60n + 2n] as unknown as [number, number];
  t.deepEqual(arange(...large).tolist(), [2n ** 60n, 2n ** 60n + 1n] as unknown);
  t.deepEqual(arange(2 ** 53 - 2, 2 ** 53, 1, "int64").tolist(), [2n ** 53n - 2n, 2n ** 53n - 1n]);
  t.deepEqual(arange(0, 1.5, 1n as unknown as number).tolist(), [0, 1]);
  t.deepEqual(arange(0.5, 3n as unknown as number).tolist(), [0.5, 1.5, 2.5]);
  t.deepEqual(arange(1, 3n as unknown as number).tolist(), [1n, 2n] as unknown);
  const noStop = undefined as unknown as number;
  t.deepEqual(arange(3, noStop, undefined, "int8").dtype, "int8");
  t.deepEqual(arange(3, noStop, 2).tolist(), [0, 2]);
  t.throws(() => arange(0, 5, 0), { instanceOf: RangeError, code: "ZeroDivisionError" });
  t.throws(() => arange(Number.NaN), { code: "ValueError", message: "arange: cannot compute length" });
  t.throws(() => arange(3, "bool"), { instanceOf: TypeError, message: /at most length 2/ });
  t.throws(() => arange("3" as never), { instanceOf: TypeError, message: /^arange\(stop\)/ });
});

test("linspace gives what NumPy's gives", (t) => {
  t.deepEqual(linspace(0, 1, 5).tolist(), [0, 0.25, 0.5, 0.75, 1]);
  t.is(linspace(0, 1).size, 50);
  t.deepEqual(linspace(2, 3, 1).tolist(), [2]);
  t.deepEqual(linspace(2, 3, 0).tolist(), []);
  t.deepEqual(linspace(0, 5, 4, "int32").tolist(), [0, 1, 3, 5]);
  t.deepEqual(linspace(0, -5, 4, "int32").tolist(), [0, -2, -4, -5]);
  t.deepEqual(linspace(0, 1, 3, "bool").tolist(), [false, true, true]);
  t.deepEqual(linspace(0, 1e-323, 5).tolist(), [0, 0, 5e-324, 1e-323, 1e-323]);
  t.is(linspace(0, 0.3, 4).get(3), 0.3);
  t.deepEqual(linspace(-1, 1, 3, "uint8").tolist(), [255, 0, 1]);
  t.deepEqual(linspace(-1, 300, 5, "uint8").tolist(), [255, 74, 149, 224, 44]);
  t.throws(() => linspace(0, 1, -1), { code: "ValueError", message: "Number of samples, -1, must be non-negative." });
  t.throws(() => linspace(0, 1, 2.5), { instanceOf: TypeError, message: /cannot be interpreted as an integer$/ });
});

test("*_like take shape, type and order of the axes", (t) => {
  const a = zeros([2, 3], "int16").T;
  for (const b of [zeros_like(a), ones_like(a), empty_like(a), full_like(a, 7)]) {
    t.is(b.dtype, "int16");
    t.deepEqual([b.shape, b.strides], [a.shape, a.strides]);
  }
  t.deepEqual(zeros_like(a).tolist(), [
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  t.deepEqual(ones_like(a).tolist(), [
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
  t.deepEqual(full_like(a, 7).tolist(), [
    [7, 7],
    [7, 7],
    [7, 7],
  ]);
  t.throws(() => full_like(a, 40_000), { code: "OverflowError" });
});
