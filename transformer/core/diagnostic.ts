/**
 * TABLE of everything the transformer refuses: a stable number, what was found, why a kernel cannot have it, and what to
 * write instead. `docs/diagnostics.md` has an entry for each number, and a test keeps the two in step.
 *
 * 9001…9099 are refusals of the language and of options, 9101…9199 of the build. Refusals that depend on element types
 * come from `kernel/infer` and have the numbers from 9201.
 */
import type * as ts from "typescript";

/** `$1`, `$2` … stand for what was found. */
const rows = {
  unknownBody: [
    9001,
    "`$1` is not a function whose source is in this program",
    "a kernel is made from source",
    "pass an arrow, such as `(x: number) => Math.sin(x)`, a function expression, or the name of a declared function",
  ],
  options: [
    9002,
    "the option `$1` is not constant",
    "options are read at build time",
    "write a literal, or a `const` that nothing writes to",
  ],
  signature: [
    9003,
    "$1",
    "signatures are lists of element types",
    'write "float64,float64->float64", or "float32" for all inputs',
  ],
  asyncBody: [9004, "the function is $1", "a kernel computes one element and returns it", "write an ordinary function"],
  parameter: [
    9005,
    "the parameter `$1` is $2",
    "each operand of a kernel is one number",
    "write one plain parameter for each operand",
  ],
  valueType: [
    9006,
    "`$1` has the type `$2`",
    "a kernel computes with numbers, bigints and booleans only",
    "annotate it as `number`, `bigint`, `boolean` or an alias like `f64`",
  ],
  operandCount: [
    9007,
    "the function has $1",
    "a ufunc has one operand at least, and at most 32 inputs and outputs",
    "$2",
  ],
  statement: [9008, "$1", "a kernel has no such statement", "$2"],
  varDeclaration: [
    9009,
    "`var` declares `$1`",
    "variables of a kernel belong to their block",
    "write `let` or `const`",
  ],
  text: [9010, "$1", "a kernel has no strings", "compute with numbers; give names to codes by `const` or an enum"],
  object: [
    9011,
    "$1",
    "a kernel has no objects and allocates nothing",
    "keep each value in a variable of its own; several results are `return [a, b]`, and `const [q, r] = f(x)` where they are used",
  ],
  closure: [
    9012,
    "a function is used as a value",
    "a kernel has no closures",
    "declare it outside, and call it by its name",
  ],
  context: [
    9013,
    "`$1`",
    "a kernel belongs to no object",
    "pass the value as a parameter, keep it in an outer `const`, or call a static method by the name of its class",
  ],
  recursion: [9014, "recursion: $1", "helpers are inlined into the kernel", "write a loop"],
  noSource: [
    9015,
    "the source of `$1` is not in this program",
    "what a kernel takes over is compiled from source",
    "import it from a TypeScript file of the program, or write it here; a function of another project is marked there by `/** @ufunc */`",
  ],
  outsideCall: [
    9016,
    "`$1` is called",
    "a kernel can call only functions of numbers: helpers, ufuncs, `Math.*` and casts",
    "$2",
  ],
  outerAssignment: [
    9017,
    "the outer name `$1` is assigned",
    "elements are independent, so nothing may pass from one to the next",
    "return the value; for running results use `reduce` or `accumulate`",
  ],
  assignmentValue: [
    9018,
    "an assignment is used as a value",
    "assignments are statements in a kernel",
    "write it as a statement of its own",
  ],
  property: [
    9019,
    "the property `$1` is read",
    "values of a kernel have no properties",
    "read it before the ufunc is made, into an outer `const`",
  ],
  longInteger: [
    9020,
    "$1 is beyond 2^53 and would be rounded",
    "a number cannot hold this integer",
    "write it as a bigint, $1n, or with an exponent if rounding is meant",
  ],
  mathMissing: [
    9021,
    "`Math.$1` has no kernel yet",
    "a kernel's results are the same on every machine, so the engine's own `Math.$1` is not used",
    "write it with the arithmetic that the language has",
  ],
  random: [
    9022,
    "`Math.random` is called",
    "a kernel gives the same results for the same operands",
    "make the random numbers first and pass them as an operand",
  ],
  conversion: [
    9023,
    "`$1(…)` is called",
    "element types are converted by casts",
    "write `$2(…)`, imported from micronumpy",
  ],
  indexing: [9024, "`$1` is indexed", "only constant arrays and captured arrays of numbers can be indexed", "$2"],
  destructuring: [
    9025,
    "this pattern cannot be taken apart",
    "only the results of a call with several results, or an array literal, can, into plain names",
    "$1",
  ],
  results: [
    9026,
    "$1",
    "a kernel has a fixed number of outputs",
    "return the same number of values everywhere, `return [q, r]`; a helper's type is a tuple, such as `[number, number]`",
  ],
  noReturn: [
    9027,
    "a path through `$1` ends without a value",
    "each element needs its result",
    "return a value on every path",
  ],
  unset: [9028, "$1", "every lane needs a value", "give it a value where it is declared"],
  unreachable: [
    9029,
    "`$1` is read at run time, but is not visible where the ufunc is made",
    "captures are read by the code around the ufunc",
    "pass it as a parameter, or keep it where both can see it",
  ],
  notConstant: [
    9030,
    "`$1` is not constant",
    "the cases of a switch are fixed when the kernel is made",
    "write a literal or a `const`, or use if and else",
  ],
  operator: [9031, "the operator `$1` is used", "the kernel language does not have it", "$2"],
  loopOver: [
    9032,
    "this loop does not run over a constant or captured array of numbers",
    "a kernel sees one element at a time",
    "loop over an index, or over an outer array of numbers",
  ],
  argumentCount: [9033, "`$1` is called with $2", "the number of its arguments is fixed", "write $3"],
  outerFunction: [
    9034,
    "`$1` is not a function of numbers",
    "a kernel passes numbers, bigints and booleans to what it calls",
    "declare its parameters and its result as numbers",
  ],
  resultType: [9035, "$1, but TypeScript is told $2", "whoever calls it would rely on the wrong element type", "$3"],
  typeTest: [
    9036,
    "`$1` asks for the type of a variable that is assigned again",
    "the question is answered once for each signature",
    "ask about a parameter that is never assigned, or about a `const` that depends on such only",
  ],
  optionValue: [9037, "$1", "the ufunc would be another than is meant", "$2"],
  decorator: [
    9038,
    "`@ufunc` stands at $1",
    "a ufunc belongs to no object",
    "make it a public static method, and lift it by `ufuncs(K)`",
  ],
  comment: [
    9039,
    "the comment `@ufunc` stands at $1",
    "it marks functions that are declared at the top of a file",
    "declare it there as `function f(x: number) { … }`, or make it a ufunc: `ufunc((x: number) => …)`",
  ],
  missing: [
    9040,
    "`$1` is used",
    "every value is a number, a bigint or a boolean",
    "mark what is missing by NaN, and ask for it by `Number.isNaN(x)`",
  ],
  assembly: [
    9101,
    "asc refused the AssemblyScript made from this file: $1",
    "this is a defect of micronumpy",
    "report it, with the function that brings it about",
  ],
  commonJs: [
    9102,
    "this file is emitted as CommonJS",
    'with `wasm: "module"` kernels are imported, which takes an ES module',
    'emit ES modules (`"type": "module"` in package.json, or `module: "ESNext"`), or leave the option out',
  ],
  pluginOption: [9103, "the plug-in's option `$1` is $2", "$3", "$4"],
  transformProgram: [
    9104,
    "the plug-in's entry in the tsconfig lacks `transformProgram`",
    "it adds to the program, and is called too late to do so",
    'write `"transform": "micronumpy/transformer", "transformProgram": true`',
  ],
  ascLost: [
    9105,
    "asc, which compiles the kernels of this file, was lost: $1",
    "without it the file is emitted without kernels",
    "build again; if that does not help, install micronumpy anew, and `assemblyscript` with it",
  ],
  stripped: [
    9106,
    "this file comes without the types that it has on disk",
    "what the body means depends on them, and another plug-in or loader has taken them away",
    "let micronumpy come before that; @rollup/plugin-typescript does it as files are loaded: give it ts-patch as its `typescript`",
  ],
} as const satisfies Record<string, readonly [number, string, string, string]>;

