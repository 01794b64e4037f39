/** .npz archives: what NumPy writes is read, what is written comes back, what was damaged is refused with a reason. */
import test from "ava";
import fc from "fast-check";
import { zipSync } from "fflate";
import { from_npz, to_npz } from "../../entries/npz.js";
import { arange, array } from "../../runtime/create.js";
import { heap } from "../../runtime/heap.js";
import { to_npy } from "../../runtime/npy.js";

const arrays = { grid: arange(6).reshape(2, 3), big: array([2n ** 63n], "uint64"), flag: [true, false] };

/** `numpy.savez(file, a=numpy.array([1, 2], "int16"), b=numpy.array(True))` of NumPy 2.4, in base64. */
const NUMPY =
  "UEsDBC0AAAAAAAAAIQCdMoU6//////////8FABQAYS5ucHkBABAAhAAAAAAAAACEAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzog" +
  "JzxpMicsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAg" +
  "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAQACAFBLAwQtAAAAAAAAACEAgi340///////////BQAUAGIubnB5AQAQ" +
  "AIEAAAAAAAAAgQAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICd8YjEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUn" +
  "OiAoKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgFQSwEC" +
  "LQMtAAAAAAAAACEAnTKFOoQAAACEAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5ucHlQSwECLQMtAAAAAAAAACEAgi3404EAAACBAAAA" +
  "BQAAAAAAAAAAAAAAgAG7AAAAYi5ucHlQSwUGAAAAAAIAAgBmAAAAcwEAAAAA";

function refusal(bytes: Uint8Array): string {
  try {
    from_npz(bytes);
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`;
  }
  return "nothing";
}

test("arrays come back, stored or deflated", (t) => {
  for (const compressed of [false, true]) {
    const { grid, big, flag, ...others } = from_npz(to_npz(arrays, { compressed }));
    t.deepEqual(grid!.tolist(), arrays.grid.tolist());
    t.deepEqual([big!.dtype, big!.tolist()], ["uint64", [2n ** 63n]]);
    t.deepEqual([flag!.dtype, flag!.tolist()], ["bool", [true, false]]);
    t.deepEqual(others, {});
  }
  t.true(to_npz({ zeros: new Float64Array(1000) }, { compressed: true }).length < 500);
  t.deepEqual(to_npz(arrays), to_npz(arrays));
});

test("NumPy's archives are read", (t) => {
  const { a, b } = from_npz(Buffer.from(NUMPY, "base64"));
  t.deepEqual([a!.dtype, a!.tolist(), b!.tolist()], ["int16", [1, 2], true]);
});

test("members that are no arrays are left out, whatever they are called", (t) => {
  const archive = zipSync({ "notes.txt": new Uint8Array(3), "__proto__.npy": to_npy(arange(2)) });
  t.deepEqual(Object.keys(from_npz(archive)), ["__proto__"]);
});

/** An archive whose only member announces another size than it has. */
function announcing(size: number): Uint8Array {
  const archive = zipSync({ "a.npy": to_npy(arange(100)) });
  const view = new DataView(archive.buffer);
  for (let at = 0; at < archive.length - 4; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return archive;
}

test("what can't be an archive is refused before anything large is allocated", (t) => {
  const [huge, small, whole] = [announcing(2 ** 32 - 2), announcing(200), to_npz(arrays)];
  const before = heap().available;
  t.regex(refusal(new Uint8Array(0)), /^ValueError: File is not a zip file: /);
  t.regex(refusal(whole.subarray(0, 300)), /^ValueError: File is not a zip file: /);
  t.regex(refusal(huge), /^ValueError: File is not a zip file: a.npy announces 4294967294 bytes in /);
  t.is(refusal(small), "BadZipFile: Bad CRC-32 for file 'a.npy'");
  t.regex(refusal(zipSync({ "a.npy": new Uint8Array(20) })), /^ValueError: the magic string is not correct/);
  t.throws(() => from_npz("a.npz" as never), { instanceOf: TypeError });
  t.is(heap().available, before);
});

test("a member with other bytes than were packed is refused", (t) => {
  const whole = to_npz({ a: arange(3), b: arange(3) });
  t.is(refusal(whole.with(170, 1)), "BadZipFile: Bad CRC-32 for file 'a.npy'");
  t.deepEqual(from_npz(to_npz({})), {});
  t.throws(() => to_npz(null as never), {
    instanceOf: TypeError,
    message: "to_npz(arrays) is null: an object of arrays is wanted",
  });
});

test("an archive that was damaged gives arrays or a reasoned error", (t) => {
  const whole = [to_npz(arrays), to_npz(arrays, { compressed: true })];
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...whole), damage, fc.nat(30), (archive, bytes, cut) => {
      const damaged = archive.slice(0, archive.length - (cut > 20 ? cut : 0));
      for (const [at, byte] of bytes) damaged[at % damaged.length] = byte;
      t.regex(refusal(damaged), /^(nothing|(ValueError|TypeError|BadZipFile): .+)$/s);
    }),
    { numRuns: 1000 },
  );
});
