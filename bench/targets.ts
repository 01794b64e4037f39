/** What we want to reach, as data: the most that our time may be, in units of a rival's. */
import { type Case, type Layout, sizeOf, type WorkName } from "./cases.js";

export interface Target {
  readonly works: readonly WorkName[];
  readonly layouts: readonly Layout[];
  readonly sizes: readonly [from: number, to: number];
  readonly rival: string;
  readonly most: number;
}

const simple: readonly WorkName[] = ["minimum", "add"];

const targets: readonly Target[] = [
  { works: simple, layouts: ["contiguous"], sizes: [10, 100], rival: "numpy", most: 0.5 },
  { works: simple, layouts: ["contiguous"], sizes: [1e3, 1e3], rival: "numpy", most: 0.8 },
  { works: simple, layouts: ["contiguous"], sizes: [1e5, 1e7], rival: "numpy", most: 1.1 },
  { works: simple, layouts: ["strided", "transposed"], sizes: [1e5, 1e7], rival: "numpy", most: 1.3 },
  { works: simple, layouts: ["rows"], sizes: [1e5, 1.1e7], rival: "numpy", most: 0.5 },
  { works: ["hypotenuse"], layouts: ["contiguous"], sizes: [1e5, 1e5], rival: "numpy", most: 0.3 },
  { works: ["hypotenuse"], layouts: ["contiguous"], sizes: [1e5, 1e5], rival: "numba", most: 1 },
  { works: ["branchy"], layouts: ["contiguous"], sizes: [1e5, 1e5], rival: "loop", most: 0.2 },
];

/** Targets hold for whole calls with `out`. */
export function targetsOf(c: Case): readonly Target[] {
  const size = sizeOf(c);
  return targets.filter(
    ({ works, layouts, sizes: [from, to] }) =>
      c.out && works.includes(c.work) && layouts.includes(c.layout) && size >= from && size <= to,
  );
}