export type ProblemName = keyof typeof rows;

/** All numbers, for the documentation's test. */
export const numbers: readonly number[] = Object.values(rows).map(([number]) => number);

/** Something refused, at the node that the user has to change. */
export interface Problem {
  readonly node: ts.Node;
  readonly number: number;
  readonly text: string;
  /** Where in another function or file the cause is, if it is not at the node. */
  readonly cause?: { readonly node: ts.Node; readonly text: string };
}

/** Where something is read, its problems may come instead. */
export const areProblems = (answer: object): answer is readonly Problem[] => Array.isArray(answer);

export function problem(node: ts.Node, name: ProblemName, ...found: readonly string[]): Problem {
  return { node, ...sentence(name, ...found) };
}

/** A row of the table with what was found. */
export function sentence(name: ProblemName, ...found: readonly string[]): { number: number; text: string } {
  const [number, what, why, instead] = rows[name];
  const text = `${what}: ${why}. Instead: ${instead}.`;
  return { number, text: text.replace(/\$(\d)/g, (_, place) => found[Number(place) - 1] ?? "") };
}

export function toDiagnostic(t: typeof ts, found: Problem): ts.Diagnostic {
  const range = (node: ts.Node) => {
    const file = node.getSourceFile();
    const start = node.getStart(file);
    return { file, start, length: node.getEnd() - start };
  };
  const base = { category: t.DiagnosticCategory.Error, code: found.number, source: "micronumpy" };
  const { cause } = found;
  return {
    ...base,
    ...range(found.node),
    messageText: found.text,
    ...(cause && { relatedInformation: [{ ...base, ...range(cause.node), messageText: cause.text }] }),
  };
}
