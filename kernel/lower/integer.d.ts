/** Integer products and quotients that Wasm's SIMD lacks, exactly by another route. */
import { type DType } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
/** 8-bit lanes have no product: the even and the odd ones are multiplied in 16 bits. */
export declare function multiply8(lanes: Lanes, of: DType, a: Vec, b: Vec): Vec;
export interface Division {
  quotient(): Vec;
  remainder(): Vec;
}
/** Truncating division without traps: by 0 both results are 0; MIN / -1 wraps to MIN, its remainder is 0. */
export declare function divide(lanes: Lanes, of: DType, a: Vec, b: Vec): Division;
/**
 * The exact remainder of floats, sign of the dividend (C's fmod). The divisor is raised to the dividend's exponent and
 * subtracted, which is exact (Sterbenz), until less than the divisor is left. A divisor whose fraction could be lost is
 * scaled up first: one pass leaves a small rest, which is scaled by the same power and goes through a second.
 */
export declare function floatRemainder(lanes: Lanes, a: Vec, b: Vec): Vec;
