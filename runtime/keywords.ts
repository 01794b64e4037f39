/** Options of functions and methods: plain objects that hold known words only. */
import { badOption, unexpectedKeyword } from "./errors.js";

/** Is it a bag of options, and not an operand that is one too many? */
export function isOptions(x: unknown): x is Readonly<Record<string, unknown>> {
  if (typeof x !== "object" || x === null) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

/** Options of a function. @throws TypeError for what is no object of them, and for keys that it doesn't know. */
export function checkKeywords(name: string, given: object, accepted: readonly string[]): void {
  if (!isOptions(given)) throw badOption(`${name}(options)`, given, `an object with ${accepted.join(", ")}`);
  for (const key of Object.keys(given)) if (!accepted.includes(key)) throw unexpectedKeyword(name, key, accepted);
}
