/** We: the bench's ufuncs, compiled by tspc. The time is that of whole calls from JS. */
import { array, empty, type NdArray, type Ufunc, ufunc } from "micronumpy";
import type { Case, WorkName } from "../cases.js";
import { baseShape, type Elements } from "../operands.js";
import { serve, type Work } from "./serve.js";

const minimum = ufunc((a: number, b: number) => (a < b ? a : b), {
  types: ["int32,int32->int32", "float64,float64->float64"],
});
const add = ufunc((a: number, b: number) => a + b, { types: ["int32,int32->int32", "float64,float64->float64"] });
const hypotenuse = ufunc((a: number, b: number) => Math.sqrt(a * a + b * b), { types: ["float64,float64->float64"] });
const branchy = ufunc((x: number) => (x < 0 ? -x : x > 1 ? 1 : x * x), { types: ["float64->float64"] });
const mixed = ufunc((a: number, b: number) => a + b, { types: ["uint8,float32->float32"] });

type Binary = Ufunc<(a: number, b: number) => number>;
const binaries: Partial<Record<WorkName, Binary>> = { minimum, add, hypotenuse, mixed } as Record<string, Binary>;

function view(c: Case, base: Elements, index: number): NdArray {
  const block = array(base).reshape(baseShape(c, index));
  if (c.layout === "strided") return block.slice("::2");
  return c.layout === "transposed" && index === 0 ? block.T : block;
}

function prepare(c: Case, bases: Elements[]): Work {
  const [a, b] = bases.map((base, index) => view(c, base, index)) as [NdArray, NdArray];
  const binary = binaries[c.work];
  const out = empty(c.shape, c.result);
  let result: NdArray = out;
  const call: () => NdArray = binary
    ? c.out
      ? () => binary(a, b, { out })
      : () => binary(a, b)
    : c.out
      ? () => branchy(a, { out })
      : () => branchy(a);
  return {
    run(times) {
      for (let i = 0; i < times; i++) result = call();
    },
    result: () => result.data as Elements,
  };
}

await serve(prepare);
