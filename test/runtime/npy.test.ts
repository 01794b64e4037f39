/** .npy files: bytes that NumPy wrote are read, and what is written is what NumPy writes. */
import test from "ava";
import { names } from "../../kernel/dtype.js";
import type { NdArray } from "../../runtime/array.js";
import { arange, array, zeros } from "../../runtime/create.js";
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
    }
  }
});

test("Fortran order, big-endian elements and later versions are read", (t) => {
  const fortran = from_npy(file("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 2), }", [1, 2, 3, 255]));
  t.deepEqual(fortran.tolist(), [
    [1, 3],
    [2, -1],
  ]);
  const big = from_npy(file("{'descr': '>u2', 'fortran_order': False, 'shape': (2,), }", [1, 2, 0, 3], 2));
  t.deepEqual(big.tolist(), [258, 3]);
  const inside = new Uint8Array([9, 9, 9, ...to_npy(arange(3))]).subarray(3);
  t.deepEqual(from_npy(inside).tolist(), [0, 1, 2]);
  t.deepEqual(from_npy(to_npy(arange(3)).buffer).tolist(), [0, 1, 2]);
});

test("other bytes are refused with a reason", (t) => {
  const fails = (bytes: Uint8Array, message: RegExp) =>
    t.throws(() => from_npy(bytes), { instanceOf: TypeError, message });
  fails(new Uint8Array(3), /magic bytes are missing$/);
  fails(to_npy(arange(3)).subarray(0, 50), /the header is cut off$/);
  fails(to_npy(arange(3)).subarray(0, 140), /24 bytes of elements are announced, 12 follow$/);
  fails(file("{'descr': '<c16', 'fortran_order': False, 'shape': (), }", []), /element type is '<c16'/);
  fails(file("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (), }", []), /the header is/);
  fails(file("{}", [], 9), /version 9 is unknown$/);
});
