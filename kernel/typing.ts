/**
 * How an operator is typed: one function for each rule of `ops/row.ts`. From operands, some of them weak, each makes the
 * typed operation, or a constant where all operands are.
 */
import { castTo, zeroOf } from "./cast.js";
import {
  bytesOf,
  type DType,
  integer,
  isBig,
  isBool,
  isFloat,
  isInteger,
  kindOf,
  limits,
  type Scalar,
} from "./dtype.js";
import type { At, Literal } from "./ir.js";
import type { Typing } from "./ops/row.js";
import { type OpName, ops } from "./ops.js";
import { fits, floating, isWeakInteger } from "./promote.js";
import { Refused, refusals } from "./refusal.js";
import type { TypedExpr } from "./typed.js";
import {
  atOf,
  type Constant,
  coerce,
  common,
  constant,
  mapped,
  type Operand,
  ownTypeOf,
  passes,
  settled,
  standalone,
  textOf,
  tyOf,
  typed,
  unknown,
  variable,
} from "./weak.js";

type Rule = (op: OpName, operands: readonly Operand[], at: At) => Operand;

export function apply(op: OpName, operands: readonly Operand[], at: At): Operand {
  const { args, typing } = ops[op];
  if (operands.some(({ weak }) => weak === "unknown") && operands.every(({ weak }) => weak !== null))
    return undecided(typing, at);
  if (args === "any" && operands.length > 2 && !operands.every(isConstant)) return folded(op, operands, at);
  const result = special(op, operands, at);
  if (result) return result;
  if (operands.every(isConstant)) return folding(op, operands, at);
  return (typeof typing === "string" ? rules[typing] : fixed(typing))(op, operands, at);
}

/** An operation on a variable whose type is still to be found; only some results have one all the same. */
function undecided(typing: Typing, at: At): Operand {
  const type = typeof typing !== "string" ? typing[1] : DECIDED.has(typing) ? "bool" : null;
  return type ? typed({ kind: "constant", type, value: zeroOf(type), at }) : unknown(at);
}
const DECIDED: ReadonlySet<Typing> = new Set<Typing>(["compare", "test", "logical"]);

const isConstant = (x: Operand): x is Constant => x.weak === "constant";

/** The constant that an operation on constants makes; of captures, one that is made anew at every call. */
function folding(op: OpName, operands: readonly Constant[], at: At): Operand {
  const value = fold(
    op,
    operands.map((x) => x.value),
    at,
  );
  const uses = operands.find((x) => x.from)?.from?.uses;
  if (!uses) return constant(value, at);
  const text = `${op}(${operands.map(textOf).join(", ")})`;
  const from = uses.value(text, (captures) =>
    fold(
      op,
      operands.map((x) => x.from?.read(captures) ?? x.value),
      at,
    ),
  );
  return constant(value, at, from);
}

/** More than two operands, folded from the left in the type that all of them share. */
function folded(op: OpName, operands: readonly Operand[], at: At): Operand {
  const type = common(operands.map(tyOf));
  const exprs = operands.map((x) => coerce(x, type));
  const expr = exprs.reduce((a, b) => ({ kind: "op", op, of: type, type, args: [a, b], at }));
  return operands.some((x) => x.weak === null) ? typed(expr) : variable(expr);
}

/** The operation on operands of one type. It is weak again when no operand is typed, and so may be its own type. */
function operation(op: OpName, operands: readonly Operand[], of: DType, type: DType, at: At): Operand {
  const expr: TypedExpr = { kind: "op", op, of, type, args: operands.map((x) => coerce(x, of)), at };
  return operands.some((x) => x.weak === null) || isBool(type) ? typed(expr) : variable(expr);
}

const promoted = (operands: readonly Operand[]): DType => common(operands.map(tyOf));

/** bools count as int32; beside a bigint literal, as int64. */
function asNumber(type: DType, operands: readonly Operand[]): DType {
  if (!isBool(type)) return type;
  return operands.some((x) => isConstant(x) && typeof x.value === "bigint") ? "int64" : "int32";
}

const fixed =
  ([of, result]: readonly [DType, DType]): Rule =>
  (op, operands, at) =>
    operation(op, operands, of, result, at);

