/** The cases with a target each, group by group. */
import { type Case, type ElementType, type Group, input, makeCase } from "./cases.js";

const sizes = [10, 100, 1e3, 1e5, 1e7];

export const groups: readonly Group[] = [
  ...["minimum", "add"].flatMap((work) => [
    binary(work, ["int32", "int32"], "int32"),
    binary(work, ["float64", "float64"], "float64"),
  ]),
  { name: "hypotenuse", cases: everySize("hypotenuse", ["float64", "float64"], "float64", hypotenuseTargets) },
  {
    name: "branchy",
    cases: everySize("branchy", ["float64"], "float64", (size) => (size === 1e5 ? { loop: 0.2 } : {})),
  },
  { name: "mixed", cases: everySize("mixed", ["uint8", "float32"], "float32", () => ({})) },
  {
    name: "mixed floats",
    cases: everySize("np.add", ["float32", "float64"], "float64", (size) => (size >= 1e3 ? { numpy: 1.1 } : {})),
  },
  { name: "escape", cases: [escapeTime(30), escapeTime(300)] },
  { name: "haversine", cases: [haversine(400), haversine(3376)] },
  { name: "options", cases: [blackScholes(1e3), blackScholes(1e5)] },
  ...["sin", "cos"].map((name) => floats(name, { numpy: 0.4 })),
  floats("exp", { loop: 0.6, numba: 1 }),
  ...["log", "tanh"].map((name) => floats(name, { loop: 0.6 })),
  floats("power", { loop: 0.6 }),
  { name: "reduce", cases: reductions() },
  { name: "accumulate", cases: [1e5, 1e7].map(accumulate) },
  { name: "outer", cases: [300, 3000].map(outer) },
  { name: "at", cases: [1e3, 1e5].map(at) },
  { name: "where", cases: [1e3, 1e5, 1e6].map(where) },
];

type Types = readonly ElementType[];
type TargetsOf = (size: number, out: boolean) => Case["targets"];

/** One-dimensional operands of every size, with and without an `out`. */
function everySize(work: string, types: Types, result: ElementType, targetsOf: TargetsOf): Case[] {
  return [true, false].flatMap((out) =>
    sizes.map((size) =>
      makeCase({
        work,
        inputs: types.map((type) => input(type, [size])),
        result: { type: result, shape: [size] },
        out,
        targets: targetsOf(size, out),
      }),
    ),
  );
}

function binary(work: string, types: Types, result: ElementType): Group {
  const cases = [
    ...everySize(work, types, result, simpleTargets),
    ...[1e5, 1e7].flatMap((size) => layouts(work, types, result, size)),
  ];
  return { name: `${work} ${types[0]}`, cases };
}

function simpleTargets(size: number, out: boolean): Case["targets"] {
  const ns = size > 10 ? {} : { ns: out ? 300 : 600 };
  return out ? { ...ns, numpy: size <= 100 ? 0.5 : size <= 1e3 ? 0.8 : 1.1 } : ns;
}

function hypotenuseTargets(size: number, out: boolean): Case["targets"] {
  return size === 1e5 && out ? { numpy: 0.3, numba: 1 } : {};
}

/** Every second element; the transpose of a matrix beside a plain one; (n, 3) with (3,). */
function layouts(work: string, [a, b]: Types, type: ElementType, size: number): Case[] {
  const columns = 10 ** Math.floor(Math.log10(size) / 2);
  const matrix = [size / columns, columns];
  const rows = [Math.ceil(size / 3), 3];
  const strided = (of: ElementType) => input(of, [2 * size], { view: "strided" });
  const forms = [
    { note: "strided", inputs: [strided(a!), strided(b!)], shape: [size], most: 1.3 },
    {
      note: "transposed",
      inputs: [input(a!, matrix.toReversed(), { view: "transposed" }), input(b!, matrix)],
      shape: matrix,
      most: 1.3,
    },
    { note: "(n,3) with (3,)", inputs: [input(a!, rows), input(b!, [3])], shape: rows, most: 0.5 },
  ];
  return forms.map(({ note, inputs, shape, most }) =>
    makeCase({ work, inputs, result: { type, shape }, note, targets: { numpy: most } }),
  );
}

