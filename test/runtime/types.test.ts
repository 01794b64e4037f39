/** The public types against the run time: what the checker says is what arrays are. */
import { readFileSync } from "node:fs";
import test from "ava";
import { dtypes, names } from "../../kernel/dtype.js";
import { promote } from "../../kernel/promote.js";
import { array, asarray, full } from "../../runtime/create.js";
import type { DType, DTypeOf, Promote, Scalar, TypedArrayOf } from "../../runtime/types.js";

const order = [
  "bool",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "float32",
  "float64",
] as const satisfies readonly DType[];
type Promotions<A extends DType, T extends readonly DType[]> = { [K in keyof T]: Promote<A, T[K]> };

/** Compiles only if each is the type that `Promote` computes. */
const row = <A extends DType>(a: A, ...types: Promotions<A, typeof order>) => [a, types as readonly DType[]] as const;

// biome-ignore format: a table
const promotions = [
  row("bool", "bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"),
  row("int8", "int8", "int8", "int16", "int16", "int32", "int32", "int64", "int64", "float64", "float32", "float64"),
  row("uint8", "uint8", "int16", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"),
  row("int16", "int16", "int16", "int16", "int16", "int32", "int32", "int64", "int64", "float64", "float32", "float64"),
  row("uint16", "uint16", "int32", "uint16", "int32", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"),
  row("int32", "int32", "int32", "int32", "int32", "int32", "int32", "int64", "int64", "float64", "float64", "float64"),
  row("uint32", "uint32", "int64", "uint32", "int64", "uint32", "int64", "uint32", "int64", "uint64", "float64", "float64"),
  row("int64", "int64", "int64", "int64", "int64", "int64", "int64", "int64", "int64", "float64", "float64", "float64"),
  row("uint64", "uint64", "float64", "uint64", "float64", "uint64", "float64", "uint64", "float64", "uint64", "float64", "float64"),
  row("float32", "float32", "float32", "float32", "float32", "float32", "float64", "float64", "float64", "float64", "float32", "float64"),
  row("float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64", "float64"),
];

test("Promote is the kernel's promotion", (t) => {
  t.deepEqual(order as readonly DType[], names);
  for (const [a, types] of promotions)
    for (const [i, expected] of types.entries()) t.is(promote(a, order[i]!), expected);
});

test("Promote is NumPy's promotion", (t) => {
  const file = new URL("../../../fixtures/numpy/promote-types.json", import.meta.url);
  const numpy = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
  for (const [a, types] of promotions)
    for (const [i, expected] of types.entries()) t.is(numpy[a]![order[i]!], expected);
});

/** Compiles only if the value's type is D; the test compares the value's dtype. */
const is = <D extends DType>(dtype: D, value: { dtype: D }, ..._ok: [D] extends [typeof value.dtype] ? [] : [never]) =>
  [dtype, value.dtype] as const;

test("DTypeOf says what array makes", (t) => {
  const cases = [
    is("float64", array([1, 2])),
    is("float64", array([[1.5], [2]])),
    is("float64", array([])),
    is("float64", array(1)),
    is("int64", array([1n])),
    is("bool", array([[true]])),
    is("uint8", asarray(new Uint8ClampedArray(1))),
    is("int64", asarray(new BigInt64Array(1))),
    is("float32", asarray(new Float32Array(1))),
    is("int16", asarray(array([1], "int16"))),
    is("float64", full(2, 7)),
    is("int64", full(2, 7n)),
    is("bool", full(2, false)),
    is("uint32", array([1], "uint32")),
  ];
  for (const [type, value] of cases) t.is<DType, DType>(value, type);
});

test("elements and data have the types that are promised", (t) => {
  const big: Scalar<"int64"> = array([1n]).get(0);
  t.is(typeof big, "bigint");
  const truth: Scalar<"bool"> = array([true]).get(0);
  t.is(typeof truth, "boolean");
  const data: TypedArrayOf<"uint16"> = array([1], "uint16").data;
  t.true(data instanceof Uint16Array);
  const nested: DTypeOf<number[][]> = "float64";
  t.is(nested, array([[1]]).dtype);
  for (const name of names) t.is(array([1], name).data.BYTES_PER_ELEMENT, dtypes[name].bytes);
});
