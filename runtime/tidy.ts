/** `tidy`: arrays that live as long as a function runs. */
import { isNdArray } from "./array.js";
import { asyncTidy, badOption } from "./errors.js";
import { heap } from "./heap.js";

/**
 * Runs a function, then frees every array that was made inside, except those returned: an array, or arrays in (nested)
 * lists and plain objects. Arrays kept in any other way are disposed, and throw when used.
 * @throws TypeError when the function is asynchronous.
 * @example tidy(() => sqrt(add(multiply([3, 5], [3, 5]), multiply([4, 12], [4, 12])))); // [5, 13]
 */
export function tidy<T>(body: () => T): T {
  if (typeof body !== "function") throw badOption("tidy(body)", body, "a function");
  const state = heap();
  const outer = state.scope;
  const made: Disposable[] = [];
  const kept = new Set<unknown>();
  state.scope = made;
  try {
    const result = body();
    if (result instanceof Promise) throw asyncTidy();
    keep(result, kept);
    return result;
  } finally {
    state.scope = outer;
    for (const array of made) {
      if (kept.has(array)) outer?.push(array);
      else array[Symbol.dispose]();
    }
  }
}

/** The arrays in a value. */
function keep(value: unknown, kept: Set<unknown>): void {
  if (typeof value !== "object" || value === null || kept.has(value)) return;
  kept.add(value);
  if (isNdArray(value)) return;
  const prototype = Object.getPrototypeOf(value);
  if (Array.isArray(value)) for (const inner of value) keep(inner, kept);
  else if (prototype === Object.prototype || prototype === null)
    for (const inner of Object.values(value)) keep(inner, kept);
}
