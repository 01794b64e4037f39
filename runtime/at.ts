/**
 * `at`: a ufunc on chosen elements, one after the other, in place. An element that is chosen twice is changed twice.
 *
 * The driver walks offsets and second operands. Where there is a JIT and it pays, the inner loop is made of the body.
 * Elsewhere it is `scatter` (`native/at.as.ts`), which gathers elements up to the first that comes again, so that most of
 * the work is done by the ufunc's own kernel, many elements at a time.
 */
import { castTo } from "../kernel/cast.js";
import { codeOf, type Scalar } from "../kernel/dtype.js";
import { copyAs, emptyArray, isNdArray, live, type NdArray, typedArray, viewOf } from "./array.js";
import { fitsInto } from "./broadcast.js";
import { loopFor } from "./call.js";
import { run } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { driver } from "./driver.js";
import { coerce, elements } from "./element.js";
import {
  firstNotArray,
  missingOperand,
  needlessOperand,
  notBroadcastable,
  readOnly,
  severalOutputs,
  tooManyForAt,
  wrongArityAt,
} from "./errors.js";
import { heap } from "./heap.js";
import { type Chosen, choose } from "./indices.js";
import { addArray, addUniform, begin } from "./iterate.js";
import type { Loop } from "./loop.js";
import { methodKernel } from "./method-kernels.js";
import { readOperands, typesOf } from "./operands.js";
import { mayShareMemory } from "./overlap.js";
import { Frame, Operand, Order, Plan } from "./plan.js";
import { enter, leave } from "./scratch.js";
import { fillUniform } from "./uniform.js";
import { broadcastTo, checkDimensions, sizeOf, transpose } from "./view.js";
import { runOnce, stopped } from "./walk.js";

/**
 * `u.at(a, indices)`, `u.at(a, indices, b)`. @throws what NumPy would, and then nothing has changed, unless elements
 * themselves are refused: those before them have.
 */
export function at(d: Dispatch, a: unknown, indices: unknown, more: readonly unknown[]): void {
  if (d.nin > 2) throw tooManyForAt();
  if (d.nout > 1) throw severalOutputs();
  if (more.length > 1) throw wrongArityAt(d.name, d.nin, 2 + more.length);
  if (!isNdArray(a)) throw firstNotArray();
  live(a);
  if (!a.writeable) throw readOnly();
  if (d.nin === 2 && more.length === 0) throw missingOperand();
  if (d.nin === 1 && more.length > 0) throw needlessOperand();
  const operands = readOperands(`${d.name}.at`, [a, ...more]);
  const loop = loopFor(d, typesOf(d, operands), operands);
  operands.arrays.forEach(live);
  const chosen = choose(a, indices);
  const target = chosen.array;
  const shape = [...chosen.offsets.shape, ...target.shape.slice(chosen.axes)];
  checkDimensions(shape.length);
  const given = operands.arrays[1] ?? null;
  const other = given && spread(given, chosen, shape);
  const value = d.nin === 2 && other === null ? coerce(operands.values[1]!, loop.inputs[1]!) : 0;
  if (sizeOf(shape) === 0) return;
  // even where it has the same elements in the same places: an element may be read after it was written
  const apart = other && mayShareMemory(other, a) ? copyAs(other, other.dtype, "K") : other;
  const work = { loop, a: target, chosen, shape, other: apart, value };
  const { scatter } = driver();
  if (!a.storage.inHeap || scatter === null) oneByOne(work);
  else {
    const kernel = indexed(d, work);
    if (kernel === 0) scattered(work, scatter);
    else oneAfterTheOther(work, kernel);
  }
  if (apart !== other) apart!.dispose();
  if (target !== a) target.dispose();
  chosen.offsets.dispose();
}

/** The number of the kernel that works on the array's own elements, where indices choose single ones; 0 if there is none. */
function indexed(d: Dispatch, { loop, a, chosen, shape }: Work): number {
  const isOwn = a.code === loop.inputCodes[0] && a.code === loop.outputCodes[0];
  return isOwn && chosen.axes === a.ndim ? methodKernel(d, loop, "at", sizeOf(shape)) : 0;
}

/** The second operand, its axes in the order of `shape`: NumPy's result may have some before those of the indices. */
function spread(other: NdArray, { offsets, before }: Chosen, shape: readonly number[]): NdArray {
  const count = offsets.ndim;
  const axes = [...shape.keys()];
  const order = [...axes.slice(count, count + before), ...axes.slice(0, count), ...axes.slice(count + before)];
  const wanted = order.map((axis) => shape[axis]!);
  if (!fitsInto(other.shape, wanted)) throw notBroadcastable();
  if (before === 0) return other;
  return viewOf(
    other,
    transpose(
      broadcastTo(other, wanted),
      axes.map((axis) => order.indexOf(axis)),
    ),
  );
}

interface Work {
  readonly loop: Loop;
  readonly a: NdArray;
  readonly chosen: Chosen;
  /** Of the chosen elements: that of the indices, then the axes that they leave. */
  readonly shape: readonly number[];
  /** The second operand, an array or an element of the loop's type. */
  readonly other: NdArray | null;
  readonly value: Scalar;
}

