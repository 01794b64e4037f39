/**
 * Run by `soak.test` with a heap of 64 MiB: calls that allocate, many times what the heap holds, in the way that the
 * argument names. Prints the most memory that the process has had, in MiB.
 */
import { setImmediate } from "node:timers/promises";
import { add, arange, tidy, zeros } from "../../entries/index.js";

const CALLS = 200_000;
const operands = [10, 1000, 20_000].map((n) => [arange(n), zeros(n)] as const);

let most = 0;
const watch = () => {
  most = Math.max(most, process.memoryUsage.rss());
};

/** Mostly small results, some of a few KiB, a few of 160 KiB: 4 GB altogether. */
const pick = (i: number) => operands[i % 10 !== 0 ? 0 : i % 100 !== 0 ? 1 : 2]!;

const ways: { readonly [way: string]: (i: number) => void } = {
  dropped(i) {
    const [a, b] = pick(i);
    add(a, b);
  },
  disposed(i) {
    const [a, b] = pick(i);
    using sum = add(a, b);
    sum.get(0);
  },
  tidied(i) {
    const [a, b] = pick(i);
    tidy(() => add(add(a, b), a).get(0));
  },
};

const [way, turns] = process.argv.slice(2);
const step = ways[way!]!;
for (let i = 0; i < CALLS; i++) {
  step(i);
  if (i % 1000 === 0) watch();
  if (turns === "turns" && i % 1000 === 0) await setImmediate();
}
console.log(Math.ceil(most / 2 ** 20));
