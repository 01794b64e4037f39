/**
 * Lanes of element types: how a gang of elements is held in v128 registers, and the operations that every lowering needs.
 *
 * A `Vec` is one value of each element of the gang. A type of b bytes takes gang * b / 16 registers, at least one; a
 * register that is not full repeats its elements, so that no lane ever holds anything but an element. A bool is a mask:
 * all bits set or none, in lanes as wide as the values that it came from, and it changes width where it meets others.
 */
import type { Builder } from "./builder.js";
import { castTo } from "./cast.js";
import { bytesOf, type DType, integer, isBig, isBool, isFloat, isSigned, type Scalar, shapeOf } from "./dtype.js";
import type { Value } from "./lane.js";
import { castLanes } from "./lower/cast.js";
import { VariableVec } from "./lower/variable.js";
import { resizeMask, resizeRegisters } from "./lower/width.js";

export interface Vec {
  readonly type: DType;
  /** Bytes a lane: those of the type, but for bool. */
  readonly width: number;
  readonly regs: readonly Value[];
  /** The value, where all lanes hold the same known one. */
  readonly constant?: Scalar;
}

export type Comparison = "lt" | "le" | "gt" | "ge" | "eq" | "ne";

const SWAPPED = { lt: "gt", le: "ge", gt: "lt", ge: "le" } as const;

export class Lanes {
  /** Which lanes run this code, where not all do: set by `if`, `?:` and loops. */
  active: Vec | null = null;

  constructor(
    readonly builder: Builder,
    readonly gang: number,
    /** Bytes of the widest lanes in the body: the width of masks that are variables. */
    readonly widest: number,
  ) {}

  emit(op: string, args: readonly Value[], immediates: readonly number[] = []): Value {
    return this.builder.emit(op, args, immediates);
  }

  /** How many registers lanes of that width take. */
  count(width: number): number {
    return Math.max(1, (this.gang * width) / 16);
  }

  /** Register by register. */
  each(type: DType, vecs: readonly Vec[], operation: (...regs: Value[]) => Value): Vec {
    const regs = vecs[0]!.regs.map((_, k) => operation(...vecs.map((vec) => vec.regs[k]!)));
    return { type, width: vecs[0]!.width, regs };
  }

  /** The instruction of the type's shape with this name, register by register: `f64x2.add`. */
  op(type: DType, name: string, ...vecs: Vec[]): Vec {
    return this.each(type, vecs, (...regs) => this.emit(`${shapeOf(type)}.${name}`, regs));
  }

  /** A value, cast to the type, in all lanes. */
  constant(type: DType, value: Scalar): Vec {
    const constant = castTo(type)(value);
    const width = bytesOf(type);
    const bytes = new Uint8Array(width);
    if (isBool(type)) bytes.fill(constant ? 0xff : 0);
    else write(bytes, type, constant);
    return { type, width, regs: this.repeated(width, this.builder.splat(bytes)), constant };
  }

  /** Registers as loaded: in memory a bool is 0 or 1, in lanes a mask. */
  fromMemory(type: DType, regs: readonly Value[]): Vec {
    const vec: Vec = { type: isBool(type) ? "uint8" : type, width: bytesOf(type), regs };
    return isBool(type) ? this.cast(vec, type) : vec;
  }

  /** The registers of lanes of that width, all alike. */
  repeated(width: number, reg: Value): Value[] {
    return new Array<Value>(this.count(width)).fill(reg);
  }

  /** All lanes by one count. Wasm has no such gap at any width. */
  shift(x: Vec, op: "shl" | "shr_s" | "shr_u", count: number): Vec {
    if (count === 0) return x;
    const amount = this.builder.const32(count);
    return this.each(x.type, [x], (r) => this.emit(`${shapeOf(integer(x.width, true))}.${op}`, [r, amount]));
  }

  bitwise(op: "and" | "or" | "xor", a: Vec, b: Vec): Vec {
    const [x, y] = this.#alike(a, b);
    return this.each(a.type, [x, y], (p, q) => {
      if (p === q && op !== "xor") return p;
      const zero = [p, q].find((reg) => this.#isZero(reg));
      if (zero !== undefined) return op === "and" ? zero : p === zero ? q : p;
      return this.emit(`v128.${op}`, [p, q]);
    });
  }

  /** The only constant that is no load. */
  #isZero(reg: Value): boolean {
    return this.builder.definition(reg).op === "v128.const";
  }

