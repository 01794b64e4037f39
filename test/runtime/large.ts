/** Run by `functions.test` with a heap of 4 MiB: every function on arrays of 8 MiB, which lie outside it. Silent if all is well. */
import assert from "node:assert/strict";
import {
  arange,
  argmax,
  argsort,
  array_equal,
  concatenate,
  copyto,
  flip,
  less,
  nonzero,
  putmask,
  sort,
  stack,
  take,
  where,
  zeros,
} from "../../entries/index.js";
import { from_npz, to_npz } from "../../entries/npz.js";

const N = 1024;
const line = arange(N * N);
const grid = line.reshape(N, N);
assert.ok(!line.storage.inHeap);

assert.ok(array_equal(sort(flip(line)), line));
assert.ok(array_equal(sort(flip(grid), { axis: 0 }), flip(grid, { axis: 1 })));
assert.equal(argsort(flip(line)).get(0), N * N - 1);
assert.deepEqual(take(grid, [5, 3], { axis: 1 }).slice(2).tolist(), [2 * N + 5, 2 * N + 3]);
assert.deepEqual(take(line, less(line, 3)).tolist(), [0, 1, 2]);
assert.equal(where(less(grid, 5), grid.T, -1).get(0, 4), 4 * N);
assert.equal(concatenate([grid, grid.T], { axis: 1 }).get(1, N + 3), 3 * N + 1);
assert.equal(stack([grid, grid.T]).get(1, 1, 3), 3 * N + 1);
assert.equal(argmax(grid.T, { axis: 0 }).get(7), N - 1);
assert.equal(nonzero(grid)[1]!.get(0), 1);

const result = zeros([N, N]);
copyto(result, grid.T, { where: less(grid, 2 * N) });
assert.deepEqual([result.get(1, 3), result.get(2, 3)], [3 * N + 1, 0]);
putmask(result.reshape(-1), less(line, 3), [7, 8]);
assert.deepEqual(result.slice(0, ":4").tolist(), [7, 8, 7, 3 * N]);
line.slice("1:").assign(line.slice(":-1"));
assert.equal(line.get(-1), N * N - 2);
assert.ok(array_equal(from_npz(to_npz({ grid })).grid!, grid));
