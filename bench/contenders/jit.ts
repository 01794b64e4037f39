/**
 * What the JIT's kernels cost beside compiled ones, in one process: each ufunc has a twin for which nothing was compiled
 * but a type that is not used. Prints a list of figures as JSON. With an argument, `first` or `again`: the time
 * of a first call of a process or of a signature, and of others.
 */
import { array, empty, type NdArray, ufunc } from "micronumpy";
import { configure, traces } from "micronumpy/jit";

export interface Figure {
  readonly what: string;
  readonly figure: number;
  readonly most: number;
  readonly unit: "x" | "ms";
}

type Call = (...operands: unknown[]) => unknown;
type ElementType = "float64" | "float32" | "int32";

const minimum = (a: number, b: number) => (a < b ? a : b);
const sum = (a: number, b: number) => a * b + a;
const clamp = (a: number, b: number) => (a < 0 ? 0 : a > b ? b : a);
const hypotenuse = (a: number, b: number) => Math.sqrt(a * a + b * b);
const distance = (a: number, b: number) => Math.abs(a - b);
const cubic = (a: number, b: number) => ((a * b + 1) * b + 2) * b + a;
function steps(a: number, b: number) {
  let s = a;
  let count = 0;
  while (count < 12 && s * s < 100) {
    s = s * a + b;
    count++;
  }
  return s;
}

const minimumDynamic = ufunc(minimum, { types: ["uint8"] });
const twins: readonly (readonly [string, unknown, unknown])[] = [
  ["minimum", ufunc(minimum, { types: ["float64", "float32", "int32"] }), minimumDynamic],
  ["a*b+a", ufunc(sum, { types: ["float64", "float32", "int32"] }), ufunc(sum, { types: ["uint8"] })],
  ["clamp", ufunc(clamp, { types: ["float64", "float32", "int32"] }), ufunc(clamp, { types: ["uint8"] })],
  [
    "hypotenuse",
    ufunc(hypotenuse, { types: ["float64", "float32", "int32"] }),
    ufunc(hypotenuse, { types: ["uint8"] }),
  ],
  ["distance", ufunc(distance, { types: ["float64", "float32", "int32"] }), ufunc(distance, { types: ["uint8"] })],
  ["cubic", ufunc(cubic, { types: ["float64", "float32", "int32"] }), ufunc(cubic, { types: ["uint8"] })],
  ["steps", ufunc(steps, { types: ["float64", "float32", "int32"] }), ufunc(steps, { types: ["uint8"] })],
];

// captured constants, and the same program with literals
let gain = 1.5;
const offset = 0.25;
let power = 3;
const coefficients = [0.5, 0.25, -0.125, 2, 1];
const horner = ufunc((x: number) => {
  let s = 0;
  for (const c of coefficients) s = s * x + c;
  return s;
});
const pairs: readonly (readonly [string, unknown, unknown])[] = [
  ["x * gain + offset", ufunc((x: number) => x * 1.5 + 0.25), ufunc((x: number) => x * gain + offset)],
  ["a polynomial", ufunc((x: number) => ((((0 * x + 0.5) * x + 0.25) * x - 0.125) * x + 2) * x + 1), horner],
  [
    "a loop to n",
    ufunc((x: number) => {
      let s = x;
      for (let i = 0; i < 3; i++) s = s * x;
      return s;
    }),
    ufunc((x: number) => {
      let s = x;
      for (let i = 0; i < power; i++) s = s * x;
      return s;
    }),
  ],
];

/** Ten operations, and ten times as many. */
const ten = (x: number) => ((((x * 2 + 1) * x - 3) * x + 4) * x - 5) * x + 6;
const ten10 = ufunc(ten, { types: ["uint8"] });
const ten100 = ufunc((x: number) => ten(ten(ten(ten(ten(ten(ten(ten(ten(ten(x)))))))))), { types: ["uint8"] });

// branches that flip
const bent = (x: number) => (x > 0 ? ((((x * 2 + 1) * x - 3) * x + 4) * x - 5) * x + 6 : x);
const bentCompiled = ufunc(bent, { types: ["float64"] });
const bentDynamic = ufunc(bent, { types: ["uint8"] });

function values(type: ElementType, size: number): NdArray {
  let state = 1;
  const list = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    list[i] = type === "int32" ? state % 1000 : state / 2 ** 30;
  }
  return array(list, type) as unknown as NdArray;
}

/** The median ratio of two works that take turns. */
function ratio(work: () => void, other: () => void, times = 1): number {
  const time = (run: () => void): number => {
    const start = performance.now();
    for (let i = 0; i < times; i++) run();
    return performance.now() - start;
  };
  for (let i = 0; i < 5; i++) {
    time(work);
    time(other);
  }
  const ratios = Array.from({ length: 25 }, () => {
    const first = time(work);
    return first / time(other);
  });
  return ratios.sort((a, b) => a - b)[12]!;
}

/** Both write to the same array: where in a page it begins counts too. */
function beside(made: unknown, compiled: unknown, operands: readonly NdArray[], times: number): number {
  const [a, b] = operands as [NdArray, NdArray?];
  const options = { out: empty([a.size], ((compiled as Call)(...operands) as NdArray).dtype) };
  const call = (u: unknown) => {
    const f = u as Call;
    return b === undefined ? () => f(a, options) : () => f(a, b, options);
  };
  return ratio(call(made), call(compiled), times);
}

