/** What is measured, as data: a case, and how cases are written down. `groups.ts` and `library.ts` list them. */

export type ElementType =
  | "bool"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float32"
  | "float64";

/** An operand: a C-contiguous block of values, and how the call sees it. */
export interface Input {
  readonly type: ElementType;
  /** Of the block. */
  readonly shape: readonly number[];
  /** `strided` is every second element of the block. */
  readonly view: "whole" | "strided" | "transposed";
  readonly values: "random" | "even";
  /** The values lie in [from, to). */
  readonly range: readonly [from: number, to: number];
}

export type Method = "call" | "reduce" | "accumulate" | "outer" | "at";

export interface Case {
  /** A function that each contender has written for itself, or `np.` and NumPy's name of one of its own. */
  readonly work: string;
  readonly method: Method;
  readonly inputs: readonly Input[];
  /** Of `reduce` and `accumulate`. */
  readonly axis?: number;
  /** A bool array is the last input, and says where results are wanted. */
  readonly where?: boolean;
  readonly result: { readonly type: ElementType; readonly shape: readonly number[] };
  /** The result goes to an array that is there already. */
  readonly out: boolean;
  /** What tells this case from others of the same work. */
  readonly note: string;
  /** How far results may be from ours, as a part of them; 0: not by a bit. */
  readonly tolerance: number;
  /** The most that our time may be: in units of a rival's by name, or in nanoseconds. */
  readonly targets: { readonly [rival: string]: number | undefined; readonly ns?: number };
}

/** Cases that one set of processes runs: in a process of their own, plain loops stay monomorphic. */
export interface Group {
  readonly name: string;
  /** Short rounds, and contenders that have the whole library: there are thousands of such cases. */
  readonly many?: boolean;
  readonly cases: readonly Case[];
}

export const product = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** Elements that the work touches. */
export const sizeOf = (c: Case): number =>
  Math.max(
    product(c.result.shape),
    ...c.inputs.map(({ shape, view }) => product(shape) / (view === "strided" ? 2 : 1)),
  );

/** The values where nothing else is said: floats about 0, all integers of the type, both truths. */
export function usual(type: ElementType): Input["range"] {
  if (type === "bool") return [0, 2];
  if (type.startsWith("float")) return [-2, 2];
  const bits = Math.min(32, Number.parseInt(type.replace(/\D+/, ""), 10));
  return type.startsWith("u") ? [0, 2 ** bits] : [-(2 ** (bits - 1)), 2 ** (bits - 1)];
}

export const input = (
  type: ElementType,
  shape: readonly number[],
  { view = "whole", values = "random", range = usual(type) }: Partial<Input> = {},
): Input => ({ type, shape, view, values, range });

/** A case with what most cases have. */
export const makeCase = (c: Pick<Case, "work" | "inputs" | "result"> & Partial<Case>): Case => ({
  method: "call",
  out: true,
  note: "",
  tolerance: 0,
  targets: {},
  ...c,
});
