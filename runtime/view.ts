/**
 * Views: functions from a layout to a layout over the same memory.
 *
 * A layout is where the elements of an array lie: for the index [i, j, …], at byte `address + i*strides[0] + j*strides[1] …`.
 * An array is a layout itself.
 * Nothing here knows arrays or memory.
 *
 * Invariants: `shape` and `strides` are equally long and nobody changes them. An empty layout may lie anywhere.
 */
import {
  axisOutOfBounds,
  badOption,
  badShape,
  cannotBroadcastInto,
  cannotReshape,
  cannotSqueeze,
  duplicateAxis,
  flatIndexOutOfBounds,
  indexOutOfBounds,
  negativeDimension,
  notAnIndex,
  notAnInteger,
  outsideBuffer,
  repeatedAxis,
  repeatedAxisOf,
  severalEllipses,
  severalUnknown,
  tooFewIndices,
  tooManyDimensions,
  tooManyIndices,
  unaligned,
  wrongAxes,
  zeroStep,
} from "./errors.js";
import type { Index, Order } from "./types.js";

export interface Layout {
  readonly shape: readonly number[];
  /** In bytes. */
  readonly strides: readonly number[];
  /** Of the element [0, …, 0], in bytes. */
  readonly address: number;
}

/** As many as plans have room for. */
export const MAX_DIMENSIONS = 64;

// ───────────── shapes ─────────────

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** A shape as users write it: `3` or `[2, 3]`. @throws TypeError for no integers, ValueError for negative ones. */
export function checkShape(shape: unknown): readonly number[] {
  const list = typeof shape === "number" ? [shape] : shape;
  if (!Array.isArray(list)) throw badShape(shape);
  for (const extent of list) {
    if (!Number.isInteger(extent)) throw badShape(extent);
    if (extent < 0) throw negativeDimension();
  }
  return list === shape ? list.slice() : list;
}

/** Whoever makes an array asks, so that nobody walks more axes. @throws ValueError. */
export function checkDimensions(ndim: number): void {
  if (ndim > MAX_DIMENSIONS) throw tooManyDimensions(ndim);
}

/** The strides of elements one after another, the last axis fastest. */
export function stridesC(shape: readonly number[], itemsize: number): number[] {
  const strides = new Array<number>(shape.length);
  let step = itemsize;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/** The first axis is the fastest. */
export const stridesF = (shape: readonly number[], itemsize: number): number[] =>
  stridesC(shape.toReversed(), itemsize).reverse();

/**
 * Strides without gaps for the shape of a layout: C has the last axis fastest, F the first, K the order that the axes
 * of the layout have; A is F for a layout in Fortran's order, else C.
 */
export function stridesIn(order: Order, { shape, strides }: Layout, itemsize: number, madeItemsize: number): number[] {
  const isFortran = isContiguousF(shape, strides, itemsize) && !isContiguousC(shape, strides, itemsize);
  if (order !== "K") return (order === "F" || (order === "A" && isFortran) ? stridesF : stridesC)(shape, madeItemsize);
  const axes = shape.map((_, axis) => axis).sort((a, b) => Math.abs(strides[a]!) - Math.abs(strides[b]!) || b - a);
  const steps = stridesF(
    axes.map((axis) => shape[axis]!),
    madeItemsize,
  );
  return shape.map((_, axis) => steps[axes.indexOf(axis)]!);
}

function isContiguousC(shape: readonly number[], strides: readonly number[], itemsize: number): boolean {
  let step = itemsize;
  let dense = true;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    if (extent === 0) return true;
    if (extent !== 1 && strides[axis] !== step) dense = false;
    step *= extent;
  }
  return dense;
}

export function isContiguousF(shape: readonly number[], strides: readonly number[], itemsize: number): boolean {
  return isContiguousC(shape.toReversed(), strides.toReversed(), itemsize);
}

