/** Operations on the bits of integers; on bools they are logical. */
import { popcount } from "../kernel/language.js";
import { isSigned, type promoted, u8, ufunc } from "../runtime/compiled.js";
import { BIT_COUNT, BITS, BITS_OF_TWO, INTEGERS } from "./loops.js";

/** How many bits the type of x has. */
function widthOf(x: number): promoted {
  const ones = ~(x & 0) >>> 0;
  return ones > 4294967295 ? 64 : ones > 65535 ? 32 : ones > 255 ? 16 : 8;
}

/** Is there such a bit in the type of x? */
function isBitOf(x: number, bit: number): boolean {
  return bit >= 0 && bit < widthOf(x);
}

/**
 * The bits that both operands have.
 * @example bitwise_and([12n, 10n], 6n); // [4n, 2n]
 */
export const bitwise_and = ufunc((a: number, b: number): promoted => a & b, {
  loops: BITS_OF_TWO,
  identity: -1,
  reorderable: true,
});

/**
 * The bits that one of the operands has.
 * @example bitwise_or([12n, 10n], 1n); // [13n, 11n]
 */
export const bitwise_or = ufunc((a: number, b: number): promoted => a | b, {
  loops: BITS_OF_TWO,
  identity: 0,
  reorderable: true,
});

/**
 * The bits that exactly one of the operands has.
 * @example bitwise_xor([12n, 10n], 6n); // [10n, 12n]
 */
export const bitwise_xor = ufunc((a: number, b: number): promoted => a ^ b, {
  loops: BITS_OF_TWO,
  identity: 0,
  reorderable: true,
});

/**
 * The bits that the operand doesn't have.
 * @example invert([0n, 1n]); // [-1n, -2n]
 */
export const invert = ufunc((x: number): promoted => ~x, { loops: BITS });

/** The same as `invert`. */
export const bitwise_not = invert;

/** The same as `invert`. */
export const bitwise_invert = invert;

/**
 * The bits moved to the left, zeros following: nothing is left of them from the type's width on.
 * @example left_shift([1n, 3n], 2n); // [4n, 12n]
 */
export const left_shift = ufunc((a: number, count: number): promoted => (isBitOf(a, count) ? a << count : 0), {
  loops: INTEGERS,
});

/** The same as `left_shift`. */
export const bitwise_left_shift = left_shift;

/**
 * The bits moved to the right, the sign following: nothing else is left of them from the type's width on.
 * @example right_shift([4n, -13n], 2n); // [1n, -4n]
 */
export const right_shift = ufunc(
  (a: number, count: number): promoted => (isBitOf(a, count) ? a >> count : isSigned(a) ? (a < 0 ? -1 : 0) : 0),
  { loops: INTEGERS },
);

/** The same as `right_shift`. */
export const bitwise_right_shift = right_shift;

/**
 * How many bits of the magnitude are set.
 * @example bitwise_count([7n, -8n]); // [3, 1]
 */
export const bitwise_count = ufunc((x: number): u8 => u8(popcount(Math.abs(x) >>> 0)), { loops: BIT_COUNT });
