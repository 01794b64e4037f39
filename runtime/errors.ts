/**
 * TABLE of the errors that users of the run time see: one function each, which makes the error and leaves throwing it to
 * its caller.
 *
 * A text is NumPy's where NumPy has one; what follows a colon there is ours and says what to write instead. `code` is
 * the name of NumPy's class. JavaScript has fewer classes: TypeError stands for TypeError, RangeError for ValueError,
 * IndexError, AxisError, OverflowError, MemoryError and ZeroDivisionError, Error for the rest.
 */
import { type DType, names } from "../kernel/dtype.js";
import type { Casting } from "../kernel/promote.js";

/** An error of the run time. `code` is NumPy's class name. */
export interface NumPyError extends Error {
  readonly code: string;
}

type Shape = readonly number[];

function make(Class: ErrorConstructor, code: string, text: string): NumPyError {
  return Object.assign(new Class(text), { code });
}

const typeError = (text: string) => make(TypeError, "TypeError", text);
const ufuncTypeError = (text: string) => make(TypeError, "UFuncTypeError", text);
const valueError = (text: string) => make(RangeError, "ValueError", text);
const indexError = (text: string) => make(RangeError, "IndexError", text);
const axisError = (text: string) => make(RangeError, "AxisError", text);
const overflowError = (text: string) => make(RangeError, "OverflowError", text);
const memoryError = (text: string) => make(RangeError, "MemoryError", text);

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

const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(", ");

// ───────────── arguments ─────────────

export const disposed = () =>
  make(
    Error,
    "RuntimeError",
    "this array was disposed: its memory may hold other data now. Keep it with copy(), or dispose it later",
  );

export function unknownDType(found: unknown, suggestion: string | undefined): NumPyError {
  const hint = suggestion === undefined ? `one of ${names.join(", ")} is wanted` : `did you mean "${suggestion}"?`;
  const text = typeof found === "string" ? `'${found}'` : describe(found);
  return typeError(`data type ${text} not understood: ${hint}`);
}

export const notAnArrayLike = (name: string, found: unknown) =>
  typeError(
    `${name}: ${describe(found)} is no array. Give an NdArray, a typed array, a nested array, a number, a bigint or a boolean`,
  );

export const notAnNdArray = (name: string, found: unknown) =>
  typeError(`${name}: an NdArray is wanted, got ${describe(found)}: asarray(…) makes one`);

export const notAnElement = (found: unknown, at: Shape) =>
  typeError(
    `${at.length === 0 ? "" : `[${at.join("][")}]: `}an element is a number, a bigint or a boolean, got ${describe(found)}`,
  );

export const mixedNumbers = (at: Shape) =>
  typeError(
    `[${at.join("][")}]: numbers and bigints are mixed in one array: write all as numbers (float64) or all as bigints (int64), or name the dtype`,
  );

export const notAnInteger = (name: string, found: unknown) =>
  typeError(`${name}: ${describe(found)} cannot be interpreted as an integer`);

export const badOrder = (found: unknown) =>
  valueError(
    `order must be one of 'C', 'F', 'A', or 'K' (got ${typeof found === "string" ? `'${found}'` : describe(found)})`,
  );

export const badCasting = (found: unknown) =>
  valueError(
    `casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got ${typeof found === "string" ? `'${found}'` : describe(found)})`,
  );

export const badOption = (name: string, found: unknown, accepted: string) =>
  typeError(`${name} is ${describe(found)}: ${accepted} is wanted`);

export const asyncTidy = () =>
  typeError(
    "tidy(body): the body returned a promise, but its arrays live only while it runs: use tidy around synchronous parts",
  );

export const wrongPlainSize = (found: number, shape: Shape) =>
  valueError(`data has ${found} elements, shape ${shapeText(shape)} wants another number`);

// ───────────── files ─────────────

export const cutOff = (part: string, expected: number, found: number) =>
  valueError(`EOF: reading ${part}, expected ${expected} bytes got ${found}`);

export const wrongMagic = (expected: string, found: string) =>
  valueError(`the magic string is not correct; expected b'${byteText(expected)}', got b'${byteText(found)}'`);

/** Bytes as Python writes them. */
const byteText = (bytes: string) =>
  bytes.replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);

export const unknownVersion = (major: number, minor: number) =>
  valueError(`we only support format version (1,0), (2,0), and (3,0), not (${major}, ${minor})`);