const rules: Record<Extract<Typing, string>, Rule> = {
  number(op, operands, at) {
    const of = asNumber(promoted(operands), operands);
    return operation(op, operands, of, of, at);
  },
  same(op, operands, at) {
    const of = promoted(operands);
    return operation(op, operands, of, of, at);
  },
  rounding(op, operands, at) {
    const of = promoted(operands);
    return isFloat(of) ? operation(op, operands, of, of, at) : operands[0]!;
  },
  float(op, operands, at) {
    const of = floating(promoted(operands));
    return operation(op, operands, of, of, at);
  },
  integer(op, operands, at) {
    const of = asNumber(promoted(operands), operands);
    if (!isInteger(of)) throw new Refused(at, refusals.integerOnly(op, of));
    return operation(op, operands, of, of, at);
  },
  compare(op, operands, at) {
    return typed(comparison(op as Comparison, operands[0]!, operands[1]!, at));
  },
  bitwise(op, operands, at) {
    const of = promoted(operands);
    if (isFloat(of)) throw new Refused(at, refusals.bitwiseFloat(SPELLING[op] ?? op, names(operands)));
    return operation(op, operands, of, of, at);
  },
  shift,
  test(op, operands, at) {
    return operation(op, operands, promoted(operands), "bool", at);
  },
  logical(op, operands, at) {
    return typed({ kind: "op", op, of: "bool", type: "bool", args: [truth(operands[0]!)], at });
  },
};

const SPELLING: Partial<Record<OpName, string>> = {
  and: "&",
  or: "|",
  xor: "^",
  inv: "~",
  shl: "<<",
  shr: ">>",
  ushr: ">>>",
};
const names = (operands: readonly Operand[]): string => operands.map((x) => standalone(tyOf(x))).join(" and ");

/** In the promoted type, the count modulo its width. `>>>` gives the unsigned type of that width. */
function shift(op: OpName, operands: readonly Operand[], at: At): Operand {
  const [value, count] = [operands[0]!, settled(operands[1]!)];
  const type = asNumber(promoted(operands), operands);
  if (isFloat(type)) throw new Refused(at, refusals.bitwiseFloat(SPELLING[op]!, names(operands)));
  const width = bytesOf(type) * 8;
  if (isConstant(count) && !passes(count, `in 0…${width - 1}`, (n) => Number(n) >= 0 && Number(n) < width))
    throw new Refused(atOf(count), refusals.shiftCount(String(count.value), type, width));
  const of = op === "ushr" ? integer(bytesOf(type), false) : type;
  // through the signed type first, so that the sign is extended before it becomes a bit like others
  const args = [coerce(typed(coerce(value, type)), of), coerce(typed(coerce(count, type)), of)];
  const expr: TypedExpr = { kind: "op", op, of, type: of, args, at };
  return operands.some((x) => x.weak === null) ? typed(expr) : variable(expr);
}

/** What the rows don't say: casts spelled with operators, and powers of floats. */
function special(op: OpName, operands: readonly Operand[], at: At): Operand | null {
  const [a, b] = operands as [Operand, Operand | undefined];
  if (
    (op === "or" || op === "ushr") &&
    b?.weak === "constant" &&
    isFloat(standalone(tyOf(a))) &&
    passes(b, "0", isZero)
  )
    return truncated(a, op === "or" ? "int32" : "uint32");
  if (op === "pow" && b && !(isConstant(a) && isConstant(b))) return power(a, settled(b), at);
  return null;
}

const isZero = (value: Literal): boolean => value === 0;

/** `x | 0`, `~~x`, `x >>> 0` of a float: a cast, of a constant a constant. */
export function truncated(operand: Operand, type: "int32" | "uint32"): Operand {
  return isConstant(operand) ? mapped(operand, type, castTo(type)) : typed(coerce(operand, type));
}

function power(base: Operand, exponent: Operand, at: At): Operand | null {
  const of = asNumber(promoted([base, exponent]), [base, exponent]);
  if (isConstant(exponent) && passes(exponent, "2", (n) => n === 2)) return apply("mul", [base, base], at);
  if (!isFloat(of)) {
    if (isConstant(exponent) && passes(exponent, "negative", (n) => Number(n) < 0))
      throw new Refused(at, refusals.negativePower(of));
    return null;
  }
  if (isConstant(exponent) && passes(exponent, "-1", (n) => n === -1)) return apply("div", [constant(1, at), base], at);
  throw new Refused(at, refusals.floatPower());
}

