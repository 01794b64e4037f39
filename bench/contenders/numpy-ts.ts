/** numpy-ts: its functions make a new array each time, so it takes part where the result is allocated. Its heap needs room. */
import * as np from "numpy-ts";
import type { Case, WorkName } from "../cases.js";
import { baseShape, type Elements } from "../operands.js";
import { serve, type Work } from "./serve.js";

np.configureWasm({ maxMemory: 2 ** 31 });

type Array = ReturnType<typeof np.array>;

const works: Record<WorkName, (a: Array, b: Array) => Array> = {
  minimum: (a, b) => np.minimum(a, b),
  add: (a, b) => np.add(a, b),
  hypotenuse: (a, b) => np.sqrt(np.add(np.multiply(a, a), np.multiply(b, b))) as Array,
  branchy: (x) =>
    np.where(np.less(x, 0), np.negative(x), np.where(np.greater(x, 1), np.ones_like(x), np.multiply(x, x))) as Array,
  mixed: (a, b) => np.add(a, b),
};

function prepare(c: Case, bases: Elements[]): Work | string {
  if (c.out) return "has no out";
  const [a, b] = bases.map((base, index) => np.array(base).reshape(...baseShape(c, index))) as [Array, Array];
  const work = works[c.work];
  let result = work(a, b);
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        result.dispose();
        result = work(a, b);
      }
    },
    result: () => result.data as Elements,
  };
}

await serve(prepare);
