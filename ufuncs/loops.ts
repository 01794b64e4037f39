/**
 * The lists of loops that NumPy's ufuncs have, for our element types, in NumPy's order: operands are cast to the first
 * loop that takes all of them safely. Where NumPy has a float16 loop ours is float32.
 */

/** One operand, integers and floats. */
export const NUMBER = [
  "int8->int8",
  "uint8->uint8",
  "int16->int16",
  "uint16->uint16",
  "int32->int32",
  "uint32->uint32",
  "int64->int64",
  "uint64->uint64",
  "float32->float32",
  "float64->float64",
] as const;

/** One operand, any type. */
export const ANY = [
  "bool->bool",
  "int8->int8",
  "uint8->uint8",
  "int16->int16",
  "uint16->uint16",
  "int32->int32",
  "uint32->uint32",
  "int64->int64",
  "uint64->uint64",
  "float32->float32",
  "float64->float64",
];

/** One operand, floats. */
export const FLOAT = ["float32->float32", "float64->float64"] as const;

/** A question about one operand of any type. */
export const TEST = [
  "bool->bool",
  "int8->bool",
  "uint8->bool",
  "int16->bool",
  "uint16->bool",
  "int32->bool",
  "uint32->bool",
  "int64->bool",
  "uint64->bool",
  "float32->bool",
  "float64->bool",
];

/** A question about one float. */
export const FLOAT_TEST = ["float32->bool", "float64->bool"];

/** Two operands, integers and floats. */
export const NUMBERS = [
  "int8,int8->int8",
  "uint8,uint8->uint8",
  "int16,int16->int16",
  "uint16,uint16->uint16",
  "int32,int32->int32",
  "uint32,uint32->uint32",
  "int64,int64->int64",
  "uint64,uint64->uint64",
  "float32,float32->float32",
  "float64,float64->float64",
] as const;

/** Two operands, any type. */
export const ANYS = [
  "bool,bool->bool",
  "int8,int8->int8",
  "uint8,uint8->uint8",
  "int16,int16->int16",
  "uint16,uint16->uint16",
  "int32,int32->int32",
  "uint32,uint32->uint32",
  "int64,int64->int64",
  "uint64,uint64->uint64",
  "float32,float32->float32",
  "float64,float64->float64",
];

/** Division: integers give float64. */
export const QUOTIENTS = [
  "int8,int8->float64",
  "uint8,uint8->float64",
  "int16,int16->float64",
  "uint16,uint16->float64",
  "int32,int32->float64",
  "uint32,uint32->float64",
  "int64,int64->float64",
  "uint64,uint64->float64",
  "float32,float32->float32",
  "float64,float64->float64",
];

/** A relation of two operands. Integers of both signs are compared as they are, not as floats. */
export const RELATION = [
  "bool,bool->bool",
  "int8,int8->bool",
  "uint8,uint8->bool",
  "int16,int16->bool",
  "uint16,uint16->bool",
  "int32,int32->bool",
  "uint32,uint32->bool",
  "int64,int64->bool",
  "uint64,uint64->bool",
  "int64,uint64->bool",
  "uint64,int64->bool",
  "float32,float32->bool",
  "float64,float64->bool",
];

/** A logical operation on two operands. */
export const LOGICAL = [
  "bool,bool->bool",
  "int8,int8->bool",
  "uint8,uint8->bool",
  "int16,int16->bool",
  "uint16,uint16->bool",
  "int32,int32->bool",
  "uint32,uint32->bool",
  "int64,int64->bool",
  "uint64,uint64->bool",
  "float32,float32->bool",
  "float64,float64->bool",
];

/** One operand, bool and integers. */
export const BITS = [
  "bool->bool",
  "int8->int8",
  "uint8->uint8",
  "int16->int16",
  "uint16->uint16",
  "int32->int32",
  "uint32->uint32",
  "int64->int64",
  "uint64->uint64",
];

/** Two operands, bool and integers. */
export const BITS_OF_TWO = [
  "bool,bool->bool",
  "int8,int8->int8",
  "uint8,uint8->uint8",
  "int16,int16->int16",
  "uint16,uint16->uint16",
  "int32,int32->int32",
  "uint32,uint32->uint32",
  "int64,int64->int64",
  "uint64,uint64->uint64",
];

/** Two operands, integers. */
export const INTEGERS = [
  "int8,int8->int8",
  "uint8,uint8->uint8",
  "int16,int16->int16",
  "uint16,uint16->uint16",
  "int32,int32->int32",
  "uint32,uint32->uint32",
  "int64,int64->int64",
  "uint64,uint64->uint64",
] as const;

/** One integer, of which something is counted. */
export const BIT_COUNT = [
  "int8->uint8",
  "uint8->uint8",
  "int16->uint8",
  "uint16->uint8",
  "int32->uint8",
  "uint32->uint8",
  "int64->uint8",
  "uint64->uint8",
];

/** Two operands, integers and floats, and two results. */
export const DIVISIONS = [
  "int8,int8->int8,int8",
  "uint8,uint8->uint8,uint8",
  "int16,int16->int16,int16",
  "uint16,uint16->uint16,uint16",
  "int32,int32->int32,int32",
  "uint32,uint32->uint32,uint32",
  "int64,int64->int64,int64",
  "uint64,uint64->uint64,uint64",
  "float32,float32->float32,float32",
  "float64,float64->float64,float64",
] as const;

/** Three operands, any type. */
export const TRIPLES = [
  "bool,bool,bool->bool",
  "int8,int8,int8->int8",
  "uint8,uint8,uint8->uint8",
  "int16,int16,int16->int16",
  "uint16,uint16,uint16->uint16",
  "int32,int32,int32->int32",
  "uint32,uint32,uint32->uint32",
  "int64,int64,int64->int64",
  "uint64,uint64,uint64->uint64",
  "float32,float32,float32->float32",
  "float64,float64,float64->float64",
];

/** Two operands, floats. */
export const FLOATS = ["float32,float32->float32", "float64,float64->float64"] as const;

/** Two operands, float64 whatever they are. */
export const DOUBLES = ["float64,float64->float64"] as const;

/** A float, and two results. */
export const FLOAT_PAIR = ["float32->float32,float32", "float64->float64,float64"] as const;

/** A float, and a result that is an exponent. */
export const FRACTION_EXPONENT = ["float32->float32,int32", "float64->float64,int32"] as const;

/** A float and an exponent. */
export const SCALING = [
  "float32,int32->float32",
  "float32,int64->float32",
  "float64,int32->float64",
  "float64,int64->float64",
] as const;
