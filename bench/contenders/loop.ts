/** The loop that one writes without any library, on typed arrays. A process runs one body, so V8 inlines it. */
import { type Case, type Input, product } from "../cases.js";
import { arrays, type Elements } from "../operands.js";
import { serve, type Work } from "./serve.js";

type Numbers = Exclude<Elements, BigInt64Array | BigUint64Array>;

const add = (a: number, b: number) => a + b;

function escapeTime(real: number, imaginary: number): number {
  let x = 0;
  let y = 0;
  let count = 0;
  while (count < 200 && x * x + y * y <= 4) {
    const next = x * x - y * y + real;
    y = 2 * x * y + imaginary;
    x = next;
    count++;
  }
  return count;
}

const bodies: Readonly<Record<string, (a: number, b: number) => number>> = {
  minimum: (a, b) => (a < b ? a : b),
  add,
  hypotenuse: (a, b) => Math.sqrt(a * a + b * b),
  branchy: (x) => (x < 0 ? -x : x > 1 ? 1 : x * x),
  mixed: add,
  escape: escapeTime,
  "np.add": add,
  "np.sin": Math.sin,
  "np.cos": Math.cos,
  "np.exp": Math.exp,
  "np.log": Math.log,
  "np.tanh": Math.tanh,
  "np.power": Math.pow,
};

/** Steps of an operand along rows and columns, in elements. */
type Steps = readonly [row: number, column: number];

function steps({ shape, view }: Input): Steps {
  if (view === "strided") return [0, 2];
  if (view === "transposed") return [1, shape[1]!];
  if (shape.length === 1) return [0, 1];
  return shape[1] === 1 ? [1, 0] : [shape[1]!, 1];
}

function prepare(c: Case, blocks: Elements[]): Work | string {
  const body = bodies[c.work];
  if (body === undefined || c.method !== "call" || c.where) return "no loop was written";
  const [a, b = a] = blocks as Numbers[];
  const { type, shape } = c.result;
  const columns = shape.at(-1)!;
  const rows = product(shape) / columns;
  const make = () => new arrays[type](rows * columns) as Numbers;
  const given = make();
  let result = given;
  const [stepsA, stepsB = stepsA] = c.inputs.map(steps) as [Steps, Steps?];
  const plain = rows === 1 && c.inputs.every(({ view }) => view === "whole");
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        result = c.out ? given : make();
        if (blocks.length === 1) unary(body as (x: number) => number, a!, result);
        else if (plain) binary(body, a!, b!, result);
        else nested(body, a!, stepsA, b!, stepsB, result, rows, columns);
      }
    },
    result: () => result,
  };
}

function unary(body: (x: number) => number, a: Numbers, out: Numbers): void {
  for (let i = 0; i < out.length; i++) out[i] = body(a[i]!);
}

function binary(body: (a: number, b: number) => number, a: Numbers, b: Numbers, out: Numbers): void {
  for (let i = 0; i < out.length; i++) out[i] = body(a[i]!, b[i]!);
}

function nested(
  body: (a: number, b: number) => number,
  a: Numbers,
  [aRow, aColumn]: Steps,
  b: Numbers,
  [bRow, bColumn]: Steps,
  out: Numbers,
  rows: number,
  columns: number,
): void {
  for (let i = 0, r = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, r++) out[r] = body(a[i * aRow + j * aColumn]!, b[i * bRow + j * bColumn]!);
}

await serve(prepare);
