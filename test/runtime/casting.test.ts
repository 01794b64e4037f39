/** Casts of operands, plain values and outputs: what NumPy lets pass, in which type it then works, and what it says. */
import test from "ava";
import {
  add,
  arange,
  array,
  array_equal,
  asarray,
  type DType,
  divide,
  divmod,
  fmax,
  gcd,
  hypot,
  ldexp,
  left_shift,
  less,
  minimum,
  multiply,
  type NdArray,
  ones,
  power,
  type promoted,
  sin,
  subtract,
  ufunc,
  zeros,
} from "../../entries/index.js";

const int8 = (...list: number[]) => array(list, "int8");
const typed = (x: unknown) => `${(x as NdArray).dtype} ${(x as NdArray).tolist()}`;

test("a weak integer must fit the loop's type, not the operands'", (t) => {
  t.is(typed(divide(array([8], "uint8"), 300)), `float64 ${8 / 300}`);
  t.is(typed(hypot(array([3], "uint8"), -4)), "float32 5");
  t.is(typed(add(int8(1, 2), 300, { dtype: "int16" })), "int16 301,302");
  t.is(typed(less(int8(1), 2n ** 70n)), "bool true");
  for (const refused of [
    () => add(int8(1), 300),
    () => add(int8(1), 300, { dtype: "int8", casting: "unsafe" }),
    () => ufunc((a: number, b: number): promoted => a + b)(int8(1), 300),
    () => add.at(int8(1), [0], 300),
  ])
    t.throws(refused, {
      instanceOf: RangeError,
      code: "OverflowError",
      message: "Python integer 300 out of bounds for int8",
    });
});

test("a weak integer stands for one beside floats where a ufunc takes no others", (t) => {
  t.is(typed(ldexp(array([1.5, 2]), 3)), "float64 12,16");
  t.is(typed(ldexp(array([1.5], "float32"), 3n)), "float32 12");
  t.is(ldexp(0.75, 4), 12);
  t.throws(() => ldexp(1, 1.5), { code: "OverflowError" });
  t.throws(() => gcd(array([4]), 2), {
    code: "UFuncTypeError",
    message: /'gcd' did not contain a loop .*Float64DType'>/,
  });
});

test("weak floats and booleans are cast as their types are", (t) => {
  const cast = (act: () => unknown, message: string) =>
    t.throws(act, {
      instanceOf: TypeError,
      code: message.startsWith("cannot") ? "TypeError" : "UFuncTypeError",
      message,
    });
  cast(
    () => add(int8(1), 1.5, { dtype: "int8" }),
    "Cannot cast ufunc 'add' input 1 from dtype('float64') to dtype('int8') with casting rule 'same_kind'",
  );
  cast(
    () => add(int8(1), true, { casting: "no" }),
    "Cannot cast ufunc 'add' input 1 from dtype('bool') to dtype('int8') with casting rule 'no'",
  );
  cast(() => add(int8(1), 1, { casting: "equiv" }), "cannot cast Python int to int8 under the casting rule 'equiv'");
  cast(
    () => add(array([1], "float32"), 0.5, { casting: "equiv" }),
    "cannot cast Python float to float32 under the casting rule 'equiv'",
  );
  t.is(typed(add(int8(1), 1.5, { dtype: "int8", casting: "unsafe" })), "int8 2");
  t.is(typed(add(array([1]), 0.5, { casting: "equiv" })), "float64 1.5");
  t.is(typed(add(int8(1), 1, { casting: "no" })), "int8 2");
});

test("texts: an only operand has no number, outputs are counted behind the inputs, casts come before shapes", (t) => {
  const refusals: readonly (readonly [() => unknown, string])[] = [
    [() => sin(array([1n]), { casting: "no" }), "input from dtype('int64') to dtype('float64') with casting rule 'no'"],
    [() => add(array([1n]), 1n, { out: zeros(3, "uint64") }), "output from dtype('int64') to dtype('uint64')"],
    [() => divmod(array([1.5]), 1, { out: [zeros(1), zeros(1, "int8")] }), "output 3 from dtype('float64') to"],
  ];
  for (const [act, message] of refusals) t.true(t.throws(act, { code: "UFuncTypeError" })!.message.includes(message));
  t.throws(() => add(1, 2, { where: array(1), out: zeros([]) }), {
    message: "Cannot cast scalar from dtype('float64') to dtype('bool') according to the rule 'safe'",
  });
  t.throws(() => add(zeros(2), 1, { out: zeros(3), where: zeros(4, "bool") }), {
    message: "operands could not be broadcast together with shapes (2,) () (3,) (4,) ",
  });
});

