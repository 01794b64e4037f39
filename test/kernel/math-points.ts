/** Where the math library is tested: dense where it is hard, sparse over the whole range. The same points in every run. */
import type { Float } from "./mpfr.js";

/** Of one type: its ends, and the number so many steps farther from 0. */
interface Format {
  readonly max: number;
  /** The least normal number, and the least of all. */
  readonly normal: number;
  readonly least: number;
  after(x: number, steps: number): number;
  /** Any pattern of bits. */
  any(): number;
}

const view = new DataView(new ArrayBuffer(8));

const formats: Record<Float, Format> = {
  float64: {
    max: Number.MAX_VALUE,
    normal: 2 ** -1022,
    least: 2 ** -1074,
    after(x, steps) {
      view.setFloat64(0, x);
      view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
      return view.getFloat64(0);
    },
    any() {
      view.setUint32(0, 2 ** 32 * random());
      view.setUint32(4, 2 ** 32 * random());
      return view.getFloat64(0);
    },
  },
  float32: {
    max: (2 - 2 ** -23) * 2 ** 127,
    normal: 2 ** -126,
    least: 2 ** -149,
    after(x, steps) {
      view.setFloat32(0, x);
      view.setInt32(0, view.getInt32(0) + steps);
      return view.getFloat32(0);
    },
    any() {
      view.setUint32(0, 2 ** 32 * random());
      return view.getFloat32(0);
    },
  },
};

/** Numbers from 0 to 1 by a linear congruential generator of 32 bits. */
let state = 0;
function next(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state;
}
const random = (): number => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;

const whole = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const between = (from: number, to: number): number => from + (to - from) * random();
const sign = (): number => (random() < 0.5 ? -1 : 1);
const powers = whole(-40, 40).map((k) => 2 ** k);
/** Between two multiples of ln 2. */
const halfway = whole(-30, 30).map((k) => (k + 0.5) * Math.LN2);

/** Of a function of one operand: ranges to fill, and places whose neighbours are hard, on either side of 0. */
interface Unary {
  readonly ranges: readonly (readonly [number, number])[];
  readonly places: readonly number[];
}

/**
 * Places are where results leave what a type can hold or nothing is left of them, where the code goes another way, and
 * where its polynomials end: half-way between two multiples of what is taken away.
 */
const unary: Record<string, (format: Format) => Unary> = {
  exp: ({ max, normal, least }) => ({
    ranges: [
      [Math.log(least) - 1, Math.log(max) + 1],
      [-1, 1],
    ],
    places: [Math.log(max), Math.log(normal), Math.log(least), Math.log(least) - Math.LN2, 708, ...halfway],
  }),
  exp2: ({ max, normal, least }) => ({
    ranges: [
      [Math.log2(least) - 1, Math.log2(max) + 1],
      [-1, 1],
    ],
    places: [Math.log2(max), Math.log2(normal), Math.log2(least), ...whole(-60, 60).map((k) => k / 2)],
  }),
  expm1: ({ max }) => ({
    ranges: [
      [-45, Math.log(max) + 1],
      [-1, 1],
      [-0.01, 0.01],
    ],
    places: [Math.log(max), 1e-17, 50, 709.5, ...halfway],
  }),
  log: () => logarithm,
  log2: () => logarithm,
  log10: () => ({ ...logarithm, places: [...logarithm.places, ...whole(-30, 30).map((k) => 10 ** k)] }),
  log1p: () => ({
    ranges: [
      [-1, 3],
      [-0.01, 0.01],
    ],
    places: [-0.5, 1e-17, 1e-8, ...powers.map((x) => x * Math.SQRT2 - 1), ...powers.map((x) => x - 1)],
  }),
  sin: () => angle,
  cos: () => angle,
  tan: () => angle,
  asin: () => arc,
  acos: () => arc,
  atan: () => ({
    ranges: [
      [-4, 4],
      [-0.5, 0.5],
    ],
    places: [0.5, 0.6, 5 / 3, 2, 1e-9],
  }),
  sinh: ({ max }) => ({
    ranges: [
      [-Math.log(max) - 1, Math.log(max) + 1],
      [-2, 2],
    ],
    places: [Math.log(max), Math.log(max) + Math.LN2, 710.8, 1e-9, ...halfway],
  }),
  cosh: (format) => unary.sinh!(format),
  tanh: () => ({
    ranges: [
      [-22, 22],
      [-2, 2],
      [-0.2, 0.2],
    ],
    places: [25, 1e-17, ...halfway.map((x) => x / 2)],
  }),
  asinh: () => ({
    ranges: [
      [-5, 5],
      [-0.5, 0.5],
    ],
    places: [1e-4, 1e-9, 1e9, ...halfway.map(Math.sinh)],
  }),
  acosh: () => ({
    ranges: [
      [1, 5],
      [1, 1.01],
    ],
    places: [1e9, ...halfway.map(Math.cosh), ...powers.map((x) => 1 + x)],
  }),
  atanh: () => ({ ...arc, places: [...arc.places, 1e-4, ...halfway.map((x) => Math.tanh(x / 2))] }),
  cbrt: () => ({
    ranges: [
      [-9, 9],
      [-1000, 1000],
    ],
    places: [1e-300, 1e300, ...powers, ...whole(1, 40).map((k) => k ** 3)],
  }),
  square: ({ max, normal, least }) => ({ ranges: [[-4, 4]], places: [max, normal, least].map(Math.sqrt) }),
};

