/**
 * The short way of a call: operands are arrays and plain numbers, of types that were seen before, and there are no
 * options but `out`. Where the arrays are C-contiguous and of one shape, addresses are written to memory and the kernel
 * is called, without the driver's walk and without allocating anything but the result; others go through the driver. What
 * is new or rare is left to `call.ts`.
 *
 * The operands of the running call are in `slots`, so that one function serves every number of operands.
 */
import { codeOf, isBig, limits, names, type Scalar } from "../kernel/dtype.js";
import { UNIFORM_BYTES } from "../kernel/link.js";
import { promote } from "../kernel/promote.js";
import { emptyArray, isNdArray, type NdArray } from "./array.js";
import { sameShape } from "./broadcast.js";
import { runLoop } from "./call.js";
import type { Dispatch } from "./dispatch.js";
import { driver } from "./driver.js";
import { elements } from "./element.js";
import { heap } from "./heap.js";
import { type Loop, MAX_DIRECT } from "./loop.js";
import { fillUniform } from "./uniform.js";
import { stopped } from "./walk.js";

/** The operands of the running call. `direct` empties it: they must not keep arrays alive. */
export const slots: unknown[] = new Array(MAX_DIRECT).fill(null);

/** Elements that a stage holds. */
const CHUNK = 8192;
/** The most elements of a call of a kernel: between two calls V8 can put optimized code in its place. */
const LARGEST = 8 * CHUNK;
/** Elements of any call where operands are cast on their way: what was cast is still in the first-level cache. */
const BLOCK = 1024;
/** The most elements that are cast here. Memory is slower than casting where the cache holds no more: the driver knows how. */
const CACHED = 1 << 17;

const CODES = names.length;
const FLOAT64 = codeOf("float64");
const INT32 = codeOf("int32");
/** The code of the promoted type of two, and what integers a type holds as numbers. */
const promoted = Uint8Array.from({ length: CODES * CODES }, (_, i) =>
  codeOf(promote(names[Math.floor(i / CODES)]!, names[i % CODES]!)),
);
const isFloatCode = (code: number) => code >= FLOAT64 - 1;
const least = names.map((t) => (isFloatCode(codeOf(t)) || t === "bool" ? 0 : Number(limits(t)[0])));
const most = names.map((t) => (isFloatCode(codeOf(t)) || t === "bool" ? 0 : Number(limits(t)[1])));

/** The code of a plain number beside an array, as `weakBeside` has it; -1: it doesn't fit. */
function weakCode(value: number, base: number): number {
  if (isFloatCode(base)) return base;
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return FLOAT64;
  const type = base === 0 ? INT32 : base;
  return value >= least[type]! && value <= most[type]! ? type : -1;
}

/** Where addresses, uniform operands and stages are: made with the first call. */
let args = 0;
let stages = 0;
const uniformAt = (i: number) => args + UNIFORM_BYTES * (1 + i);

/** The result of a call of the operands in `slots`; undefined: this is not the way. */
export function direct(d: Dispatch, nin: number, out: NdArray | null): unknown {
  try {
    return callSlots(d, nin, out);
  } finally {
    for (let i = 0; i < nin; i++) slots[i] = null;
  }
}

function callSlots(d: Dispatch, nin: number, out: NdArray | null): unknown {
  let first: NdArray | null = null;
  let base = 0;
  let uniform = 0;
  let alike = true;
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    if (typeof x === "number") {
      uniform |= 1 << i;
      continue;
    }
    if (!isNdArray(x) || x.code < 0) return undefined;
    if (first === null) base = x.code;
    else {
      alike &&= sameShape(first.shape, x.shape);
      base = promoted[base * CODES + x.code]!;
    }
    first ??= x;
    alike &&= x.contiguous;
  }
  const key = keyOfSlots(nin, first === null ? FLOAT64 : base, uniform);
  const loop = d.linkage?.captures === undefined ? d.find(key) : findApart(d, key, nin, out);
  if (loop === undefined) return undefined;
  if (first === null) return out === null && loop.outputs.length === 1 ? runNumbers(loop, nin) : undefined;
  const isSingle = loop.outputs.length === 1;
  const isOurs = alike && loop.steps !== 0 && isSingle && (first.size <= CACHED || isExact(loop, nin));
  if (isOurs && (out === null || takes(loop.outputCodes[0]!, out, first))) {
    const result = out ?? emptyArray(loop.outputs[0]!, first.shape);
    if (out === null || isApart(out, nin)) {
      runKernel(loop, nin, result, first.size, uniform);
      return result;
    }
  }
  return runKnown(d, loop, nin, out);
}

/** Reading captures may run a getter, which calls ufuncs itself, or disposes of an operand: then it is for the general way to say. */
function findApart(d: Dispatch, key: number, nin: number, out: NdArray | null): Loop | undefined {
  const operands = slots.slice(0, nin);
  const loop = d.find(key);
  for (let i = 0; i < nin; i++) {
    slots[i] = operands[i];
    if (isNdArray(operands[i]) && (operands[i] as NdArray).code < 0) return undefined;
  }
  return out !== null && out.code < 0 ? undefined : loop;
}

function keyOfSlots(nin: number, base: number, uniform: number): number {
  let key = 0;
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    const code = (uniform >> i) & 1 ? weakCode(x as number, base) : (x as NdArray).code;
    if (code < 0) return -1;
    key = key * 16 + code;
  }
  return key;
}

/** Does the loop take the arrays without a cast? */
function isExact(loop: Loop, nin: number): boolean {
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    if (typeof x !== "number" && (x as NdArray).code !== loop.inputCodes[i]) return false;
  }
  return true;
}

