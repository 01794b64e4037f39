/** The loop that one writes without any library, on typed arrays. A process runs one body, so V8 inlines it. */
import { type Case, sizeOf, type WorkName } from "../cases.js";
import { arrays, type Elements } from "../operands.js";
import { serve, type Work } from "./serve.js";

const add = (a: number, b: number) => a + b;

const bodies: Record<WorkName, (a: number, b: number) => number> = {
  minimum: (a, b) => (a < b ? a : b),
  add,
  hypotenuse: (a, b) => Math.sqrt(a * a + b * b),
  branchy: (x) => (x < 0 ? -x : x > 1 ? 1 : x * x),
  mixed: add,
};

/** Steps of an operand along rows and columns, in elements. */
type Steps = readonly [row: number, column: number];

function steps({ layout, shape }: Case, index: number): Steps {
  if (layout === "strided") return [0, 2];
  if (layout === "transposed" && index === 0) return [1, shape[0]!];
  if (layout === "rows" && index === 1) return [0, 1];
  return [shape[1] ?? 0, 1];
}

function prepare(c: Case, [a, b = a]: Elements[]): Work {
  const body = bodies[c.work];
  const columns = c.shape.at(-1)!;
  const rows = sizeOf(c) / columns;
  const make = () => new arrays[c.result](rows * columns);
  const given = make();
  let result: Elements = given;
  const [stepsA, stepsB] = [steps(c, 0), steps(c, 1)];
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        result = c.out ? given : make();
        if (c.types.length === 1) unary(body, a!, result);
        else if (c.layout === "contiguous") binary(body, a!, b!, result);
        else nested(body, a!, stepsA, b!, stepsB, result, rows, columns);
      }
    },
    result: () => result,
  };
}

function unary(body: (x: number, unused: number) => number, a: Elements, out: Elements): void {
  for (let i = 0; i < out.length; i++) out[i] = body(a[i]!, 0);
}

function binary(body: (a: number, b: number) => number, a: Elements, b: Elements, out: Elements): void {
  for (let i = 0; i < out.length; i++) out[i] = body(a[i]!, b[i]!);
}

function nested(
  body: (a: number, b: number) => number,
  a: Elements,
  [aRow, aColumn]: Steps,
  b: Elements,
  [bRow, bColumn]: Steps,
  out: Elements,
  rows: number,
  columns: number,
): void {
  for (let i = 0, r = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, r++) out[r] = body(a[i * aRow + j * aColumn]!, b[i * bRow + j * bColumn]!);
}

await serve(prepare);
