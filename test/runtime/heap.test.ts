/** Memory of arrays: where it comes from, when it goes back, and what happens when there is none. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import anyTest from "ava";
import fc from "fast-check";
import { add, cumprod, cumsum, ix, subtract, sum } from "../../entries/index.js";
import { emptyArray, isNdArray, type NdArray } from "../../runtime/array.js";
import { Blocks, gapBehind, UNIT, unitsOf } from "../../runtime/blocks.js";
import { configure } from "../../runtime/configure.js";
import { arange, array, asarray, ones, zeros } from "../../runtime/create.js";
import { Heap, heap } from "../../runtime/heap.js";
import { tidy } from "../../runtime/tidy.js";

// The tests look at one heap: one after another.
const test = anyTest.serial;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects garbage and lets the finalizers run. */
async function collectAll(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    collect();
    await setImmediate();
  }
}

const MEBI = 2 ** 20;

test("blocks are aligned to 64 bytes and do not overlap, whatever was freed in between", (t) => {
  fc.assert(
    fc.property(fc.array(fc.record({ bytes: fc.nat(40_000), free: fc.nat(9) }), { maxLength: 60 }), (steps) => {
      const state = new Heap(4 * MEBI);
      const live = [] as ReturnType<Heap["allocate"]>[];
      for (const { bytes, free } of steps) {
        const storage = state.allocate(bytes);
        storage.hold();
        for (const other of live) {
          const apart = storage.address + bytes <= other.address || other.address + other.bytes <= storage.address;
          if (storage.inHeap && other.inHeap && !apart) return false;
        }
        if (storage.inHeap && storage.address % 64 !== 0) return false;
        live.push(storage);
        if (free < live.length && free < 4) for (const gone of live.splice(free, 1)) state.free(gone);
      }
      return true;
    }),
  );
  t.pass();
});

test("a disposed array's memory is the next to be handed out", (t) => {
  const first = zeros(1000);
  const { address } = first;
  first.dispose();
  const second = zeros(1000);
  t.is(second.address, address);
  t.not(zeros(1000).address, address);
});

test("small arrays give their memory back too", (t) => {
  const addresses = new Set<number>();
  for (let i = 0; i < 10_000; i++) {
    const a = emptyArray("float64", [8]);
    addresses.add(a.address);
    a.dispose();
  }
  t.is(addresses.size, 1);
});

test("what calls make on their way is given back at once", (t) => {
  const [a, out, flags] = [zeros([100, 100]), zeros([100, 2]), ones([100, 100], "bool")];
  const [turned, pair, starts] = [a.T, array([1, 2]), array([0, 50], "int32")];
  const [columns, mask] = [ix(":", [0, 1]), ix(flags)];
  const outside = asarray(new Float64Array(10_000)).reshape(100, 100);
  const calls: (() => unknown)[] = [
    () => add.outer(a, 1),
    () => add.outer(a, pair),
    () => cumsum(a),
    () => cumprod(a),
    () => subtract.reduceat(a, starts),
    () => add.reduceat(a, starts, { axis: 1, out }),
    () => add.reduce(a, { axis: 0, where: flags }),
    () => add.reduce(a, { axis: 1, keepdims: true }),
    () => add.at(a, mask, 1),
    () => add.at(a, columns, 1),
    () => add(turned, 1, { out: a }),
    () => add(a, turned, { out: a, where: flags }),
    () => a.assign(turned),
    () => sum(outside),
  ];
  for (const call of calls) {
    const made: NdArray[] = [];
    heap().scope = made;
    const result = call();
    heap().scope = null;
    t.deepEqual(
      made.filter((array) => array !== result && array.code >= 0).map(({ shape }) => shape),
      [],
      call.toString(),
    );
  }
});

test("calls run when arrays have taken the whole heap", (t) => {
  const script = fileURLToPath(new URL("full.js", import.meta.url));
  const env = { ...process.env, MICRONUMPY_HEAP: String(4 * MEBI) };
  t.is(execFileSync(process.execPath, ["--expose-gc", script], { env, encoding: "utf8" }), "");
});

test("calls run on what lies beyond 2 GiB of the heap", (t) => {
  const script = fileURLToPath(new URL("high.js", import.meta.url));
  const env = { ...process.env, MICRONUMPY_HEAP: String(2 ** 32) };
  t.is(execFileSync(process.execPath, [script], { env, encoding: "utf8" }), "");
});

