/**
 * Index arrays: which elements of an array they choose, as byte offsets.
 *
 * An array is one index array, for the first axis; a tuple of them, for the first axes, is `ix(rows, cols)`. Booleans
 * choose where they are true, and stand for as many index arrays as they have axes.
 */
import type { DType } from "../kernel/dtype.js";
import { bytesOf, codeOf, isInteger } from "../kernel/dtype.js";
import { UNIFORM_BYTES } from "../kernel/link.js";
import { emptyArray, type NdArray, typedArray, viewOf } from "./array.js";
import { broadcastShapes, type Shape } from "./broadcast.js";
import { inPlace, toArray } from "./convert.js";
import { run } from "./copy.js";
import { driver } from "./driver.js";
import {
  differentIndices,
  indexOutOfBounds,
  notIndexType,
  severalEllipses,
  tooManyIndices,
  wrongMask,
} from "./errors.js";
import { heap } from "./heap.js";
import { addArray, addUniform, begin } from "./iterate.js";
import { Frame, Plan } from "./plan.js";
import { enter, leave } from "./scratch.js";
import type { ArrayLike, Index, IndexTuple } from "./types.js";
import { slice, transpose } from "./view.js";

const PARTS = Symbol.for("micronumpy/index@1");

/** An index array, or what `slice` takes: a part of an axis, a new axis, all axes not named. */
type Part = NdArray | string | null;

/**
 * An index of several axes, as NumPy's tuple: an index array for each of the first axes, or what `slice` takes.
 * @throws IndexError for elements that are no integers or booleans.
 * @example const a = zeros([2, 2]); add.at(a, ix([0, 0, 1], [1, 1, 0]), 1); a; // [[0, 2], [1, 0]]
 */
export function ix(...indices: readonly (ArrayLike | Index)[]): IndexTuple {
  const parts = indices.map((index): Part => (typeof index === "string" || index === null ? index : readIndex(index)));
  return { [PARTS]: parts } as unknown as IndexTuple;
}

/** The elements that indices choose: an offset from the first element for each. */
export interface Chosen {
  readonly offsets: NdArray<"int32">;
  /** A view of the array that has those axes first that index arrays go through, and how many these are. */
  readonly array: NdArray;
  readonly axes: number;
  /** How many of the other axes come before those of the index arrays in NumPy's result. */
  readonly before: number;
}

/** @throws IndexError for indices outside the array, or more of them than axes. */
export function choose(a: NdArray, indices: unknown): Chosen {
  const tuple = (indices as { [PARTS]?: readonly Part[] } | null | undefined)?.[PARTS];
  const given = tuple ?? [readIndex(indices)];
  const axes = given.reduce((count, part) => count + axesOf(part), 0);
  if (axes > a.ndim) throw tooManyIndices(a.ndim, axes);
  const arrays = given.filter(isIndexArray);
  const isWhole = arrays.length === given.length;
  const { array, before, from } = isWhole ? { array: a, before: 0, from: [...a.shape.keys()] } : sliced(a, given);
  const parts: NdArray[] = [];
  const shapes: Shape[] = [];
  for (const index of arrays) {
    const isMask = index.dtype === "bool";
    parts.push(...(isMask ? positions(index, array.shape, parts.length, from) : [index]));
    // without axes it chooses all or nothing along a new one
    shapes.push(isMask && index.ndim === 0 ? [Number(index.item())] : parts.at(-1)!.shape);
  }
  const offsets = emptyArray("int32", commonShape(shapes));
  if (parts.length === 0) typedArray(offsets).fill(0);
  parts.forEach((index, axis) => locate(index, offsets, array, axis, from[axis]!));
  for (const part of parts) if (!arrays.includes(part)) part.dispose();
  return { offsets, array, axes: parts.length, before };
}

const isIndexArray = (part: Part): part is NdArray => typeof part !== "string" && part !== null;

/** How many axes of the array a part goes through. */
function axesOf(part: Part): number {
  if (isIndexArray(part)) return part.dtype === "bool" ? part.ndim : 1;
  return part === null || part === "..." ? 0 : 1;
}

