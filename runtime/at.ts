/**
 * `at`: a ufunc on chosen elements, one after the other, in place. An element that is chosen twice is changed twice.
 *
 * The driver walks offsets and second operands, and the inner loop `scatter` (`native/at.as.ts`) gathers elements up to
 * the first that comes again, so that most of the work is done by the ufunc's own kernel, many elements at a time.
 */
import { castTo } from "../kernel/cast.js";
import type { Scalar } from "../kernel/dtype.js";
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
import { readOperands, typesOf } from "./operands.js";
import { withoutOverlap } from "./overlap.js";
import { Frame, Operand, Order, Plan } from "./plan.js";
import { enter, leave } from "./scratch.js";
import { fillUniform } from "./uniform.js";
import { broadcastTo, sizeOf, transpose } from "./view.js";
import { runOnce, stopped } from "./walk.js";

/** `u.at(a, indices)`, `u.at(a, indices, b)`. @throws what NumPy would, and then nothing has changed. */
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
  const chosen = choose(a, indices);
  const target = chosen.array;
  const shape = [...chosen.offsets.shape, ...target.shape.slice(chosen.axes)];
  const given = operands.arrays[1] ?? null;
  const other = given && spread(given, chosen, shape);
  const value = d.nin === 2 && other === null ? coerce(operands.values[1]!, loop.inputs[1]!) : 0;
  if (sizeOf(shape) === 0) return;
  const work = { loop, a: target, chosen, shape, other: other && withoutOverlap(other, a), value };
  const { scatter } = driver();
  if (a.storage.inHeap && scatter !== null) inHeap(work, scatter);
  else oneByOne(work);
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

function inHeap({ loop, a, chosen, shape, other, value }: Work, scatter: number): void {
  const words = heap().i32;
  const frame = enter();
  try {
    const plan = frame >> 2;
    const { offsets } = chosen;
    const rest = restOf(a, chosen.axes);
    begin(words, plan, shape, 3, 0);
    words[plan + Plan.order] = Order.elements;
    words[plan + Plan.loop] = scatter;
    const ones = rest.shape.map(() => 1);
    const { code } = offsets;
    addArray(words, plan, 0, offsets.address, code, code, [...offsets.shape, ...ones], [...offsets.strides, ...ones]);
    addArray(words, plan, 1, rest.address, code, code, rest.shape, rest.strides);
    const otherCode = loop.inputCodes[1] ?? code;
    if (other !== null) addArray(words, plan, 2, other.address, other.code, otherCode, other.shape, other.strides);
    else {
      const address = frame + Frame.uniform;
      fillUniform(address, loop.inputs[1] ?? "int32", value);
      addUniform(words, plan, 2, address, otherCode);
    }
    const target = placeTarget(frame, loop, a);
    const reason = run(frame, [offsets, rest, other]);
    mark = words[target + TARGET_MARK]!;
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

/** Writes the `Target` of `native/at.as.ts`. The word where it lies. */
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
