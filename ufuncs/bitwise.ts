/** Operations on the bits of integers; on bools they are logical. */
import { type promoted, ufunc } from "../runtime/compiled.js";
import { BITS, BITS_OF_TWO } from "./loops.js";

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
