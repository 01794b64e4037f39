/** Integer products and quotients that Wasm's SIMD lacks, exactly by another route. */
import { bytesOf, type DType, isSigned } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";

/** 8-bit lanes have no product: the even and the odd ones are multiplied in 16 bits. */
export function multiply8(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec {
  const low = lanes.constant("uint16", 0x00ff).regs[0]!;
  return lanes.each(of, [a, b], (p, q) => {
    const eight = lanes.builder.const32(8);
    const even = lanes.emit("v128.and", [lanes.emit("i16x8.mul", [p, q]), low]);
    const high = (r: number) => lanes.emit("i16x8.shr_u", [r, eight]);
    const odd = lanes.emit("i16x8.shl", [lanes.emit("i16x8.mul", [high(p), high(q)]), eight]);
    return lanes.emit("v128.or", [even, odd]);
  });
}

export interface Division {
  quotient(): Vec;
  remainder(): Vec;
}

/** Truncating division without traps: by 0 both results are 0; MIN / -1 wraps to MIN, its remainder is 0. */
export function divide(lanes: Lanes, of: DType, a: Vec, b: Vec): Division {
  const zero = lanes.constant(of, 0);
  const valid = lanes.compare("ne", b, zero);
  const raw = bytesOf(of) === 8 ? divide64(lanes, of, a, b, valid) : divideByFloat(lanes, of, a, b);
  const quotient = lanes.select(valid, raw, zero);
  const multiply = (x: Vec, y: Vec) => (bytesOf(of) === 1 ? multiply8(lanes, of, x, y) : lanes.op(of, "mul", x, y));
  return {
    quotient: () => quotient,
    remainder: () => lanes.select(valid, lanes.op(of, "sub", a, multiply(quotient, b)), zero),
  };
}

/**
 * The float quotient of two n-bit integers lies on the right side of every integer when the fraction has more than 2n
 * bits' resolution at it: float64 for 32 bits, float32 for 8 and 16.
 */
function divideByFloat(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec {
  const float = bytesOf(of) === 4 ? "float64" : "float32";
  const quotient = lanes.op(float, "div", lanes.cast(a, float), lanes.cast(b, float));
  if (float === "float32") return lanes.resize(lanes.op("int32", "trunc_sat_f32x4_s", quotient), of);
  // where a unit of the fraction is 1, its low bits are those of the integer, MIN / -1 among them
  const aligned = lanes.op(float, "add", lanes.op(float, "trunc", quotient), lanes.constant(float, 1.5 * 2 ** 52));
  return lanes.resize(lanes.as(aligned, "uint64"), of);
}

/** Lane by lane, with divisors that would trap replaced by 1. */
function divide64(lanes: Lanes, of: DType, a: Vec, b: Vec, valid: Vec): Vec {
  const one = lanes.constant(of, 1n);
  if (!isSigned(of)) return lanes.perLane(of, "i64.div_u", [a, lanes.select(valid, b, one)]);
  const minus = lanes.compare("eq", b, lanes.constant(of, -1n));
  const safe = lanes.select(minus, one, lanes.select(valid, b, one));
  const quotient = lanes.perLane(of, "i64.div_s", [a, safe]);
  return lanes.select(minus, lanes.op(of, "neg", a), quotient);
}

/**
 * The exact remainder of floats, sign of the dividend (C's fmod). A quotient of at most 25 bits is rounded to the next
 * integer: its products with both halves of the divisor are exact, and so are the differences. For a larger one the
 * divisor is raised to the dividend's exponent and subtracted, which is exact (Sterbenz), until less than it is left. A
 * divisor whose fraction could be lost is scaled up first: one pass leaves a small rest, which goes through a second.
 */
export function floatRemainder(lanes: Lanes, a: Vec, b: Vec): Vec {
  const constant = (v: number) => lanes.constant("float64", v);
  const emit = (name: string, ...x: Vec[]) => lanes.op("float64", name, ...x);
  const [x, y] = [emit("abs", a), emit("abs", b)];
  const finite = lanes.compare("lt", x, constant(Number.POSITIVE_INFINITY));
  const defined = lanes.bitwise("and", finite, lanes.compare("gt", y, constant(0)));
  const dividend = lanes.select(defined, x, constant(0));
  const divisor = lanes.select(defined, y, constant(1));
  const quotient = emit("div", dividend, divisor);
  const high = lanes.bitwise("and", divisor, lanes.constant("uint64", 0xfffffffffc000000n));
  const times = (part: Vec) => emit("mul", emit("nearest", quotient), part);
  const near = emit("sub", emit("sub", dividend, times(high)), times(emit("sub", divisor, high)));
  const short = lanes.select(lanes.compare("lt", near, constant(0)), emit("add", near, divisor), near);
  // of what overflows and of infinite divisors it is no number
  const isShort = lanes.bitwise(
    "and",
    lanes.compare("lt", quotient, constant(2 ** 25)),
    lanes.compare("ge", short, constant(0)),
  );
  const isTiny = lanes.compare("lt", divisor, constant(2 ** -960));
  const scale = lanes.select(isTiny, constant(2 ** 54), constant(1));
  const scaled = emit("mul", divisor, scale);
  const first = reduce(lanes, lanes.select(isShort, short, dividend), scaled);
  const second = reduce(lanes, emit("mul", first, scale), scaled);
  const rest = emit("mul", second, lanes.select(isTiny, constant(2 ** -54), constant(1)));
  const sign = lanes.bitwise("and", a, constant(-0));
  return lanes.select(defined, lanes.bitwise("or", rest, sign), constant(Number.NaN));
}

function reduce(lanes: Lanes, start: Vec, divisor: Vec): Vec {
  const exponent = lanes.constant("uint64", 0x7ff0000000000000n);
  const fraction = lanes.constant("uint64", 0x000fffffffffffffn);
  const ownFraction = lanes.bitwise("and", divisor, fraction);
  return lanes.iterate(
    [start],
    ([x]) => lanes.compare("ge", x!, divisor),
    ([x]) => {
      const raised = lanes.bitwise("or", ownFraction, lanes.bitwise("and", x!, exponent));
      const halved = lanes.op("float64", "mul", raised, lanes.constant("float64", 0.5));
      return [lanes.op("float64", "sub", x!, lanes.select(lanes.compare("gt", raised, x!), halved, raised))];
    },
  )[0]!;
}
