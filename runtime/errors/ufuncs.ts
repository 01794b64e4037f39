/** What ufuncs say: casts, calls, methods. */
import type { DType } from "../../kernel/dtype.js";
import type { Casting } from "../../kernel/promote.js";
import {
  describe,
  indexError,
  list,
  type NumPyError,
  overflowError,
  runtimeError,
  type Shape,
  shapeText,
  typeError,
  ufuncTypeError,
  valueError,
} from "./make.js";

// ───────────── casts ─────────────

export const cannotCast = (from: DType, to: DType, rule: Casting, ndim = 1) =>
  typeError(
    `Cannot cast ${ndim === 0 ? "scalar" : "array data"} from dtype('${from}') to dtype('${to}') according to the rule '${rule}'`,
  );

/** `place` counts inputs, and outputs behind them; undefined: there is one only. */
const cannotCastOperand =
  (kind: "input" | "output") => (name: string, place: number | undefined, from: DType, to: DType, rule: Casting) =>
    ufuncTypeError(
      `Cannot cast ufunc '${name}' ${kind}${place === undefined ? "" : ` ${place}`} from dtype('${from}') to dtype('${to}') with casting rule '${rule}'`,
    );

export const cannotCastInput = cannotCastOperand("input");
export const cannotCastOutput = cannotCastOperand("output");

export const cannotCastWeak = (kind: "int" | "float", to: DType, rule: Casting) =>
  typeError(`cannot cast Python ${kind} to ${to} under the casting rule '${rule}'`);

export const noSafeLoop = (name: string, types: readonly DType[]) =>
  name === "gcd" || name === "lcm"
    ? noLoopFor(name, types)
    : typeError(
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
  positive: () => noLoopFor("positive", ["bool"]),
  sign: () => noLoopFor("sign", ["bool"]),
  gcd: () => noLoopFor("gcd", ["bool", "bool"]),
  lcm: () => noLoopFor("lcm", ["bool", "bool"]),
};

const classText = (type: DType) =>
  `<class 'numpy.dtypes.${type.replace(/^u?[a-z]/, (start) => start.toUpperCase())}DType'>`;

function noLoopFor(name: string, types: readonly DType[]): NumPyError {
  const classes = types.map(classText).join(", ");
  const text = types.length === 1 ? classes : `(${classes})`;
  return ufuncTypeError(`ufunc '${name}' did not contain a loop with signature matching types ${text} -> None`);
}

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

export const wrongTypeCount = (name: string, nin: number, nout: number, found: unknown) =>
  valueError(
    `${name}.resolve_dtypes(types): a list of ${nin} element types is wanted, or of ${nin + nout} with those of outputs, got ${Array.isArray(found) ? found.length : describe(found)}`,
  );

export const wrongArityAt = (name: string, nin: number, found: number) =>
  typeError(`${name}.at(a, indices${nin === 1 ? "" : ", b"}) takes ${nin + 1} arguments but ${found} were given`);

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

export const wrongOperandCount = (name: string, nin: number, nout: number, most: number) =>
  valueError(`${name}: a ufunc has an input, and at most ${most} inputs and outputs: this one has ${nin} and ${nout}`);

export const notFunction = (found: unknown) =>
  typeError(`ufunc(body): a function of numbers is wanted, got ${describe(found)}`);

export const newerFormat = (name: string, found: number, known: number) =>
  runtimeError(
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

export const indexTooDeep = () => valueError("object too deep for desired array");

export const indexNotDeep = () => valueError("object of too small depth for desired array");

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

export const onScalar = (method: string) => typeError(`cannot ${method} on a scalar`);

export const severalAxes = (method: string) => valueError(`${method} does not allow multiple axes`);

// ───────────── without the plug-in ─────────────

export const untransformed = (name: string) =>
  runtimeError(
    `micronumpy: "${name}" was not compiled, it runs as plain JavaScript, slowly. \`npx micronumpy setup\` puts the plug-in into your build, docs/setup.md says how it is done by hand; tsc is then \`tspc\`. MICRONUMPY_UNTRANSFORMED=silent hides this, =error makes it an error.`,
  );
