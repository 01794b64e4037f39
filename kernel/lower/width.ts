/** Lanes of one width as lanes of another: masks, and integers by extension or cut. One step doubles or halves. */
import type { Value } from "../lane.js";
import type { Lanes, Vec } from "../lanes.js";

const SHAPES = { 1: "i8x16", 2: "i16x8", 4: "i32x4", 8: "i64x2" } as const;
type Width = keyof typeof SHAPES;

export function resizeMask(lanes: Lanes, mask: Vec, width: number): Vec {
  if (mask.constant !== undefined) return { ...mask, width, regs: lanes.repeated(width, mask.regs[0]!) };
  let regs = mask.regs;
  for (let w = mask.width; w < width; w *= 2) regs = widen(lanes, regs, w as Width, true);
  for (let w = mask.width; w > width; w /= 2)
    regs = w === 8 ? lowHalves(lanes, regs) : narrow(lanes, regs, w as Width, "s");
  return { type: mask.type, width, regs };
}

export function resizeRegisters(
  lanes: Lanes,
  from: readonly Value[],
  width: number,
  to: number,
  signed: boolean,
): readonly Value[] {
  let regs = from;
  for (let w = width; w < to; w *= 2) regs = widen(lanes, regs, w as Width, signed);
  return to < width ? cut(lanes, regs, width as Width, to) : regs;
}

/** Modulo 2^n: cut to n bits first, so that the narrowing instructions, which saturate, have nothing to do. */
function cut(lanes: Lanes, from: readonly Value[], width: Width, to: number): readonly Value[] {
  let regs = from;
  let w: number = width;
  if (w === 8) {
    regs = lowHalves(lanes, regs);
    w = 4;
  }
  if (w === to) return regs;
  const mask = lanes.constant(w === 4 ? "uint32" : "uint16", 2 ** (8 * to) - 1).regs[0]!;
  regs = regs.map((r) => lanes.emit("v128.and", [r, mask]));
  for (; w > to; w /= 2) regs = narrow(lanes, regs, w as Width, "u");
  return regs;
}

function widen(lanes: Lanes, regs: readonly Value[], width: Width, signed: boolean): Value[] {
  const wanted = lanes.count(width * 2);
  const op = (half: "low" | "high") =>
    `${SHAPES[(width * 2) as Width]}.extend_${half}_${SHAPES[width]}_${signed ? "s" : "u"}`;
  return Array.from({ length: wanted }, (_, k) => lanes.emit(op(k % 2 === 0 ? "low" : "high"), [regs[k >> 1]!]));
}

function narrow(lanes: Lanes, regs: readonly Value[], width: Width, sign: "s" | "u"): Value[] {
  const op = `${SHAPES[(width / 2) as Width]}.narrow_${SHAPES[width]}_${sign}`;
  return pairs(lanes, regs, width).map(([a, b]) => lanes.emit(op, [a, b]));
}

/** Every second of the 32-bit lanes. */
function lowHalves(lanes: Lanes, regs: readonly Value[]): Value[] {
  const even = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
  return pairs(lanes, regs, 8).map(([a, b]) => lanes.emit("i8x16.shuffle", [a, b], even));
}

/** Two registers make one of half the width; a single one repeats itself. */
function pairs(lanes: Lanes, regs: readonly Value[], width: Width): [Value, Value][] {
  return Array.from({ length: lanes.count(width / 2) }, (_, k) => [regs[2 * k]!, regs[2 * k + 1] ?? regs[2 * k]!]);
}
