/**
 * Elementary functions to hundreds of bits, in integers: the judge of the math library.
 *
 * Written for this, since a judge must share nothing with the judged: fixed-point numbers of `bits` fraction bits, and
 * the oldest series there are. A result is the fraction `m / 2^s`, so that e^-700 has as many digits as e^0.
 */

/** The number m / 2^s. */
export interface Exact {
  readonly m: bigint;
  readonly s: number;
}

const view = new DataView(new ArrayBuffer(8));

/** A finite float64 as a fraction. */
export function exact(x: number): Exact {
  view.setFloat64(0, x);
  const pattern = view.getBigUint64(0);
  const exponent = Number((pattern >> 52n) & 0x7ffn);
  const fraction = pattern & 0xfffffffffffffn;
  const m = exponent === 0 ? fraction : fraction | (1n << 52n);
  return { m: x < 0 ? -m : m, s: 1075 - Math.max(exponent, 1) };
}

const shift = (m: bigint, by: number): bigint => (by >= 0 ? m << BigInt(by) : m >> BigInt(-by));
const abs = (m: bigint): bigint => (m < 0n ? -m : m);
const bitLength = (m: bigint): number => abs(m).toString(16).length * 4;

/** Distance of a float from the exact value, in units in the last place of the exact value's float. */
export function ulps(found: number, wanted: Exact, type: "float32" | "float64"): number {
  const [digits, least] = type === "float32" ? [24, -149] : [53, -1074];
  const magnitude = abs(wanted.m);
  const top = magnitude.toString(2).length - 1 - wanted.s;
  const unit = Math.max(top - digits + 1, least);
  const f = exact(found);
  const s = Math.max(f.s, wanted.s, -unit) + 64;
  const difference = abs(shift(f.m, s - f.s) - shift(wanted.m, s - wanted.s));
  return Number(shift(difference, 20 - s - unit)) / 2 ** 20;
}

/** The nearest integer to a / b. */
const rounded = (a: bigint, b: bigint): bigint =>
  (2n * a + b - ((((2n * a + b) % (2n * b)) + 2n * b) % (2n * b))) / (2n * b);

function root(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((bitLength(n) >> 1) + 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function cubeRoot(n: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(bitLength(n) / 3) + 1);
  for (;;) {
    const y = (2n * x + n / (x * x)) / 3n;
    if (y >= x) return x;
    x = y;
  }
}

/** Arithmetic with that many bits after the point. */
class Fixed {
  readonly one: bigint;
  readonly #constants = new Map<string, bigint>();

  constructor(readonly bits: number) {
    this.one = 1n << BigInt(bits);
  }

  of({ m, s }: Exact): bigint {
    return shift(m, this.bits - s);
  }
  exact(m: bigint): Exact {
    return { m, s: this.bits };
  }
  mul(a: bigint, b: bigint): bigint {
    return (a * b) >> BigInt(this.bits);
  }
  div(a: bigint, b: bigint): bigint {
    return (a << BigInt(this.bits)) / b;
  }
  sqrt(a: bigint): bigint {
    return root(a << BigInt(this.bits));
  }
  #constant(name: string, compute: () => bigint): bigint {
    const known = this.#constants.get(name) ?? compute();
    this.#constants.set(name, known);
    return known;
  }
  /** Machin's formula. */
  get pi(): bigint {
    return this.#constant("pi", () => 16n * this.atan(this.one / 5n) - 4n * this.atan(this.one / 239n));
  }
  get ln2(): bigint {
    return this.#constant("ln2", () => 2n * this.atanhSeries(this.one / 3n));
  }
  /** Sum of x^n / n!, signs alternating or not, of the terms that begin at 1 or x and go on by twos. */
  #powers(x: bigint, first: bigint, start: bigint, sign: bigint): bigint {
    const square = sign * this.mul(x, x);
    let [sum, term] = [first, first];
    for (let n = start; term !== 0n && term !== -1n; n += 2n) {
      term = this.mul(term, square) / (n * (n + 1n));
      sum += term;
    }
    return sum;
  }
  /** e^x = 2^k e^r, r halved ten times. */
  exp(x: bigint): Exact {
    const k = rounded(x, this.ln2);
    let y = (x - k * this.ln2) >> 10n;
    y = this.#powers(y, this.one, 1n, 1n) + this.#powers(y, y, 2n, 1n);
    for (let i = 0; i < 10; i++) y = this.mul(y, y);
    return { m: y, s: this.bits - Number(k) };
  }
  atanhSeries(y: bigint): bigint {
    const square = this.mul(y, y);
    let [sum, power] = [0n, y];
    for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
      sum += power / n;
      power = this.mul(power, square);
    }
    return sum;
  }
  /** The logarithm of a positive fraction. */
  log({ m, s }: Exact): bigint {
    const k = m.toString(2).length - s;
    const mantissa = this.of({ m, s: s + k });
    const y = this.div(mantissa - this.one, mantissa + this.one);
    return 2n * this.atanhSeries(y) + BigInt(k) * this.ln2;
  }
  /** The argument is halved three times. */
  atan(x: bigint): bigint {
    let y = x;
    for (let i = 0; i < 3; i++) y = this.div(y, this.one + this.sqrt(this.one + this.mul(y, y)));
    const square = -this.mul(y, y);
    let [sum, power] = [0n, y];
    for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
      sum += power / n;
      power = this.mul(power, square);
    }
    return sum << 3n;
  }
  atan2(y: bigint, x: bigint): bigint {
    if (abs(y) > abs(x)) return (y < 0n ? -this.pi : this.pi) / 2n - this.atan(this.div(x, y));
    const angle = this.atan(this.div(y, x));
    return x > 0n ? angle : angle + (y < 0n ? -this.pi : this.pi);
  }
  sinCos(x: bigint): [bigint, bigint] {
    const n = rounded(2n * x, this.pi);
    const r = x - (n * this.pi) / 2n;
    const sin = this.#powers(r, r, 2n, -1n);
    const cos = this.#powers(r, this.one, 1n, -1n);
    const quadrant = ((n % 4n) + 4n) % 4n;
    return (
      [
        [sin, cos],
        [cos, -sin],
        [-sin, -cos],
        [-cos, sin],
      ] as [bigint, bigint][]
    )[Number(quadrant)]!;
  }
}

