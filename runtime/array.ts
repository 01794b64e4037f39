/**
 * NdArray: an n-dimensional array over a part of a storage. It is a layout (shape, strides, address) with an element type.
 *
 * Views share the storage, which lives until the last of them is collected or disposed.
 *
 * Invariants: addresses and strides are multiples of the item size; all elements lie in the storage; `code` is that of
 * `dtype`, or -1 when the array was disposed, and then nothing reads its other fields.
 */
/// <reference lib="esnext.disposable" preserve="true" />
import { bytesOf, codeOf, type DType } from "../kernel/dtype.js";
import type { Casting } from "../kernel/promote.js";
import { checkAssignable } from "./broadcast.js";
import { toArray } from "./convert.js";
import { copyElements } from "./copy.js";
import { checkCast, checkDType, coerce, elements } from "./element.js";
import {
  badOrder,
  disposed,
  notContiguous,
  notIterable,
  notOneElement,
  readOnly,
  tooBig,
  wrongItemIndices,
} from "./errors.js";
import { repr, str } from "./format.js";
import { heap } from "./heap.js";
import { checkKeywords } from "./keywords.js";
import type { Storage } from "./storage.js";
import type { Index, ListOf, Operand, Order, Plain, Scalar, TypedArrayOf } from "./types.js";
import * as views from "./view.js";

// `using` needs the symbol, which older hosts lack.
(Symbol as { dispose?: symbol }).dispose ??= Symbol.for("Symbol.dispose");

const BRAND = Symbol.for("micronumpy/array@1");
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

type Axes = number[] | [readonly number[]];

let construct: (
  dtype: DType,
  shape: readonly number[],
  strides: readonly number[],
  storage: Storage,
  address: number,
  base: NdArray | null,
  writeable: boolean,
) => NdArray;

/**
 * An n-dimensional array of elements of one type. `array`, `zeros` … make one; slices, transposed and reshaped arrays
 * are views of the same elements.
 * @example array([[1, 2], [3, 4]]).T.get(0, 1); // 3
 */
export class NdArray<out D extends DType = DType> {
  /** Element type: `"float64"`. */
  readonly dtype: D;
  readonly shape: readonly number[];
  /** In bytes, one an axis: how far the next element along it lies. */
  readonly strides: readonly number[];
  readonly ndim: number;
  /** Number of elements. */
  readonly size: number;
  /** Bytes of an element. */
  readonly itemsize: number;
  /** The array whose elements this view shows; null if it is no view. */
  readonly base: NdArray<D> | null;
  /** @internal The number of the element type; -1 when disposed. */
  readonly code: number;
  /** @internal */
  readonly storage: Storage;
  /** @internal The byte of element [0, …, 0] in `storage.buffer`. */
  readonly address: number;
  /** @internal Do the elements lie one after another in C order? */
  readonly contiguous: boolean;
  /** @internal */
  readonly writeable: boolean;
  /** @internal What `data` gave before. */
  typed: TypedArrayOf<D> | null = null;

