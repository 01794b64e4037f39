/** Where the math library is tested: dense where it is hard, sparse over the whole range. The same points in every run. */

const view = new DataView(new ArrayBuffer(8));

/** The float64 that many steps after x. */
function after(x: number, steps: number): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(x < 0 ? -steps : steps));
  return view.getFloat64(0);
}

/** Numbers from 0 to 1 by a linear congruential generator of 32 bits. */
function generator(seed: number): () => number {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
}

const random = generator(20090911);
const many = (count: number, make: () => number): number[] => Array.from({ length: count }, make);
const even = (from: number, to: number, count: number) => many(count, () => from + (to - from) * random());
const sign = () => (random() < 0.5 ? -1 : 1);
/** Magnitudes from 2^from to 2^to, all exponents alike. */
const wide = (from: number, to: number, count: number) => many(count, () => 2 ** (from + (to - from) * random()));
const signed = (xs: readonly number[]) => xs.map((x) => sign() * x);
const around = (xs: readonly number[]) => xs.flatMap((x) => Array.from({ length: 16 }, (_, k) => after(x, k - 8)));

const powers = [
  [...even(0, 3, 300), ...wide(-900, 900, 200), ...even(0.9, 1.1, 300), ...even(0, 20, 100), ...even(-9, 9, 100)],
  [
    ...even(-200, 200, 300),
    ...even(-1, 1, 200),
    ...even(-5000, 5000, 300),
    ...many(200, () => Math.round(random() * 40 - 20)),
  ],
];

const multiples = Array.from({ length: 60 }, (_, k) => ((k + 1) * Math.PI) / 2);
/** The float64 nearest to a multiple of π/2, and others of which nearly nothing is left (Muller, Elementary Functions). */
const nearMultiples = [6381956970095103 * 2 ** 797, 5.706674932067741e15, 5.319372648326541e255];
const angles = [
  ...even(-10, 10, 400),
  ...even(-1e5, 1e5, 200),
  ...signed(wide(-60, 1023, 300)),
  ...around([...multiples, 1e6, Math.PI / 4]),
  ...nearMultiples,
];
const exponents = [
  ...even(-745, 710, 300),
  ...even(-1, 1, 300),
  ...signed(wide(-60, 0, 200)),
  ...around([709.782712893384, -708.3964185322641, -745.1332191019411, 0.34657359027997264, -0.34657359027997264]),
];
const positive = [
  ...even(0, 3, 300),
  ...even(0.5, 1.5, 300),
  ...wide(-1074, 1023, 300),
  ...around([1, Math.SQRT2, Math.SQRT1_2, 2.2250738585072014e-308]),
];
const unit = [...even(-1, 1, 500), ...signed(wide(-60, 0, 200)), ...around([0.5, -0.5]), 1, -1, after(1, -1)];
const steep = [
  ...even(-710, 710, 200),
  ...even(-2, 2, 300),
  ...signed(wide(-40, 1, 200)),
  ...around([0.34657359027997264]),
];

const lists: Record<string, readonly (readonly number[])[]> = {
  exp: [exponents],
  exp2: [[...even(-1075, 1024, 300), ...even(-1, 1, 300), ...around([0.5, -1022, 1023])]],
  expm1: [[...exponents, ...even(-45, 45, 300), ...signed(wide(-80, 0, 200))]],
  log: [positive],
  log2: [positive],
  log10: [positive],
  log1p: [
    [...even(-1, 3, 400), ...signed(wide(-70, -1, 300)), ...wide(0, 1023, 100), ...around([-0.5, 0.41421356237309503])],
  ],
  sin: [angles],
  cos: [angles],
  tan: [angles],
  asin: [unit],
  acos: [unit],
  atan: [[...even(-4, 4, 500), ...signed(wide(-60, 60, 300)), ...around([0.4375, 0.6875, 1.1875, 2.4375])]],
  sinh: [[...steep, ...around([710.4758600739439])]],
  cosh: [[...steep, ...around([710.4758600739439])]],
  tanh: [[...even(-22, 22, 300), ...even(-2, 2, 400), ...signed(wide(-40, 1, 200))]],
  asinh: [[...even(-5, 5, 400), ...signed(wide(-40, 100, 300)), ...signed(wide(-1000, 1023, 60))]],
  acosh: [[...even(1, 5, 300), ...wide(0, 100, 200), ...wide(-52, 0, 300).map((x) => 1 + x)]],
  atanh: [unit],
  cbrt: [[...even(-9, 9, 300), ...signed(wide(-1074, 1023, 300))]],
  atan2: [
    [...even(-4, 4, 400), ...signed(wide(-40, 40, 300)), ...signed(wide(-900, 900, 60))],
    [...even(-4, 4, 400), ...signed(wide(-40, 40, 300)), ...signed(wide(-900, 900, 60))],
  ],
  hypot: [
    [...even(-4, 4, 400), ...signed(wide(-30, 30, 300)), ...wide(-1022, 1022, 60)],
    [...even(-4, 4, 400), ...signed(wide(-30, 30, 300)), ...wide(-1022, 1022, 60)],
  ],
  pow: powers,
  power: powers,
  square: [[...even(-4, 4, 300), ...signed(wide(-500, 500, 300))]],
};

/** One list of operands for each parameter. */
export const pointsOf = (name: string): readonly (readonly number[])[] => lists[name]!;

export const special = [
  0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 10, 0.1, 1e300, -1e300, 1e-300, -1e-300, 5e-324, -5e-324, 1e22,
  Infinity, -Infinity, NaN, 709, 710, 711, -745, -746, 1023, 1024, -1022, -1074, -1075, 4503599627370497,
  -4503599627370497, 9007199254740991, Number.MAX_VALUE, -Number.MAX_VALUE, 2.2250738585072014e-308, 89, -104, 3.4e38,
]; // biome-ignore format: a table
