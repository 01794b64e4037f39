/** `cast.ts` in lanes: the same results, by the instructions that Wasm has. */
import { bytesOf, type DType, integer, isBool, isFloat, isSigned } from "../dtype.js";
import type { Value } from "../lane.js";
import type { Lanes, Vec } from "../lanes.js";

export function castLanes(lanes: Lanes, x: Vec, to: DType): Vec {
  if (isBool(to)) return lanes.compare("ne", x, lanes.constant(x.type, 0));
  if (isBool(x.type)) return lanes.bitwise("and", lanes.maskFor(x, to), lanes.constant(to, 1));
  if (isFloat(x.type)) return isFloat(to) ? floatToFloat(lanes, x, to) : floatToInteger(lanes, x, to);
  return isFloat(to) ? integerToFloat(lanes, x, to) : lanes.resize(x, to);
}

const SECOND_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];

/** 32-bit lanes to 64-bit ones by an instruction that reads the low two of a register. */
function twice(lanes: Lanes, x: Vec, to: DType, op: string): Vec {
  const regs = Array.from({ length: lanes.count(8) }, (_, k): Value => {
    const reg = x.regs[k >> 1]!;
    return lanes.emit(op, [k % 2 === 0 ? reg : lanes.emit("i8x16.shuffle", [reg, reg], SECOND_HALF)]);
  });
  return { type: to, width: 8, regs };
}

/** 64-bit lanes to 32-bit ones by an instruction that fills the low two of a register. */
function half(lanes: Lanes, x: Vec, to: DType, op: string): Vec {
  const done = x.regs.map((reg) => lanes.emit(op, [reg]));
  const regs = Array.from({ length: lanes.count(4) }, (_, k): Value => {
    const [a, b = a] = [done[2 * k]!, done[2 * k + 1]];
    return lanes.emit("i8x16.shuffle", [a, b], LOW_HALVES);
  });
  return { type: to, width: 4, regs };
}

function floatToFloat(lanes: Lanes, x: Vec, to: DType): Vec {
  return to === "float64"
    ? twice(lanes, x, to, "f64x2.promote_low_f32x4")
    : half(lanes, x, to, "f32x4.demote_f64x2_zero");
}

/** x - floor(x / m) * m for a power of two m: exact where the fraction holds m; NaN and infinities give NaN. */
function modulo(lanes: Lanes, x: Vec, m: number): { quotient: Vec; rest: Vec } {
  const quotient = lanes.op(x.type, "floor", lanes.op(x.type, "mul", x, lanes.constant(x.type, 1 / m)));
  return { quotient, rest: lanes.op(x.type, "sub", x, lanes.op(x.type, "mul", quotient, lanes.constant(x.type, m))) };
}

/** Truncated and reduced modulo 2^n in floats first: then no conversion saturates but NaN's, to 0. */
function floatToInteger(lanes: Lanes, x: Vec, to: DType): Vec {
  const float = x.type === "float32" && bytesOf(to) === 8 ? lanes.cast(x, "float64") : x;
  const whole = lanes.op(float.type, "trunc", float);
  if (bytesOf(to) === 8) return signed(lanes, whole, floatTo64(lanes, lanes.op("float64", "abs", whole)), to);
  const word = x.type === "float32" ? float32To32(lanes, whole) : float64To32(lanes, whole);
  return bytesOf(to) === 4 ? lanes.as(word, to) : lanes.resize(word, to);
}

function float64To32(lanes: Lanes, whole: Vec): Vec {
  return half(lanes, modulo(lanes, whole, 2 ** 32).rest, "uint32", "i32x4.trunc_sat_f64x2_u_zero");
}

/** The fraction of a float32 does not hold 2^32 - 1: the magnitude is reduced, then negated where the float was. */
function float32To32(lanes: Lanes, whole: Vec): Vec {
  const { rest } = modulo(lanes, lanes.op("float32", "abs", whole), 2 ** 32);
  const word = lanes.op("uint32", "trunc_sat_f32x4_u", rest);
  return signed(lanes, whole, word, "uint32");
}

/** The two halves of a magnitude modulo 2^64, each below 2^32, are converted and put together. */
function floatTo64(lanes: Lanes, magnitude: Vec): Vec {
  const { quotient: high, rest: low } = modulo(lanes, modulo(lanes, magnitude, 2 ** 64).rest, 2 ** 32);
  const word = (v: Vec) => lanes.resize(half(lanes, v, "uint32", "i32x4.trunc_sat_f64x2_u_zero"), "uint64");
  return lanes.bitwise("or", lanes.shift(word(high), "shl", 32), word(low));
}

/** The integer of a magnitude, negated modulo 2^n where the float is negative. */
function signed(lanes: Lanes, float: Vec, magnitude: Vec, to: DType): Vec {
  const negative = lanes.maskFor(lanes.compare("lt", float, lanes.constant(float.type, 0)), magnitude.type);
  const flipped = lanes.bitwise("xor", magnitude, negative);
  return lanes.as(lanes.op(magnitude.type, "sub", flipped, negative), to);
}

function integerToFloat(lanes: Lanes, x: Vec, to: DType): Vec {
  if (bytesOf(x.type) === 8)
    return to === "float64"
      ? from64(lanes, x, to)
      : lanes.perLane(to, `f32.convert_i64_${isSigned(x.type) ? "s" : "u"}`, [x], x.type);
  const word = bytesOf(x.type) === 4 ? x : lanes.resize(x, integer(4, true));
  const sign = word.type === "uint32" ? "u" : "s";
  return to === "float64"
    ? twice(lanes, word, to, `f64x2.convert_low_i32x4_${sign}`)
    : lanes.op(to, `convert_i32x4_${sign}`, word);
}

/**
 * The halves of the integer are put into the fractions of 2^52 and 2^84, whose sum, less both, rounds once.
 * The bias of a signed high half is 2^31 more. (A well known way; e.g. Intel's compilers use it.)
 */
function from64(lanes: Lanes, x: Vec, to: DType): Vec {
  const signed = isSigned(x.type);
  const pattern = (value: bigint) => lanes.constant("uint64", value);
  const [highPattern, bias] = signed
    ? [0x4530000080000000n, 0x4530000080100000n]
    : [0x4530000000000000n, 0x4530000000100000n];
  const low = lanes.bitwise("or", lanes.bitwise("and", x, pattern(0xffffffffn)), pattern(0x4330000000000000n));
  const high = lanes.bitwise("xor", lanes.shift(x, "shr_u", 32), pattern(highPattern));
  const upper = lanes.op(to, "sub", lanes.as(high, to), lanes.as(pattern(bias), to));
  return lanes.op(to, "add", upper, lanes.as(low, to));
}
