/** Run by `calls.test`: prints how many bytes of JS heap a million calls with `out` use, once V8 has optimized them. */
import { add, arange, zeros } from "../../entries/index.js";

declare const gc: () => void;

const a = arange(10);
const b = arange(10);
const options = { out: zeros(10) };

function run(times: number): void {
  for (let i = 0; i < times; i++) add(a, b, options);
}

let least = Infinity;
for (let round = 0; round < 4; round++) {
  gc();
  const before = process.memoryUsage().heapUsed;
  run(1_000_000);
  least = Math.min(least, process.memoryUsage().heapUsed - before);
}
console.log(least);