  private constructor(
    dtype: D,
    shape: readonly number[],
    strides: readonly number[],
    storage: Storage,
    address: number,
    base: NdArray<D> | null,
    writeable: boolean,
  ) {
    views.checkDimensions(shape.length);
    const itemsize = bytesOf(dtype);
    let size = 1;
    let contiguous = true;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis]!;
      if (extent !== 1 && strides[axis] !== size * itemsize) contiguous = false;
      size *= extent;
    }
    if (!(size * itemsize <= Number.MAX_SAFE_INTEGER)) throw tooBig(shape, dtype);
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.ndim = shape.length;
    this.size = size;
    this.itemsize = itemsize;
    this.base = base;
    this.code = codeOf(dtype);
    this.storage = storage;
    // a view of nothing may begin outside
    this.address = size === 0 ? storage.address : address;
    this.contiguous = contiguous || size === 0;
    this.writeable = writeable;
    storage.hold();
    heap().scope?.push(this);
  }

  static {
    construct = (dtype, shape, strides, storage, address, base, writeable) =>
      new NdArray(dtype, shape, strides, storage, address, base, writeable);
    Object.defineProperties(NdArray.prototype, {
      [BRAND]: { value: true },
      // what `console.log` shows: no method, since a symbol of ours in the type would keep two copies' arrays apart
      [INSPECT]: {
        value(this: NdArray): string {
          return this.code < 0 ? "NdArray (disposed)" : repr(this);
        },
      },
    });
  }

  get nbytes(): number {
    return this.size * this.itemsize;
  }

  /** The axes in reverse order: a view. */
  get T(): NdArray<D> {
    return viewOf(this, views.transpose(this, []));
  }

  get flags(): { readonly c_contiguous: boolean; readonly f_contiguous: boolean; readonly writeable: boolean } {
    return {
      c_contiguous: this.contiguous,
      f_contiguous: views.isContiguousF(this.shape, this.strides, this.itemsize),
      writeable: this.writeable,
    };
  }

  /**
   * The elements of a C-contiguous array as a typed array: no copy, and it keeps them alive (parts of it that `subarray`
   * gives do not).
   * @throws ValueError for other arrays: `a.copy().data`.
   */
  get data(): TypedArrayOf<D> {
    if (this.typed === null) {
      this.typed = typedArray(this);
      this.storage.hold();
      heap().owners.set(this.typed, this.storage);
    }
    return this.typed;
  }

  /**
   * One element; negative indices count from the end. Of an index array or a mask, `take` gives the elements.
   * @throws IndexError outside the array, or for another number of indices than `ndim`.
   * @example array([[1, 2], [3, 4]]).get(0, -1); // 2
   */
  get(...index: number[]): Scalar<D> {
    live(this);
    return read(this, views.addressOf(this, index));
  }

  /**
   * Sets one element. Integers must fit the element type; fractions are truncated into integer types.
   * @throws IndexError, OverflowError, ValueError when the array is read-only.
   * @example const a = zeros([2, 3]); a.set(7, 0, -1); a; // [[0, 0, 7], [0, 0, 0]]
   */
  set(value: Scalar<D> | number, ...index: number[]): void {
    live(this);
    const at = views.addressOf(this, index);
    if (!this.writeable) throw readOnly();
    elements[this.dtype].write(this.storage.view, at, coerce(value, this.dtype));
  }

  /**
   * The element of an array that has one; `item(i)` the i-th in C order; `item(i, j)` as `get`.
   * @throws ValueError for more elements, IndexError outside the array.
   */
  item(...index: number[]): Scalar<D> {
    live(this);
    if (index.length === 0) {
      if (this.size !== 1) throw notOneElement(this.size);
      return read(this, this.address);
    }
    if (index.length === 1 && this.ndim !== 1) return read(this, views.addressOfFlat(this, index[0]!));
    if (index.length !== this.ndim) throw wrongItemIndices();
    return read(this, views.addressOf(this, index));
  }

  /**
   * A view of a part: integers take an axis away, `"1:-1"` and `"::2"` parts of it, `null` adds an axis, `"..."` stands
   * for all axes not named. What index arrays and masks choose is no view: `take`.
   * @throws IndexError, ValueError for a step of 0.
   * @example array([1, 2, 3, 4]).slice("::-2"); // [4, 2]
   */
  slice(...specs: Index[]): NdArray<D> {
    return viewOf(this, views.slice(this, specs));
  }

  /**
   * Writes through a view: the value is broadcast to this array's shape and cast to its type.
   * @throws ValueError when the shapes don't fit or the array is read-only, OverflowError for an integer that doesn't fit.
   * @example const a = zeros(4); a.slice("1:3").assign([5, 6]); a; // [0, 5, 6, 0]
   */
  assign(value: Operand): this {
    live(this);
    if (!this.writeable) throw readOnly();
    const from = toArray("assign(value)", value, this.dtype);
    checkAssignable(from.shape, this.shape);
    copyElements(from, this);
    return this;
  }

  /**
   * The elements in C order in another shape of the same size, of which one extent may be -1: a view if there is one,
   * else a copy.
   * @throws ValueError where the sizes differ.
   * @example arange(6).reshape(2, -1); // [[0, 1, 2], [3, 4, 5]]
   */
  reshape(...shape: Axes): NdArray<D> {
    live(this);
    const resolved = views.resolveShape(numbers(shape), this.size);
    const layout = views.reshape(this, resolved, this.itemsize);
    return layout === null ? flatCopy(this, resolved) : viewOf(this, layout);
  }

  /**
   * A view with the axes in another order; reversed if none is named.
   * @throws ValueError for other than all axes, AxisError.
   * @example zeros([2, 3, 4]).transpose(0, 2, 1).shape; // [2, 4, 3]
   */
  transpose(...axes: Axes): NdArray<D> {
    return viewOf(this, views.transpose(this, numbers(axes)));
  }

  /** All elements in C order in one dimension: a view if there is one, else a copy. */
  ravel(): NdArray<D> {
    return this.contiguous ? this.reshape(this.size) : this.flatten();
  }

  /** All elements in C order in one dimension: a copy. */
  flatten(): NdArray<D> {
    return flatCopy(this, [this.size]);
  }

  /** A copy with its elements in C order; in Fortran's with `"F"`, in that of this array with `"K"`. */
  copy(order: Order = "C"): NdArray<D> {
    if (order !== "C" && order !== "F" && order !== "A" && order !== "K") throw badOrder(order);
    return copyAs(this, this.dtype, order);
  }

  /**
   * The elements in another type. Floats are truncated into integers and integers wrap, unless `casting` forbids it.
   * With `copy: false` an array that has the type already is returned itself.
   * @throws TypeError where `casting` (`"unsafe"` if not given) forbids the cast.
   */
  astype<E extends DType>(
    dtype: E,
    options: { casting?: Casting | undefined; copy?: boolean | undefined } = {},
  ): NdArray<E> {
    live(this);
    checkDType(dtype);
    checkKeywords("astype", options, ["casting", "copy"]);
    const { casting = "unsafe", copy = true } = options;
    checkCast(this.dtype, dtype, casting, this.ndim);
    if (!copy && (this.dtype as DType) === dtype) return this as NdArray as NdArray<E>;
    return copyAs(this, dtype, "K");
  }

  /** The elements as nested JS arrays; a plain value for a 0-d array. */
  tolist(): ListOf<Scalar<D>> {
    live(this);
    const { read } = elements[this.dtype];
    const part = (axis: number, at: number): ListOf<Scalar<D>> =>
      axis === this.ndim
        ? (read(this.storage.view, at) as Scalar<D>)
        : Array.from({ length: this.shape[axis]! }, (_, i) => part(axis + 1, at + i * this.strides[axis]!));
    return part(0, this.address);
  }

  /** A copy that owns its buffer: for postMessage, workers, other libraries. `asarray` takes it back. */
  toPlain(): Plain<D> {
    if (this.contiguous)
      return { dtype: this.dtype, shape: [...this.shape], data: typedArray(this).slice() as TypedArrayOf<D> };
    const dense = this.copy();
    const plain = dense.toPlain();
    dense.dispose();
    return plain;
  }

  /** As NumPy's `str`: `[1. 2. 3.]`. */
  toString(): string {
    live(this);
    return str(this);
  }

  /** The element of a 0-d array, so that it can be calculated with; else the array. */
  valueOf(): unknown {
    return this.ndim === 0 ? this.get() : this;
  }

  /**
   * Gives the memory back, at once if no view or `.data` of it is left. Every later use of this array throws.
   * `using a = …` calls it at the end of the block, `tidy` for all arrays made in a function.
   */
  dispose(): void {
    if (this.code < 0) return;
    this.storage.release();
    const fields = this as unknown as { code: number; storage: Storage; base: null; typed: null };
    fields.code = -1;
    fields.storage = nothing();
    fields.base = null;
    fields.typed = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The elements of a 1-d array, the parts along the first axis of others. */
  *[Symbol.iterator](): IterableIterator<NdArray<D> | Scalar<D>> {
    if (this.ndim === 0) throw notIterable();
    for (let i = 0; i < this.shape[0]!; i++) yield this.ndim === 1 ? this.get(i) : this.slice(i);
  }
}

