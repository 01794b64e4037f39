/** Options and indices as users write them: what passes, what is refused, and with what words. */
import test from "ava";
import {
  add,
  any,
  arange,
  array,
  as_strided,
  broadcast_to,
  configure,
  copyto,
  cumsum,
  divmod,
  ix,
  mean,
  minimum,
  negative,
  type Operand,
  putmask,
  sqrt,
  std,
  sum,
  tidy,
  zeros,
} from "../../entries/index.js";

type Anything = (...args: unknown[]) => unknown;
const loose = (f: unknown) => f as Anything;

test("who passes options on may have none", (t) => {
  const smaller = (a: number, b: number, options?: { dtype: "float64" }) => minimum(a, b, options);
  t.is(smaller(2, 1), 1);
  t.is(add.reduce([1, 2], undefined).item(), 3);
});

test("an output that is read-only is refused as one", (t) => {
  const out = broadcast_to(array([0.5]), [2]);
  const refused = { instanceOf: RangeError, code: "ValueError", message: "output array is read-only" };
  t.throws(() => add([1, 2], 3, { out }), refused);
  t.throws(() => divmod([1, 2], 3, { out: [zeros(2), out] }), refused);
  t.throws(() => add.reduce([[1, 2]], { out }), refused);
  t.throws(() => add.accumulate([1, 2], { out }), refused);
  t.throws(() => add.reduceat([1, 2], [0, 1], { out }), refused);
  t.throws(() => add.outer([1, 2], 3, { out }), refused);
});

test("an axis is an option, never an argument", (t) => {
  const refused = { instanceOf: TypeError, code: "TypeError", message: /^\w*\(?options\)? (is|are) 0: an object/ };
  for (const f of [add.reduce, add.accumulate]) t.throws(() => loose(f).call(add, [1], 0), refused);
  t.throws(() => loose(add.reduceat).call(add, [1], [0], 0), refused);
  t.throws(() => loose(add.outer).call(add, [1], [0], 0), refused);
  for (const f of [sum, any, mean, std, cumsum]) t.throws(() => loose(f)([1], 0), refused);
  t.throws(() => loose(add.reduce).call(add, [1], { keepdims: 1 }), {
    message: "keepdims is 1: true or false is wanted",
  });
  t.throws(() => loose(array([1]).astype).call(array([1]), "int8", "safe"), {
    message: /^astype\(options\) is "safe"/,
  });
  t.throws(() => loose(as_strided)(arange(5)), { message: /^as_strided\(options\) is undefined/ });
  t.throws(() => loose(as_strided)(arange(5), { shape: [2] }), { message: /^strides is undefined/ });
  t.throws(() => loose(configure)({ heaps: 1 }), { message: /'heaps'/ });
  t.throws(() => loose(tidy)(1), { message: "tidy(body) is 1: a function is wanted" });
});

test("a plain `where` beside plain values leaves a plain value", (t) => {
  t.is(add(1, 2, { where: false }), 0);
  t.deepEqual(divmod(7, 2, { where: false }), [0, 0]);
  t.deepEqual((add(1, 2, { where: array([true, false]) }) as unknown as ReturnType<typeof arange>).tolist(), [3, 0]);
});

test("resolve_dtypes takes types of outputs too", (t) => {
  t.deepEqual(add.resolve_dtypes(["int8", "uint8", null]), ["int16", "int16", "int16"]);
  t.deepEqual(sqrt.resolve_dtypes(["float32", "float64"]), ["float32", "float32"]);
  t.throws(() => add.resolve_dtypes(["int8", "int8", "uint8"]), {
    message: "Cannot cast ufunc 'add' output from dtype('int8') to dtype('uint8') with casting rule 'same_kind'",
  });
  t.throws(() => add.resolve_dtypes(["int8"]), { message: /a list of 2 element types is wanted, or of 3/ });
});

test("indices of reduceat are integers, and one list of them", (t) => {
  t.throws(() => add.reduceat([1, 2], [0.5]), {
    code: "TypeError",
    message: /^Cannot cast array data from dtype\('float64'\)/,
  });
  t.throws(() => add.reduceat([1, 2], array([0, 1])), { code: "TypeError" });
  t.throws(() => add.reduceat([1, 2], 0 as never), { message: "object of too small depth for desired array" });
  t.deepEqual(add.reduceat([1, 2], array([0n, 1n])).tolist(), [1, 2]);
});

test("an index tuple holds index arrays, parts of axes, new axes", (t) => {
  const at = (index: ReturnType<typeof ix>, b: Operand) => {
    const a = zeros([2, 3, 2], "int32");
    add.at(a, index, b);
    return (a.tolist() as number[][][]).map((rows) => rows.map((row) => row.join(" ")).join(" | ")).join(" || ");
  };
  t.is(at(ix(1, "1:"), 1), "0 0 | 0 0 | 0 0 || 0 0 | 1 1 | 1 1");
  // The axes of index arrays one beside the other stay where they are, others come first.
  t.is(
    at(ix(":", [2, 0]), [
      [
        [1, 2],
        [3, 4],
      ],
    ]),
    "3 4 | 0 0 | 1 2 || 3 4 | 0 0 | 1 2",
  );
  t.is(
    at(ix([1, 0], ":", [0, 1]), [
      [1, 2, 3],
      [4, 5, 6],
    ]),
    "0 4 | 0 5 | 0 6 || 1 0 | 2 0 | 3 0",
  );
  t.is(at(ix("...", null, -1), 5), "0 5 | 0 5 | 0 5 || 0 5 | 0 5 | 0 5");
  t.is(at(ix("::-1", [true, false, true]), [[[1], [2]]]), "1 1 | 0 0 | 2 2 || 1 1 | 0 0 | 2 2");
  t.throws(() => at(ix("...", 7), 1), { message: "index 7 is out of bounds for axis 2 with size 2" });
  t.throws(() => at(ix("...", "...", 0), 1), { message: /single ellipsis/ });
  t.throws(() => at(ix("x"), 1), { code: "IndexError" });
  t.throws(() => loose(negative.at).call(negative, zeros(2), [0], 1, 2), {
    message: "negative.at(a, indices) takes 2 arguments but 4 were given",
  });
});

test("copyto and putmask cast as NumPy lets them", (t) => {
  const a = zeros(2, "int8");
  t.throws(() => copyto(a, 0.5), {
    message: "Cannot cast scalar from dtype('float64') to dtype('int8') according to the rule 'same_kind'",
  });
  t.throws(() => copyto(a, 1, { where: [1, 0] }), { code: "TypeError" });
  t.throws(() => putmask(a, [true, true], array([1, 2], "int16")), { message: /according to the rule 'safe'/ });
  copyto(a, 1.5, { casting: "unsafe", where: [true, false] });
  t.deepEqual(a.tolist(), [1, 0]);
});
