/**
 * Lanes of element types: how a gang of elements is held in v128 registers, and the operations that every lowering needs.
 *
 * A `Vec` is one value of each element of the gang. A type of b bytes takes gang * b / 16 registers, at least one; a
 * register that is not full repeats its elements, so that no lane ever holds anything but an element. A bool is a mask:
 * all bits set or none, in lanes as wide as the values that it came from, and it changes width where it meets others.
 */
import type { Builder } from "./builder.js";
import { type DType, type Scalar } from "./dtype.js";
import type { Value } from "./lane.js";
import type { Stop } from "./link.js";
export interface Vec {
  readonly type: DType;
  /** Bytes a lane: those of the type, but for bool. */
  readonly width: number;
  readonly regs: readonly Value[];
  /** The value, where all lanes hold the same known one. */
  readonly constant?: Scalar;
}
export type Comparison = "lt" | "le" | "gt" | "ge" | "eq" | "ne";
export declare class Lanes {
  #private;
  readonly builder: Builder;
  readonly gang: number;
  /** Bytes of the widest lanes in the body: the width of masks that are variables. */
  readonly widest: number;
  /** Leaves the kernel before the first store of this gang. */
  readonly stop: (reason: keyof typeof Stop) => void;
  /** Which lanes run this code, where not all do: set by `if`, `?:` and loops. */
  active: Vec | null;
  constructor(
    builder: Builder,
    gang: number,
    /** Bytes of the widest lanes in the body: the width of masks that are variables. */
    widest: number,
    /** Leaves the kernel before the first store of this gang. */
    stop: (reason: keyof typeof Stop) => void,
  );
  emit(op: string, args: readonly Value[], immediates?: readonly number[]): Value;
  shape(type: DType): string;
  /** How many registers lanes of that width take. */
  count(width: number): number;
  /** Register by register. */
  each(type: DType, vecs: readonly Vec[], operation: (...regs: Value[]) => Value): Vec;
  constant(type: DType, value: Scalar): Vec;
  boolean(value: boolean): Vec;
  constantOf(vec: Vec): Scalar | undefined;
  /** All lanes by one count. Wasm has no such gap at any width. */
  shift(x: Vec, op: "shl" | "shr_s" | "shr_u", count: number): Vec;
  bitwise(op: "and" | "or" | "xor", a: Vec, b: Vec): Vec;
  not(x: Vec): Vec;
  /** A mask, as wide as the operands. */
  compare(op: Comparison, a: Vec, b: Vec): Vec;
  /** `yes` where the mask is set, else `no`. A comparison that picks its own operands becomes a minimum or maximum. */
  select(mask: Vec, yes: Vec, no: Vec): Vec;
  /** The mask in lanes as wide as the type's, as a value of that type. */
  maskFor(mask: Vec, type: DType): Vec;
  maskAt(mask: Vec, width: number): Vec;
  /** An integer in another integer type: sign or zero extended, or cut off. */
  resize(x: Vec, to: DType): Vec;
  cast(x: Vec, to: DType): Vec;
  /** Does any lane that runs have the mask set? */
  any(mask: Vec): Value;
  /** Stops the kernel before this gang if the mask is set in a lane that runs. */
  stopWhere(mask: Vec, reason: keyof typeof Stop): void;
  /** Repeats `step` on the lanes for which `test` holds, until there is none. Returns the last state. */
  iterate(
    initial: readonly Vec[],
    test: (state: readonly Vec[]) => Vec,
    step: (state: readonly Vec[]) => readonly Vec[],
  ): Vec[];
  /** A scalar instruction on each lane: for what has no SIMD form. */
  perLane(
    type: DType,
    op: string,
    vecs: readonly Vec[],
    from?:
      | "bool"
      | "int8"
      | "uint8"
      | "int16"
      | "uint16"
      | "int32"
      | "uint32"
      | "int64"
      | "uint64"
      | "float32"
      | "float64",
  ): Vec;
  extract(type: DType, vec: Vec, lane: number): Value;
}
/** Writes one element as it lies in memory. */
export declare function write(view: DataView, type: DType, value: Scalar, offset?: number): void;
