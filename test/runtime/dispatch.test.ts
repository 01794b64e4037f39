/** From operands' types to loops: pins, `loops`, `types`, captures, tiers; and what a ufunc says of itself. */
import test from "ava";
import {
  add,
  array,
  type DType,
  f64,
  type i32,
  type i64,
  isBool,
  isFloat,
  ldexp,
  less,
  minimum,
  type NdArray,
  type promoted,
  sqrt,
  u8,
  ufunc,
  ufuncs,
} from "../../entries/index.js";
import { FORMAT } from "../../kernel/link.js";

const types: readonly DType[] = ["bool", "int8", "uint16", "int32", "int64", "uint64", "float32", "float64"];
/** A ufunc whose calls the plug-in does not see: it makes no kernels for them. */
const unseen = <U>(u: U): U => [u][0]!;
const flat = (a: NdArray) => a.tolist() as unknown[];

const smaller = ufunc((a: number, b: number): promoted => (a < b ? a : b), { types: ["float64", "int32"] });
const pinned = ufunc((x: f64, n: i64): f64 => x * f64(n));
const quantize = ufunc((x: number) => u8(x * 255));
const listed = ufunc((a: number, b: number) => a * b, { loops: ["int16,int16->int32", "float64,float64->float64"] });
const kind = ufunc((x: number): i32 => (isBool(x) ? 1 : isFloat(x) ? 3 : 2), { types: ["bool", "int32", "float64"] });

test("attributes", (t) => {
  t.deepEqual([smaller.nin, smaller.nout, smaller.nargs, smaller.name, smaller.identity], [2, 1, 3, "smaller", null]);
  t.is(add.identity, 0);
  t.is(smaller.length, 3);
  t.deepEqual([...smaller.types].sort(), ["float64,float64->float64", "int32,int32->int32"]);
  t.deepEqual(listed.types, ["int16,int16->int32", "float64,float64->float64"]);
});

test("kernels: what is compiled, then what calls have needed", (t) => {
  t.deepEqual(
    smaller.kernels.map(({ tier }) => tier),
    ["compiled", "compiled"],
  );
  unseen(smaller)(array([1], "uint8"), array([2], "int16"));
  t.deepEqual(smaller.kernels.at(-1), { types: "uint8,int16->int16", tier: "interpreted", simd: false });
});

test("a type without a kernel is interpreted, with the same results", (t) => {
  for (const a of types) {
    for (const b of types) {
      const found = smaller(array([0, 1, 1], a), array([1, 0, 1], b));
      t.deepEqual(flat(found).map(Number), [0, 0, 1], `${a} ${b}`);
      t.is(found.dtype, minimum(array([0], a), array([0], b)).dtype, `${a} ${b}`);
    }
  }
});

test("pinned parameters are loops of their types: arrays cast safely, plain numbers must fit", (t) => {
  t.deepEqual(flat(pinned(array([1.5, 2], "float32"), array([2, 3], "int32"))), [3, 6]);
  t.deepEqual(flat(pinned([1.5, 2], 2)), [3, 4]);
  t.is(pinned(1.5, 2), 3);
  t.throws(() => pinned([1.5], array([1.5]) as never), { message: /safely coerced/ });
  t.throws(() => pinned([1.5], 2.5), { message: /safely coerced/ });
  t.throws(() => pinned([1.5], 2n ** 64n), { message: /^Python int too large to convert to C long/ });
});

test("a plain number meets any loop of a closed list whose type is of its kind, and must fit", (t) => {
  const power = ufunc((x: number, n: number): number => x ** n, {
    loops: ["float64,uint8->float64", "bool,float32->float64"],
  });
  t.deepEqual(power(array([1, 2]), 3).tolist(), [1, 8]);
  t.deepEqual(power(array([1, 2], "float32"), 3n).tolist(), [1, 8]);
  t.deepEqual(power(array([true]), 0.5).tolist(), [1]);
  t.throws(() => power(array([1, 2]), 300), {
    code: "OverflowError",
    message: /^Python integer 300 out of bounds for uint8/,
  });
  t.throws(() => power(array([1, 2]), 0.5), { code: "TypeError", message: /^ufunc 'power' not supported/ });
  t.deepEqual(ldexp(array([8n], "uint64"), 1).tolist(), [16]);
});

test("a closed list of loops: the first that takes all operands safely", (t) => {
  t.is(listed(array([3], "int16"), array([3], "int16")).get(0), 9);
  t.is(listed(array([3], "int8"), array([3], "uint8")).dtype as DType, "int32");
  t.is(listed(array([3], "int32"), array([3], "uint8")).dtype as DType, "float64");
  t.throws(() => less(array([1]), [1n, 2n] as never, { signature: "int8,float64->bool" }), {
    message: "No loop matching the specified signature and casting was found for ufunc less",
  });
});

test("questions about types have one answer a signature", (t) => {
  t.deepEqual(flat(kind(array([0], "bool"))), [1]);
  t.deepEqual(flat(kind(array([0], "int32"))), [2]);
  t.deepEqual(flat(kind(array([0], "float64"))), [3]);
  t.is(quantize(array([0.5], "float32")).get(0), 127);
});

