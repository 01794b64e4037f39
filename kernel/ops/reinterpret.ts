/** `bits`, `from_bits`, `bits32`, `from_bits32`, `pattern`, `pattern32`, `copysign`. Every NaN is the canonical one, and positive. */
import { wrap } from "../cast.js";
import type { DType } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import type { Lowering, Op } from "./row.js";

const view = new DataView(new ArrayBuffer(8));

const patternOf = (x: number): bigint => {
  view.setFloat64(0, x);
  return Number.isNaN(x) ? 0x7ff8000000000000n : view.getBigUint64(0);
};

const pattern32Of = (x: number): number => {
  view.setFloat32(0, x);
  return Number.isNaN(x) ? 0x7fc00000 : view.getUint32(0);
};

const canonical = (x: number): number => (Number.isNaN(x) ? Number.NaN : x);

export const ops = {
  bits: {
    args: 1,
    typing: ["float64", "uint64"],
    mean: () => patternOf,
  },
  /** `bits` and `bits32` for the math library, where the bits of a NaN don't reach the result: in lanes they are any. */
  pattern: { args: 1, typing: ["float64", "uint64"], mean: () => patternOf },
  from_bits: {
    args: 1,
    typing: ["uint64", "float64"],
    mean: () => (b: bigint) => {
      view.setBigUint64(0, b);
      return canonical(view.getFloat64(0));
    },
  },
  bits32: {
    args: 1,
    typing: ["float32", "uint32"],
    mean: () => pattern32Of,
  },
  pattern32: { args: 1, typing: ["float32", "uint32"], mean: () => pattern32Of },
  from_bits32: {
    args: 1,
    typing: ["uint32", "float32"],
    mean: () => (b: number) => {
      view.setUint32(0, b);
      return canonical(view.getFloat32(0));
    },
  },
  /** The magnitude of the first with the sign of the second; a NaN's sign counts as +. */
  copysign: {
    args: 2,
    typing: "float",
    mean: (of) => (x: number, s: number) => wrap(of)(s < 0 || Object.is(s, -0) ? -Math.abs(x) : Math.abs(x)),
  },
} as const satisfies Record<string, Op>;

/** The pattern of a float, NaNs made canonical, under the name of an integer type. */
function bitsOf(lanes: Lanes, of: DType, to: DType, nan: number | bigint, x: Vec): Vec {
  return lanes.as(lanes.select(lanes.compare("ne", x, x), lanes.as(lanes.constant(to, nan), of), x), to);
}

function copysign(lanes: Lanes, of: DType, x: Vec, s: Vec): Vec {
  const known = lanes.bitwise("and", s, lanes.maskFor(lanes.compare("eq", s, s), of));
  const sign = lanes.bitwise("and", known, lanes.constant(of, -0));
  const magnitude = lanes.op(of, "abs", x);
  return lanes.bitwise("or", magnitude, sign);
}

export const lowerings: Record<keyof typeof ops, Lowering> = {
  bits: (lanes, of, x) => bitsOf(lanes, of, "uint64", 0x7ff8000000000000n, x),
  pattern: (lanes, _of, x) => lanes.as(x, "uint64"),
  from_bits: (lanes, _of, x) => lanes.as(x, "float64"),
  bits32: (lanes, of, x) => bitsOf(lanes, of, "uint32", 0x7fc00000, x),
  pattern32: (lanes, _of, x) => lanes.as(x, "uint32"),
  from_bits32: (lanes, _of, x) => lanes.as(x, "float32"),
  copysign,
};