type Comparison = "lt" | "le" | "gt" | "ge" | "eq" | "ne";
const SWAPPED = { lt: "gt", le: "ge", gt: "lt", ge: "le", eq: "eq", ne: "ne" } as const;

/** Integers compare exactly, whatever their signs and whatever the constant; other pairs in their promoted type. */
function comparison(op: Comparison, a: Operand, b: Operand, at: At): TypedExpr {
  if (isConstant(a)) return comparison(SWAPPED[op], b, a, at);
  const type = standalone(tyOf(a));
  if (isConstant(b) && !isFloat(type) && !isBool(type) && typeof b.value !== "boolean") {
    const whole = isWeakInteger(b.value);
    if (!b.from || a.weak === "variable" || (whole ? !fits(b.value, type) : isBig(type)))
      // a counter against a captured bound: worth knowing, so that loops can be unrolled
      return againstConstant(op, coerce(a, type), (a.weak === "variable" ? settled(b) : b) as Constant, at);
  }
  const of = promoted([a, b]);
  const other = standalone(tyOf(b));
  if (isFloat(of) && isInteger(type) && isInteger(other)) return mixedSigns(op, a, b, at);
  // bools have no order of their own in lanes
  const ordered = isBool(of) && op !== "eq" && op !== "ne" ? "int8" : of;
  return { kind: "op", op, of: ordered, type: "bool", args: [coerce(a, ordered), coerce(b, ordered)], at };
}

/** An integer against a constant, made an integer constant of its type that decides the same, or decided here. */
function againstConstant(op: Comparison, a: TypedExpr, b: Constant, at: At): TypedExpr {
  const { type } = a;
  const decided = (answer: boolean): TypedExpr => ({ kind: "constant", type: "bool", value: answer, at });
  const test = (c: Operand): TypedExpr => ({ kind: "op", op, of: type, type: "bool", args: [a, coerce(c, type)], at });
  if (passes(b, "NaN", (value) => Number.isNaN(value))) return decided(op === "ne");
  const [min, max] = limits(type);
  if (passes(b, `less than any ${type}`, (value) => (value as number | bigint) < min))
    return decided(op === "gt" || op === "ge" || op === "ne");
  if (passes(b, `greater than any ${type}`, (value) => (value as number | bigint) > max))
    return decided(op === "lt" || op === "le" || op === "ne");
  if (passes(b, "whole", (value) => typeof value === "bigint" || Number.isInteger(value))) return test(b);
  if (op === "eq" || op === "ne") return decided(op === "ne");
  // x < 2.5 is x < 3, x <= 2.5 is x < 3 too: x <= 2
  return op === "lt" || op === "ge"
    ? test(mapped(b, "ceil", (value) => Math.ceil(Number(value))))
    : test(mapped(b, "floor", (value) => Math.floor(Number(value))));
}

/** int64 beside uint64: a negative one is less than any unsigned; others compare as unsigned. */
function mixedSigns(op: Comparison, a: Operand, b: Operand, at: At): TypedExpr {
  if (kindOf(standalone(tyOf(a))) === "uint") return mixedSigns(SWAPPED[op], b, a, at);
  const signed = coerce(a, "int64");
  const args = [coerce(typed(signed), "uint64"), coerce(b, "uint64")];
  const unsigned: TypedExpr = { kind: "op", op, of: "uint64", type: "bool", args, at };
  const negative: TypedExpr = {
    kind: "op",
    op: "lt",
    of: "int64",
    type: "bool",
    args: [signed, { kind: "constant", type: "int64", value: 0n, at }],
    at,
  };
  if (op === "lt" || op === "le" || op === "ne")
    return { kind: "logic", op: "or", type: "bool", left: negative, right: unsigned, at };
  const positive: TypedExpr = { kind: "op", op: "not", of: "bool", type: "bool", args: [negative], at };
  return { kind: "logic", op: "and", type: "bool", left: positive, right: unsigned, at };
}

