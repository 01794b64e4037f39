/**
 * A call in its general form: any operands, any options. `direct.ts` has the short way for arrays that can be used as
 * they lie; whatever that one leaves comes here.
 */
import type { DType, Scalar } from "../kernel/dtype.js";
import { canCast } from "../kernel/promote.js";
import type { NdArray } from "./array.js";
import { broadcastShapes, sameShape } from "./broadcast.js";
import { copyElements } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { coerce, elements } from "./element.js";
import { cannotBroadcastOutput, cannotCastInput, cannotCastOutput, noMatchingLoop, notInt32 } from "./errors.js";
import type { Loop } from "./loop.js";
import { type Operands, readOperands, typesOf } from "./operands.js";
import { type Options, readOptions } from "./options.js";
import { mayShareMemory, withoutOverlap } from "./overlap.js";
import { applyPlain, plainLoop, warnUntransformed } from "./plain.js";
import { runOnce, runOver } from "./walk.js";

/** Runs a ufunc. @throws what NumPy would, and then nothing has changed. */
export function call(d: Dispatch, given: readonly unknown[], bag?: Readonly<Record<string, unknown>>): unknown {
  const operands = readOperands(d.name, given);
  const options = readOptions(d.name, d.nin, outputCount(d, bag?.out), bag);
  const types = typesOf(d.name, operands, (known) => d.pins(known), d.overflow);
  const plain = operands.plain && options.where === null && options.out.every((out) => out === null);
  if (plain && d.isPlain) {
    warnUntransformed(d);
    return unwrap(applyPlain(d, operands.values));
  }
  const loop = findLoop(d, operands, types, options);
  checkInputCasts(d, loop, operands, types, options);
  const values = operands.values.map((x, i) => (operands.arrays[i] === null ? coerce(x, loop.inputs[i]!) : x));
  if (plain) return unwrap(runOnce(loop, values));
  return unwrap(runLoop(d, loop, operands.arrays, values, options));
}

/** The plain function doesn't say how many outputs it has; who gives outputs does. */
function outputCount(d: Dispatch, out: unknown): number {
  return d.isPlain && Array.isArray(out) ? out.length : d.nout;
}

const unwrap = <T>(results: readonly T[]): T | readonly T[] => (results.length === 1 ? results[0]! : results);

function findLoop(d: Dispatch, operands: Operands, types: readonly DType[], options: Options): Loop {
  const inputs = requestedInputs(d, types, options);
  if (d.isPlain) {
    const strong = operands.arrays.flatMap((a) => (a === null ? [] : [a.dtype]));
    return d.keep(inputs ?? types, () => plainLoop(d, inputs ?? types, strong, firstElements(operands)));
  }
  const loop =
    inputs !== null ? d.exact(inputs) : operands.plain ? plainNumbersLoop(d, operands, types) : d.resolve(types);
  if (options.outputs?.some((t, i) => t !== loop.outputs[i])) throw noMatchingLoop(d.name);
  return loop;
}

/** The loop for elements of these types, whatever they are. */
export function loopForTypes(d: Dispatch, types: readonly DType[]): Loop {
  if (!d.isPlain) return d.resolve(types);
  return d.keep(types, () =>
    plainLoop(
      d,
      types,
      types,
      types.map(() => 1),
    ),
  );
}

/** The input types that `signature` or `dtype` asks for; null: the operands decide. */
function requestedInputs(d: Dispatch, types: readonly DType[], { inputs, dtype }: Options): readonly DType[] | null {
  const wanted = inputs ?? (dtype === null ? null : d.inputsForDType(types, dtype));
  if (wanted !== null && d.list !== null && !d.list.some((loop) => wanted.every((t, i) => t === loop.inputs[i]))) {
    throw noMatchingLoop(d.name);
  }
  return wanted;
}

