/**
 * The short way of a call: operands are C-contiguous arrays of one shape in the heap, or plain numbers beside them, of
 * types that were seen before. Addresses are written to memory and the kernel is called, without the driver and without
 * allocating anything but the result. Whatever doesn't fit is left to `call.ts`.
 *
 * The operands of the running call are in `slots`, so that one function serves every number of operands.
 */
import { codeOf, isBig, limits, names } from "../kernel/dtype.js";
import { promote } from "../kernel/promote.js";
import { emptyArray, isNdArray, type NdArray } from "./array.js";
import { sameShape } from "./broadcast.js";
import type { Dispatch } from "./dispatch.js";
import { heap } from "./heap.js";
import { type Loop, MAX_DIRECT } from "./loop.js";
import { fillUniform } from "./uniform.js";
import { stopped } from "./walk.js";

/** The operands of the running call. Emptied after it: they must not keep arrays alive. */
export const slots: unknown[] = new Array(MAX_DIRECT).fill(null);

/** Elements of a call of a kernel: between two calls V8 can put optimized code in its place. */
const CHUNK = 8192;

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

/** Where addresses and uniform operands are put: made with the first call. */
let args = 0;
const uniformAt = (i: number) => args + 64 + 64 * i;

/** The result of a call of the operands in `slots`; null: this is not the way. */
export function direct(d: Dispatch, nin: number, out: NdArray | null): NdArray | null {
  let first: NdArray | null = null;
  let base = 0;
  let uniform = 0;
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    if (typeof x === "number") {
      uniform |= 1 << i;
      continue;
    }
    if (!isNdArray(x) || x.code < 0 || !x.contiguous || !x.storage.inHeap) return null;
    if (first === null) {
      first = x;
      base = x.code;
    } else {
      if (!sameShape(first.shape, x.shape)) return null;
      base = promoted[base * CODES + x.code]!;
    }
  }
  if (first === null) return null;
  const loop = d.find(keyOfSlots(nin, base, uniform));
  if (loop === undefined || loop.steps === 0 || !takes(loop, nin, base, uniform)) return null;
  const result = out ?? emptyArray(loop.outputs[0]!, first.shape);
  if (!fits(loop, result, first, nin)) return out === null ? discard(result) : null;
  runKernel(loop, nin, result, first.size, uniform);
  return result;
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

/** Does the loop take the operands without a cast? A plain number is written in the loop's type, whichever it is. */
function takes(loop: Loop, nin: number, base: number, uniform: number): boolean {
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    const code = (uniform >> i) & 1 ? weakCode(x as number, base) : (x as NdArray).code;
    if (code !== loop.inputCodes[i]) return false;
  }
  return true;
}

/** Can the kernel write the result as it lies? Nothing that is read may be overwritten before. */
function fits(loop: Loop, out: NdArray, first: NdArray, nin: number): boolean {
  if (out.code !== loop.outputCodes[0] || !out.contiguous || !out.writeable || !out.storage.inHeap) return false;
  if (!sameShape(out.shape, first.shape)) return false;
  const start = out.address;
  const end = start + out.size * out.itemsize;
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    if (typeof x === "number") continue;
    const { address, itemsize, size } = x as NdArray;
    const apart = address >= end || address + size * itemsize <= start;
    if (!apart && (address !== start || itemsize !== out.itemsize)) return false;
  }
  return true;
}

function discard(result: NdArray): null {
  result.dispose();
  return null;
}

function runKernel(loop: Loop, nin: number, out: NdArray, n: number, uniform: number): void {
  const { i32 } = heap();
  if (args === 0) args = heap().reserve(64 + 64 * MAX_DIRECT);
  const at = args >>> 2;
  for (let i = 0; i < nin; i++) {
    const x = slots[i];
    if (typeof x === "number") {
      fillUniform(uniformAt(i), loop.inputs[i]!, isBig(loop.inputs[i]!) ? BigInt(x) : x);
      i32[at + i] = uniformAt(i);
    } else i32[at + i] = (x as NdArray).address;
  }
  i32[at + nin] = out.address;
  const steps = loop.steps + uniform * (nin + 1) * 4;
  for (let left = n; left > 0; left -= CHUNK) {
    const count = left < CHUNK ? left : CHUNK;
    if (loop.inner(args, count, steps) < count) throw stopped(i32[at + nin + 1]!);
    if (left > CHUNK) for (let i = 0; i <= nin; i++) i32[at + i] = i32[at + i]! + CHUNK * i32[(steps >>> 2) + i]!;
  }
}
