/**
 * Kernels for the methods of ufuncs: those that fold (`kernel/lower/reduce.ts`, `scan.ts`), and the one behind `at`. They
 * were compiled ahead, or the JIT makes them where that pays. Where there are none, methods get by with the inner loop.
 */
import { type MethodKernel, methodKey } from "../kernel/link.js";
import type { Dispatch } from "./dispatch.js";
import { runsKernels } from "./kernels.js";
import { type Loop, numberFor } from "./loop.js";

/** Elements for which it pays to make a kernel. */
const WORTH_A_KERNEL = 500;

const known = new WeakMap<Loop, { [kind in MethodKernel]?: number }>();

/** The number of the kernel that does a loop's work in a method, on so many elements; 0: there is none. */
export function methodKernel(d: Dispatch, loop: Loop, kind: MethodKernel, elements: number): number {
  if (!runsKernels()) return 0;
  let numbers = known.get(loop);
  if (numbers === undefined) {
    numbers = {};
    known.set(loop, numbers);
  }
  const number = numbers[kind];
  if (number !== undefined) return number;
  const compiled = d.kernel(methodKey(kind, loop.outputs[0]!));
  if (compiled === null && elements < WORTH_A_KERNEL) return 0;
  const kernel = compiled ?? d.traced(loop, kind);
  numbers[kind] = kernel === null ? 0 : numberFor(loop, kernel);
  return numbers[kind];
}
