/**
 * The lanes of shifts. Wasm shifts all lanes by one count, but multiplies each by a factor of its own: to the left by n is
 * times 2 ** n; to the right times 2 ** (bits - 1 - n) in lanes of twice the width, then all by bits - 1.
 */
import { bytesOf, type DType, integer, shapeOf } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";

export type Shift = "shl" | "shr_s" | "shr_u";

/** `x` by `count`, of the same type, modulo the width. */
export function shiftLanes(lanes: Lanes, of: DType, x: Vec, count: Vec, op: Shift): Vec {
  const bits = bytesOf(of) * 8;
  const fixed = count.constant;
  if (fixed !== undefined) return lanes.shift(x, op, Number(BigInt(fixed) & BigInt(bits - 1)));
  const n = lanes.bitwise("and", count, lanes.constant(of, bits === 64 ? 63n : bits - 1));
  // these are so few that one by one is shorter
  if (bits === 64) return lanes.perLane(of, `i64.${op}`, [x, n]);
  const unsigned = integer(bytesOf(of), false);
  const plain = lanes.as(x, unsigned);
  if (op === "shl") return lanes.as(leftBy(lanes, plain, lanes.as(n, unsigned)), of);
  const left = lanes.op(unsigned, "sub", lanes.constant(unsigned, bits - 1), n);
  if (op === "shr_u") return lanes.as(rightBy(lanes, plain, left), of);
  // what is less than zero is the complement of what is not
  const sign = lanes.maskFor(lanes.compare("lt", x, lanes.constant(of, 0)), unsigned);
  const shifted = rightBy(lanes, lanes.bitwise("xor", plain, sign), left);
  return lanes.as(lanes.bitwise("xor", shifted, sign), of);
}

function leftBy(lanes: Lanes, x: Vec, n: Vec): Vec {
  const factors = powers(lanes, n);
  return x.width === 1 ? throughWide(lanes, x, factors, 0) : lanes.op(x.type, "mul", x, factors);
}

/** `left` is by how much the top bit is moved less than out of the lane. */
function rightBy(lanes: Lanes, x: Vec, left: Vec): Vec {
  return throughWide(lanes, x, powers(lanes, left), x.width * 8 - 1);
}

/** The products in lanes of twice the width, shifted to the right by one count; of these the lower halves. */
function throughWide(lanes: Lanes, x: Vec, factors: Vec, count: number): Vec {
  const { width } = x;
  const wide = shapeOf(integer(2 * width, false));
  const bytes = Array.from({ length: 16 }, (_, i) => Math.floor(i / width) * 2 * width + (i % width));
  return lanes.each(x.type, [x, factors], (p, q) => {
    const [low, high] = ["low", "high"].map((half) => {
      const product = lanes.emit(`${wide}.extmul_${half}_${shapeOf(x.type)}_u`, [p, q]);
      return count === 0 ? product : lanes.emit(`${wide}.shr_u`, [product, lanes.builder.const32(count)]);
    });
    return lanes.emit("i8x16.shuffle", [low!, high!], bytes);
  });
}

/** 2 ** n for each n that is less than the width in bits. */
function powers(lanes: Lanes, n: Vec): Vec {
  const { type, width } = n;
  if (width === 4) {
    // as the exponent of a float, which is cast: the largest is beyond int32 and gives one less
    const exponent = lanes.op(type, "add", n, lanes.constant(type, 127));
    const float = lanes.shift(exponent, "shl", 23);
    const { regs } = lanes.compare("eq", n, lanes.constant(type, 31));
    return lanes.op(type, "sub", lanes.op(type, "trunc_sat_f32x4_s", float), { ...n, regs });
  }
  const table = lanes.builder.splat(Uint8Array.from({ length: 8 }, (_, k) => 1 << k));
  const lookUp = (places: Vec) => lanes.each(type, [places], (reg) => lanes.emit("i8x16.swizzle", [table, reg]));
  if (width === 1) return lookUp(n);
  // a byte of 16 and more finds 0: the upper one of each place, and the lower one where the power is in the other half
  const place = lanes.bitwise("or", n, lanes.constant(type, 0x8000));
  const eight = lanes.constant(type, 8);
  const low = lookUp(lanes.op(type, "add", place, lanes.bitwise("and", n, eight)));
  const high = lookUp(lanes.op(type, "sub", place, eight));
  return lanes.bitwise("or", low, lanes.shift(high, "shl", 8));
}
