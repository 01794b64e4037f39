/** `& | ^ ~ << >> >>>`, `Math.clz32`, `Math.imul`, `popcount`. On bool, `& | ^ ~` are logical. */
import { wrap, wrapBig } from "../cast.js";
import { bytesOf, type Domain, type DType, isBig, isBool, isSigned } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import type { Lowering, Op } from "./row.js";
import { shiftLanes } from "./shift.js";

type Meaning = ReturnType<Op["mean"]>;

/** The same operator on numbers and on bigints; a bool is 0 or 1 and stays one. */
const bits =
  (number: (a: number, b: number) => number, big: (a: bigint, b: bigint) => bigint) =>
  (of: Domain): Meaning =>
    isBool(of)
      ? (a: boolean, b: boolean) => number(Number(a), Number(b)) !== 0
      : isBig(of)
        ? (a: bigint, b: bigint) => wrapBig(of)(big(a, b))
        : (a: number, b: number) => wrap(of)(number(a, b));

/** A count is taken modulo the width; a bigint may be negative, as two's complement. */
const shift =
  (number: (a: number, count: number) => number, big: (a: bigint, count: bigint) => bigint) =>
  (of: Domain): Meaning => {
    if (of === "bigint") return big;
    const mask = bytesOf(of) * 8 - 1;
    return isBig(of)
      ? (a: bigint, b: bigint) => wrapBig(of)(big(a, b & 63n))
      : (a: number, b: number) => wrap(of)(number(a, b & mask));
  };

function popcountOf(of: Domain): Meaning {
  const bits = of === "bigint" ? 64 : bytesOf(of) * 8;
  const count = (a: number | bigint) => BigInt.asUintN(bits, BigInt(a)).toString(2).replaceAll("0", "").length;
  return isBig(of) ? (a: bigint) => BigInt(count(a)) : count;
}

export const ops = {
  and: {
    args: 2,
    typing: "bitwise",
    mean: bits(
      (a, b) => a & b,
      (a, b) => a & b,
    ),
  },
  or: {
    args: 2,
    typing: "bitwise",
    mean: bits(
      (a, b) => a | b,
      (a, b) => a | b,
    ),
  },
  xor: {
    args: 2,
    typing: "bitwise",
    mean: bits(
      (a, b) => a ^ b,
      (a, b) => a ^ b,
    ),
  },
  inv: {
    args: 1,
    typing: "bitwise",
    mean: (of) =>
      isBool(of) ? (a: boolean) => !a : isBig(of) ? (a: bigint) => wrapBig(of)(~a) : (a: number) => wrap(of)(~a),
  },
  shl: {
    args: 2,
    typing: "shift",
    mean: shift(
      (a, n) => a << n,
      (a, n) => a << n,
    ),
  },
  /** Arithmetic on signed types, logical on unsigned ones. */
  shr: {
    args: 2,
    typing: "shift",
    mean: (of) =>
      isSigned(of)
        ? shift(
            (a, n) => a >> n,
            (a, n) => a >> n,
          )(of)
        : shift(
            (a, n) => a >>> n,
            (a, n) => a >> n,
          )(of),
  },
  /** `>>>`: infer has cast the operand to the unsigned type of its width. */
  ushr: {
    args: 2,
    typing: "shift",
    mean: shift(
      (a, n) => a >>> n,
      (a, n) => a >> n,
    ),
  },
  clz32: { args: 1, typing: ["uint32", "int32"], mean: () => Math.clz32 },
  /** How many bits are set. */
  popcount: { args: 1, typing: "integer", mean: popcountOf },
  imul: { args: 2, typing: ["int32", "int32"], mean: () => Math.imul },
} as const satisfies Record<string, Op>;

/** Byte by byte; then each byte has neighbours added, as many as the lane has bytes. */
function popcount(lanes: Lanes, of: DType, x: Vec): Vec {
  const width = bytesOf(of);
  let counts = lanes.each(of, [x], (reg) => lanes.emit("i8x16.popcnt", [reg]));
  for (let bytes = 1; bytes < width; bytes *= 2)
    counts = lanes.op(of, "add", counts, lanes.shift(counts, "shr_u", 8 * bytes));
  return width === 1 ? counts : lanes.bitwise("and", counts, lanes.constant(of, isBig(of) ? 0xffn : 0xff));
}

/** Leading zeros by smearing the highest bit downwards and counting what remains (Warren, Hacker's Delight, 5-3). */
function clz32(lanes: Lanes, x: Vec): Vec {
  let smeared = x;
  for (const step of [1, 2, 4, 8, 16]) smeared = lanes.bitwise("or", smeared, lanes.shift(smeared, "shr_u", step));
  return lanes.as(popcount(lanes, "uint32", lanes.not(smeared)), "int32");
}

export const lowerings: Record<keyof typeof ops, Lowering> = {
  and: (lanes, _of, a, b) => lanes.bitwise("and", a, b),
  or: (lanes, _of, a, b) => lanes.bitwise("or", a, b),
  xor: (lanes, _of, a, b) => lanes.bitwise("xor", a, b),
  inv: (lanes, _of, a) => lanes.not(a),
  shl: (lanes, of, a, b) => shiftLanes(lanes, of, a, b, "shl"),
  shr: (lanes, of, a, b) => shiftLanes(lanes, of, a, b, isSigned(of) ? "shr_s" : "shr_u"),
  ushr: (lanes, of, a, b) => shiftLanes(lanes, of, a, b, "shr_u"),
  clz32: (lanes, _of, a) => clz32(lanes, a),
  popcount,
  imul: (lanes, of, a, b) => lanes.op(of, "mul", a, b),
};
