/** `bits`, `from_bits`, `bits32`, `from_bits32`, `copysign`. Every NaN is the canonical one, and positive. */
import { wrap } from "../cast.js";
import { shapeOf } from "../dtype.js";

const view = new DataView(new ArrayBuffer(8));
const canonical = (x) => (Number.isNaN(x) ? Number.NaN : x);
export const ops = {
  bits: {
    args: 1,
    typing: ["float64", "uint64"],
    mean: () => (x) => {
      view.setFloat64(0, canonical(x));
      return Number.isNaN(x) ? 0x7ff8000000000000n : view.getBigUint64(0);
    },
  },
  from_bits: {
    args: 1,
    typing: ["uint64", "float64"],
    mean: () => (b) => {
      view.setBigUint64(0, b);
      return canonical(view.getFloat64(0));
    },
  },
  bits32: {
    args: 1,
    typing: ["float32", "uint32"],
    mean: () => (x) => {
      view.setFloat32(0, x);
      return Number.isNaN(x) ? 0x7fc00000 : view.getUint32(0);
    },
  },
  from_bits32: {
    args: 1,
    typing: ["uint32", "float32"],
    mean: () => (b) => {
      view.setUint32(0, b);
      return canonical(view.getFloat32(0));
    },
  },
  /** The magnitude of the first with the sign of the second; a NaN's sign counts as +. */
  copysign: {
    args: 2,
    typing: "float",
    mean: (of) => (x, s) => wrap(of)(s < 0 || Object.is(s, -0) ? -Math.abs(x) : Math.abs(x)),
  },
};
/** The pattern of a float, NaNs made canonical, under the name of an integer type. */
function bitsOf(lanes, of, to, nan, x) {
  const regs = lanes.select(lanes.compare("ne", x, x), { ...lanes.constant(to, nan), type: of }, x);
  return { ...regs, type: to };
}
function copysign(lanes, of, x, s) {
  const known = lanes.bitwise("and", s, lanes.maskFor(lanes.compare("eq", s, s), of));
  const sign = lanes.bitwise("and", known, lanes.constant(of, -0));
  const magnitude = lanes.each(of, [x], (r) => lanes.emit(`${shapeOf(of)}.abs`, [r]));
  return lanes.bitwise("or", magnitude, sign);
}
export const lowerings = {
  bits: (lanes, of, x) => bitsOf(lanes, of, "uint64", 0x7ff8000000000000n, x),
  from_bits: (_lanes, _of, x) => ({ ...x, type: "float64" }),
  bits32: (lanes, of, x) => bitsOf(lanes, of, "uint32", 0x7fc00000, x),
  from_bits32: (_lanes, _of, x) => ({ ...x, type: "float32" }),
  copysign,
};
