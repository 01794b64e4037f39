/**
 * Nested JS arrays as element values: `measure` finds shape and element type, `store` writes the elements in C order.
 *
 * All arrays of a level are equally long and only the innermost hold elements; `store` takes what `measure` accepted.
 */
import { type DType, isFloat, type Scalar } from "../kernel/dtype.js";
import { coerce } from "./element.js";
import { inhomogeneous, mixedNumbers, notAnElement, tooDeep } from "./errors.js";
import { MAX_DIMENSIONS } from "./view.js";

export interface Measured {
  readonly shape: readonly number[];
  /** Without a dtype a number is float64, a bigint int64, a boolean bool. */
  readonly dtype: DType;
}

/** What kinds of elements were seen. */
interface Seen {
  number: boolean;
  bigint: boolean;
  boolean: boolean;
}

/**
 * Shape and element type of nested arrays, or of a plain value; `dtype` if the user names one.
 * @throws ValueError for ragged arrays, TypeError for numbers beside bigints and for what is no element.
 */
export function measure(data: unknown, dtype?: DType): Measured {
  const shape: number[] = [];
  for (let first = data; Array.isArray(first); first = first[0]) {
    // a list may hold itself
    if (shape.push(first.length) > MAX_DIMENSIONS) throw tooDeep(MAX_DIMENSIONS);
  }
  const seen: Seen = { number: false, bigint: false, boolean: false };
  visit(data, shape, [], seen, dtype !== undefined);
  return {
    shape,
    dtype: dtype ?? (seen.number ? "float64" : seen.bigint ? "int64" : seen.boolean ? "bool" : "float64"),
  };
}

function visit(data: unknown, shape: readonly number[], path: number[], seen: Seen, named: boolean): void {
  const depth = path.length;
  if (!Array.isArray(data)) {
    if (depth < shape.length) throw ragged(shape, path, "is an element, not an array");
    visitElement(data, path, seen, named);
    return;
  }
  if (depth === shape.length) throw ragged(shape, path, "is an array, not an element");
  if (data.length !== shape[depth]) throw ragged(shape, path, `has length ${data.length}, others have ${shape[depth]}`);
  const innermost = depth === shape.length - 1;
  for (let i = 0; i < data.length; i++) {
    // most lists are of numbers only
    if (innermost && typeof data[i] === "number" && seen.number && !seen.bigint) continue;
    path[depth] = i;
    if (innermost && !Array.isArray(data[i])) visitElement(data[i], path, seen, named);
    else visit(data[i], shape, path, seen, named);
  }
  path.length = depth;
}

function visitElement(value: unknown, path: readonly number[], seen: Seen, named: boolean): void {
  const kind = typeof value;
  if (kind === "number") seen.number = true;
  else if (kind === "bigint") seen.bigint = true;
  else if (kind === "boolean") seen.boolean = true;
  else throw notAnElement(value, path);
  if (seen.number && seen.bigint && !named) throw mixedNumbers(path);
}

const ragged = (shape: readonly number[], path: readonly number[], why: string) =>
  inhomogeneous(path.length, shape.slice(0, path.length), path, why);

/** Hands over the elements one after another. @throws OverflowError for an integer that doesn't fit. */
export function store(data: unknown, dtype: DType, put: (index: number, element: Scalar) => void): void {
  const isPlain = isFloat(dtype);
  let next = 0;
  const each = (value: unknown) => {
    if (!Array.isArray(value)) put(next++, coerce(value, dtype));
    else
      for (let i = 0; i < value.length; i++) {
        const element: unknown = value[i];
        // a float needs no checks, and is rounded as it is stored
        if (isPlain && typeof element === "number") put(next++, element);
        else each(element);
      }
  };
  each(data);
}
