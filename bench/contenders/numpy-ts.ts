/** numpy-ts: its functions make a new array each time, so it takes part where the result is allocated. Its heap needs room. */
import * as np from "numpy-ts";
import type { Case, Input } from "../cases.js";
import type { Elements } from "../operands.js";
import { serve, type Work } from "./serve.js";

np.configureWasm({ maxMemory: 2 ** 31 });

type Array = ReturnType<typeof np.array>;
type Function = (...operands: Array[]) => Array;

const own: Readonly<Record<string, Function>> = {
  minimum: (a, b) => np.minimum(a!, b!),
  add: (a, b) => np.add(a!, b!),
  hypotenuse: (a, b) => np.sqrt(np.add(np.multiply(a!, a!), np.multiply(b!, b!))) as Array,
  branchy: (x) =>
    np.where(
      np.less(x!, 0),
      np.negative(x!),
      np.where(np.greater(x!, 1), np.ones_like(x!), np.multiply(x!, x!)),
    ) as Array,
  mixed: (a, b) => np.add(a!, b!),
};
const library = np as unknown as Readonly<Record<string, Function | undefined>>;

function read({ type, shape }: Input, block: Elements): Array {
  const array = np.array(block as Float64Array) as Array;
  return (type === "bool" ? array.astype("bool") : array).reshape(...shape) as Array;
}

function prepare(c: Case, blocks: Elements[]): Work | string {
  const work = c.work.startsWith("np.") ? library[c.work.slice(3)] : own[c.work];
  if (c.out || c.where || work === undefined) return "has none";
  if (c.inputs.some(({ view }) => view !== "whole")) return "is given whole blocks only";
  const call = c.method === "reduce" ? reduction(c) : c.method === "call" ? work : undefined;
  if (call === undefined) return "has none";
  const operands = blocks.map((block, index) => read(c.inputs[index]!, block));
  let result: Array;
  try {
    result = call(...operands);
  } catch (error) {
    return String(error);
  }
  if (result.dtype !== c.result.type) return `gives ${result.dtype}`;
  const [a, b, third] = operands as [Array, Array, Array?];
  const once = operands.length === 1 ? () => call(a) : third ? () => call(a, b, third) : () => call(a, b);
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        result.dispose();
        result = once();
      }
    },
    result: () => result.data as Elements,
  };
}

function reduction({ work, axis, result }: Case): Function | undefined {
  const fold = { "np.add": np.sum, "np.minimum": np.min }[work];
  // Of one axis it gives a plain number, which is no array.
  return fold && result.shape.length > 0 ? (a) => fold(a as never, axis) as unknown as Array : undefined;
}

await serve(prepare);