  not(x: Vec): Vec {
    if (isBool(x.type) && x.constant !== undefined) return this.constant("bool", !x.constant);
    return this.each(x.type, [x], (r) => {
      const { op, args } = this.builder.definition(r);
      return op === "v128.not" ? args[0]! : this.emit("v128.not", [r]);
    });
  }

  /** A mask, as wide as the operands. */
  compare(op: Comparison, a: Vec, b: Vec): Vec {
    if (isBool(a.type)) {
      const differ = this.bitwise("xor", a, b);
      return op === "ne" ? differ : this.not(differ);
    }
    return this.each("bool", [a, b], (p, q) => this.#compareRegister(a.type, op, p, q));
  }

  #compareRegister(type: DType, op: Comparison, p: Value, q: Value): Value {
    const shape = shapeOf(type);
    if (isFloat(type) || op === "eq" || op === "ne") return this.emit(`${shape}.${op}`, [p, q]);
    if (type === "uint64") {
      const top = this.constant("uint64", 1n << 63n).regs[0]!;
      return this.emit(`i64x2.${op}_s`, [this.emit("v128.xor", [p, top]), this.emit("v128.xor", [q, top])]);
    }
    if (isSigned(type)) return this.emit(`${shape}.${op}_s`, [p, q]);
    // nothing is less than 0; x64 has no unsigned comparison
    if (this.#isZero(q) && (op === "gt" || op === "le"))
      return this.emit(`${shape}.${op === "gt" ? "ne" : "eq"}`, [p, q]);
    return this.emit(`${shape}.${op}_u`, [p, q]);
  }

  /** `yes` where the mask is set, else `no`. A comparison that picks its own operands becomes a minimum or maximum. */
  select(mask: Vec, yes: Vec, no: Vec): Vec {
    if (mask.constant !== undefined) return mask.constant ? yes : no;
    if (isBool(yes.type)) {
      const width = mask.width;
      const [y, n] = [resizeMask(this, yes, width), resizeMask(this, no, width)];
      return this.each("bool", [mask, y, n], (m, p, q) => this.emit("v128.bitselect", [p, q, m]));
    }
    const wide = this.maskFor(mask, yes.type);
    return this.each(yes.type, [wide, yes, no], (m, p, q) => this.#selectRegister(yes.type, m, p, q));
  }

  #selectRegister(type: DType, mask: Value, yes: Value, no: Value): Value {
    if (yes === no) return yes;
    const { op, args } = this.builder.definition(mask);
    const name = pickedBy(type, op, args, yes, no);
    if (name) return this.emit(`${shapeOf(type)}.${name.op}`, name.args);
    if (this.#isZero(no)) return this.emit("v128.and", [yes, mask]);
    if (this.#isZero(yes)) return this.emit("v128.andnot", [no, mask]);
    return this.emit("v128.bitselect", [yes, no, mask]);
  }

  /** The mask in lanes as wide as the type's, as a value of that type. */
  maskFor(mask: Vec, type: DType): Vec {
    return { type, width: bytesOf(type), regs: resizeMask(this, mask, bytesOf(type)).regs };
  }

  /** The same bits, taken for another type as wide. */
  as(x: Vec, type: DType): Vec {
    return { ...x, type };
  }

  /** An integer in another integer type: sign or zero extended, or cut off. */
  resize(x: Vec, to: DType): Vec {
    return {
      type: to,
      width: bytesOf(to),
      regs: resizeRegisters(this, x.regs, x.width, bytesOf(to), isSigned(x.type)),
    };
  }

  cast(x: Vec, to: DType): Vec {
    if (x.constant !== undefined) return this.constant(to, castTo(to)(x.constant));
    return x.type === to ? x : castLanes(this, x, to);
  }

  /** Does any lane that runs have the mask set? */
  any(mask: Vec): Value {
    const live = this.active && this.active !== mask ? this.bitwise("and", mask, this.active) : mask;
    const all = live.regs.reduce((a, b) => this.emit("v128.or", [a, b]));
    return this.emit("v128.any_true", [all]);
  }

  /** Stops the kernel before this gang if the mask is set in a lane that runs. */
  stopWhere(mask: Vec, reason: number): void {
    this.builder.if(this.any(mask), () => this.builder.stop(reason));
  }

  /** Repeats `step` on the lanes for which `test` holds, until there is none. Returns the last state. */
  iterate(
    initial: readonly Vec[],
    test: (state: readonly Vec[]) => Vec,
    step: (state: readonly Vec[]) => readonly Vec[],
  ): Vec[] {
    const variables = initial.map((vec) => VariableVec.for(this, "t", vec));
    const read = () => variables.map((variable) => variable.read());
    let state: Vec[] = [];
    let mask: Vec;
    this.builder.loop(
      () => {
        state = read();
        mask = test(state);
        if (this.active) mask = this.bitwise("and", mask, this.active);
        return this.any(mask);
      },
      () => {
        const next = step(state).map((vec, k) => this.select(mask, vec, state[k]!));
        next.forEach((vec, k) => variables[k]!.assign(vec));
      },
    );
    return read();
  }

  /** A scalar instruction on each lane: for what has no SIMD form. */
  perLane(type: DType, op: string, vecs: readonly Vec[], from = type): Vec {
    this.builder.remark("scalar", op);
    const elements = Array.from({ length: this.gang }, (_, lane) =>
      this.emit(
        op,
        vecs.map((vec) => this.extract(from, vec, lane)),
      ),
    );
    const per = 16 / bytesOf(type);
    const regs = Array.from({ length: this.count(bytesOf(type)) }, (_, k) => {
      const mine = elements.slice(k * per, (k + 1) * per);
      const first = this.emit(`${shapeOf(type)}.splat`, [mine[0]!]);
      return mine.slice(1).reduce((reg, x, j) => this.emit(`${shapeOf(type)}.replace_lane`, [reg, x], [j + 1]), first);
    });
    return { type, width: bytesOf(type), regs };
  }

  extract(type: DType, vec: Vec, lane: number): Value {
    const per = 16 / bytesOf(type);
    const signed = bytesOf(type) < 4 ? (isSigned(type) ? "_s" : "_u") : "";
    return this.emit(`${shapeOf(type)}.extract_lane${signed}`, [vec.regs[Math.floor(lane / per)]!], [lane % per]);
  }

  /** Two masks in one width, the wider one; other values are alike already. */
  #alike(a: Vec, b: Vec): [Vec, Vec] {
    if (a.width === b.width) return [a, b];
    const width = Math.max(a.width, b.width);
    return [resizeMask(this, a, width), resizeMask(this, b, width)];
  }
}

/**
 * The instruction for `op(a, b) ? yes : no` where yes and no are a and b. Wasm's pmin(p, q) is `q < p ? q : p` and
 * pmax(p, q) is `p < q ? q : p`, exactly as written, NaN and zeros included. Equal integers are the same, so that for
 * them `<=` will do as well as `<`.
 */
function pickedBy(
  type: DType,
  op: string,
  args: readonly Value[],
  yes: Value,
  no: Value,
): { op: string; args: Value[] } | null {
  const [shape, name = ""] = op.split(".");
  if (shape !== shapeOf(type) || args.length !== 2) return null;
  const [a, b] = args as [Value, Value];
  if (!((yes === a && no === b) || (yes === b && no === a))) return null;
  const [comparison, sign] = name.split("_") as [keyof typeof SWAPPED, string | undefined];
  if (!(comparison in SWAPPED)) return null;
  if (isFloat(type)) {
    if (comparison !== "lt" && comparison !== "gt") return null;
    return { op: (comparison === "lt") === (yes === a) ? "pmin" : "pmax", args: [no, yes] };
  }
  if (isBig(type) || !sign) return null;
  const less = (comparison === "lt" || comparison === "le") === (yes === a);
  return { op: `${less ? "min" : "max"}_${sign}`, args: [a, b] };
}

/** Writes one element as it lies in memory, at a place in bytes. */
export function write(bytes: Uint8Array, type: DType, value: Scalar, place = 0): void {
  const name = isBool(type) ? "Uint8" : `${isBig(type) ? "Big" : ""}${type[0]!.toUpperCase()}${type.slice(1)}`;
  const view = new DataView(bytes.buffer) as unknown as Record<
    string,
    (at: number, value: Scalar, little: true) => void
  >;
  view[`set${name}`]!(place, value, true);
}
