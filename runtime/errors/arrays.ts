/** What arrays say of shapes, axes and indices. */
import { axisError, describe, indexError, type Shape, shapeText, tupleText, typeError, valueError } from "./make.js";

// ───────────── shapes and axes ─────────────

export const badShape = (found: unknown) =>
  typeError(`shape: expected a sequence of integers or a single integer, got ${describe(found)}`);

export const negativeDimension = () => valueError("negative dimensions are not allowed");

export const tooManyDimensions = (found: number) =>
  valueError(`maximum supported dimension for an ndarray is currently 64, found ${found}`);

export const tooDeep = (most: number) =>
  valueError(
    `setting an array element with a sequence. The requested array would exceed the maximum number of dimension of ${most}.`,
  );

export const inhomogeneous = (depth: number, shape: Shape, at: Shape, why: string) =>
  valueError(
    `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions. The detected shape was ${tupleText(shape)} + inhomogeneous part: [${at.join("][")}] ${why}`,
  );

/** NumPy writes what is to be found out as a new axis, but in front, where it says nothing. */
export function cannotReshape(size: number, shape: Shape) {
  const known = shape.slice(
    Math.max(
      0,
      shape.findIndex((extent) => extent >= 0),
    ),
  );
  const words = known.map((extent) => (extent < 0 ? "newaxis" : extent)).join(",");
  return valueError(`cannot reshape array of size ${size} into shape (${words}${shape.length === 1 ? "," : ""})`);
}

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

export const scalarShape = () => valueError("cannot broadcast a non-scalar to a scalar array");

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

export const longAxis = (found: number, most: number) =>
  valueError(`an axis of ${found} elements is too long to be walked: ${most} are the most`);

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
  valueError(`can only convert an array of size 1 to a Python scalar: this one has ${size} elements`);

export const notIterable = () => typeError("iteration over a 0-d array");

export const notContiguous = () =>
  valueError("data: the array's elements don't lie one after another in C order: copy().data gives them so");

export const readOnlyOutput = () => valueError("output array is read-only");
export const readOnly = () => valueError("assignment destination is read-only");