/** Plain numbers are float64; where the body only makes sense for integers they are int32 and must be. */
function plainNumbersLoop(d: Dispatch, { values }: Operands, types: readonly DType[]): Loop {
  if (!d.integersOnly) {
    try {
      return d.resolve(types);
    } catch (error) {
      if (!types.includes("float64")) throw error;
      try {
        d.resolve(types.map(asInt32));
      } catch {
        throw error;
      }
      d.integersOnly = true;
    }
  }
  for (const x of values) if (typeof x === "number" && x !== (x | 0)) throw notInt32(d.name, x);
  return d.resolve(types.map(asInt32));
}

const asInt32 = (t: DType): DType => (t === "float64" ? "int32" : t);

/** An element of each operand. */
function firstElements({ arrays, values }: Operands): readonly Scalar[] {
  return arrays.map((a, i) => {
    if (a === null) return values[i]!;
    return a.size === 0 ? 1 : elements[a.dtype].read(a.storage.view, a.address);
  });
}

/** Plain values are no part of this: they have no type to cast from, and must fit. */
function checkInputCasts(
  d: Dispatch,
  loop: Loop,
  { arrays }: Operands,
  types: readonly DType[],
  { casting }: Options,
): void {
  types.forEach((from, i) => {
    const to = loop.inputs[i]!;
    if (arrays[i] !== null && from !== to && !canCast(from, to, casting))
      throw cannotCastInput(d.name, i, from, to, casting);
  });
}

/** The options that matter once the loop is known. */
export type LayoutOptions = Pick<Options, "out" | "where" | "casting" | "order">;

/** Runs a loop over arrays and plain values, which are elements of its types, and gives the outputs. */
export function runLoop(
  d: Dispatch,
  loop: Loop,
  arrays: readonly (NdArray | null)[],
  values: readonly Scalar[],
  options: LayoutOptions,
): readonly NdArray[] {
  const shape = commonShape(arrays, options);
  checkOutputs(d, loop, shape, options);
  const inputs = arrays.map((a) => a && apart(a, options.out));
  const mask = options.where && apart(options.where, options.out);
  // A plain function shows how many outputs it has only when it runs.
  const given = loop.outputs.map((_, j) => options.out[j] ?? null);
  const outs = given.length > 1 ? outputsApart(given) : given;
  const made = runOver({ loop, shape, inputs, values, outs, mask, order: options.order });
  return made.map((result, j) => {
    const out = options.out[j] ?? result;
    if (out !== result) copyElements(result, out);
    return out;
  });
}

/** An operand that no output overwrites before it is read. */
function apart(a: NdArray, outs: readonly (NdArray | null)[]): NdArray {
  let safe = a;
  for (const out of outs) if (out !== null) safe = withoutOverlap(safe, out);
  return safe;
}

function commonShape(arrays: readonly (NdArray | null)[], { out, where }: LayoutOptions): readonly number[] {
  const shapes: (readonly number[])[] = [];
  for (const a of arrays) if (a !== null) shapes.push(a.shape);
  for (const a of out) if (a !== null) shapes.push(a.shape);
  if (where !== null) shapes.push(where.shape);
  return broadcastShapes(shapes);
}

function checkOutputs(d: Dispatch, loop: Loop, shape: readonly number[], { out, casting }: LayoutOptions): void {
  for (let j = 0; j < out.length; j++) {
    const a = out[j] ?? null;
    if (a === null) continue;
    if (!sameShape(a.shape, shape)) throw cannotBroadcastOutput(a.shape, shape);
    const from = loop.outputs[j]!;
    if (from !== a.dtype && !canCast(from, a.dtype, casting)) throw cannotCastOutput(d.name, from, a.dtype, casting);
  }
}

/** An output that shares memory with an earlier one is written elsewhere first. */
function outputsApart(outs: readonly (NdArray | null)[]): readonly (NdArray | null)[] {
  return outs.map((out, j) => {
    const shared = out !== null && outs.slice(0, j).some((other) => other !== null && mayShareMemory(out, other));
    return shared ? out.copy() : out;
  });
}