test("dtype, signature and casting choose the loop", (t) => {
  t.is(add(array([1], "int32"), 2, { dtype: "float32" }).dtype, "float32");
  t.is(add(array([1], "int8"), 2, { signature: "int16,int16->int16" }).dtype as DType, "int16");
  t.is(less([1, 2], 2, { dtype: "bool" }).dtype, "bool");
  t.is(add(array([1.9]), 1, { dtype: "int32", casting: "unsafe" }).dtype as DType, "int32");
  t.throws(() => add(array([1]), 1, { dtype: "int32" }), { code: "UFuncTypeError" });
});

test("resolve_dtypes", (t) => {
  t.deepEqual(add.resolve_dtypes(["int32", "float32"]), ["float64", "float64", "float64"]);
  t.deepEqual(sqrt.resolve_dtypes(["int8"]), ["float32", "float32"]);
  t.deepEqual(smaller.resolve_dtypes(["int8", "int32"]), ["int8", "int32", "int32"]);
  t.throws(() => add.resolve_dtypes(["float64", "float64"], { dtype: "int32" }), { code: "UFuncTypeError" });
});

test("plain numbers are int32 where the body only makes sense for integers", (t) => {
  const masked = unseen(ufunc((a: number, b: number) => a & b, { types: ["int32"], name: "masked" }));
  t.is(masked(12, 10), 8);
  t.throws(() => masked(1.5, 1), {
    message: "masked: its body takes integers, and plain numbers stand for int32: 1.5 is none",
  });
  t.throws(() => masked(array([1.5]), 1), { message: /Cast first/ });
});

test("a capture is read at every call", (t) => {
  let gain = 2;
  const amplify = ufunc((x: number) => x * gain);
  const run = () => flat(amplify(array([1, 2])));
  t.deepEqual(run(), [2, 4]);
  gain = 3;
  t.deepEqual(run(), [3, 6]);
  t.deepEqual(amplify(array([1, 2], "int32")).tolist(), [3, 6]);
});

test("in the path of a capture, what means nothing to a kernel is left out", (t) => {
  const tone: { filter?: { gain: number; taps?: number[] } } = { filter: { gain: 2, taps: [1, 2] } };
  const shape = ufunc(
    (x: f64): f64 => x * tone.filter!.gain + (tone as { filter: { taps: number[] } }).filter.taps[1]!,
  );
  t.deepEqual(flat(shape(array([1, 2]))), [4, 6]);
  tone.filter = { gain: 3, taps: [0, 1] };
  t.deepEqual(flat(shape(array([1, 2]))), [4, 7]);
});

test("what captures decide may take integers only at one call, and any number at the next", (t) => {
  let isMask = true;
  const masked = ufunc((x: number) => (isMask ? x & 3 : x * 2));
  for (isMask of [true, false, true, false]) {
    t.is(masked(6), isMask ? 2 : 12);
    if (isMask) t.throws(() => masked(2.5), { instanceOf: RangeError });
    else t.is(masked(2.5), 5);
  }
});

test("an integer that is raised to a negative power stops the call", (t) => {
  const power = ufunc((a: number, b: number) => a ** b, { types: ["int32"] });
  t.deepEqual(flat(power(array([2, 3], "int32"), array([10, 2], "int32"))), [1024, 9]);
  t.throws(() => power(array([2], "int32"), -1), {
    code: "ValueError",
    message: "Integers to negative integer powers are not allowed.",
  });
  t.deepEqual(flat(power(array([2, 2], "int32"), array([-1, 2], "int32"), { where: [false, true] })), [0, 4]);
});

test("a function that no ufunc can be runs as it is", (t) => {
  const refused = unseen(ufunc) as unknown as (...given: unknown[]) => (...operands: unknown[]) => NdArray;
  const [first, scaled, none] = [(...xs: number[]) => xs[0]!, (x: number, gain = 2) => x * gain, () => 1].map((body) =>
    refused(body, undefined, { format: FORMAT, name: "refused", why: "its parameters" }),
  );
  const a = array([1, 2]);
  t.deepEqual(flat(first!(a, [true, false], 3)), [1, 2]);
  t.deepEqual(flat(scaled!(a)), [2, 4]);
  t.deepEqual(flat(scaled!(a, 3, {})), [3, 6]);
  t.deepEqual(flat(scaled!([true, false], a)), [1, 0]);
  t.deepEqual(flat(scaled!(a, undefined)), [2, 4]);
  t.throws(() => none!(), { code: "ValueError", message: /has an input, and at most 32 .*: this one has 0 and 1$/ });
  t.throws(() => first!(...Array.from({ length: 32 }, () => a)), { code: "ValueError", message: /has 32 and 1$/ });
});

test("ufuncs(K): `this` is the class, and what it inherits is there", (t) => {
  // biome-ignore lint/complexity/noStaticOnlyClass: what ufuncs() takes
  class Base {
    static k(x: number) {
      return x + 1;
    }
    static r(x: number) {
      // biome-ignore lint/complexity/noThisInStatic: what is tested
      return this.k(x) * 2;
    }
  }
  class Child extends Base {
    static override k(x: number) {
      return x + 2;
    }
  }
  const { k, r } = unseen(ufuncs)(Child);
  t.deepEqual([flat(k(array([1]))), flat(r(array([1])))], [[3], [6]]);
});

test("ufuncs(K): every public static method", (t) => {
  // biome-ignore lint/complexity/noStaticOnlyClass: what ufuncs() takes
  class Shapes {
    static twice(x: number) {
      return 2 * x;
    }
    static readonly sides = 4;
  }
  const { twice } = ufuncs(Shapes);
  t.deepEqual(flat(twice(array([1, 2]))), [2, 4]);
  t.is(twice.name, "twice");
});