const logarithm: Unary = {
  ranges: [
    [0, 3],
    [0.5, 1.5],
    [0.99, 1.01],
  ],
  places: [...powers, ...powers.map((x) => x * Math.SQRT2)],
};
const angle: Unary = {
  ranges: [
    [-10, 10],
    [-1e5, 1e5],
    [-0.8, 0.8],
  ],
  places: [
    ...whole(1, 120).map((k) => (k * Math.PI) / 4),
    ...whole(8, 100).map((k) => (Math.round(2 ** (k / 2)) * Math.PI) / 2),
    2 ** 24,
    // the float64 nearest to a multiple of π/2, and others of which nearly nothing is left (Muller, Elementary Functions)
    6381956970095103 * 2 ** 797,
    5.706674932067741e15,
    5.319372648326541e255,
  ],
};
const arc: Unary = {
  ranges: [
    [-1, 1],
    [0.4, 0.6],
    [0.99, 1],
  ],
  places: [0.5, 1e-9],
};

type Pair = readonly [number, number];

/** Of a function of two operands: pairs that are hard. */
const binary: Record<string, (format: Format) => readonly Pair[]> = {
  atan2: ({ max, normal, least, after }) => [
    ...[0.5, 1, 2, 2.4375, 0.41421356237309503].flatMap((ratio) =>
      many(400, (): Pair => {
        const x = between(0.5, 4);
        return [sign() * after(x * ratio, Math.round(between(-4, 4))), sign() * x];
      }),
    ),
    // results that are hardly numbers, or hardly not a half or the whole of π
    ...many(1500, (): Pair => [sign() * least * 2 ** between(0, 60), 2 ** between(-10, 60)]),
    ...many(1500, (): Pair => [sign() * 2 ** between(-20, 0), sign() * max * 2 ** between(-20, 0)]),
    ...many(1500, (): Pair => [sign() * 2 ** between(-60, 0), -(2 ** between(0, 20))]),
    // one side of which may be no number when the other is scaled
    ...many(1500, (): Pair => {
      const x = 2 ** between(0, Math.log2(max));
      return [sign() * x * normal * 2 ** between(-20, 4), x];
    }),
  ],
  hypot: ({ max, normal, least, after }) => [
    ...many(1500, (): Pair => [sign() * max * between(0, 1), max * between(0.5, 1)]),
    ...many(1500, (): Pair => [sign() * normal * 2 ** between(-10, 30), normal * 2 ** between(-10, 30)]),
    ...many(500, (): Pair => [Math.round(between(0, 40)) * least, Math.round(between(0, 40)) * least]),
    ...[1e150, 1e-140].flatMap((place) => many(500, (): Pair => [place * between(0.5, 2), place * between(0.5, 2)])),
    // about half-way between x and the next number
    ...many(2000, (): Pair => {
      const x = between(1, 4);
      return [x, after(Math.sqrt(x * (after(x, 1) - x)), Math.round(between(-4, 4)))];
    }),
  ],
  pow: ({ max, normal, least, after }) => [
    // all magnitudes of the result, of all operands
    ...many(4000, (): Pair => ofExponent(2 ** between(Math.log2(normal), Math.log2(max)), between(-1, 1))),
    ...many(4000, (): Pair => ofExponent(between(0.5, 2), between(-1, 1))),
    ...many(2000, (): Pair => ofExponent(1 + sign() * 2 ** between(-53, -1), between(-1, 1))),
    ...[max, normal, least, least / 2].flatMap((place) =>
      many(500, (): Pair => {
        const x = 2 ** between(-20, 20);
        return [x, after(Math.log2(place) / Math.log2(x), Math.round(between(-16, 16)))];
      }),
    ),
    // powers that are exact, or half-way between two numbers
    ...many(2000, (): Pair => {
      const y = Math.round(between(-4, 8));
      return [sign() * Math.round(2 ** (between(0, 54) / Math.max(Math.abs(y), 1))), y];
    }),
    ...many(1000, (): Pair => [Math.round(2 ** between(0, 26)) ** 2, sign() * 0.5]),
    ...many(1000, (): Pair => [-between(0, 9), Math.round(between(-300, 300))]),
  ],
  power: (format) => binary.pow!(format),
};

