/**
 * A call in its general form: any operands, any options. `direct.ts` has the short way for arrays that can be used as
 * they lie; whatever that one leaves comes here.
 */
import type { DType, Scalar } from "../kernel/dtype.js";
import { canCast, isWeakInteger } from "../kernel/promote.js";
import { live, type NdArray } from "./array.js";
import { broadcastShapes, sameShape } from "./broadcast.js";
import { moveTo } from "./copy.js";
import type { Dispatch } from "./dispatch.js";
import { coerce, elements } from "./element.js";
import {
  cannotBroadcastOutput,
  cannotCastInput,
  cannotCastOutput,
  cannotCastWeak,
  noMatchingLoop,
  notInt32,
} from "./errors.js";
import type { Loop } from "./loop.js";
import { type Operands, readOperands, typesOf, typesOfMisfits, weakFrom } from "./operands.js";
import { type Options, readOptions } from "./options.js";
import { mayShareMemory, withoutOverlap } from "./overlap.js";
import { applyPlain, plainLoop, warnUntransformed } from "./plain.js";
import { runOnce, runOver } from "./walk.js";

/**
 * Runs a ufunc. @throws what NumPy would, and then nothing has changed; but where elements themselves are refused, those
 * before them are in `out`, as in NumPy.
 */
export function call(d: Dispatch, given: readonly unknown[], bag?: Readonly<Record<string, unknown>>): unknown {
  const operands = readOperands(d.name, given);
  const options = readOptions(d.name, d.nin, outputCount(d, bag?.out), bag);
  const types = typesOf(d, operands);
  const isBare = options.out.every((out) => out === null) && typeof (bag?.where ?? true) === "boolean";
  const plain = operands.plain && isBare;
  const once = plain && options.where === null;
  if (once && d.isPlain && askedOf(options) === "") {
    warnUntransformed(d);
    const values = operands.values.map((x, i) => coerce(x, types[i]!));
    return unwrap(applyPlain(d, values));
  }
  const loop = findLoop(d, operands, types, options);
  // reading captures may run a getter, which may dispose of what it likes
  [...operands.arrays, ...options.out, options.where].forEach(live);
  checkInputCasts(d, loop, operands, types, options);
  const values = operands.values.map((x, i) => (operands.arrays[i] === null ? coerce(x, loop.inputs[i]!) : x));
  if (once) return unwrap(runOnce(loop, values));
  const results = runLoop(d, loop, operands.arrays, values, options);
  return unwrap<unknown>(plain ? results.map((made) => made.item()) : results);
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
    const known = inputs ?? (d.isTest ? typesOfMisfits(types, d.loopInputs(types), operands) : null) ?? types;
    return d.keep(known, () => plainLoop(d, known, strong, firstElements(operands), options), askedOf(options));
  }
  const loop =
    inputs !== null
      ? d.exact(inputs)
      : operands.plain
        ? plainNumbersLoop(d, operands, types)
        : loopFor(d, types, operands);
  if (options.outputs?.some((t, i) => t !== loop.outputs[i])) throw noMatchingLoop(d.name);
  return loop;
}

/**
 * The loop for operands of these types. Where a weak integer does not fit it, another one of the list that gives the same
 * types will do: quotients are floats, and comparisons are exact.
 */
export function loopFor(d: Dispatch, types: readonly DType[], operands: Operands): Loop {
  const loop = loopForTypes(d, types);
  const wider = d.list && typesOfMisfits(types, loop.inputs, operands);
  if (wider === null || !d.listed(wider)) return loop;
  const other = loopForTypes(d, wider);
  return loop.outputs.every((t, j) => t === other.outputs[j]) ? other : loop;
}

/** The loop for elements of these types, whatever they are. */
export function loopForTypes(d: Dispatch, types: readonly DType[], dtype: DType | null = null): Loop {
  if (!d.isPlain) return d.resolve(types);
  const ones = types.map(() => 1);
  const asked = { outputs: null, dtype };
  return d.keep(types, () => plainLoop(d, types, types, ones, asked), askedOf(asked));
}