export const longHeader = (length: number) =>
  valueError(`Header info length (${length}) is large and may not be safe to load securely.`);

export const badHeader = (text: string) => valueError(`Cannot parse header: ${describe(text.trim())}`);

export const objectsInFile = () => valueError("Object arrays cannot be loaded when allow_pickle=False");

export const unknownDescr = (descr: string) =>
  valueError(`descr is not a valid dtype descriptor: '${descr}': none of ${names.join(", ")}`);

export const notNpz = (why: string) => valueError(`File is not a zip file: ${why}`);

export const tooLargeForNpz = (bytes: number) =>
  valueError(`to_npz: a zip archive holds 4 GiB at most, the arrays have ${bytesText(bytes)}`);

// ───────────── memory ─────────────

export const outOfMemory = (asked: number, available: number) =>
  memoryError(
    `Unable to allocate ${bytesText(asked)}: ${bytesText(available)} of the heap are free, and the machine has no such block of ordinary memory`,
  );

export const tooBig = (shape: Shape, dtype: DType) =>
  valueError(
    `array is too big; \`size * itemsize\` of shape ${shapeText(shape)} and data type ${dtype} is larger than the maximum possible size.`,
  );

export const foreignTooLarge = (bytes: number) =>
  memoryError(
    `an array of ${bytesText(bytes)} lies outside the heap, where 2 GiB are the most that a ufunc reaches: use slices of it`,
  );

export const heapRefused = (asked: number) =>
  memoryError(`Unable to allocate a heap: the host refused ${bytesText(asked)} and all halves of it`);

export const noWebAssembly = () =>
  make(
    Error,
    "RuntimeError",
    "this host has no WebAssembly, or forbids it: arrays can be made and read here, ufuncs, copies and casts need it",
  );

export const heapInUse = (bytes: number) =>
  make(
    Error,
    "RuntimeError",
    `configure({ heap }): the heap of ${bytesText(bytes)} is made with the first array, configure it before`,
  );

function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toPrecision(3)} ${units[power]}`;
}

// ───────────── shapes and axes ─────────────

export const badShape = (found: unknown) =>
  typeError(`shape: expected a sequence of integers or a single integer, got ${describe(found)}`);

export const negativeDimension = () => valueError("negative dimensions are not allowed");

export const tooManyDimensions = (found: number) =>
  valueError(`maximum supported dimension for an ndarray is currently 64, found ${found}`);

export const inhomogeneous = (depth: number, shape: Shape, at: Shape, why: string) =>
  valueError(
    `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions. The detected shape was ${tupleText(shape)} + inhomogeneous part: [${at.join("][")}] ${why}`,
  );

/** A shape as Python writes it: `(2, 3)`. */
export const tupleText = (shape: Shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

export const cannotReshape = (size: number, shape: Shape) =>
  valueError(`cannot reshape array of size ${size} into shape ${shapeText(shape)}`);

export const severalUnknown = () => valueError("can only specify one unknown dimension");

export const wrongAxes = (found: number, ndim: number) =>
  valueError(`axes don't match array: it has ${ndim} axes, ${found} are given`);

export const repeatedAxis = () => valueError("repeated axis in transpose");

export const repeatedAxisOf = () => valueError("repeated axis");

export const duplicateAxis = () => valueError("duplicate value in 'axis'");

export const axisOutOfBounds = (axis: number, ndim: number) =>
  axisError(`axis ${axis} is out of bounds for array of dimension ${ndim}`);

export const cannotBroadcast = (...shapes: Shape[]) =>
  valueError(`operands could not be broadcast together with shapes ${shapes.map((s) => `${shapeText(s)} `).join("")}`);

export const cannotBroadcastInto = (from: Shape, into: Shape) =>
  valueError(`could not broadcast input array from shape ${shapeText(from)} into shape ${shapeText(into)}`);

export const cannotBroadcastOutput = (out: Shape, shape: Shape) =>
  valueError(
    `non-broadcastable output operand with shape ${shapeText(out)} doesn't match the broadcast shape ${shapeText(shape)}`,
  );

export const outsideBuffer = (low: number, high: number, bytes: number) =>
  valueError(
    `as_strided: the elements reach from byte ${low} to byte ${high} of the array's memory, which has ${bytes} bytes`,
  );

