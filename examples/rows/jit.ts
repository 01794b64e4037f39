/** A row: our ufunc where nobody said that operands would be int32, so that the JIT makes the kernel in the first call. */
import { array, type DType, empty, ufunc } from "micronumpy";
import { row } from "./row.js";

const minimum = ufunc((a: number, b: number) => (a < b ? a : b), { types: ["float64"] });
const type = String("int32") as DType;

row((a, b) => {
  const operands = [array(a, type), array(b, type)] as const;
  const out = empty(a.length, type);
  return () => minimum(...operands, { out }).data as Int32Array;
});
