/** Run by `heap.test` with a heap of 4 GiB: ufuncs whose operands and steps lie beyond 2 GiB of it. Silent if all is well. */
import assert from "node:assert/strict";
import { add, arange, type DType, empty, ufunc } from "../../entries/index.js";
import { configure } from "../../runtime/jit/index.js";

// no page of it is touched
const below = empty(2 ** 31, "uint8");

const N = 100;
const line = arange(-1, N - 1);
assert.ok(!below.storage.inHeap || line.address >= 2 ** 31);

// the first call of a kind goes through the driver, the next one does not
const twice = Array.from({ length: N }, (_, i) => 2 * (i - 1));
for (let k = 0; k < 2; k++) assert.deepEqual(add(line, line).tolist(), twice);

// of a type of which the compiler knows nothing: interpreted, then traced, with a guard that fails
const bent = ufunc((v: number) => (v < 0 ? Math.sin(Math.exp(v)) * Math.cosh(v) : 2 * v));
const small = line.astype("int16" as DType);
const others = small.slice("1:").copy();
for (const off of [true, false]) {
  configure({ off, threshold: 1 });
  for (let k = 0; k < 2; k++) assert.deepEqual(bent(others).tolist(), twice.slice(1));
}
assert.deepEqual(bent(small).tolist(), [bent(-1), ...twice.slice(1)]);
assert.deepEqual(
  bent.kernels.map(({ tier }) => tier),
  ["compiled", "compiled", "compiled", "traced"],
);
