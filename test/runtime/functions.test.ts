/** Functions on arrays: NumPy's results, and its refusals with its texts. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "ava";
import type { NdArray } from "../../runtime/array.js";
import { allclose, array_equal, isclose } from "../../runtime/comparing.js";
import { arange, array, asarray, eye, meshgrid, zeros } from "../../runtime/create.js";
import { heap } from "../../runtime/heap.js";
import { copyto, take } from "../../runtime/indexing.js";
import { concatenate, stack } from "../../runtime/joining.js";
import { argmax, argmin, nonzero, where } from "../../runtime/searching.js";
import { broadcast_to, expand_dims, flip, squeeze } from "../../runtime/shapes.js";
import { argsort, sort } from "../../runtime/sorting.js";
import { can_cast, finfo, iinfo, promote_types, result_type } from "../../runtime/typeinfo.js";
import type { DType } from "../../runtime/types.js";
import { refusal } from "./refusal.js";

const grid = arange(6).reshape(2, 3);
const lists = (arrays: readonly NdArray[]) => arrays.map((a) => a.tolist());

// ───────────── shapes ─────────────

test("broadcast_to is a read-only view, and so are its views", (t) => {
  const wide = broadcast_to(grid, [2, 2, 3]);
  t.deepEqual(wide.tolist(), [grid.tolist(), grid.tolist()]);
  t.deepEqual([wide.base === grid.base, wide.flags.writeable, wide.slice(0).T.flags.writeable], [true, false, false]);
  t.is(
    refusal(() => wide.slice(0).set(1, 0, 0)),
    "ValueError: assignment destination is read-only",
  );
  t.true(wide.copy().flags.writeable);
  t.is(
    refusal(() => broadcast_to(grid, [3, 3])),
    "ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (2,3)  and requested shape (3,3)",
  );
  t.is(
    refusal(() => broadcast_to(grid, 3)),
    "ValueError: input operand has more dimensions than allowed by the axis remapping",
  );
});

test("squeeze, expand_dims and flip are views", (t) => {
  const a = zeros([1, 2, 1]);
  t.deepEqual(
    [squeeze(a).shape, squeeze(a, { axis: -1 }).shape, squeeze(a, { axis: [0, 2] }).shape],
    [[2], [1, 2], [2]],
  );
  t.deepEqual(expand_dims(grid, [0, -1]).shape, [1, 2, 3, 1]);
  t.deepEqual(flip(grid).tolist(), [
    [5, 4, 3],
    [2, 1, 0],
  ]);
  t.true(flip(grid, { axis: 1 }).base === grid.base);
  t.is(
    refusal(() => squeeze(a, { axis: 1 })),
    "ValueError: cannot select an axis to squeeze out which has size not equal to one",
  );
  t.is(
    refusal(() => squeeze(a, { axis: [0, 0] })),
    "ValueError: duplicate value in 'axis'",
  );
  t.is(
    refusal(() => expand_dims(a, [0, 0])),
    "ValueError: repeated axis",
  );
  t.is(
    refusal(() => flip(grid, { axis: 2 })),
    "AxisError: axis 2 is out of bounds for array of dimension 2",
  );
  t.is(
    refusal(() => flip(grid, 1 as never)),
    "TypeError: flip(options) is 1: an object with axis is wanted",
  );
});

test("eye and meshgrid", (t) => {
  t.deepEqual(eye(2, 3, -1, "bool").tolist(), [
    [false, false, false],
    [true, false, false],
  ]);
  t.deepEqual(
    meshgrid([1, 2], array([3, 4, 5], "int8")).map((a) => `${a.dtype} ${a.shape}`),
    ["float64 3,2", "int8 3,2"],
  );
  t.deepEqual(lists(meshgrid([1, 2], [3, 4], { indexing: "ij" })), [
    [
      [1, 1],
      [2, 2],
    ],
    [
      [3, 4],
      [3, 4],
    ],
  ]);
  t.deepEqual(
    meshgrid([1, 2], [3, 4, 5], { sparse: true }).map((a) => a.shape),
    [
      [1, 2],
      [3, 1],
    ],
  );
  t.is(
    refusal(() => meshgrid([1], { indexing: "zz" as "ij" })),
    "ValueError: Valid values for `indexing` are 'xy' and 'ij'.",
  );
});

// ───────────── joining ─────────────

test("concatenate and stack", (t) => {
  t.deepEqual(concatenate([grid.T, flip(grid.T)], { axis: 1 }).tolist(), [
    [0, 3, 5, 2],
    [1, 4, 4, 1],
    [2, 5, 3, 0],
  ]);
  t.deepEqual(concatenate([grid, [7]], { axis: null }).tolist(), [0, 1, 2, 3, 4, 5, 7]);
  t.is(concatenate([zeros(2, "int8"), zeros(2, "uint8")]).dtype, "int16");
  t.is(concatenate([zeros(1, "int8"), zeros(1, "uint16"), zeros(1, "float32")]).dtype, "float32");
  t.is(concatenate([zeros(2, "int64")], { dtype: "float32" }).dtype, "float32");
  t.deepEqual(stack([1, 2]).tolist(), [1, 2]);
  t.deepEqual(stack([grid, grid], { axis: -1 }).shape, [2, 3, 2]);
});

test("what can't be joined", (t) => {
  t.is(
    refusal(() => concatenate(grid as never)),
    "TypeError: concatenate(arrays) is an object (NdArray): a list of arrays is wanted",
  );
  t.is(
    refusal(() => concatenate([])),
    "ValueError: need at least one array to concatenate",
  );
  t.is(
    refusal(() => stack([])),
    "ValueError: need at least one array to stack",
  );
  t.is(
    refusal(() => stack([grid, [1]])),
    "ValueError: all input arrays must have the same shape",
  );
  t.is(
    refusal(() => concatenate([grid, [1, 2]])),
    "ValueError: all the input arrays must have same number of dimensions, but the array at index 0 has 2 dimension(s) and the array at index 1 has 1 dimension(s)",
  );
  t.is(
    refusal(() => concatenate([grid, [[1, 2]]])),
    "ValueError: all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, the array at index 0 has size 3 and the array at index 1 has size 2",
  );
  t.is(
    refusal(() => concatenate([grid], { casting: "foo" as never })),
    "ValueError: casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got 'foo')",
  );
  t.is(
    refusal(() => concatenate([grid], { dtype: "int32" })),
    "TypeError: Cannot cast array data from dtype('float64') to dtype('int32') according to the rule 'same_kind'",
  );
});

// ───────────── searching ─────────────

test("argmin and argmax: the first of equals, NaN before numbers", (t) => {
  t.is(argmax([1, 3, 3]), 1);
  t.is(argmin([1, NaN, 0, NaN]), 1);
  t.is(argmax(array([2n ** 63n, 2n ** 63n + 1n], "uint64")), 1);
  t.deepEqual(argmax(grid.T, { axis: 0 }).tolist(), [2, 2]);
  t.is(argmax(grid, { axis: -1, keepdims: true }).dtype, "int32");
  t.deepEqual(argmax(array(5), { axis: 0, keepdims: true }).shape, []);
  t.deepEqual(argmin(array(5), { axis: 0 }).shape, []);
  t.deepEqual(argmin(grid, { keepdims: true }).tolist(), [[0]]);
  t.is(
    refusal(() => argmax(zeros(0))),
    "ValueError: attempt to get argmax of an empty sequence",
  );
});

test("nonzero and where", (t) => {
  t.deepEqual(
    lists(
      nonzero([
        [0, NaN],
        [-0, 2],
      ]),
    ),
    [
      [0, 1],
      [1, 1],
    ],
  );
  t.deepEqual(lists(where(array([0n, 5n]))), [[1]]);
  const chosen = where([[1], [0]], zeros(2, "int8"), 7);
  t.deepEqual(
    [chosen.dtype, chosen.tolist() as unknown],
    [
      "int8",
      [
        [0, 0],
        [7, 7],
      ],
    ],
  );
  t.is(where(grid, zeros(3, "int8"), zeros(3, "uint8")).dtype, "int16");
  t.is(
    refusal(() => where([true, false], [1], [2, 3, 4])),
    "ValueError: operands could not be broadcast together with shapes (2,) (1,) (3,) ",
  );
  t.is(
    refusal(() => where(grid, zeros(3, "int8"), 300)),
    "OverflowError: Python integer 300 out of bounds for int8",
  );
});

// ───────────── comparing ─────────────

test("array_equal, isclose, allclose", (t) => {
  t.true(array_equal(grid, grid.T.copy().T));
  t.false(array_equal([1], [[1]]));
  t.deepEqual([array_equal([NaN], [NaN]), array_equal([NaN], [NaN], { equal_nan: true })], [false, true]);
  t.true(array_equal(array([1n]), array([1], "uint8")));
  t.deepEqual(isclose([1, Infinity, NaN, -Infinity], [1.000001, Infinity, NaN, Infinity]).tolist(), [
    true,
    true,
    false,
    false,
  ]);
  t.is(isclose(1, 1.1, { rtol: 0.1 }), true);
  t.true(allclose(zeros(0), 1));
  const [single, exact] = [array([0.1], "float32"), { rtol: 1e-9, atol: 0 }];
  t.true(allclose(single, 0.1, exact));
  t.true(allclose(0.1, single, exact));
  t.false(allclose(single, [0.1], exact));
  t.false(allclose(single, 0.2, exact));
  for (const rtol of ["x", NaN])
    t.regex(
      refusal(() => allclose(1, 1, { rtol: rtol as number })),
      /^TypeError: rtol is /,
    );
  t.is(
    refusal(() => allclose([1, 2], [1, 2, 3])),
    "ValueError: operands could not be broadcast together with shapes (2,) (3,) ",
  );
});

// ───────────── element types ─────────────

test("result_type, promote_types, can_cast", (t) => {
  t.deepEqual(
    [
      result_type("int8", "uint16", "float32"),
      result_type(zeros(1, "int8"), 1.5),
      result_type("bool", 1),
      result_type(1, true),
    ],
    ["float32", "float64", "int32", "float64"],
  );
  t.is(promote_types("int64", "uint64"), "float64");
  t.deepEqual(
    [can_cast("int8", "float32"), can_cast(zeros(1), "float32"), can_cast("int8", "uint8", "unsafe")],
    [true, false, true],
  );
  t.is(
    refusal(() => can_cast("int8", "int16", "foo" as "safe")),
    "ValueError: casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got 'foo')",
  );
  t.is(refusal(result_type), "ValueError: at least one array or dtype is required");
  t.is(
    refusal(() => promote_types("f64" as DType, "int8")),
    `TypeError: data type 'f64' not understood: did you mean "float64"?`,
  );
});

test("finfo and iinfo", (t) => {
  const { max, eps, tiny, smallest_subnormal } = finfo("float64");
  t.deepEqual([max, eps, smallest_subnormal], [Number.MAX_VALUE, Number.EPSILON, Number.MIN_VALUE]);
  t.is(tiny, 2.2250738585072014e-308);
  t.is(finfo(zeros(1, "float32")).max, 3.4028234663852886e38);
  t.deepEqual(iinfo("uint64"), { dtype: "uint64", bits: 64, min: 0n, max: 2n ** 64n - 1n });
  t.is(
    refusal(() => iinfo("bool")),
    "ValueError: Invalid integer data type 'bool'.",
  );
});

// ───────────── memory ─────────────

test("functions take arrays outside the heap", (t) => {
  const outside = asarray(new Float64Array([3, 1, 2, 0])).reshape(2, 2);
  t.deepEqual(sort(outside.T, { axis: 0 }).tolist(), [
    [1, 0],
    [3, 2],
  ]);
  t.deepEqual(take(outside, [true, false], { axis: 1 }).tolist(), [[3], [2]]);
  t.deepEqual(concatenate([outside, outside.T], { axis: 1 }).shape, [2, 4]);
  copyto(outside, -1, { where: where(outside, true, false) });
  t.deepEqual(outside.tolist(), [
    [-1, -1],
    [-1, 0],
  ]);
});

test("functions leave nothing behind in the heap", (t) => {
  const turned = arange(6000).reshape(2, 3000).T;
  const run = () => {
    const found = [sort(turned), argsort(turned), take(turned, [1, 0], { axis: 1 }), where(turned, turned, 0)];
    found.push(concatenate([turned, turned], { axis: null }), argmax(turned, { axis: 0 }), ...nonzero(turned));
    const mask = turned.astype("bool");
    copyto(found[0]!, turned, { where: mask });
    mask.dispose();
    allclose(turned, found[2]!);
    for (const a of found) a.dispose();
    return heap().available;
  };
  t.is(run(), run());
});

test("arrays that the heap can't hold go through all functions", (t) => {
  const script = fileURLToPath(new URL("large.js", import.meta.url));
  const env = { ...process.env, MICRONUMPY_HEAP: String(2 ** 22) };
  t.is(execFileSync(process.execPath, [script], { env, encoding: "utf8" }), "");
});
