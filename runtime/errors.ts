/**
 * TABLE of the errors that users of the run time see, by subject: one function each, which makes the error and leaves
 * throwing it to its caller.
 *
 * A text is NumPy's where NumPy has one; what follows a colon there is ours and says what to write instead. `code` is
 * the name of NumPy's class. JavaScript has fewer classes: TypeError stands for TypeError, RangeError for ValueError,
 * IndexError, AxisError, OverflowError, MemoryError and ZeroDivisionError, Error for the rest.
 */
export * from "./errors/arguments.js";
export * from "./errors/arrays.js";
export * from "./errors/files.js";
export { type NumPyError, tupleText } from "./errors/make.js";
export * from "./errors/memory.js";
export * from "./errors/ufuncs.js";
