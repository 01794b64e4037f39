/**
 * The judge of the math library: MPFR, whose functions are right to the last of any number of bits, for all operands, and
 * which shares nothing with the judged.
 */
import { init } from "gmp-wasm";

const { binding } = await init();
const functions = binding as unknown as Record<string, ((...args: number[]) => number) | undefined>;

export type Float = "float32" | "float64";

/** The bits of a number, the exponent of the least one, and that of infinity. */
const FORMATS = { float32: [24, -149, 128], float64: [53, -1074, 1024] } as const;
const NEAREST = 0;
/** Of the exact value: what is beyond them is nothing beside a float's last bit. */
const PRECISION = 160;

function number(precision: number): number {
  const place = binding.mpfr_t();
  binding.mpfr_init2(place, precision);
  return place;
}
const operands = [number(53), number(53)];
const result = number(53);
const end = number(53);
const exact = number(PRECISION);
const error = number(PRECISION);

/** Its names are those of `Math`, but for these. */
const names: Record<string, string> = { power: "pow", square: "sqr" };
const functionOf = (name: string) => functions[`mpfr_${names[name] ?? name}`];
export const isKnown = (name: string): boolean => functionOf(name) !== undefined;

/**
 * Distance of what a function gave from its exact value, in units in the last place of the exact value's float. Beyond the
 * largest number every value counts as the power of two that is next, and so does infinity. NaN for a number, a number for
 * NaN and a wrong sign, of zeros too, are infinitely far.
 */
export function ulps(name: string, xs: readonly number[], found: number, type: Float): number {
  const [digits, least, infinity] = FORMATS[type];
  xs.forEach((x, k) => {
    binding.mpfr_set_d(operands[k]!, x, NEAREST);
  });
  functionOf(name)!(exact, ...operands.slice(0, xs.length), NEAREST);
  const isUndefined = binding.mpfr_nan_p(exact) !== 0;
  if (isUndefined || Number.isNaN(found)) return isUndefined && Number.isNaN(found) ? 0 : Number.POSITIVE_INFINITY;
  binding.mpfr_set_d(result, found, NEAREST);
  if (binding.mpfr_signbit(result) !== binding.mpfr_signbit(exact)) return Number.POSITIVE_INFINITY;
  binding.mpfr_set_ui_2exp(end, 1, infinity, NEAREST);
  for (const value of [result, exact])
    if (binding.mpfr_cmpabs(value, end) > 0) binding.mpfr_copysign(value, end, value, NEAREST);
  binding.mpfr_sub(error, result, exact, NEAREST);
  const unit = Math.min(Math.max(binding.mpfr_get_exp(exact) - digits, least), infinity - digits);
  binding.mpfr_mul_2si(error, error, -unit, NEAREST);
  return Math.abs(binding.mpfr_get_d(error, NEAREST));
}
