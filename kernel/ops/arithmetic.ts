/** `+ - * / % **`, `idiv`, `mulhi`, unary minus and plus, `Math.abs`, `Math.sign`. */
import { wrap, wrapBig } from "../cast.js";
import { bytesOf, type Domain, type DType, isBig, isBool, isFloat, isInteger, isSigned } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import { Stop } from "../link.js";
import { divide, floatRemainder, multiply8 } from "../lower/integer.js";
import type { Lowering, Op } from "./row.js";

type Numeric = (a: number, b: number) => number;
type Big = (a: bigint, b: bigint) => bigint;

/** A meaning given twice: exactly on numbers (then wrapped or rounded to the type) and on bigints. */
function exact(number: Numeric, big: Big): Op["mean"] {
  return (of) => {
    const small = wrap(of);
    const large = wrapBig(of);
    return isBig(of) ? (a: bigint, b: bigint) => large(big(a, b)) : (a: number, b: number) => small(number(a, b));
  };
}

/** An integer power by squaring, modulo 2^64 on the way. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = BigInt.asIntN(64, b * b))
    if (e & 1n) result = BigInt.asIntN(64, result * b);
  return result;
}

export class NegativePower extends Error {
  override readonly message = "Integers to negative integer powers are not allowed.";
}

function meanPower(of: Domain): (a: number | bigint, b: number | bigint) => number | bigint {
  return (a, b) => {
    if (b < 0) throw new NegativePower();
    if (of === "bigint") return BigInt(a) ** BigInt(b);
    const result = power(BigInt(a), BigInt(b));
    return isBig(of) ? wrapBig(of)(result) : wrap(of)(Number(BigInt.asIntN(32, result)));
  };
}

export const ops = {
  add: {
    args: 2,
    typing: "number",
    mean: exact(
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  },
  sub: {
    args: 2,
    typing: "number",
    mean: exact(
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  },
  mul: {
    args: 2,
    typing: "number",
    mean: (of) =>
      isInteger(of) && !isBig(of)
        ? exact(Math.imul, (a, b) => a * b)(of)
        : exact(
            (a, b) => a * b,
            (a, b) => a * b,
          )(of),
  },
  /** True division: integers have been made float64. */
  div: { args: 2, typing: "float", mean: exact((a, b) => a / b, noBig) },
  /** The sign of the dividend; an integer modulo 0 is 0. */
  rem: {
    args: 2,
    typing: "number",
    mean: (of) =>
      exact(
        (a, b) => (b === 0 && !isFloat(of) ? 0 : a % b),
        (a, b) => (b === 0n ? 0n : a % b),
      )(of),
  },
  /** Truncating; an integer by 0 is 0, and MIN by -1 wraps. */
  idiv: {
    args: 2,
    typing: "number",
    mean: (of) =>
      exact(
        (a, b) => (b === 0 && !isFloat(of) ? 0 : Math.trunc(wrap(isFloat(of) ? of : "float64")(a / b))),
        (a, b) => (b === 0n ? 0n : a / b),
      )(of),
  },
  /** The high half of the product. */
  mulhi: {
    args: 2,
    typing: "integer",
    mean: (of) => {
      if (of === "bigint") return noBig;
      const bits = BigInt(bytesOf(of) * 8);
      return isBig(of)
        ? (a: bigint, b: bigint) => wrapBig(of)((a * b) >> bits)
        : (a: number, b: number) => Number((BigInt(a) * BigInt(b)) >> bits);
    },
  },
  /** Of integers, by squaring. Infer has made something else of a power of floats. */
  pow: { args: 2, typing: "number", mean: meanPower },
  neg: {
    args: 1,
    typing: "number",
    mean: (of) =>
      isBig(of) ? (a: bigint) => wrapBig(of)(-a) : isFloat(of) ? (a: number) => -a : (a: number) => wrap(of)(0 - a),
  },
  pos: { args: 1, typing: "number", mean: () => (a: number) => a },
  /** abs(MIN) wraps to MIN. */
  abs: {
    args: 1,
    typing: "same",
    mean: (of) =>
      isBool(of)
        ? (a: boolean) => a
        : isBig(of)
          ? (a: bigint) => wrapBig(of)(a < 0n ? -a : a)
          : (a: number) => wrap(of)(Math.abs(a)),
  },
  /** -1, 0 or 1; zeros keep their sign, NaN stays. */
  sign: {
    args: 1,
    typing: "same",
    mean: (of) =>
      isBool(of) ? (a: boolean) => a : isBig(of) ? (a: bigint) => (a > 0n ? 1n : a < 0n ? -1n : 0n) : Math.sign,
  },
} as const satisfies Record<string, Op>;

function noBig(): never {
  throw new Error("a 64-bit integer has no true division");
}