/** A condition: a number stands for `x != 0 && !isNaN(x)`. */
export function truth(operand: Operand): TypedExpr {
  const at = atOf(operand);
  if (isConstant(operand)) {
    return { kind: "constant", type: "bool", value: passes(operand, "true", Boolean), at };
  }
  const type = standalone(tyOf(operand));
  if (isBool(type)) return coerce(operand, type);
  const zero: TypedExpr = { kind: "constant", type, value: isBig(type) ? 0n : 0, at };
  const value = coerce(operand, type);
  if (!isFloat(type)) return { kind: "op", op: "ne", of: type, type: "bool", args: [value, zero], at };
  const magnitude: TypedExpr = { kind: "op", op: "abs", of: type, type, args: [value], at };
  return { kind: "op", op: "gt", of: type, type: "bool", args: [magnitude, zero], at };
}

/** An operation on constants only: in float64, or on bigints exactly; bits of numbers in the integer type that holds them. */
function fold(op: OpName, values: readonly Literal[], at: At): Literal {
  const { typing, mean } = ops[op];
  const call = (of: Parameters<typeof mean>[0], args: readonly Scalar[]): Scalar =>
    args
      .slice(1)
      .reduce(
        (a, b) => (mean(of) as (x: Scalar, y?: Scalar) => Scalar)(a, b),
        args.length > 1 ? args[0]! : single(mean(of), args[0]!),
      );
  if (typeof typing !== "string") return call(typing[0], values.map(castTo(typing[0])));
  if (typing === "logical") return !values[0];
  if (typing === "compare") return compareConstants(op, values[0]!, values[1]!);
  const big = values.every((v) => typeof v === "bigint");
  if (big && typing === "rounding") return values[0]!;
  if (big && typing === "integer") return call("int64", values.map(castTo("int64")));
  if (big && op === "pow") checkPower(values as readonly bigint[], at);
  if (big && typing === "shift") checkCount(values[1] as bigint, "bigint", LONGEST, at);
  if (big && typing !== "float" && typing !== "test") return call("bigint", values);
  const numbers = values.map(Number);
  if (typing === "bitwise" || typing === "shift" || typing === "integer") {
    if (values.every((v) => typeof v === "boolean")) return call("bool", values);
    const own = integerType(op, numbers, at);
    if (typing === "shift") checkCount(numbers[1]!, own, bytesOf(own) * 8, at);
    const of = op === "ushr" ? integer(bytesOf(own), false) : own;
    return Number(call(of, numbers.map(castTo(of))));
  }
  if (op === "pow") return foldPower(numbers[0]!, numbers[1]!, at);
  return call("float64", numbers);
}

/** Constants are exact up to as many bits as a float64 can have before its point. */
const LONGEST = 1024;

function checkCount(count: number | bigint, type: string, width: number, at: At): void {
  if (count < 0 || count >= width) throw new Refused(at, refusals.shiftCount(String(count), type, width));
}

function checkPower([base, exponent]: readonly bigint[], at: At): void {
  if (exponent! < 0) throw new Refused(at, refusals.negativePower("bigint"));
  const isLong = exponent! > LONGEST && base !== 0n && base !== 1n && base !== -1n;
  if (isLong) throw new Refused(at, refusals.longPower(String(base), String(exponent)));
}

const single = (mean: (...args: never[]) => Scalar, x: Scalar): Scalar =>
  mean.length > 1 ? x : (mean as (x: Scalar) => Scalar)(x);

function integerType(op: OpName, numbers: readonly number[], at: At): DType {
  const type = ownTypeOf(numbers);
  if (!isFloat(type)) return type;
  throw new Refused(at, refusals.bitwiseFloat(SPELLING[op] ?? op, numbers.join(" and ")));
}

function compareConstants(op: OpName, a: Literal, b: Literal): boolean {
  const [x, y] = [a, b].map((v) => (typeof v === "boolean" ? Number(v) : v)) as [number, number];
  if (op === "eq" || op === "ne") return (x <= y && x >= y) === (op === "eq");
  return (ops[op].mean("float64") as (a: unknown, b: unknown) => boolean)(x, y);
}

/** Squares, inverses and whole numbers: other powers are calls of the math library. */
function foldPower(base: number, exponent: number, at: At): number {
  if (exponent === 2) return base * base;
  if (exponent === -1) return 1 / base;
  if (!Number.isSafeInteger(base) || !Number.isSafeInteger(exponent)) throw new Refused(at, refusals.floatPower());
  const magnitude = Math.abs(exponent);
  const enough = magnitude < 1100 ? magnitude : 1100 + (magnitude % 2);
  const power = Number(BigInt(base) ** BigInt(enough));
  return exponent < 0 ? 1 / power : power;
}
