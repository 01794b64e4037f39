/** What errors are made of: their classes, and how values, shapes and sizes are written in their texts. */

/** An error of the run time. `code` is NumPy's class name. */
export interface NumPyError extends Error {
  readonly code: string;
}

export type Shape = readonly number[];

export function make(Class: ErrorConstructor, code: string, text: string): NumPyError {
  return Object.assign(new Class(text), { code });
}

export const runtimeError = (text: string) => make(Error, "RuntimeError", text);
export const typeError = (text: string) => make(TypeError, "TypeError", text);
export const ufuncTypeError = (text: string) => make(TypeError, "UFuncTypeError", text);
export const valueError = (text: string) => make(RangeError, "ValueError", text);
export const indexError = (text: string) => make(RangeError, "IndexError", text);
export const axisError = (text: string) => make(RangeError, "AxisError", text);
export const overflowError = (text: string) => make(RangeError, "OverflowError", text);
export const memoryError = (text: string) => make(RangeError, "MemoryError", text);

/** A shape as NumPy writes it in errors: `(3,)`, `(2,3)`. */
export function shapeText(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(",")})`;
}

/** What was found, in one short phrase. */
export function describe(x: unknown): string {
  if (x === null) return "null";
  switch (typeof x) {
    case "undefined":
      return "undefined";
    case "string":
      return JSON.stringify(x.length > 40 ? `${x.slice(0, 40)}…` : x);
    case "number":
    case "boolean":
      return `${x}`;
    case "bigint":
      return `${x}n`;
    case "function":
      return x.name === "" ? "a function" : `the function ${x.name}`;
    case "symbol":
      return "a symbol";
    default:
      return Array.isArray(x) ? "a nested array" : `an object (${x?.constructor?.name || "without a class"})`;
  }
}

export const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(", ");

/** A word as NumPy quotes it, else what was found. */
export const quoted = (x: unknown) => (typeof x === "string" ? `'${x}'` : describe(x));

/** A shape as Python writes it: `(2, 3)`. */
export const tupleText = (shape: Shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

/** A number of bytes in a fitting unit. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toPrecision(3)} ${units[power]}`;
}