// ───────────── what other modules make arrays of ─────────────

/** Is x an NdArray, of this or another copy of the package? */
export function isNdArray(x: unknown): x is NdArray {
  return typeof x === "object" && x !== null && (x as { [BRAND]?: true })[BRAND] === true;
}

/** Throws for a disposed array. */
export function live(a: NdArray | null): void {
  if (a !== null && a.code < 0) throw disposed();
}

/** An array over memory at hand. `base` is the array that it is a view of, if any. */
export function makeArray<D extends DType>(
  dtype: D,
  shape: readonly number[],
  strides: readonly number[],
  storage: Storage,
  address: number,
  base: NdArray<D> | null,
  writeable = true,
): NdArray<D> {
  return construct(dtype, shape, strides, storage, address, base, writeable) as NdArray<D>;
}

/** A new array, its elements not initialised. @throws MemoryError. */
export function emptyArray<D extends DType>(dtype: D, shape: readonly number[], order: "C" | "F" = "C"): NdArray<D> {
  return emptyStrided(dtype, shape, (order === "C" ? views.stridesC : views.stridesF)(shape, bytesOf(dtype)));
}

/** A new array with strides that leave no gaps. */
export function emptyStrided<D extends DType>(
  dtype: D,
  shape: readonly number[],
  strides: readonly number[],
): NdArray<D> {
  const bytes = views.sizeOf(shape) * bytesOf(dtype);
  if (bytes > Number.MAX_SAFE_INTEGER) throw tooBig(shape, dtype);
  const storage = heap().allocate(bytes);
  return makeArray(dtype, shape, strides, storage, storage.address, null);
}