/** A base and the power of it that gives 2 to the so many 1100th. */
const ofExponent = (x: number, part: number): Pair => [x, (1100 * part) / Math.log2(x)];

/** Each number so many steps around each of these, and around their negatives. */
const around = ({ after }: Format, places: readonly number[]): number[] =>
  places.flatMap((x) => [x, -x]).flatMap((x) => whole(-16, 16).map((steps) => after(x, steps)));

function single(format: Format, { ranges, places }: Unary): number[] {
  return [
    ...ranges.flatMap(([from, to]) => many(3000, () => between(from, to))),
    ...around(format, [16 * format.least, format.normal, format.max, 1, ...places]),
    ...many(4000, format.any),
  ];
}

function pairs(format: Format, hard: readonly Pair[]): Pair[] {
  const ends = [0, format.least, format.normal, 1, format.max].flatMap((x) => [x, -x]);
  return [
    ...many(3000, (): Pair => [between(-4, 4), between(-4, 4)]),
    ...many(3000, (): Pair => [format.any(), format.any()]),
    ...many(3000, (): Pair => {
      const x = format.any();
      return [x, x * sign() * 2 ** between(-60, 60)];
    }),
    ...ends.flatMap((x) => ends.flatMap((y): Pair[] => [[x, y]])),
    ...hard,
  ];
}

/** One list of operands for each parameter. */
export function pointsOf(name: string, type: Float): readonly (readonly number[])[] {
  state = 20090911;
  const format = formats[type];
  const round = type === "float32" ? Math.fround : (x: number) => x;
  if (name in unary) return [single(format, unary[name]!(format)).map(round)];
  const all = pairs(format, binary[name]!(format));
  return [all.map(([x]) => round(x)), all.map(([, y]) => round(y))];
}

export const special = [
  0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 10, 0.1, 1e300, -1e300, 1e-300, -1e-300, 5e-324, -5e-324, 1e22,
  Infinity, -Infinity, NaN, 709, 710, 711, -745, -746, 1023, 1024, -1022, -1074, -1075, 4503599627370497,
  -4503599627370497, 9007199254740991, Number.MAX_VALUE, -Number.MAX_VALUE, 2.2250738585072014e-308, 89, -104, 3.4e38,
]; // biome-ignore format: a table