/** An axis counted from the end if negative. @throws AxisError. */
export function checkAxis(axis: unknown, ndim: number): number {
  if (!Number.isInteger(axis)) throw notAnInteger("axis", axis);
  const index = axis as number;
  if (index < -ndim || index >= ndim) throw axisOutOfBounds(index, ndim);
  return index < 0 ? index + ndim : index;
}

/** One axis, a list of them, or null for all, counted from the start. @throws AxisError, and `repeated` for one named twice. */
export function checkAxes(axes: unknown, ndim: number, repeated: () => Error): readonly number[] {
  if (axes === null || axes === undefined) return Array.from({ length: ndim }, (_, axis) => axis);
  const list = (Array.isArray(axes) ? axes : [axes]).map((axis) => checkAxis(axis, ndim));
  if (hasTwins(list)) throw repeated();
  return list;
}

/** Does a list, a short one, hold anything twice? */
const hasTwins = (list: readonly number[]): boolean => list.some((x, i) => list.indexOf(x) !== i);

/** An index counted from the end if negative. @throws IndexError. */
function checkIndex(index: unknown, axis: number, extent: number): number {
  if (!Number.isInteger(index)) throw notAnIndex(index);
  const place = index as number;
  if (place < -extent || place >= extent) throw indexOutOfBounds(place, axis, extent);
  return place < 0 ? place + extent : place;
}

/** The byte of one element. @throws IndexError. */
export function addressOf(layout: Layout, index: readonly number[]): number {
  const { shape, strides } = layout;
  if (index.length > shape.length) throw tooManyIndices(shape.length, index.length);
  if (index.length < shape.length) throw tooFewIndices(shape.length, index.length);
  let { address } = layout;
  for (let axis = 0; axis < index.length; axis++) {
    address += checkIndex(index[axis], axis, shape[axis]!) * strides[axis]!;
  }
  return address;
}

/** The byte of the index-th element in C order. @throws IndexError. */
export function addressOfFlat(layout: Layout, index: number): number {
  const { shape, strides } = layout;
  const size = sizeOf(shape);
  if (Number.isInteger(index) && (index < -size || index >= size)) throw flatIndexOutOfBounds(index, size);
  let rest = checkIndex(index, 0, size);
  let { address } = layout;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    address += (rest % extent) * strides[axis]!;
    rest = Math.floor(rest / extent);
  }
  return address;
}

// ───────────── slices ─────────────

/**
 * `a[specs]` of NumPy: an integer takes an axis away, `null` adds one of length 1, `"start:stop:step"` takes a part of
 * an axis, `"..."` stands for all axes not named.
 */
export function slice(from: Layout, specs: readonly Index[]): Layout {
  const named = specs.reduce<number>((n, spec) => (spec === null || spec === "..." ? n : n + 1), 0);
  if (named > from.shape.length) throw tooManyIndices(from.shape.length, named);
  const shape: number[] = [];
  const strides: number[] = [];
  let address = from.address;
  let axis = 0;
  let ellipsis = false;
  const keep = (count: number) => {
    for (const end = axis + count; axis < end; axis++) {
      shape.push(from.shape[axis]!);
      strides.push(from.strides[axis]!);
    }
  };
  for (const spec of specs) {
    if (spec === "...") {
      if (ellipsis) throw severalEllipses();
      ellipsis = true;
      keep(from.shape.length - named);
    } else if (spec === null) {
      shape.push(1);
      strides.push(0);
    } else if (typeof spec === "string") {
      const part = range(spec, from.shape[axis]!);
      shape.push(part.length);
      strides.push(from.strides[axis]! * part.step);
      address += part.start * from.strides[axis]!;
      axis++;
    } else {
      address += checkIndex(spec, axis, from.shape[axis]!) * from.strides[axis]!;
      axis++;
    }
  }
  keep(from.shape.length - axis);
  return { shape, strides, address };
}