/** A view with the parts taken that are no index arrays, the axes of these in front; `from` are those of the array. */
function sliced(a: NdArray, given: readonly Part[]): Pick<Chosen, "array" | "before"> & { from: number[] } {
  const rest = a.ndim - given.reduce((count, part) => count + axesOf(part), 0);
  const specs: Index[] = [];
  const chosen: number[] = [];
  const from: number[] = [];
  let axis = 0;
  // Index arrays one beside the other leave their axes in place.
  let groups = 0;
  given.forEach((part, i) => {
    if (!isIndexArray(part)) {
      specs.push(...(part === "..." ? new Array<string>(rest).fill(":") : [part]));
      axis += part === "..." ? rest : axesOf(part);
      return;
    }
    if (i === 0 || !isIndexArray(given[i - 1]!)) groups++;
    for (let k = axesOf(part); k > 0; k--) {
      chosen.push(specs.push(":") - 1);
      from.push(axis++);
    }
  });
  if (given.filter((part) => part === "...").length > 1) throw severalEllipses();
  const view = slice(a, specs);
  const others = [...view.shape.keys()].filter((axis) => !chosen.includes(axis));
  const array = viewOf(a, transpose(view, [...chosen, ...others]));
  return { array, before: groups === 1 ? (chosen[0] ?? 0) : 0, from };
}

function readIndex(given: unknown): NdArray {
  const index = inPlace(given) ?? numbers(given);
  if (index.dtype !== "bool" && !isInteger(index.dtype)) throw notIndexType();
  return index;
}

/** Numbers are float64 as elements; as indices they are integers or nothing. */
function numbers(given: unknown): NdArray {
  const index = toArray("indices", given);
  if (index.dtype !== "float64") return index;
  if (!typedArray(index as NdArray<"float64">).every(Number.isSafeInteger)) throw notIndexType();
  return index.astype("int64");
}

function commonShape(shapes: readonly Shape[]): Shape {
  try {
    return broadcastShapes(shapes);
  } catch {
    throw differentIndices(...shapes);
  }
}

/** Where a mask over the axes from `first` on is true: an index array for each. */
function positions(mask: NdArray, shape: readonly number[], first: number, from: readonly number[]): NdArray[] {
  for (const [k, extent] of mask.shape.entries()) {
    if (extent !== shape[first + k]) throw wrongMask(from[first + k]!, shape[first + k]!, extent);
  }
  const dense = mask.copy() as NdArray<"bool">;
  const flags = typedArray(dense);
  const found = flags.reduce((count, flag) => count + Number(flag !== 0), 0);
  const parts = mask.shape.map(() => emptyArray("int32", [found]));
  const lists = parts.map(typedArray);
  let at = 0;
  flags.forEach((flag, i) => {
    if (flag === 0) return;
    let rest = i;
    for (let k = mask.ndim - 1; k >= 0; k--) {
      lists[k]![at] = rest % mask.shape[k]!;
      rest = Math.floor(rest / mask.shape[k]!);
    }
    at++;
  });
  dense.dispose();
  return parts;
}

/**
 * Adds what an index array is worth along an axis, which errors call by the number that the user knows; there is nothing
 * yet at the first.
 */
function locate(index: NdArray, offsets: NdArray<"int32">, a: NdArray, axis: number, name: number): void {
  if (offsets.size === 0) return;
  const { i32, view } = heap();
  const type: DType = bytesOf(index.dtype) < 4 || index.dtype === "int32" ? "int32" : "int64";
  const frame = enter();
  try {
    const plan = frame >> 2;
    const { shape, strides, address, code } = offsets;
    begin(i32, plan, shape, 2, 1);
    addArray(i32, plan, 0, index.address, index.code, codeOf(type), index.shape, index.strides);
    if (axis > 0) addArray(i32, plan, 1, address, code, code, shape, strides);
    else {
      i32.fill(0, (frame + Frame.uniform) >> 2, (frame + Frame.uniform + UNIFORM_BYTES) >> 2);
      addUniform(i32, plan, 1, frame + Frame.uniform, code);
    }
    addArray(i32, plan, 2, address, code, code, shape, strides);
    i32[plan + Plan.loop] = type === "int32" ? driver().locate32 : driver().locate64;
    i32[(frame + Frame.target) >> 2] = a.shape[axis]!;
    i32[((frame + Frame.target) >> 2) + 1] = a.strides[axis]!;
    if (run(frame, [index, offsets, offsets]) !== 0) {
      throw indexOutOfBounds(Number(view.getBigInt64(frame + Frame.target + 8, true)), name, a.shape[axis]!);
    }
  } finally {
    leave();
  }
}
