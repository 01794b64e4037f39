/** Arithmetic. Integers wrap; bools add as `or` and multiply as `and`. */
import { copysign, type floating, idiv, isBool, isFloat, isSigned, type promoted, ufunc } from "../runtime/compiled.js";
import { ANY, ANYS, DIVISIONS, DOUBLES, FLOAT, INTEGERS, NUMBER, NUMBERS, QUOTIENTS } from "./loops.js";

/** 1 where the truncated quotient of integers is above the exact one, else 0; in the integers' own type. */
function wasRoundedUp(a: number, b: number): promoted {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? 1 : 0;
}

/** The sign of the divisor, at zero too. */
function floatRemainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return copysign(0, b);
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** Computed from the remainder, which is exact, as NumPy does: rounding the quotient first would be off by one. */
function floorOfQuotient(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const steps = (a - rest) / b;
  const quotient = rest !== 0 && rest < 0 !== b < 0 ? steps - 1 : steps;
  if (quotient === 0) return copysign(0, a / b);
  const below = Math.floor(quotient);
  return quotient - below > 0.5 ? below + 1 : below;
}

/**
 * Sum of two operands.
 * @example add([1, 2], 10); // [11, 12]
 */
export const add = ufunc((a: number, b: number): promoted => (isBool(a) ? a || b : a + b), {
  loops: ANYS,
  identity: 0,
  reorderable: true,
  widen: true,
});

/**
 * Difference of two operands. Booleans have none: `logical_xor`.
 * @example subtract([5, 7], [1, 2]); // [4, 5]
 */
export const subtract = ufunc((a: number, b: number): promoted => a - b, { loops: NUMBERS });

/**
 * Product of two operands.
 * @example multiply([1, 2, 3], 2); // [2, 4, 6]
 */
export const multiply = ufunc((a: number, b: number): promoted => (isBool(a) ? a && b : a * b), {
  loops: ANYS,
  identity: 1,
  reorderable: true,
  widen: true,
});

/**
 * Quotient of two operands; of integers it is float64.
 * @example divide(array([1, 3], "int32"), 2); // [0.5, 1.5]
 */
export const divide = ufunc((a: number, b: number): floating => a / b, { loops: QUOTIENTS });

/** The same as `divide`. */
export const true_divide = divide;

/**
 * The largest integer not above the quotient. An integer divided by 0 gives 0.
 * @example floor_divide([7, -7], 2); // [3, -4]
 */
export const floor_divide = ufunc(
  (a: number, b: number): promoted => (isFloat(a) ? floorOfQuotient(a, b) : idiv(a, b) - wasRoundedUp(a, b)),
  { loops: NUMBERS },
);

/**
 * What `floor_divide` leaves over: it has the sign of the divisor.
 * @example remainder([7, -7], 3); // [1, 2]
 */
export const remainder = ufunc(
  (a: number, b: number): promoted => (isFloat(a) ? floatRemainder(a, b) : (a % b) + wasRoundedUp(a, b) * b),
  { loops: NUMBERS },
);

/** The same as `remainder`. */
export const mod = remainder;

/**
 * What the division that truncates leaves over: it has the sign of the dividend.
 * @example fmod([7, -7], 3); // [1, -1]
 */
export const fmod = ufunc((a: number, b: number): promoted => a % b, { loops: NUMBERS });

/**
 * `floor_divide` and `remainder` at once.
 * @example divmod([7, -7], 3); // [[2, -3], [1, 2]]
 */
export const divmod = ufunc(
  (a: number, b: number): [promoted, promoted] =>
    isFloat(a)
      ? [floorOfQuotient(a, b), floatRemainder(a, b)]
      : [idiv(a, b) - wasRoundedUp(a, b), (a % b) + wasRoundedUp(a, b) * b],
  { loops: DIVISIONS },
);

/** As IEEE 754 has it, where 1 to any power is 1, NaN and infinities too; JavaScript's `**` says NaN. */
function floatPower(a: number, b: number): number {
  return a ** (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 0 : b);
}

/**
 * The first operand to the power of the second; integers wrap.
 * @throws ValueError for an integer to a negative power.
 * @example power([2, 3], 2); // [4, 9]
 */
export const power = ufunc((a: number, b: number): promoted => (isFloat(a) ? floatPower(a, b) : a ** b), {
  loops: NUMBERS,
});

/** The same as `power`. */
export const pow = power;

/**
 * The first operand to the power of the second in float64, whatever their types.
 * @example float_power(array([2, 4], "int32"), -1); // [0.5, 0.25]
 */
export const float_power = ufunc((a: number, b: number): floating => floatPower(a, b), { loops: DOUBLES });

/** Euclid's algorithm on magnitudes, which unsigned integers hold whatever the sign. */
function greatestDivisor(a: number, b: number): promoted {
  let divisor = Math.abs(a) >>> 0;
  let rest = Math.abs(b) >>> 0;
  while (rest !== 0) {
    const next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  return divisor;
}

/**
 * The greatest integer that divides both operands; 0 for two zeros.
 * @example gcd(array([12, 18], "int32"), 8); // [4, 2]
 */
export const gcd = ufunc((a: number, b: number): promoted => greatestDivisor(a, b), {
  loops: INTEGERS,
  identity: 0,
  reorderable: true,
});

/**
 * The smallest positive integer that both operands divide; 0 where one is 0.
 * @example lcm(array([4, 6], "int32"), 10); // [20, 30]
 */
export const lcm = ufunc(
  (a: number, b: number): promoted => idiv(Math.abs(a) >>> 0, greatestDivisor(a, b) >>> 0) * (Math.abs(b) >>> 0),
  { loops: INTEGERS },
);

/**
 * The operand with its sign changed; unsigned integers wrap. Booleans have none: `logical_not`.
 * @example negative([1, -2]); // [-1, 2]
 */
export const negative = ufunc((x: number): promoted => -x, { loops: NUMBER });

/**
 * The operand as it is.
 * @example positive([1, -2]); // [1, -2]
 */
export const positive = ufunc((x: number): promoted => x, { loops: NUMBER });

/**
 * The magnitude. The smallest signed integer has none in its type and stays.
 * @example absolute([-1.5, 2]); // [1.5, 2]
 */
export const absolute = ufunc((x: number): promoted => Math.abs(x), { loops: ANY });

/** The same as `absolute`. */
export const abs = absolute;

/**
 * The magnitude of a float; integers become floats.
 * @example fabs([-1, 2]); // [1, 2]
 */
export const fabs = ufunc((x: number): floating => Math.abs(x), { loops: FLOAT });

/**
 * -1, 0 or 1; NaN stays.
 * @example sign([-5, 0, 3]); // [-1, 0, 1]
 */
export const sign = ufunc((x: number): promoted => (x > 0 ? 1 : isSigned(x) ? (x < 0 ? -1 : x === 0 ? 0 : x) : 0), {
  loops: NUMBER,
});

/**
 * The operand times itself.
 * @example square([2, 3]); // [4, 9]
 */
export const square = ufunc((x: number): promoted => x * x, { loops: NUMBER });

/**
 * 1 divided by the operand; of integers it is truncated.
 * @example reciprocal([2, 4]); // [0.5, 0.25]
 */
export const reciprocal = ufunc((x: number): promoted => (isFloat(x) ? 1 / x : idiv(1, x)), { loops: NUMBER });

/**
 * The complex conjugate: of real numbers the operand as it is.
 * @example conjugate([1, -2]); // [1, -2]
 */
export const conjugate = ufunc((x: number): promoted => x, { loops: NUMBER });

/** The same as `conjugate`. */
export const conj = conjugate;