const RANGE = /^\s*([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?\s*)?$/;

/** `"start:stop:step"` over an axis, as Python's `slice.indices` clips it. An empty part starts at 0. */
function range(spec: string, extent: number): { start: number; length: number; step: number } {
  const words = RANGE.exec(spec);
  if (words === null) throw notAnIndex(spec);
  const step = words[3] === undefined ? 1 : Number(words[3]);
  if (step === 0) throw zeroStep();
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? extent : extent - 1;
  const clip = (word: string | undefined, missing: number) => {
    if (word === undefined) return missing;
    const place = Number(word);
    return Math.min(Math.max(place < 0 ? place + extent : place, low), high);
  };
  const start = clip(words[1], step > 0 ? low : high);
  const stop = clip(words[2], step > 0 ? high : low);
  const length = Math.max(0, Math.ceil((stop - start) / step));
  return { start: length === 0 ? 0 : start, length, step };
}

// ───────────── axes ─────────────

/** Axes in another order; all reversed if none is named. */
export function transpose(from: Layout, axes: readonly number[]): Layout {
  const ndim = from.shape.length;
  const { address } = from;
  if (axes.length === 0) return { shape: from.shape.toReversed(), strides: from.strides.toReversed(), address };
  if (axes.length !== ndim) throw wrongAxes(axes.length, ndim);
  const order = axes.map((axis) => checkAxis(axis, ndim));
  if (hasTwins(order)) throw repeatedAxis();
  return { shape: order.map((axis) => from.shape[axis]!), strides: order.map((axis) => from.strides[axis]!), address };
}

/** Stretches axes of length 1, and adds axes in front, with stride 0. @throws ValueError where that gives no such shape. */
export function broadcastTo(from: Layout, shape: readonly number[]): Layout {
  const added = shape.length - from.shape.length;
  if (added < 0) throw cannotBroadcastInto(from.shape, shape);
  const strides = shape.map((extent, axis) => {
    const own = axis < added ? 1 : from.shape[axis - added]!;
    if (own === extent) return axis < added ? 0 : from.strides[axis - added]!;
    if (own !== 1) throw cannotBroadcastInto(from.shape, shape);
    return 0;
  });
  return { shape, strides, address: from.address };
}

/** Without axes of length 1: all of them, or those named. @throws ValueError for another length. */
export function squeeze(from: Layout, axes: unknown): Layout {
  const { shape, strides, address } = from;
  const isWhole = axes == null || (shape.length === 0 && (axes === 0 || axes === -1));
  const named = isWhole ? null : checkAxes(axes, shape.length, duplicateAxis);
  if (named?.some((axis) => shape[axis] !== 1)) throw cannotSqueeze();
  const stays = (_: number, axis: number) => (named === null ? shape[axis] !== 1 : !named.includes(axis));
  return { shape: shape.filter(stays), strides: strides.filter(stays), address };
}

/** With axes of length 1, which have the places named in the result. */
export function expand(from: Layout, axes: unknown): Layout {
  const ndim = from.shape.length + (Array.isArray(axes) ? axes.length : 1);
  // No axis means all elsewhere, here it means nothing.
  const added = checkAxes(axes ?? NaN, ndim, repeatedAxisOf);
  const shape = [...from.shape];
  const strides = [...from.strides];
  for (const axis of added.toSorted((a, b) => a - b)) {
    shape.splice(axis, 0, 1);
    strides.splice(axis, 0, 0);
  }
  return { shape, strides, address: from.address };
}

/** With the order of the elements along the axes reversed. */
export function flip(from: Layout, axes: unknown): Layout {
  const { shape } = from;
  const strides = [...from.strides];
  let { address } = from;
  for (const axis of checkAxes(axes, shape.length, repeatedAxisOf)) {
    address += Math.max(0, shape[axis]! - 1) * strides[axis]!;
    strides[axis] = -strides[axis]!;
  }
  return { shape, strides, address };
}

/** With one axis behind all others. */
export function moveToEnd(from: Layout, axis: number): Layout {
  const move = (list: readonly number[]) => [...list.toSpliced(axis, 1), list[axis]!];
  return { shape: move(from.shape), strides: move(from.strides), address: from.address };
}

// ───────────── reshape ─────────────

/** A shape for so many elements, its -1 replaced by what is missing. @throws ValueError where it holds another number. */
export function resolveShape(shape: readonly number[], size: number): readonly number[] {
  for (const extent of shape) if (!Number.isInteger(extent)) throw badShape(extent);
  const unknown = shape.filter((extent) => extent < 0).length;
  if (unknown > 1) throw severalUnknown();
  const known = shape.reduce((product, extent) => (extent < 0 ? product : product * extent), 1);
  if (unknown === 0 ? known !== size : known === 0 || size % known !== 0) throw cannotReshape(size, shape);
  return shape.map((extent) => (extent < 0 ? size / known : extent));
}

/**
 * The strides that give the same elements in C order in another shape of the same size; null if there are none, and the
 * elements must be copied. NumPy's `_attempt_nocopy_reshape`: axes of old and new shape are matched in groups of equal
 * size, and the old axes of a group must lie as one.
 */
export function reshape(from: Layout, shape: readonly number[], itemsize: number): Layout | null {
  const { address } = from;
  if (isContiguousC(from.shape, from.strides, itemsize)) return { shape, strides: stridesC(shape, itemsize), address };
  const axes = from.shape.map((_, axis) => axis).filter((axis) => from.shape[axis] !== 1);
  const strides = new Array<number>(shape.length).fill(itemsize);
  let next = 0;
  for (let first = 0; first < axes.length; ) {
    let end = first + 1;
    let last = next + 1;
    let old = from.shape[axes[first]!]!;
    let made = shape[next]!;
    while (old !== made) {
      if (made < old) made *= shape[last++]!;
      else old *= from.shape[axes[end++]!]!;
    }
    for (let k = first; k < end - 1; k++) {
      const inner = axes[k + 1]!;
      if (from.strides[axes[k]!] !== from.shape[inner]! * from.strides[inner]!) return null;
    }
    strides[last - 1] = from.strides[axes[end - 1]!]!;
    for (let axis = last - 2; axis >= next; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
    first = end;
    next = last;
  }
  return { shape, strides, address };
}

// ───────────── any strides ─────────────

/** The bytes that the elements reach: from the first to behind the last. Empty layouts reach nothing. */
export function extentOf(layout: Layout, itemsize: number): { low: number; high: number } {
  let low = layout.address;
  let high = layout.address + itemsize;
  for (let axis = 0; axis < layout.shape.length; axis++) {
    const extent = layout.shape[axis]!;
    if (extent === 0) return { low: layout.address, high: layout.address };
    const reach = (extent - 1) * layout.strides[axis]!;
    if (reach < 0) low += reach;
    else high += reach;
  }
  return { low, high };
}

/**
 * A layout that a user made up, `offset` bytes behind the first element of another one, over memory of `bytes` bytes
 * at `start`. @throws ValueError where it leaves the memory or splits elements.
 */
export function asStrided(
  from: Layout,
  options: { shape: readonly number[]; strides: readonly number[]; offset: number },
  itemsize: number,
  memory: { readonly address: number; readonly bytes: number },
): Layout {
  const shape = checkShape(options.shape);
  if (!Array.isArray(options.strides)) throw badOption("strides", options.strides, "a list of bytes, one an axis,");
  const strides = [...options.strides];
  if (shape.length !== strides.length) throw wrongAxes(strides.length, shape.length);
  for (const stride of strides) checkBytes("strides", stride, itemsize);
  checkBytes("offset", options.offset, itemsize);
  const layout = { shape, strides, address: from.address + options.offset };
  const { low, high } = extentOf(layout, itemsize);
  const first = low - memory.address;
  const end = high - memory.address;
  if (first < 0 || end > memory.bytes) throw outsideBuffer(first, end, memory.bytes);
  return layout;
}

function checkBytes(name: string, count: unknown, itemsize: number): void {
  if (!Number.isInteger(count)) throw notAnInteger(name, count);
  if ((count as number) % itemsize !== 0) throw unaligned(name, count as number, itemsize);
}
