/** What is measured: the noun, and the list. */

export type ElementType = "uint8" | "int32" | "float32" | "float64";
export type WorkName = "minimum" | "add" | "hypotenuse" | "branchy" | "mixed";

/**
 * How the operands lie in memory. `strided`: every second element of all inputs. `transposed`: the first input is the
 * transpose of a matrix, the rest are not. `rows`: the first is (n, 3), the second (3,).
 */
export type Layout = "contiguous" | "strided" | "transposed" | "rows";

export interface Case {
  readonly work: WorkName;
  readonly types: readonly ElementType[];
  readonly result: ElementType;
  readonly layout: Layout;
  /** Shape of the result. */
  readonly shape: readonly number[];
  /** The result goes to an array that is there already. */
  readonly out: boolean;
}

/** Cases of one work and one list of types. No process sees more than one group: plain loops stay monomorphic. */
export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
}

const sizes = [10, 100, 1e3, 1e5, 1e7];
const large = [1e5, 1e7];

export const groups: readonly Group[] = [
  ...(["minimum", "add"] as const).flatMap((work) => [
    group(work, ["int32", "int32"], "int32", [...everySize(), ...everyLayout()]),
    group(work, ["float64", "float64"], "float64", [...everySize(), ...everyLayout()]),
  ]),
  group("hypotenuse", ["float64", "float64"], "float64", everySize()),
  group("branchy", ["float64"], "float64", everySize()),
  group("mixed", ["uint8", "float32"], "float32", everySize()),
];

export const sizeOf = (c: Case): number => c.shape.reduce((product, extent) => product * extent, 1);

type Form = Pick<Case, "layout" | "shape" | "out">;

function everySize(): Form[] {
  return [true, false].flatMap((out) => sizes.map((size) => ({ layout: "contiguous" as const, shape: [size], out })));
}

function everyLayout(): Form[] {
  return large.flatMap((size) => [
    { layout: "strided" as const, shape: [size], out: true },
    { layout: "transposed" as const, shape: matrix(size), out: true },
    { layout: "rows" as const, shape: [Math.ceil(size / 3), 3], out: true },
  ]);
}

/** The shape nearest to a square. */
function matrix(size: number): number[] {
  let rows = Math.floor(Math.sqrt(size));
  while (size % rows !== 0) rows--;
  return [rows, size / rows];
}

function group(work: WorkName, types: readonly ElementType[], result: ElementType, forms: readonly Form[]): Group {
  return { name: `${work} ${types.join(",")}`, cases: forms.map((form) => ({ work, types, result, ...form })) };
}