export const unaligned = (name: string, found: number, itemsize: number) =>
  valueError(`as_strided: ${name} counts bytes and must be a multiple of the item size ${itemsize}, got ${found}`);

export const moreDimensions = () => valueError("input operand has more dimensions than allowed by the axis remapping");

export const cannotBroadcastTo = (from: Shape, shape: Shape) =>
  valueError(
    `operands could not be broadcast together with remapped shapes [original->remapped]: ${shapeText(from)}  and requested shape ${shapeText(shape)}`,
  );

export const cannotBroadcastMask = (mask: Shape, shape: Shape) =>
  valueError(`could not broadcast where mask from shape ${shapeText(mask)} into shape ${shapeText(shape)}`);

export const cannotSqueeze = () => valueError("cannot select an axis to squeeze out which has size not equal to one");

export const nothingToJoin = (verb: "concatenate" | "stack") => valueError(`need at least one array to ${verb}`);

export const scalarsJoined = () => valueError("zero-dimensional arrays cannot be concatenated");

export const differentDimensions = (first: number, index: number, found: number) =>
  valueError(
    `all the input arrays must have same number of dimensions, but the array at index 0 has ${first} dimension(s) and the array at index ${index} has ${found} dimension(s)`,
  );

export const differentExtents = (axis: number, first: number, index: number, found: number) =>
  valueError(
    `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${axis}, the array at index 0 has size ${first} and the array at index ${index} has size ${found}`,
  );

export const differentShapes = () => valueError("all input arrays must have the same shape");

export const badIndexing = () => valueError("Valid values for `indexing` are 'xy' and 'ij'.");

// ───────────── indices ─────────────

export const indexOutOfBounds = (index: number, axis: number, size: number) =>
  indexError(`index ${index} is out of bounds for axis ${axis} with size ${size}`);

export const flatIndexOutOfBounds = (index: number, size: number) =>
  indexError(`index ${index} is out of bounds for size ${size}`);

export const tooManyIndices = (ndim: number, found: number) =>
  indexError(`too many indices for array: array is ${ndim}-dimensional, but ${found} were indexed`);

export const tooFewIndices = (ndim: number, found: number) =>
  indexError(
    `too few indices for an element: array is ${ndim}-dimensional, but ${found} were indexed: slice(…) gives a part of an array`,
  );

export const wrongItemIndices = () => valueError("incorrect number of indices for array");

export const notAnIndex = (found: unknown) =>
  indexError(
    `only integers, slices (\`"1:-1"\`), ellipsis (\`"..."\`) and new axes (\`null\`) are valid indices, got ${describe(found)}`,
  );

export const emptyTake = () => indexError("cannot do a non-empty take from an empty axes.");

export const wrongMask = (axis: number, size: number, found: number) =>
  indexError(
    `boolean index did not match indexed array along axis ${axis}; size of axis is ${size} but size of corresponding boolean axis is ${found}`,
  );

export const notFlatCondition = () => valueError("condition must be a 1-d array");

export const wrongMaskSize = () => valueError("putmask: mask and data must be the same size");

export const emptySearch = (name: string) => valueError(`attempt to get ${name} of an empty sequence`);

export const nonzeroOfScalar = () =>
  valueError("Calling nonzero on 0d arrays is not allowed. Use nonzero([x]) instead.");

export const halfWhere = () => valueError("either both or neither of x and y should be given");

export const severalEllipses = () => indexError("an index can only have a single ellipsis ('...')");

export const zeroStep = () => valueError("slice step cannot be zero");

export const notOneElement = (size: number) =>
  valueError(`can only convert an array of size 1 to a scalar, this one has ${size} elements`);

export const notIterable = () => typeError("iteration over a 0-d array");

export const notContiguous = () =>
  valueError("data: the array's elements don't lie one after another in C order: copy().data gives them so");

export const readOnly = () => valueError("assignment destination is read-only");

// ───────────── values ─────────────

/** NumPy has two texts: it goes through C's long, for the wide unsigned types through its unsigned sibling. */
export function outOfBounds(value: number | bigint, dtype: DType): NumPyError {
  const end = dtype === "uint32" || dtype === "uint64" ? 2n ** 64n : 2n ** 63n;
  if (value >= -(2n ** 63n) && value < end) return overflowError(`Python integer ${value} out of bounds for ${dtype}`);
  return overflowError(`Python int too large to convert to C long: ${value} out of bounds for ${dtype}`);
}