const usual = new Fixed(320);
const fine = new Fixed(1400);
const isUsual = (x: number): boolean => Math.abs(x) > 2 ** -60 && Math.abs(x) < 2 ** 60;
const fixed = (...xs: readonly number[]): Fixed => (xs.every(isUsual) ? usual : fine);

type Reference = (x: number, y: number) => Exact;
const of =
  (compute: (f: Fixed, x: bigint) => bigint): Reference =>
  (x) => {
    const f = fixed(x);
    return f.exact(compute(f, f.of(exact(x))));
  };

const power: Reference = (x, y) => {
  const f = fixed(y);
  const value = f.exp((f.log(exact(Math.abs(x))) * exact(y).m) >> BigInt(exact(y).s));
  return x < 0 && Math.abs(y % 2) === 1 ? { m: -value.m, s: value.s } : value;
};

/** Of finite operands where the function has a finite value. */
export const precise: Record<string, Reference> = {
  exp: (x) => fixed(x).exp(fixed(x).of(exact(x))),
  exp2: (x) => fixed(x).exp(fixed(x).mul(fixed(x).of(exact(x)), fixed(x).ln2)),
  expm1: of((f, x) => f.of(f.exp(x)) - f.one),
  log: (x) => usual.exact(usual.log(exact(x))),
  log2: (x) => usual.exact(usual.div(usual.log(exact(x)), usual.ln2)),
  log10: (x) => usual.exact(usual.div(usual.log(exact(x)), usual.log(exact(10)))),
  log1p: of((f, x) => f.log(f.exact(f.one + x))),
  sin: of((f, x) => f.sinCos(x)[0]),
  cos: of((f, x) => f.sinCos(x)[1]),
  tan: of((f, x) => f.div(...f.sinCos(x))),
  asin: of((f, x) => f.atan2(x, f.sqrt(f.one - f.mul(x, x)))),
  acos: of((f, x) => f.atan2(f.sqrt(f.one - f.mul(x, x)), x)),
  atan: of((f, x) => f.atan2(x, f.one)),
  atan2: (y, x) => {
    const f = fixed(x, y);
    return f.exact(f.atan2(f.of(exact(y)), f.of(exact(x))));
  },
  sinh: of((f, x) => (f.of(f.exp(x)) - f.of(f.exp(-x))) >> 1n),
  cosh: of((f, x) => (f.of(f.exp(x)) + f.of(f.exp(-x))) >> 1n),
  tanh: of((f, x) => f.div(f.of(f.exp(x)) - f.of(f.exp(-x)), f.of(f.exp(x)) + f.of(f.exp(-x)))),
  asinh: of((f, x) => {
    const value = f.log(f.exact(abs(x) + f.sqrt(f.one + f.mul(x, x))));
    return x < 0n ? -value : value;
  }),
  acosh: of((f, x) => f.log(f.exact(x + f.sqrt(f.mul(x, x) - f.one)))),
  atanh: of((f, x) => f.log(f.exact(f.div(f.one + x, f.one - x))) >> 1n),
  cbrt: of((f, x) => (x < 0n ? -1n : 1n) * cubeRoot(abs(x) << BigInt(2 * f.bits))),
  hypot: (x, y) => {
    const f = fixed(x, y);
    const [a, b] = [f.of(exact(x)), f.of(exact(y))];
    return f.exact(root(a * a + b * b));
  },
  pow: power,
  power,
  square: of((f, x) => f.mul(x, x)),
};
