/** `cast.ts` in lanes: the same results, by the instructions that Wasm has. */
import { bytesOf, integer, isBig, isBool, isFloat, isSigned } from "../dtype.js";
export function castLanes(lanes, x, to) {
  if (isBool(to)) return lanes.compare("ne", x, lanes.constant(x.type, isBig(x.type) ? 0n : 0));
  if (isBool(x.type)) return lanes.bitwise("and", lanes.maskFor(x, to), lanes.constant(to, isBig(to) ? 1n : 1));
  if (isFloat(x.type)) return isFloat(to) ? floatToFloat(lanes, x, to) : floatToInteger(lanes, x, to);
  return isFloat(to) ? integerToFloat(lanes, x, to) : lanes.resize(x, to);
}
const SECOND_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
/** 32-bit lanes to 64-bit ones by an instruction that reads the low two of a register. */
function twice(lanes, x, to, op) {
  const regs = Array.from({ length: lanes.count(8) }, (_, k) => {
    const reg = x.regs[k >> 1];
    return lanes.emit(op, [k % 2 === 0 ? reg : lanes.emit("i8x16.shuffle", [reg, reg], SECOND_HALF)]);
  });
  return { type: to, width: 8, regs };
}
/** 64-bit lanes to 32-bit ones by an instruction that fills the low two of a register. */
function half(lanes, x, to, op) {
  const done = x.regs.map((reg) => lanes.emit(op, [reg]));
  const regs = Array.from({ length: lanes.count(4) }, (_, k) => {
    const [a, b = a] = [done[2 * k], done[2 * k + 1]];
    return lanes.emit("i8x16.shuffle", [a, b], LOW_HALVES);
  });
  return { type: to, width: 4, regs };
}
function floatToFloat(lanes, x, to) {
  return to === "float64"
    ? twice(lanes, x, to, "f64x2.promote_low_f32x4")
    : half(lanes, x, to, "f32x4.demote_f64x2_zero");
}
const unary = (lanes, x, name) => lanes.each(x.type, [x], (r) => lanes.emit(`${lanes.shape(x.type)}.${name}`, [r]));
const binary = (lanes, name, x, y) =>
  lanes.each(x.type, [x, y], (p, q) => lanes.emit(`${lanes.shape(x.type)}.${name}`, [p, q]));
/** x - floor(x / m) * m for a power of two m: exact, in [0, m); NaN and infinities give NaN. */
function modulo(lanes, x, m) {
  const quotient = unary(lanes, binary(lanes, "mul", x, lanes.constant(x.type, 1 / m)), "floor");
  return { quotient, rest: binary(lanes, "sub", x, binary(lanes, "mul", quotient, lanes.constant(x.type, m))) };
}
/** Truncated and reduced modulo 2^32 in floats first: then no conversion saturates but NaN's, to 0. */
function floatToInteger(lanes, x, to) {
  if (bytesOf(to) === 8) return floatTo64(lanes, x.type === "float64" ? x : lanes.cast(x, "float64"), to);
  const { rest } = modulo(lanes, unary(lanes, x, "trunc"), 2 ** 32);
  const word =
    x.type === "float32"
      ? lanes.each("uint32", [rest], (r) => lanes.emit("i32x4.trunc_sat_f32x4_u", [r]))
      : half(lanes, rest, "uint32", "i32x4.trunc_sat_f64x2_u_zero");
  return bytesOf(to) === 4 ? { ...word, type: to } : lanes.resize(word, to);
}
/** The two halves of x modulo 2^64, each below 2^32, are converted and put together. */
function floatTo64(lanes, x, to) {
  const { rest: all } = modulo(lanes, unary(lanes, x, "trunc"), 2 ** 64);
  const { quotient: high, rest: low } = modulo(lanes, all, 2 ** 32);
  const word = (v) => lanes.resize(half(lanes, v, "uint32", "i32x4.trunc_sat_f64x2_u_zero"), "uint64");
  return { ...lanes.bitwise("or", lanes.shift(word(high), "shl", 32), word(low)), type: to };
}
function integerToFloat(lanes, x, to) {
  if (bytesOf(x.type) === 8)
    return to === "float64"
      ? from64(lanes, x)
      : lanes.perLane(to, `f32.convert_i64_${isSigned(x.type) ? "s" : "u"}`, [x], x.type);
  const word = bytesOf(x.type) === 4 ? x : lanes.resize(x, integer(4, true));
  const sign = word.type === "uint32" ? "u" : "s";
  return to === "float64"
    ? twice(lanes, word, to, `f64x2.convert_low_i32x4_${sign}`)
    : lanes.each(to, [word], (r) => lanes.emit(`f32x4.convert_i32x4_${sign}`, [r]));
}
/**
 * The halves of the integer are put into the fractions of 2^52 and 2^84, whose sum, less both, rounds once.
 * The bias of a signed high half is 2^31 more. (A well known way; e.g. Intel's compilers use it.)
 */
function from64(lanes, x) {
  const signed = isSigned(x.type);
  const pattern = (value) => lanes.constant("uint64", value);
  const [highPattern, bias] = signed
    ? [0x4530000080000000n, 0x4530000080100000n]
    : [0x4530000000000000n, 0x4530000000100000n];
  const low = lanes.bitwise("or", lanes.bitwise("and", x, pattern(0xffffffffn)), pattern(0x4330000000000000n));
  const high = lanes.bitwise("xor", lanes.shift(x, "shr_u", 32), pattern(highPattern));
  const float = (v) => ({ ...v, type: "float64" });
  return binary(lanes, "add", binary(lanes, "sub", float(high), float(pattern(bias))), float(low));
}
