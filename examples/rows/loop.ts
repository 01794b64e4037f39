/** A row: the loop that one writes without any library. Under `node --jitless` it stands in for CPython. */
import { row } from "./row.js";

const minimum = (a: number, b: number) => (a < b ? a : b);

row((a, b) => {
  const out = new Int32Array(a.length);
  return () => {
    for (let i = 0; i < a.length; i++) out[i] = minimum(a[i]!, b[i]!);
    return out;
  };
});