export const tooLargeForFloat = () => overflowError("int too large to convert to float");

export const zeroArangeStep = () => make(RangeError, "ZeroDivisionError", "arange: step is 0: division by zero");

export const arangeLength = () => valueError("arange: cannot compute length");

export const boolRange = () =>
  typeError("arange() is only supported for booleans when the result has at most length 2.");

export const negativeCount = (found: unknown) =>
  valueError(`Number of samples, ${typeof found === "bigint" ? found : describe(found)}, must be non-negative.`);

export const negativePower = () => valueError("Integers to negative integer powers are not allowed.");

// ───────────── element types ─────────────

export const noTypes = () => valueError("at least one array or dtype is required");

export const notInexact = (dtype: DType) => valueError(`data type '${dtype}' not inexact`);

export const notIntegerType = (dtype: DType) => valueError(`Invalid integer data type '${dtype}'.`);

// ───────────── casts ─────────────

export const cannotCast = (from: DType, to: DType, rule: Casting, ndim = 1) =>
  typeError(
    `Cannot cast ${ndim === 0 ? "scalar" : "array data"} from dtype('${from}') to dtype('${to}') according to the rule '${rule}'`,
  );

export const cannotCastInput = (name: string, index: number, from: DType, to: DType, rule: Casting) =>
  ufuncTypeError(
    `Cannot cast ufunc '${name}' input ${index} from dtype('${from}') to dtype('${to}') with casting rule '${rule}'`,
  );

export const cannotCastOutput = (name: string, from: DType, to: DType, rule: Casting) =>
  ufuncTypeError(
    `Cannot cast ufunc '${name}' output from dtype('${from}') to dtype('${to}') with casting rule '${rule}'`,
  );

export const noSafeLoop = (name: string) =>
  typeError(
    `ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`,
  );

/** What NumPy says of ufuncs that have no loop for booleans, though integers would hold them. */
const booleanRefusals: { readonly [name: string]: () => NumPyError } = {
  subtract: () =>
    typeError(
      "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
    ),
  negative: () =>
    typeError(
      "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
    ),
  positive: () => noBooleanLoop("positive", "<class 'numpy.dtypes.BoolDType'>"),
  sign: () => noBooleanLoop("sign", "<class 'numpy.dtypes.BoolDType'>"),
  gcd: () => noBooleanLoop("gcd", "(<class 'numpy.dtypes.BoolDType'>, <class 'numpy.dtypes.BoolDType'>)"),
  lcm: () => noBooleanLoop("lcm", "(<class 'numpy.dtypes.BoolDType'>, <class 'numpy.dtypes.BoolDType'>)"),
};

const noBooleanLoop = (name: string, types: string) =>
  ufuncTypeError(`ufunc '${name}' did not contain a loop with signature matching types ${types} -> None`);

/** Undefined where booleans are cast to integers, as everywhere else. */
export const booleanRefusal = (name: string): NumPyError | undefined => booleanRefusals[name]?.();

export const noMatchingLoop = (name: string) =>
  typeError(`No loop matching the specified signature and casting was found for ufunc ${name}`);

// ───────────── calls ─────────────

export const wrongArity = (name: string, nin: number, found: number) =>
  typeError(
    `${name}() takes ${nin} operands but ${found} ${found === 1 ? "was" : "were"} given, then at most one object of options: ${name}(${operands(nin)}, { out })`,
  );

const operands = (nin: number) => ["a", "b", "c", "d"].slice(0, nin).join(", ") + (nin > 4 ? ", …" : "");

export const unexpectedKeyword = (name: string, keyword: string, accepted: readonly string[]) =>
  typeError(`${name}() got an unexpected keyword argument '${keyword}': ${list(accepted)} are known`);

export const notOutput = (found: unknown) =>
  typeError(`return arrays must be of ArrayType: out is ${describe(found)}, an NdArray or null is wanted`);

export const wrongOutputCount = (nout: number, found: number) =>
  valueError(`The 'out' tuple must have exactly one entry per ufunc output: ${nout} wanted, ${found} given`);

export const outputNotTuple = () => typeError("'out' must be a tuple of arrays");

export const signatureAndDType = () => typeError("cannot specify both 'signature' and 'dtype'");