function steady(): Figure[] {
  return twins.flatMap(([name, compiled, dynamic]) =>
    (["float64", "float32", "int32"] as const).flatMap((type): Figure[] => {
      const operands = [values(type, 1e5), values(type, 1e5).slice("::-1").copy()];
      const few = operands.map((a) => a.slice(":10").copy());
      return [
        {
          what: `${name} ${type}, traced, 1e5 elements`,
          figure: beside(dynamic, compiled, operands, 10),
          most: 1.1,
          unit: "x",
        },
        {
          what: `${name} ${type}, traced, 10 elements`,
          figure: beside(dynamic, compiled, few, 1e4),
          most: 3,
          unit: "x",
        },
      ];
    }),
  );
}

function captured(): Figure[] {
  const operands = [values("float64", 1e5)];
  const few = [operands[0]!.slice(":10").copy()];
  return pairs.flatMap(([name, literal, captures]): Figure[] => [
    { what: `${name}, captured, 1e5 elements`, figure: beside(captures, literal, operands, 10), most: 1.05, unit: "x" },
    { what: `${name}, captured, 10 elements`, figure: beside(captures, literal, few, 1e4), most: 3, unit: "x" },
  ]);
}

/** The time that making a kernel takes, the least of many, and of these the median over element types. */
function compileTime(what: string, u: unknown, most: number): Figure {
  const types = ["float64", "float32", "int32", "int8", "int16", "uint16", "uint32", "int64", "uint64"] as const;
  const times = types.map(() => Number.POSITIVE_INFINITY);
  // the kernel for the next type takes the place of the last one, so that all are made anew each time
  configure({ max_kernels: 1 });
  for (let round = 0; round < 20; round++)
    for (const [k, type] of types.entries()) {
      (u as Call)(array([1, 2, 3], type));
      times[k] = Math.min(times[k]!, traces()[0]!.milliseconds);
    }
  configure({ max_kernels: 1024 });
  return { what, figure: times.sort((a, b) => a - b)[types.length >> 1]!, most, unit: "ms" };
}

function adversarial(): Figure[] {
  const x = values("float64", 1e4);
  const run = (u: unknown) => (u as (x: NdArray) => NdArray)(x).dispose();
  const makers = [() => ufunc((x: number) => x * 2), () => ufunc((x: number) => x * 3), () => ufunc((x: number) => -x)];
  let chosen: (x: number) => number = makers[0]!() as never;
  const open = ufunc((x: number) => chosen(x) + 1);
  const scaled = ufunc((x: number) => x * gain + offset);
  const powers = ufunc((x: number) => {
    let s = x;
    for (let i = 0; i < power; i++) s = s * x;
    return s;
  });
  let turn = 0;
  /** What the captures are in the calls that are measured: always others, or the same. */
  const hostile = (name: string, u: unknown, change: (turn: number) => void): [string, () => void, () => void] => [
    name,
    () => {
      change(turn++);
      run(u);
    },
    () => {
      change(3);
      run(u);
    },
  ];
  const pairs: [string, () => void, () => void][] = [
    ["branches that flip", () => run(bentDynamic), () => run(bentCompiled)],
    hostile("a capture that changes", scaled, (k) => {
      gain = k / 7;
    }),
    hostile("a bound that changes", powers, (k) => {
      power = 2 + (k % 3);
    }),
    hostile("coefficients that change", horner, (k) => {
      coefficients[k % 5] = k / 3;
    }),
    hostile("a callee made at every call", open, (k) => {
      chosen = makers[k % 3]!() as never;
    }),
  ];
  return pairs.map(([name, work, other]) => {
    // the first 1e5 elements are free
    for (let i = 0; i < 10; i++) work();
    return { what: `${name}, beside the whole kernel`, figure: ratio(work, other, 20), most: 2, unit: "x" };
  });
}

/** A signature that is new, on a million elements, where the JIT has made kernels before or not; the memory is in use. */
function first(hasTraced: boolean): void {
  if (hasTraced) warmUp();
  const [a, b] = [values("float64", 1e6), values("float64", 1e6).slice("::-1").copy()];
  const call = minimumDynamic as unknown as Call;
  const out = empty([1e6]);
  out.assign(a);
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    call(a, b, { out });
    return performance.now() - start;
  });
  console.log(JSON.stringify([times[0], times.slice(5).sort((x, y) => x - y)[7]]));
}

/** Kernels of other bodies and types. */
function warmUp(): void {
  configure({ threshold: 1 });
  for (const [, , dynamic] of twins)
    for (const type of ["float32", "int16", "uint32"] as const) {
      const few = array([1, 2, 3], type);
      (dynamic as Call)(few, few);
    }
  configure({ threshold: 2000 });
}

if (process.argv.length > 2) first(process.argv[2] === "again");
else {
  warmUp();
  configure({ threshold: 1 });
  const made = [compileTime("a body of 10 operations, compiled", ten10, 1), compileTime("of 100", ten100, 10)];
  console.log(JSON.stringify([...made, ...steady(), ...captured(), ...adversarial()]));
}
