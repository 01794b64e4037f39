/** Run by `heap.test`: calls when arrays have taken all of a heap of 4 MiB. Silent if all is well. */
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { add, asarray, type NdArray, sum, zeros } from "../../entries/index.js";

declare const gc: () => void;

const held: NdArray[] = [];
for (let round = 0; round < 4; round++) {
  // a collection tells that nothing of what was handed out is dead
  gc();
  await setImmediate();
  for (const n of [8192, 64, 1]) for (let a: NdArray = zeros(n); a.storage.inHeap; a = zeros(n)) held.push(a);
}

const outside = asarray(Float64Array.of(1, 2));
assert.deepEqual(add(outside, 1).tolist(), [2, 3]);
const result = asarray(new Float64Array(4)).reshape(2, 2);
add(outside, outside.slice("::-1"), {
  out: result,
  where: asarray({ dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) }),
});
assert.deepEqual(result.tolist(), [
  [3, 0],
  [3, 0],
]);
assert.equal(sum(result), 6);
assert.deepEqual(add.accumulate(result).get(1, 0), 6);
add.at(result, [0, 0], 1);
assert.equal(result.get(0, 1), 2);
