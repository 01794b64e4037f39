/** Run by `calls.test`: prints how many bytes of JS heap a million calls with `out` have used. */
import { add, arange, zeros } from "../../entries/index.js";

declare const gc: () => void;

const a = arange(10);
const b = arange(10);
const options = { out: zeros(10) };

function run(times: number): void {
  for (let i = 0; i < times; i++) add(a, b, options);
}

run(100_000);
gc();
const before = process.memoryUsage().heapUsed;
run(1_000_000);
console.log(process.memoryUsage().heapUsed - before);