/** A view of an array's elements: read-only if the array is, or when asked for. */
export function viewOf<D extends DType>(a: NdArray<D>, layout: views.Layout, writeable = a.writeable): NdArray<D> {
  live(a);
  return makeArray(a.dtype, layout.shape, layout.strides, a.storage, layout.address, a.base ?? a, writeable);
}

/** The elements of a C-contiguous array, without a hold on them: for use on the spot. @throws ValueError for others. */
export function typedArray<D extends DType>(a: NdArray<D>): TypedArrayOf<D> {
  live(a);
  if (!a.contiguous) throw notContiguous();
  return new elements[a.dtype].array(a.storage.buffer as ArrayBuffer, a.address, a.size) as TypedArrayOf<D>;
}

/** A copy in another type, its elements in the given order. */
export function copyAs<E extends DType>(a: NdArray, dtype: E, order: Order): NdArray<E> {
  live(a);
  const made = emptyStrided(dtype, a.shape, views.stridesIn(order, a, a.itemsize, bytesOf(dtype)));
  copyElements(a, made);
  return made;
}

// ───────────── steps of the methods ─────────────

/** A copy in C order in another shape of the same size. */
function flatCopy<D extends DType>(a: NdArray<D>, shape: readonly number[]): NdArray<D> {
  live(a);
  const flat = emptyArray(a.dtype, shape);
  const same = flat.reshape(a.shape);
  copyElements(a, same);
  same.dispose();
  return flat;
}

/** Numbers one by one, or one array of them. */
const numbers = (list: Axes) => (Array.isArray(list[0]) ? list[0] : (list as number[]));

const read = <D extends DType>(a: NdArray<D>, at: number) => elements[a.dtype].read(a.storage.view, at) as Scalar<D>;

let none: Storage | undefined;
/** What disposed arrays are over. */
function nothing(): Storage {
  none ??= heap().foreign(new Uint8Array(0));
  return none;
}