/** Through the kernel that was made for it. */
function oneAfterTheOther(work: Work, kernel: number): void {
  const { a, chosen } = work;
  const { offsets } = chosen;
  walk(work, kernel, 1, (words, plan, frame) => {
    addArray(words, plan, 0, offsets.address, offsets.code, offsets.code, offsets.shape, offsets.strides);
    words[(frame + Frame.target) >> 2] = a.address;
    return [offsets];
  });
}

/** Many at a time, through the ufunc's own kernel. */
function scattered(work: Work, scatter: number): void {
  const { loop, a, chosen } = work;
  const { offsets } = chosen;
  const rest = restOf(a, chosen.axes);
  let target = 0;
  walk(work, scatter, 2, (words, plan, frame) => {
    const ones = rest.shape.map(() => 1);
    const { code } = offsets;
    addArray(words, plan, 0, offsets.address, code, code, [...offsets.shape, ...ones], [...offsets.strides, ...ones]);
    addArray(words, plan, 1, rest.address, code, code, rest.shape, rest.strides);
    target = placeTarget(frame, loop, a);
    return [offsets, rest];
  });
  mark = heap().i32[target + TARGET_MARK]!;
  rest.dispose();
}

/** Runs an inner loop over offsets of `count` kinds, which `place` puts into the plan, and second operands. */
function walk(
  { loop, shape, other, value }: Work,
  inner: number,
  count: number,
  place: (words: Int32Array, plan: number, frame: number) => readonly NdArray[],
): void {
  const words = heap().i32;
  const frame = enter();
  try {
    const plan = frame >> 2;
    begin(words, plan, shape, count + 1, 0);
    words[plan + Plan.order] = Order.elements;
    words[plan + Plan.loop] = inner;
    const offsets = place(words, plan, frame);
    const type = loop.inputs[1] ?? "int32";
    const code = codeOf(type);
    if (other !== null) addArray(words, plan, count, other.address, other.code, code, other.shape, other.strides);
    else {
      const address = frame + Frame.uniform;
      fillUniform(address, type, value);
      addUniform(words, plan, count, address, code);
    }
    const reason = run(frame, [...offsets, other]);
    if (reason !== 0) throw stopped(reason);
  } finally {
    leave();
  }
}

/** Marks of places, which `scatter` numbers, and the last number that it gave. */
const MARK_BYTES = 4 * 4096;
let marks = 0;
let mark = 0;
const TARGET_MARK = 13;

/** Writes the `Target` of `native/at.as.ts`. Gives the word where it lies. */
function placeTarget(frame: number, loop: Loop, a: NdArray): number {
  if (marks === 0) marks = heap().reserve(MARK_BYTES);
  const words = heap().i32;
  const target = (frame + Frame.target) >> 2;
  const spare = (frame >> 2) + Plan.operands + 4 * Operand.words;
  words.set(
    [
      ...[a.address, a.code, loop.inputCodes[0]!, loop.outputCodes[0]!],
      ...[loop.number, loop.inputs.length, frame + Frame.args + 128, frame + Frame.steps + 128],
      ...[words[spare + Operand.block]!, words[spare + Operand.raw]!],
      ...[words[spare + Operand.words + Operand.block]!, words[spare + Operand.words + Operand.raw]!],
      ...[marks, mark],
    ],
    target,
  );
  return target;
}

/** Offsets of the elements along the axes that the indices leave. */
function restOf(a: NdArray, axes: number): NdArray<"int32"> {
  const rest = emptyArray("int32", a.shape.slice(axes));
  let list = Int32Array.of(0);
  for (let axis = axes; axis < a.ndim; axis++) {
    const n = a.shape[axis]!;
    list = Int32Array.from(
      { length: list.length * n },
      (_, i) => list[Math.floor(i / n)]! + (i % n) * a.strides[axis]!,
    );
  }
  typedArray(rest).set(list);
  return rest;
}

/** An array outside the heap, or where nothing else can be. */
function oneByOne({ loop, a, chosen, shape, other, value }: Work): void {
  const offsets = typedArray(chosen.offsets);
  const rest = typedArray(restOf(a, chosen.axes));
  const { read, write } = elements[a.dtype];
  const { view } = a.storage;
  const [toLoop, toArray] = [castTo(loop.inputs[0]!), castTo(a.dtype)];
  const spread = other && copyAs(viewOf(other, broadcastTo(other, shape)), loop.inputs[1]!, "C").ravel();
  for (let i = 0; i < offsets.length * rest.length; i++) {
    const place = a.address + offsets[Math.floor(i / rest.length)]! + rest[i % rest.length]!;
    const given = toLoop(read(view, place));
    const [result] = runOnce(
      loop,
      loop.inputs.length === 1 ? [given] : [given, spread === null ? value : spread.get(i)],
    );
    write(view, place, toArray(result!));
  }
}
