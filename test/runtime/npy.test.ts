/** .npy files: bytes that NumPy wrote are read, and what is written is what NumPy writes. */
import test from "ava";
import fc from "fast-check";
import { names } from "../../kernel/dtype.js";
import type { NdArray } from "../../runtime/array.js";
import { arange, array, zeros } from "../../runtime/create.js";
import { heap } from "../../runtime/heap.js";
import { from_npy, to_npy } from "../../runtime/npy.js";

/** A file as NumPy 2.4 writes it: `header` padded to a multiple of 64, then the elements. */
function file(header: string, elements: readonly number[], version = 1): Uint8Array {
  const before = version === 1 ? 10 : 12;
  const length = Math.ceil((before + header.length + 1) / 64) * 64 - before;
  const sizes = version === 1 ? [length & 255, length >> 8] : [length & 255, length >> 8, 0, 0];
  const text = `${header.padEnd(length - 1)}\n`;
  return Uint8Array.from(
    [0x93, ..."NUMPY"]
      .map((c) => (typeof c === "number" ? c : c.charCodeAt(0)))
      .concat(
        version,
        0,
        sizes,
        [...text].map((c) => c.charCodeAt(0)),
        elements,
      ),
  );
}

test("what to_npy writes is NumPy's file", (t) => {
  const expected = file("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }", [1, 0, 2, 0, 3, 0, 255, 255]);
  t.deepEqual(
    to_npy(
      array(
        [
          [1, 2],
          [3, -1],
        ],
        "int16",
      ),
    ),
    expected,
  );
  t.deepEqual(
    to_npy(
      array(
        [
          [1, 3],
          [2, -1],
        ],
        "int16",
      ).T,
    ),
    file("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 2), }", [1, 0, 3, 0, 2, 0, 255, 255]),
    "in Fortran order what lies so",
  );
  t.deepEqual(
    to_npy(
      array(
        [
          [1, 9, 2],
          [3, 9, -1],
        ],
        "int16",
      ).slice(":", "::2"),
    ),
    expected,
  );
  t.deepEqual(to_npy(array([true])), file("{'descr': '|b1', 'fortran_order': False, 'shape': (1,), }", [1]));
  t.deepEqual(to_npy(array(7, "uint8")), file("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", [7]));
});

test("every type and shape comes back", (t) => {
  for (const name of names) {
    for (const a of [arange(2, name), array([[1, 0, 1]], name).T, zeros([0, 3], name), array(1, name)] as NdArray[]) {
      const b = from_npy(to_npy(a));
      t.is(b.dtype, name);
      t.deepEqual(b.shape, a.shape);
      t.deepEqual(b.tolist(), a.tolist());
      t.deepEqual(b.flags, a.flags);
    }
  }
});

test("Fortran order, big-endian elements, later versions and headers written otherwise are read", (t) => {
  const fortran = from_npy(file("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 2), }", [1, 2, 3, 255]));
  t.deepEqual(fortran.tolist(), [
    [1, 3],
    [2, -1],
  ]);
  const big = from_npy(file("{'descr': '>u2', 'fortran_order': False, 'shape': (2,), }", [1, 2, 0, 3], 2));
  t.deepEqual(big.tolist(), [258, 3]);
  const python2 = from_npy(file(`{"shape": (2L, 1L), "fortran_order" :False, 'descr': "|u1"}`, [4, 5]));
  t.deepEqual(python2.tolist(), [[4], [5]]);
  const inside = new Uint8Array([9, 9, 9, ...to_npy(arange(3))]).subarray(3);
  t.deepEqual(from_npy(inside).tolist(), [0, 1, 2]);
  t.deepEqual(from_npy(to_npy(arange(3)).buffer).tolist(), [0, 1, 2]);
});

/** NumPy's class and text of what from_npy throws. */
function refusal(bytes: Uint8Array): string {
  try {
    from_npy(bytes);
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  }
  return "nothing";
}

const header = (descr: string, shape: string) => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;

test("other bytes are refused with NumPy's texts", (t) => {
  const whole = to_npy(arange(3));
  t.is(refusal(whole.subarray(0, 3)), "ValueError: EOF: reading magic string, expected 8 bytes got 3");
  t.is(refusal(whole.subarray(0, 9)), "ValueError: EOF: reading array header length, expected 2 bytes got 1");
  t.is(refusal(whole.subarray(0, 30)), "ValueError: EOF: reading array header, expected 118 bytes got 20");
  t.is(refusal(whole.subarray(0, 140)), "ValueError: EOF: reading array data, expected 24 bytes got 12");
  t.is(
    refusal(whole.with(5, 0x58)),
    "ValueError: the magic string is not correct; expected b'\\x93NUMPY', got b'\\x93NUMPX'",
  );
  t.is(refusal(file("{}", [], 9)), "ValueError: we only support format version (1,0), (2,0), and (3,0), not (9, 0)");
  t.is(
    refusal(file(header("'<f8'", "(1,)").padEnd(20000), [])),
    "ValueError: Header info length (20022) is large and may not be safe to load securely.",
  );
  t.is(refusal(file(header("'|O'", "(3,)"), [])), "ValueError: Object arrays cannot be loaded when allow_pickle=False");
  t.regex(refusal(file(header("'<c16'", "()"), [])), /^ValueError: descr is not a valid dtype descriptor: '<c16'/);
  t.regex(refusal(file(header("[('a', '<f8')]", "()"), [])), /^ValueError: Cannot parse header: /);
  for (const shape of ["(-1,)", "(1 2,)", "(,)", "(1,,2)"])
    t.regex(refusal(file(header("'<f8'", shape), [])), /^ValueError: Cannot parse header: /);
  t.throws(() => from_npy("grid.npy" as never), {
    instanceOf: TypeError,
    message: /an ArrayBuffer or a Uint8Array is wanted$/,
  });
});

test("huge shapes are refused before anything is allocated", (t) => {
  const before = heap().available;
  const nines = "9".repeat(200);
  for (const shape of ["(999999999999,)", "(9007199254740991, 9007199254740991)"])
    t.regex(refusal(file(header("'<f8'", shape), [1, 2])), /^ValueError: EOF: reading array data/);
  for (const shape of [`(0, ${nines}, ${nines})`, `(${nines}${nines},)`])
    t.regex(
      refusal(file(header("'<f8'", shape), [])),
      /^(TypeError: shape: expected a sequence|ValueError: array is too big)/,
    );
  t.is(heap().available, before);
});

test("a file that was damaged gives an array or a reasoned error", (t) => {
  const whole = to_npy(array([[1, 2, 3]], "int16"));
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (bytes, end) => {
      const damaged = whole.slice(0, end);
      for (const [at, byte] of bytes) if (at < end) damaged[at] = byte;
      t.regex(refusal(damaged), /^(nothing|(ValueError|TypeError): .+)$/);
    }),
    { numRuns: 500 },
  );
});