/** The body can't be typed for these operands: NumPy's text, then the body's reason and place. */
export const untypable = (name: string, types: readonly DType[], why: string, where: string) =>
  typeError(`ufunc '${name}' not supported for the input types (${types.join(", ")}): ${why} (${where})`);

export const notInt32 = (name: string, found: number) =>
  overflowError(`${name}: its body takes integers, and plain numbers stand for int32: ${found} is none`);

export const badSignature = (name: string, option: string, why: string) => valueError(`${name}: ${option}: ${why}`);

export const tooManyOperands = (name: string, found: number, most: number) =>
  valueError(`${name}: a ufunc has at most ${most} inputs and outputs, this one has ${found}`);

export const notFunction = (found: unknown) =>
  typeError(`ufunc(body): a function of numbers is wanted, got ${describe(found)}`);

export const newerFormat = (name: string, found: number, known: number) =>
  make(
    Error,
    "RuntimeError",
    `${name} was compiled by a newer micronumpy (link format ${found}, this one reads up to ${known}): update the micronumpy that runs it`,
  );

// ───────────── methods ─────────────

export const notBinary = (method: string, isBinary: boolean) =>
  valueError(
    `${method === "outer" ? "outer product" : method} only supported for ${isBinary ? "functions returning a single value" : "binary functions"}`,
  );

export const notReorderable = (name: string) =>
  valueError(`reduction operation '${name}' is not reorderable, so at most one axis may be specified`);

export const emptyReduction = (name: string) =>
  valueError(`zero-size array to reduction operation ${name} which has no identity`);

export const maskedReduction = (name: string) =>
  valueError(
    `reduction operation '${name}' does not have an identity, so to use a where mask one has to specify 'initial'`,
  );

export const wrongReductionOutput = (name: string, found: number, expected: number, keepdims: boolean) =>
  valueError(
    `output parameter for reduction operation ${name} has the wrong number of dimensions: Found ${found} but expected ${expected}${keepdims ? " (must match the operand's when keepdims=True)" : ""}`,
  );

/** An operand of a reduction that does not fit the reduced array; an output is shown with its shape as it is matched. */
export const cannotBroadcastReduction = (a: Shape, other: Shape, isOutput: boolean) =>
  valueError(
    `operands could not be broadcast together with remapped shapes [original->remapped]: ${isOutput ? `${shapeText(other)}->(${other.join(",")}) ${shapeText(a)}` : `${shapeText(a)} ${shapeText(other)}`} `,
  );

export const scalarReduceat = () => typeError("cannot reduceat on a scalar");

export const indexTooDeep = () => valueError("object too deep for desired array");

export const notIndexType = () => indexError("arrays used as indices must be of integer (or boolean) type");

export const outOfBoundsPart = (name: string, index: number, size: number) =>
  indexError(`index ${index} out-of-bounds in ${name}.reduceat [0, ${size})`);

export const firstNotArray = () => typeError("first operand must be array");

export const severalOutputs = () => valueError("Only single output ufuncs supported at this time");

export const tooManyForAt = () => valueError("Only unary and binary ufuncs supported at this time");

export const missingOperand = () => valueError("second operand needed for ufunc");

export const needlessOperand = () => valueError("second operand provided when ufunc is unary");

export const notBroadcastable = () => valueError("array is not broadcastable to correct shape");

export const differentIndices = (...shapes: Shape[]) =>
  indexError(
    `shape mismatch: indexing arrays could not be broadcast together with shapes ${shapes.map(shapeText).join(" ")} `,
  );

export const scalarAccumulation = () => typeError("cannot accumulate on a scalar");

// ───────────── assertions ─────────────

export const notEqual = (report: string) =>
  Object.assign(make(Error, "AssertionError", report), { name: "AssertionError" });

// ───────────── without the plug-in ─────────────

export const untransformed = (name: string) =>
  make(
    Error,
    "RuntimeError",
    `micronumpy: "${name}" was not compiled, it runs as plain JavaScript, slowly. \`npx micronumpy setup\` puts the plug-in into your build; by hand, for tsc: "plugins": [{ "name": "micronumpy", "transform": "micronumpy/transformer", "transformProgram": true }] in tsconfig.json, and build with tspc. MICRONUMPY_UNTRANSFORMED=silent hides this, =error makes it an error.`,
  );