test("a view keeps the memory of its disposed base", (t) => {
  const base = arange(1000);
  const part = base.slice("10:20");
  base.dispose();
  zeros(1000);
  t.deepEqual(part.tolist(), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  t.throws(() => base.get(0), { code: "RuntimeError", message: /was disposed/ });
});

test(".data of a temporary survives a collection, and its memory is used again afterwards", async (t) => {
  let data: Float64Array | null = arange(50_000).data;
  const address = data.byteOffset;
  await collectAll();
  for (let i = 0; i < 20; i++) zeros(50_000);
  t.true(data.every((x, i) => x === i));

  data = null;
  await collectAll();
  const again = Array.from({ length: 40 }, () => emptyArray("float64", [50_000]));
  t.true(again.some((a) => a.address === address));
});

test("an array that was dropped gives its memory back", async (t) => {
  const before = heap().available;
  for (let i = 0; i < 20; i++) zeros(MEBI / 8);
  t.true(heap().available <= before - 20 * MEBI);
  await collectAll();
  t.true(heap().available >= before - MEBI);
});

test("beyond three quarters of the heap since the last collection arrays live in ordinary memory", (t) => {
  const state = new Heap(64 * MEBI);
  const storages = Array.from({ length: 64 }, () => state.allocate(MEBI));
  t.is(storages.filter((storage) => storage.inHeap).length, 48);
  t.is(storages[63]!.buffer.byteLength, MEBI);
});

test("free neighbours become one block when nothing else fits", (t) => {
  const state = new Heap(5 * MEBI);
  for (let round = 0; round < 6; round++) {
    const parts = Array.from({ length: 30 }, () => state.allocate(60_000));
    t.true(parts.every((storage) => storage.inHeap));
    for (const storage of parts) state.free(storage);
    const whole = state.allocate(2 * MEBI - 1000);
    t.true(whole.inHeap, `round ${round}`);
    state.free(whole);
  }
});

test("blocks count what is free exactly, and waste at most a quarter", (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 40 }), (sizes) => {
      const blocks = new Blocks(UNIT, 4 * MEBI);
      const before = blocks.available;
      const taken = sizes.map((bytes) => ({ count: unitsOf(bytes), address: blocks.take(unitsOf(bytes)) }));
      for (const [i, { count }] of taken.entries()) {
        t.true(count * UNIT >= sizes[i]! && count * UNIT <= Math.max(UNIT, sizes[i]! * 1.25 + UNIT));
      }
      const live = taken.filter(({ address }) => address >= 0);
      const used = live.reduce((sum, { count }) => sum + (count + gapBehind(count)) * UNIT, 0);
      t.is(blocks.available, before - used);
      for (const { address, count } of live) blocks.give(address, count);
      t.is(blocks.available, before);
    }),
  );
});

test("what is reserved has room when arrays have taken the rest", (t) => {
  const state = new Heap(4 * MEBI);
  while (state.allocate(3000).inHeap);
  const first = state.reserve(300_000);
  const second = state.reserve(300_000);
  t.true(first > 0 && second >= first + 300_000 && second % 64 === 0);
  t.throws(() => state.reserve(4 * MEBI), { code: "MemoryError" });
});

test("an array that fits nowhere: how much was asked and how much there is", (t) => {
  const error = t.throws(() => emptyArray("float64", [2 ** 45]), { instanceOf: RangeError, code: "MemoryError" });
  t.regex(error.message, /^Unable to allocate 256 TiB: .* of the heap are free/);
  emptyArray("int8", [40_000]).dispose();
  t.throws(() => emptyArray("int8", [2 ** 47 + 40_000]), { code: "MemoryError" });
  t.throws(() => emptyArray("float64", [2 ** 30, 2 ** 30]), { code: "ValueError", message: /^array is too big/ });
});

test("a disposed array throws from every use, and disposing twice is nothing", (t) => {
  const a = arange(6).reshape(2, 3);
  a.dispose();
  a.dispose();
  const uses: (() => unknown)[] = [
    () => a.get(0, 0),
    () => a.set(1, 0, 0),
    () => a.item(0),
    () => a.slice(0),
    () => a.assign(1),
    () => a.reshape(6),
    () => a.transpose(),
    () => a.T,
    () => a.ravel(),
    () => a.flatten(),
    () => a.copy(),
    () => a.astype("int8"),
    () => a.tolist(),
    () => a.toPlain(),
    () => a.toString(),
    () => a.data,
    () => [...a],
    () => array(a),
    () => asarray(a),
    () => zeros(2).assign(a),
  ];
  for (const use of uses) t.throws(use, { code: "RuntimeError", message: /was disposed/ }, use.toString());
});

test("using disposes at the end of the block", (t) => {
  let outer: NdArray;
  {
    using a = arange(3);
    outer = a;
  }
  t.throws(() => outer.get(0), { code: "RuntimeError" });
});

test("tidy frees what it does not return", (t) => {
  const made: NdArray[] = [];
  const note = <A extends NdArray>(a: A) => {
    made.push(a);
    return a;
  };
  const { sum, list } = tidy(() => {
    const a = note(arange(4));
    const inner = tidy(() => [note(a.slice("1:")), note(zeros(2))][0]!);
    return { sum: note(inner.copy()), list: [note(a.T)] };
  });
  t.deepEqual(sum.tolist(), [1, 2, 3]);
  t.deepEqual(list[0]!.tolist(), [0, 1, 2, 3]);
  t.deepEqual(
    made.map((a) => a.code < 0),
    [true, true, true, false, false],
  );
  t.throws(() => tidy(async () => arange(3)), { instanceOf: TypeError, message: /promise/ });
});

test("configure: the heap before the first array, and only what it knows", (t) => {
  heap();
  t.throws(() => configure({ heap: 2 ** 24 }), { code: "RuntimeError", message: /configure it before/ });
  t.throws(() => configure({ heap: 12 }), { instanceOf: TypeError, message: /from 4194304 to 4294967296/ });
  t.throws(() => configure({ tier: "fast" as "js" }), { instanceOf: TypeError, message: /"js" or "interpreted"/ });
});

test("two copies of the package share one heap and each other's arrays", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "micronumpy-copy-"));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const dist = fileURLToPath(new URL("../..", import.meta.url));
  for (const folder of ["kernel", "runtime"]) {
    mkdirSync(join(directory, folder));
    cpSync(join(dist, folder), join(directory, folder), { recursive: true });
  }
  const load = (file: string) => import(pathToFileURL(join(directory, "runtime", file)).href);
  const other = (await load("create.js")) as typeof import("../../runtime/create.js");
  const otherHeap = (await load("heap.js")) as typeof import("../../runtime/heap.js");
  t.not(other.array, array);
  t.is(otherHeap.heap(), heap());
  const theirs = other.array([1, 2, 3], "int16");
  t.true(isNdArray(theirs));
  t.deepEqual(zeros(3).assign(theirs).tolist(), [1, 2, 3]);
  t.deepEqual(other.array(arange(3)).tolist(), [0, 1, 2]);
});