/** What a plain function, which has no types, is asked to give. */
const askedOf = ({ outputs, dtype }: Pick<Options, "outputs" | "dtype">): string => outputs?.join() ?? dtype ?? "";

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
  const whole = types.map((t) => (t === "float64" ? "int32" : t));
  if (!d.integersOnly) {
    try {
      return d.resolve(types);
    } catch (error) {
      if (!types.includes("float64")) throw error;
      try {
        d.resolve(whole);
      } catch {
        throw error;
      }
      // what captures decide may be another at the next call
      d.integersOnly = d.linkage!.captures === undefined;
    }
  }
  for (const x of values) if (typeof x === "number" && x !== (x | 0)) throw notInt32(d.name, x);
  return d.resolve(whole);
}

/** An element of each operand. */
function firstElements({ arrays, values }: Operands): readonly Scalar[] {
  return arrays.map((a, i) => {
    if (a === null) return values[i]!;
    return a.size === 0 ? 1 : elements[a.dtype].read(a.storage.view, a.address);
  });
}

function checkInputCasts(
  d: Dispatch,
  loop: Loop,
  { arrays, values, plain }: Operands,
  types: readonly DType[],
  { casting }: Options,
): void {
  types.forEach((type, i) => {
    const to = loop.inputs[i]!;
    const from = arrays[i] === null ? weakFrom(values[i]!, to) : type;
    if (from !== to && !canCast(from, to, casting)) throw cannotCastInput(d.name, placeOf(d, i), from, to, casting);
    if (casting === "equiv" && arrays[i] === null && !plain) checkEquivalent(values[i]!, to);
  });
}

/** NumPy's "equiv" takes Python's floats for float64, and its integers for no element type. */
function checkEquivalent(value: Scalar, to: DType): void {
  if (typeof value === "boolean") return;
  const kind = isWeakInteger(value) ? "int" : "float";
  if (kind === "int" || to !== "float64") throw cannotCastWeak(kind, to, "equiv");
}

/** How errors name an input: not at all if it is the only one. */
export const placeOf = (d: Dispatch, i: number): number | undefined => (d.nin === 1 ? undefined : i);

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
  checkOutputCasts(d, loop, options);
  const shape = commonShape(arrays, options);
  for (const out of options.out)
    if (out !== null && !sameShape(out.shape, shape)) throw cannotBroadcastOutput(out.shape, shape);
  const inputs = arrays.map((a) => a && apart(a, options.out));
  const mask = options.where && apart(options.where, options.out);
  // A plain function shows how many outputs it has only when it runs.
  const given = loop.outputs.map((_, j) => options.out[j] ?? null);
  const outs = given.length > 1 ? outputsApart(given) : given;
  const made = runOver({ loop, shape, inputs, values, outs, mask, order: options.order });
  for (let i = 0; i < inputs.length; i++) if (inputs[i] !== arrays[i]) inputs[i]!.dispose();
  if (mask !== options.where) mask!.dispose();
  return made.map((result, j) => {
    const out = options.out[j] ?? result;
    return out === result ? out : moveTo(out, result);
  });
}

/** An operand that no output overwrites before it is read. */
function apart(a: NdArray, outs: readonly (NdArray | null)[]): NdArray {
  let safe = a;
  for (const out of outs) if (out !== null) safe = withoutOverlap(safe, out);
  return safe;
}

const SCALAR: readonly number[] = [];

function commonShape(arrays: readonly (NdArray | null)[], { out, where }: LayoutOptions): readonly number[] {
  const shapes: (readonly number[])[] = arrays.map((a) => a?.shape ?? SCALAR);
  for (const a of out) if (a !== null) shapes.push(a.shape);
  if (where !== null) shapes.push(where.shape);
  return broadcastShapes(shapes);
}

function checkOutputCasts(d: Dispatch, loop: Loop, { out, casting }: LayoutOptions): void {
  for (let j = 0; j < out.length; j++) {
    const to = out[j]?.dtype;
    const from = loop.outputs[j]!;
    const place = out.length === 1 ? undefined : d.nin + j;
    if (to !== undefined && from !== to && !canCast(from, to, casting))
      throw cannotCastOutput(d.name, place, from, to, casting);
  }
}

/** An output that shares memory with an earlier one is written elsewhere first. */
function outputsApart(outs: readonly (NdArray | null)[]): readonly (NdArray | null)[] {
  return outs.map((out, j) => {
    const shared = out !== null && outs.slice(0, j).some((other) => other !== null && mayShareMemory(out, other));
    return shared ? out.copy() : out;
  });
}