test("reductions work in the type of their output with the elements', and cast to it whatever it is", (t) => {
  const into = (dtype: DType, act: (out: NdArray) => unknown, shape: readonly number[] = []) =>
    typed(act(zeros(shape, dtype)));
  t.is(
    into("int32", (out) => add.reduce(array([1.5, 2.5]), { out })),
    "int32 4",
  );
  t.is(
    into("uint8", (out) => add.reduce(array([1.5, 0.75], "float32"), { out })),
    "uint8 2",
  );
  t.is(
    into("bool", (out) => fmax.reduce(int8(0, 3), { out })),
    "bool true",
  );
  // Not widened, since the output says the type: 100 + 100 wraps in int8.
  t.is(
    into("float64", (out) => add.reduce(int8(100, 100), { out, dtype: "int8" })),
    "float64 -56",
  );
  t.is(
    into("int8", (out) => add.reduce(int8(100, 100), { out })),
    "int8 -56",
  );
  t.is(
    into("float64", (out) => multiply.reduce(array([2 ** 20, 2 ** 20], "int32"), { out })),
    `float64 ${2 ** 40}`,
  );
  t.is(
    into("uint8", (out) => add.accumulate(array([1.5, 1.5]), { out }), [2]),
    "uint8 1,3",
  );
  t.is(
    into("int16", (out) => add.reduceat(array([1.5, 1.5, 1]), [0, 2], { out }), [2]),
    "int16 3,1",
  );
  t.throws(() => less.reduce(array([1, 2]), { out: zeros([], "bool") }), { instanceOf: TypeError });
});

test("reductions say what is wrong in NumPy's order", (t) => {
  const axis = { code: "AxisError", message: "axis 0 is out of bounds for array of dimension 0" };
  t.throws(() => add.reduce(array(1), { axis: [0] }), axis);
  t.throws(() => add.accumulate(array(1), { axis: 1 }), { ...axis, message: /^axis 1/ });
  t.throws(() => add.reduceat(array(1), [0], { axis: 1 }), { ...axis, message: /^axis 1/ });
  t.throws(() => subtract.reduce(ones([2, 2]), { axis: null, where: [1, 0] }), { message: /^Cannot cast array data/ });
  t.throws(() => less.reduce(ones([2, 2]), { axis: null }), { code: "TypeError", message: /^No loop matching/ });
  t.throws(() => left_shift.reduce(array([1n]), { dtype: "float64" }), { message: /^No loop matching/ });
  t.throws(() => minimum.at(zeros(2, "bool"), [5], 1), { code: "IndexError" });
  t.throws(() => gcd.at(zeros(2), [5], 1), { code: "UFuncTypeError" });
});

test("memory order of results: A is Fortran's if all operands are, K passes axes of length 1", (t) => {
  const row = ones([1, 4]);
  const column = ones([4, 1]);
  t.deepEqual(add(row, column, { order: "A" }).strides, [8, 32]);
  t.deepEqual(add(ones([4, 4]), column, { order: "A" }).strides, [32, 8]);
  const a = ones([2, 4, 6], "uint8").slice("1::-2", ":", "::-2").transpose(2, 0, 1);
  t.deepEqual(a.strides, [-2, -48, 6]);
  t.deepEqual(power(a, 1).strides, [1, 12, 3]);
});

test("operands of any type beside each other, in blocks: as if they were cast first", (t) => {
  const from: Partial<Record<DType, string>> = {
    float32: "float64",
    int32: "float64",
    uint8: "int16",
    int64: "float32",
  };
  for (const [a, b] of Object.entries(from) as [DType, DType][])
    for (const n of [0, 1, 7, 9, 1024, 1025, 3000]) {
      const x = arange(-20, n - 20).astype(a);
      const y = multiply(arange(n), 3).astype(b);
      const expected = add(x.astype(add(x, y).dtype), y);
      const outside = asarray(x.toPlain());
      for (const left of [x, outside])
        for (const result of [add(left, y), add(y, left), add(left, y, { out: expected.copy() })])
          t.true(array_equal(result, expected), `${a}, ${b}, ${n}`);
    }
});

test("what is cast may lie where the result goes", (t) => {
  const result = zeros(3000);
  const integers = asarray(new BigInt64Array(result.data.buffer, result.data.byteOffset, 3000));
  integers.assign(arange(3000));
  add(integers, 0.5, { out: result });
  t.true(array_equal(result, add(arange(3000), 0.5)));
  const behind = asarray(new Int32Array(result.data.buffer, result.data.byteOffset + 8, 3000));
  behind.assign(arange(3000));
  const copy = behind.copy();
  t.true(array_equal(add(behind, 0.5, { out: result }), add(copy, 0.5)));
});
