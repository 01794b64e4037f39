/** Printing: what NumPy 2.4 prints for the same arrays. */
import test from "ava";
import type { NdArray } from "../../runtime/array.js";
import { arange, array, full, zeros } from "../../runtime/create.js";
import { repr, str } from "../../runtime/format.js";

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const prints = (
  title: string,
  cases: readonly (readonly [a: () => NdArray, expected: string])[],
  print: (a: NdArray) => string,
) =>
  test(title, (t) => {
    for (const [a, expected] of cases) t.is(print(a()), expected);
  });

prints(
  "floats share the fewest digits that tell each from its neighbours, at most 8",
  [
    [() => array([1, 2.5, -3]), "[ 1.   2.5 -3. ]"],
    [() => array([0.1, 0.25, 1 / 3]), "[0.1        0.25       0.33333333]"],
    [() => array([-0, 0]), "[-0.  0.]"],
    [() => array([2 ** -9]), "[0.00195312]"],
    [() => array([0.1 + 0.2]), "[0.3]"],
    [() => array([62505.0625], "float32"), "[62505.062]"],
    [() => array([0.1, 0.7], "float32"), "[0.1 0.7]"],
  ],
  str,
);

prints(
  "an exponent where a float is large, small, or far from the others",
  [
    [() => array([1e-5, 1]), "[1.e-05 1.e+00]"],
    [() => array([1e8, 1]), "[1.e+08 1.e+00]"],
    [() => array([99_999_999]), "[99999999.]"],
    [() => array([1, 1001, 0.5]), "[1.000e+00 1.001e+03 5.000e-01]"],
    [() => array([1e300, -1e-300]), "[ 1.e+300 -1.e-300]"],
    [() => array([1e16, 1e-100]), "[1.e+016 1.e-100]"],
    [() => array([0.1, 1e7], "float32"), "[1.e-01 1.e+07]"],
    [() => array([829073.875, 1e-3], "float32"), "[8.290739e+05 1.000000e-03]"],
    [() => array([0.0001], "float32"), "[0.0001]"],
  ],
  str,
);

prints(
  "nan and inf",
  [
    [() => array([nan, 1, inf, -inf]), "[ nan   1.  inf -inf]"],
    [() => array([nan, 0.125]), "[  nan 0.125]"],
    [() => array([nan, -inf]), "[ nan -inf]"],
    [() => array([nan, inf]), "[nan inf]"],
  ],
  str,
);

prints(
  "integers and bools are right-aligned",
  [
    [() => array([-128, 7], "int8"), "[-128    7]"],
    [() => array([2n ** 64n - 1n, 0n], "uint64"), "[18446744073709551615                    0]"],
    [
      () =>
        array([
          [true, false],
          [false, true],
        ]),
      "[[ True False]\n [False  True]]",
    ],
  ],
  str,
);

prints(
  "a 0-d array prints as its element, with all digits",
  [
    [() => array(1), "1.0"],
    [() => array(1 / 3), "0.3333333333333333"],
    [() => array(1e16), "1e+16"],
    [() => array(1.5e-5), "1.5e-05"],
    [() => array(1e6, "float32"), "1e+06"],
    [() => array(-3, "int16"), "-3"],
    [() => array(true), "True"],
    [() => array(-inf), "-inf"],
  ],
  str,
);

prints(
  "repr names the element type unless the elements show it",
  [
    [() => array([1, 2.5]), "array([1. , 2.5])"],
    [() => array([1n, -2n]), "array([ 1, -2])"],
    [() => array([true]), "array([ True])"],
    [() => array([1], "int32"), "array([1], dtype=int32)"],
    [() => array(1), "array(1.)"],
    [() => array(true), "array(True)"],
    [() => array(-3, "int16"), "array(-3, dtype=int16)"],
    [() => array([]), "array([], dtype=float64)"],
    [() => zeros([0, 3], "int32"), "array([], shape=(0, 3), dtype=int32)"],
    [() => arange(6, "int64").reshape(2, 3).T, "array([[0, 3],\n       [1, 4],\n       [2, 5]])"],
  ],
  repr,
);

prints(
  "lines of 75 characters, a blank line between matrices",
  [
    [
      () => arange(8, "int64").reshape(2, 2, 2),
      "array([[[0, 1],\n        [2, 3]],\n\n       [[4, 5],\n        [6, 7]]])",
    ],
    [
      () => full(12, 1 / 3, "float32"),
      "array([0.33333334, 0.33333334, 0.33333334, 0.33333334, 0.33333334,\n" +
        "       0.33333334, 0.33333334, 0.33333334, 0.33333334, 0.33333334,\n" +
        "       0.33333334, 0.33333334], dtype=float32)",
    ],
    [
      () => full(10, 1 / 3, "float32"),
      "array([0.33333334, 0.33333334, 0.33333334, 0.33333334, 0.33333334,\n" +
        "       0.33333334, 0.33333334, 0.33333334, 0.33333334, 0.33333334],\n      dtype=float32)",
    ],
  ],
  repr,
);

prints(
  "beyond 1000 elements only the edges",
  [
    [() => arange(1001, "int64"), "array([   0,    1,    2, ...,  998,  999, 1000], shape=(1001,))"],
    [
      () => arange(12_000, "int64").reshape(30, 400),
      `array([[    0,     1,     2, ...,   397,   398,   399],
       [  400,   401,   402, ...,   797,   798,   799],
       [  800,   801,   802, ...,  1197,  1198,  1199],
       ...,
       [10800, 10801, 10802, ..., 11197, 11198, 11199],
       [11200, 11201, 11202, ..., 11597, 11598, 11599],
       [11600, 11601, 11602, ..., 11997, 11998, 11999]], shape=(30, 400))`,
    ],
  ],
  repr,
);

test("a thousand elements are all shown", (t) => {
  t.false(str(arange(1000)).includes("..."));
  t.is(str(arange(1000)).match(/\d+\./g)?.length, 1000);
});