/** The instruction of the type's shape with this name: `f64x2.add`. */
const native =
  (name: string): Lowering =>
  (lanes, of, ...args) =>
    lanes.op(of, name, ...args);

const isTwo = ({ constant }: Vec): boolean => constant === 2 || constant === 2n;

/** 2 x is x + x, to the bit: that needs no register for the 2, and of 64-bit integers x64 has no product of lanes. */
function multiply(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec {
  if (isTwo(a)) return lanes.op(of, "add", b, b);
  if (isTwo(b)) return lanes.op(of, "add", a, a);
  return bytesOf(of) === 1 ? multiply8(lanes, of, a, b) : lanes.op(of, "mul", a, b);
}

function mulhi(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec {
  if (bytesOf(of) === 8) return mulhi64(lanes, of, a, b);
  const wide = `int${bytesOf(of) * 16}` as DType;
  const type = isSigned(of) ? wide : (`u${wide}` as DType);
  const product = lowerings.mul(lanes, type, lanes.resize(a, type), lanes.resize(b, type));
  const high = lanes.shift(product, isSigned(of) ? "shr_s" : "shr_u", bytesOf(of) * 8);
  return lanes.resize({ ...high, type }, of);
}

/** From four 32-bit products (Warren, Hacker's Delight, 8-2); the signed one corrects the unsigned. */
function mulhi64(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec {
  const low = lanes.constant("uint64", 0xffffffffn);
  const lo = (x: Vec) => lanes.bitwise("and", x, low);
  const hi = (x: Vec) => lanes.shift(x, "shr_u", 32);
  const mul = (x: Vec, y: Vec) => lanes.op("uint64", "mul", x, y);
  const add = (x: Vec, y: Vec) => lanes.op("uint64", "add", x, y);
  const middle = add(mul(hi(a), lo(b)), hi(mul(lo(a), lo(b))));
  const cross = add(mul(lo(a), hi(b)), lo(middle));
  const unsigned = add(add(mul(hi(a), hi(b)), hi(middle)), hi(cross));
  if (!isSigned(of)) return lanes.as(unsigned, of);
  const correction = (x: Vec, y: Vec) => lanes.bitwise("and", lanes.shift(x, "shr_s", 63), y);
  return lanes.as(lanes.op(of, "sub", lanes.op(of, "sub", unsigned, correction(a, b)), correction(b, a)), of);
}

/** By squaring, for as many bits as the largest exponent among the lanes has. A negative exponent stops the kernel. */
function integerPower(lanes: Lanes, of: DType, base: Vec, exponent: Vec): Vec {
  const zero = lanes.constant(of, 0);
  const one = lanes.constant(of, 1);
  if (isSigned(of)) lanes.stopWhere(lanes.compare("lt", exponent, zero), Stop.negativePower);
  return lanes.iterate(
    [one, base, exponent],
    ([, , e]) => lanes.compare("ne", e!, zero),
    ([result, b, e]) => {
      const odd = lanes.compare("ne", lanes.bitwise("and", e!, one), zero);
      return [
        lanes.select(odd, lowerings.mul(lanes, of, result!, b!), result!),
        lowerings.mul(lanes, of, b!, b!),
        lanes.shift(e!, "shr_u", 1),
      ];
    },
  )[0]!;
}

/** Exact, so that float32 may go through float64. */
function remainder(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec {
  const double = (x: Vec) => lanes.cast(x, "float64");
  return lanes.cast(floatRemainder(lanes, double(a), double(b)), of);
}

/** Math.sign: comparisons make -1, 0 and 1; where x is a zero or NaN it is the result. */
function sign(lanes: Lanes, of: DType, x: Vec): Vec {
  if (isBool(of)) return x;
  const zero = lanes.constant(of, 0);
  const negative = isSigned(of) ? lanes.select(lanes.compare("lt", x, zero), lanes.constant(of, -1), x) : x;
  return lanes.select(lanes.compare("gt", x, zero), lanes.constant(of, 1), negative);
}

// Marked pure, so that bundles without a lowering lose the table.
export const lowerings: Record<keyof typeof ops, Lowering> = {
  add: /* @__PURE__ */ native("add"),
  sub: /* @__PURE__ */ native("sub"),
  mul: multiply,
  div: /* @__PURE__ */ native("div"),
  rem: (lanes, of, a, b) => (isFloat(of) ? remainder(lanes, of, a, b) : divide(lanes, of, a, b).remainder()),
  idiv: (lanes, of, a, b) =>
    isFloat(of) ? lanes.op(of, "trunc", lanes.op(of, "div", a, b)) : divide(lanes, of, a, b).quotient(),
  mulhi,
  pow: integerPower,
  neg: /* @__PURE__ */ native("neg"),
  pos: (_lanes, _of, a) => a,
  abs: (lanes, of, a) => (isSigned(of) ? lanes.op(of, "abs", a) : a),
  sign,
};