/** A square picture of the Mandelbrot set, at most 200 turns a point. */
function escapeTime(width: number): Case {
  return makeCase({
    work: "escape",
    inputs: [
      input("float64", [width], { values: "even", range: [-2.2, 0.8] }),
      input("float64", [width, 1], { values: "even", range: [-1.5, 1.5] }),
    ],
    result: { type: "int32", shape: [width, width] },
    targets: { numba: 0.55, loop: 0.5 },
  });
}

/** All pairs of `n` places, in degrees: a column of them and a row. */
function haversine(n: number): Case {
  const places = (shape: readonly number[]) => [
    input("float64", shape, { range: [-90, 90] }),
    input("float64", shape, { range: [-180, 180] }),
  ];
  return makeCase({
    work: "haversine",
    inputs: [...places([n, 1]), ...places([n])],
    result: { type: "float64", shape: [n, n] },
    tolerance: 1e-9,
    targets: { numpy: 0.5, numba: 0.7 },
  });
}

/** The price of a call: of spot, strike, years and volatility. */
function blackScholes(size: number): Case {
  const ranges = [
    [80, 120],
    [80, 120],
    [0.1, 2],
    [0.1, 0.6],
  ] as const;
  return makeCase({
    work: "blackScholes",
    inputs: ranges.map((range) => input("float64", [size], { range })),
    result: { type: "float64", shape: [size] },
    tolerance: 1e-9,
    targets: { numpy: 0.6 },
  });
}

/** A function of floats, in both widths. */
function floats(name: string, targets: Case["targets"]): Group {
  const range =
    name === "log" || name === "power"
      ? ([0.01, 10] as const)
      : name === "exp"
        ? ([-10, 10] as const)
        : ([-5, 5] as const);
  const cases = (["float64", "float32"] as const).flatMap((type) =>
    [1e3, 1e5].map((size) =>
      makeCase({
        work: `np.${name}`,
        inputs: Array.from({ length: name === "power" ? 2 : 1 }, () => input(type, [size], { range })),
        result: { type, shape: [size] },
        tolerance: type === "float64" ? 1e-14 : 2e-6,
        targets: type === "float64" ? targets : {},
      }),
    ),
  );
  return { name, cases };
}

function reductions(): Case[] {
  const of = (work: string, type: ElementType, shape: readonly number[], axis: number, most: number) =>
    makeCase({
      work,
      method: "reduce",
      inputs: [input(type, shape)],
      axis,
      result: { type, shape: shape.filter((_, i) => i !== axis) },
      out: false,
      note: shape.length > 1 ? `axis ${axis}` : "",
      targets: { numpy: most },
    });
  return [
    ...[1e5, 1e7].map((size) => of("np.add", "float64", [size], 0, 1.1)),
    ...[
      [200, 500],
      [2500, 4000],
    ].flatMap((shape) => [0, 1].map((axis) => of("np.add", "float64", shape, axis, 1.1))),
    ...(["int8", "float32"] as const).flatMap((type) =>
      [1e5, 1e7].map((size) => of("np.minimum", type, [size], 0, 1.5)),
    ),
  ];
}

function accumulate(size: number): Case {
  return makeCase({
    work: "np.add",
    method: "accumulate",
    inputs: [input("float64", [size])],
    axis: 0,
    result: { type: "float64", shape: [size] },
    targets: { numpy: 1 },
  });
}

function outer(n: number): Case {
  return makeCase({
    work: "np.multiply",
    method: "outer",
    inputs: [input("float64", [n]), input("float64", [n])],
    result: { type: "float64", shape: [n, n] },
    targets: { numpy: 1 },
  });
}

/** A histogram: numbers added to a thousand places. The places are the result. */
function at(size: number): Case {
  return makeCase({
    work: "np.add",
    method: "at",
    inputs: [input("int32", [size], { range: [0, 1000] }), input("float64", [size])],
    result: { type: "float64", shape: [1000] },
    tolerance: 1e-9,
    targets: { numpy: 1 },
  });
}

function where(size: number): Case {
  const shape = [size];
  return makeCase({
    work: "np.add",
    inputs: [input("float64", shape), input("float64", shape), input("bool", shape)],
    where: true,
    result: { type: "float64", shape },
    targets: { numpy: 1 },
  });
}
