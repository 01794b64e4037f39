/** The public names of the run time but `ufunc` and `ufuncs`: arrays, the functions of the kernel language, types. */

export {
  bits,
  bits32,
  bool,
  copysign,
  f32,
  f64,
  from_bits,
  from_bits32,
  i8,
  i16,
  i32,
  i64,
  idiv,
  isBool,
  isFloat,
  isInteger,
  isSigned,
  mulhi,
  rint,
  u8,
  u16,
  u32,
  u64,
} from "../kernel/language.js";
export { isNdArray, NdArray } from "./array.js";
export { allclose, array_equal, isclose, type Tolerance } from "./comparing.js";
export { configure } from "./configure.js";
export {
  arange,
  array,
  as_strided,
  asarray,
  empty,
  empty_like,
  eye,
  full,
  full_like,
  linspace,
  meshgrid,
  ones,
  ones_like,
  zeros,
  zeros_like,
} from "./create.js";
export { compress, copyto, putmask, take } from "./indexing.js";
export { ix } from "./indices.js";
export { concatenate, stack } from "./joining.js";
export { from_npy, to_npy } from "./npy.js";
export type { Common, FloatOf } from "./result-types.js";
export { argmax, argmin, nonzero, where } from "./searching.js";
export { broadcast_to, expand_dims, flip, squeeze } from "./shapes.js";
export { argsort, sort } from "./sorting.js";
export { tidy } from "./tidy.js";
export {
  can_cast,
  type FloatInfo,
  finfo,
  type IntegerInfo,
  iinfo,
  inf,
  nan,
  pi,
  promote_types,
  result_type,
} from "./typeinfo.js";
export type {
  AnyTyped,
  ArrayLike,
  Big,
  Casting,
  DType,
  DTypeOf,
  Float,
  floating,
  Index,
  IndexTuple,
  ListOf,
  Operand,
  Plain,
  Promote,
  promoted,
  Scalar,
  TypedArrayOf,
} from "./types.js";
export type {
  AccumulateOptions,
  Axis,
  Body,
  CallOptions,
  Dot,
  Extremum,
  Kernel,
  Mean,
  ReduceOptions,
  Running,
  Sum,
  Truth,
  Ufunc,
  UfuncFactory,
  UfuncOptions,
  Ufuncs,
  Variance,
  VarianceOptions,
} from "./ufunc-types.js";