/** Can the kernel write its results to `out` as they are? */
function takes(code: number, out: NdArray, first: NdArray): boolean {
  return out.code === code && out.contiguous && out.writeable && sameShape(out.shape, first.shape);
}

/** Is nothing overwritten before it is read? Each operand has the output's own elements or none of them. */
function isApart(out: NdArray, nin: number): boolean {
  const start = out.address;
  const end = start + out.size * out.itemsize;
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    if (typeof x === "number" || (x as NdArray).storage.buffer !== out.storage.buffer) continue;
    const { address, itemsize, size } = x as NdArray;
    const meets = address < end && start < address + size * itemsize;
    if (meets && (address !== start || itemsize !== out.itemsize)) return false;
  }
  return true;
}

/** Calls the kernel chunk by chunk. What lies outside the heap is brought to a stage and taken back; other types are cast. */
function runKernel(loop: Loop, nin: number, out: NdArray, n: number, uniform: number): void {
  const { i32 } = heap();
  if (args === 0) args = heap().reserve(UNIFORM_BYTES * (2 + MAX_DIRECT));
  const at = args >>> 2;
  const steps = loop.steps + uniform * (nin + 1) * 4;
  for (let i = 0; i < nin; i++) if ((uniform >> i) & 1) i32[at + i] = placeNumber(loop, i);
  const most = !isExact(loop, nin) ? BLOCK : isInHeap(nin, out, uniform) ? LARGEST : CHUNK;
  for (let done = 0, count = 0; done < n; done += count) {
    count = n - done < most ? n - done : most;
    for (let i = 0; i < nin; i++) {
      if ((uniform >> i) & 1) continue;
      const x = slots[i] as NdArray;
      const place = x.storage.inHeap ? x.address + done * x.itemsize : stageIn(i, x, done, count);
      i32[at + i] = x.code === loop.inputCodes[i] ? place : castIn(i, place, x.code, loop.inputCodes[i]!, count);
    }
    i32[at + nin] = out.storage.inHeap ? out.address + done * out.itemsize : stageAt(nin);
    const finished = (loop.special[uniform] ?? loop.inner)(args, count, steps);
    if (!out.storage.inHeap) stageOut(nin, out, done, finished);
    if (finished < count) throw stopped(i32[at + nin + 1]!);
  }
}

function isInHeap(nin: number, out: NdArray, uniform: number): boolean {
  for (let i = 0; i < nin; i++) if (!((uniform >> i) & 1) && !(slots[i] as NdArray).storage.inHeap) return false;
  return out.storage.inHeap;
}

/** Fills a uniform operand with the number in a slot, as an element of the loop's type. */
function placeNumber(loop: Loop, i: number): number {
  fillUniform(uniformAt(i), loop.inputs[i]!, element(loop, i));
  return uniformAt(i);
}

const element = (loop: Loop, i: number): Scalar =>
  isBig(loop.inputs[i]!) ? BigInt(slots[i] as number) : (slots[i] as number);

function stageAt(i: number): number {
  if (stages === 0) stages = heap().reserve(8 * CHUNK * (1 + MAX_DIRECT));
  return stages + 8 * CHUNK * i;
}

function stageIn(i: number, x: NdArray, done: number, count: number): number {
  const stage = stageAt(i);
  heap().u8.set(new Uint8Array(x.storage.buffer, x.address + done * x.itemsize, count * x.itemsize), stage);
  return stage;
}

/** A block in the loop's own type, behind that of what lies outside the heap. */
function castIn(i: number, place: number, code: number, to: number, count: number): number {
  const stage = stageAt(i) + 8 * BLOCK;
  driver().convert(place, code, stage, to, count);
  return stage;
}

function stageOut(i: number, out: NdArray, done: number, count: number): void {
  const stage = stageAt(i);
  const bytes = heap().u8.subarray(stage, stage + count * out.itemsize);
  new Uint8Array(out.storage.buffer, out.address + done * out.itemsize, bytes.length).set(bytes);
}

/** Plain numbers only: one element, and the result is plain too. */
function runNumbers(loop: Loop, nin: number): Scalar | undefined {
  if (loop.steps === 0) return undefined;
  if (args === 0) args = heap().reserve(UNIFORM_BYTES * (2 + MAX_DIRECT));
  const { i32, view } = heap();
  for (let i = 0; i <= nin; i++) {
    i32[(args >>> 2) + i] = uniformAt(i);
    if (i < nin) elements[loop.inputs[i]!].write(view, uniformAt(i), element(loop, i));
  }
  if (loop.inner(args, 1, loop.steps) < 1) throw stopped(i32[(args >>> 2) + nin + 1]!);
  return elements[loop.outputs[0]!].read(view, uniformAt(nin));
}

/** Through the driver: any strides, shapes that broadcast, casts. */
function runKnown(d: Dispatch, loop: Loop, nin: number, out: NdArray | null): unknown {
  const isSingle = loop.outputs.length === 1;
  if (out !== null && (out.code < 0 || !out.writeable || !isSingle)) return undefined;
  const arrays: (NdArray | null)[] = [];
  const values: Scalar[] = [];
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    arrays.push(typeof x === "number" ? null : (x as NdArray));
    values.push(typeof x === "number" ? element(loop, i) : 0);
  }
  const outs = isSingle ? [out] : loop.outputs.map(() => null);
  const results = runLoop(d, loop, arrays, values, { out: outs, where: null, casting: "same_kind", order: "K" });
  return isSingle ? results[0] : results;
}
