/** What to write instead of statements, operators and functions of JavaScript that the kernel language does not have. */

const statements: Readonly<Record<string, string>> = {
  throw: "return a value that marks the failure, such as NaN",
  try: "return a value that marks the failure, such as NaN",
  function: "declare it outside, with all that it needs as parameters: it is inlined",
  class: "declare it outside",
  enum: "declare it outside",
  namespace: "declare it outside",
  debugger: "leave it out, or debug the function as plain JavaScript",
};

/** By its keyword. */
export const insteadOfStatement = (keyword: string): string =>
  statements[keyword] ?? "use const, let, if, loops, switch and return";

export const INSTEAD_OF_LOST_VALUE =
  "assign it, return it or leave it out; what depends on a condition stands in an `if`";

const optional = "leave it out: a number is never null or undefined. For NaN there is `Number.isNaN`";
const typeTest = "ask for the element type: `isInteger(x)`, `isFloat(x)`, `isSigned(x)`, `isBool(x)`";

const operators: Readonly<Record<string, string>> = {
  typeof: typeTest,
  instanceof: typeTest,
  "??": optional,
  "?.": optional,
  ",": "write each part as a statement of its own",
  "...": "write each value, or a loop over them",
};

export const insteadOfOperator = (operator: string): string =>
  operators[operator] ?? "use arithmetic, comparisons, `&& || !`, `?:` and bitwise operators";

/** Methods of arrays that call a function for each element. */
const walks = new Set(["every", "filter", "find", "findIndex", "forEach", "map", "reduce", "reduceRight", "some"]);

export const isWalk = (method: string): boolean => walks.has(method);

/** By the name of an array's method. */
export function insteadOfMethod(name: string): string {
  if (name === "at") return "write `values[i]`";
  const isLoop = isWalk(name) || ["includes", "indexOf", "lastIndexOf"].includes(name);
  return isLoop ? "write a loop: `for (const value of values) …`" : "do this outside the kernel";
}

const functions: Readonly<Record<string, string>> = {
  isNaN: "write `Number.isNaN(x)`",
  isFinite: "write `Number.isFinite(x)`",
  "Number.isSafeInteger": "write `Number.isInteger(x) && Math.abs(x) <= Number.MAX_SAFE_INTEGER`",
  "BigInt.asIntN": "write a cast: `i8(x)`, `i16(x)`, `i32(x)`, `i64(x)`",
  "BigInt.asUintN": "write a cast: `u8(x)`, `u16(x)`, `u32(x)`, `u64(x)`",
  where: "write `test ? a : b`",
  max: "write `Math.max(a, b)`",
  min: "write `Math.min(a, b)`",
  ufunc: "make it outside, and call it by its name",
};

export const insteadOfFunction = (name: string): string => functions[name] ?? "do this outside the kernel";
