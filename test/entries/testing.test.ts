/** Assertions about arrays: what passes, and NumPy 2.4's reports of what does not. */
import test from "ava";
import { assert_allclose, assert_equal } from "../../entries/testing.js";
import { array_equal } from "../../runtime/comparing.js";
import { arange, array, zeros } from "../../runtime/create.js";

/** The report without its leading line break; empty when nothing is thrown. */
function report(call: () => void): string {
  try {
    call();
  } catch (error) {
    const { name, message } = error as Error;
    return name === "AssertionError" ? message.slice(1) : `${name}: ${message}`;
  }
  return "";
}

test("what is equal passes", (t) => {
  t.notThrows(() => assert_equal([1, NaN, Infinity], new Float64Array([1, NaN, Infinity])));
  t.notThrows(() => assert_equal(array([2n ** 63n - 1n]), 2n ** 63n - 1n));
  t.notThrows(() => assert_equal(zeros([2, 3], "int8"), 0));
  t.notThrows(() => assert_equal([0], [-0]));
  t.notThrows(() => assert_equal(NaN, NaN));
  t.notThrows(() => assert_allclose([1, NaN], [1 + 1e-8, NaN]));
  t.notThrows(() => assert_allclose(arange(3).reshape(1, 3), [[0.1, 1, 2.1]], { atol: 0.11 }));
});

test("elements that differ", (t) => {
  t.is(
    report(() => assert_equal([1, 2, 3], [1, 2.5, 3])),
    `Arrays are not equal

Mismatched elements: 1 / 3 (33.3%)
Mismatch at index:
 [1]: 2.0 (ACTUAL), 2.5 (DESIRED)
Max absolute difference among violations: 0.5
Max relative difference among violations: 0.2
 ACTUAL: array([1., 2., 3.])
 DESIRED: array([1. , 2.5, 3. ])`,
  );
  t.is(
    report(() => assert_allclose(zeros([2, 3], "float32"), 1, { err_msg: "ones", rtol: 1e-3 })),
    `Not equal to tolerance rtol=0.001, atol=0
ones
Mismatched elements: 6 / 6 (100%)
First 5 mismatches are at indices:
 [0, 0]: 0.0 (ACTUAL), 1.0 (DESIRED)
 [0, 1]: 0.0 (ACTUAL), 1.0 (DESIRED)
 [0, 2]: 0.0 (ACTUAL), 1.0 (DESIRED)
 [1, 0]: 0.0 (ACTUAL), 1.0 (DESIRED)
 [1, 1]: 0.0 (ACTUAL), 1.0 (DESIRED)
Max absolute difference among violations: 1.
Max relative difference among violations: 1.
 ACTUAL: array([[0., 0., 0.],
       [0., 0., 0.]], dtype=float32)
 DESIRED: array(1.)`,
  );
});

test("integers, booleans and many elements", (t) => {
  const sixteen = arange(16, "uint8").reshape(4, 4);
  const other = sixteen.copy();
  for (const i of [1, 4, 7, 9, 13]) other.set(100, i >> 2, i & 3);
  t.is(
    report(() => assert_equal(sixteen, other))
      .split("\n")
      .slice(2, 5)
      .join("\n"),
    `Mismatched elements: 5 / 16 (31.2%)
Mismatch at indices:
 [0, 1]: 1 (ACTUAL), 100 (DESIRED)`,
  );
  t.is(
    report(() => assert_equal([true, false], [true, true])),
    `Arrays are not equal

Mismatched elements: 1 / 2 (50%)
Mismatch at index:
 [1]: False (ACTUAL), True (DESIRED)
 ACTUAL: array([ True, False])
 DESIRED: array([ True,  True])`,
  );
});

test("integers are compared exactly, whatever their types", (t) => {
  const [signed, unsigned] = [array([2n ** 63n - 1n]), array([2n ** 63n], "uint64")];
  t.regex(
    report(() => assert_equal(signed, unsigned)),
    /\n \[0\]: 9223372036854775807 \(ACTUAL\), 9223372036854775808 \(DESIRED\)\n/,
  );
  t.deepEqual([array_equal(signed, unsigned), array_equal(array([1n]), array([1], "uint8"))], [false, true]);
});

test("NaN and infinities must be in the same places", (t) => {
  t.is(
    report(() => assert_equal([1, NaN], [1, 2])),
    "Arrays are not equal\n\nnan location mismatch:\n ACTUAL: array([ 1., nan])\n DESIRED: array([1., 2.])",
  );
  t.regex(
    report(() => assert_allclose([Infinity, 1], [1, 1])),
    /\ninf location mismatch:\n ACTUAL: array\(\[inf, {2}1\.\]\)\n/,
  );
  t.regex(
    report(() => assert_equal([Infinity, 1], [-Infinity, 1])),
    /\ninf values mismatch:\n ACTUAL: array\(\[inf\]\)\n DESIRED: array\(\[-inf\]\)$/,
  );
  t.regex(
    report(() => assert_allclose([NaN], [NaN], { equal_nan: false })),
    /\nMax absolute difference among violations: nan\n/,
  );
});

test("form", (t) => {
  t.is(
    report(() => assert_equal([[1, 2]], [1, 2])),
    "Arrays are not equal\n\n(shapes (1, 2), (2,) mismatch)\n ACTUAL: array([[1., 2.]])\n DESIRED: array([1., 2.])",
  );
  t.regex(
    report(() => assert_equal([1, 1], 1, { strict: true })),
    /\n\(shapes \(2,\), \(\) mismatch\)\n/,
  );
  t.regex(
    report(() => assert_equal([1], array([1], "int8"), { strict: true })),
    /\n\(dtypes float64, int8 mismatch\)\n/,
  );
  t.is(
    report(() => assert_equal(0, -0)),
    "Items are not equal:\n ACTUAL: 0.0\n DESIRED: -0.0",
  );
  t.regex(
    report(() => assert_equal(zeros([40, 3]), 1)),
    / ACTUAL: array\(\[\[0., 0., 0.\],\n {7}\[0., 0., 0.\],\n {7}\[0., 0., 0.\],\.\.\.\n/,
  );
});
