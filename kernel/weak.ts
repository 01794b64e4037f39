/**
 * What inference knows of a value: its element type, or that it is weak and takes the type of its neighbours.
 *
 * A weak constant has a known value. A weak variable has none, but a type of its own (`own`) that it counts as beside
 * anything but a float. The rules are those of the kernel language; `common` is where they meet.
 */
import type { CapturedValue } from "./capture.js";
import { castTo, zeroOf } from "./cast.js";
import { type DType, isFloat, isInteger } from "./dtype.js";
import type { At, Literal } from "./ir.js";
import { fits, isWeakInteger, ownType, promote, promoteAll } from "./promote.js";
import type { TypedExpr } from "./typed.js";

/**
 * The type of a value, without the code that computes it. `among` are the constants of which a weak variable is one, if
 * it can be nothing else. `unknown` is a variable that will have a type, before the first is found: it decides nothing.
 */
export type Ty =
  | WeakConstant
  | { readonly weak: "variable"; readonly own: DType; readonly among?: readonly WeakConstant[] | undefined }
  | { readonly weak: "unknown" }
  | { readonly weak: null; readonly type: DType };

export interface WeakConstant {
  readonly weak: "constant";
  readonly value: Literal;
  readonly from?: CapturedValue | undefined;
}

export type Constant = WeakConstant & { readonly at: At };

/**
 * A value: its type, and the code, typed as `own` or `type` says. A constant needs none; one that comes from captures
 * has its value of this call, and says where it is to be read at others.
 */
export type Operand =
  | Constant
  | (Extract<Ty, { weak: "variable" | null }> & { readonly expr: TypedExpr })
  | { readonly weak: "unknown"; readonly at: At };

export const typed = (expr: TypedExpr): Operand => ({ weak: null, type: expr.type, expr });
export const constant = (value: Literal, at: At, from?: CapturedValue): Operand => ({
  weak: "constant",
  value,
  at,
  from,
});
export const variable = (expr: TypedExpr): Operand => ({ weak: "variable", own: expr.type, expr });
export const unknown = (at: At): Operand => ({ weak: "unknown", at });

/** The type that a value has where nothing else decides. */
export function standalone(ty: Ty): DType {
  if (ty.weak === "constant") return ownType(ty.value);
  if (ty.weak === "unknown") return "bool";
  return ty.weak === "variable" ? ty.own : ty.type;
}

/** The type that a weak value gives an operation beside `t`: `t` itself where the value fits it. */
function beside(ty: Ty, t: DType): DType {
  if (ty.weak === null) return promote(t, ty.type);
  if (ty.weak === "unknown" || isFloat(t)) return t;
  if (ty.weak === "variable") return promote(t, ty.own);
  const { value } = ty;
  if (typeof value === "boolean") return t;
  if (isInteger(t) && isWeakInteger(value) && fits(value, t)) return t;
  return promote(t, ownType(value));
}

/** The promoted type of several values. Typed ones decide first, then weak variables, then constants; unknown ones never. */
export function common(tys: readonly Ty[]): DType {
  const strong = tys.flatMap((ty) => (ty.weak === null ? [ty.type] : []));
  const variables = tys.filter((ty) => ty.weak === "variable");
  const constants = tys.filter((ty) => ty.weak === "constant");
  const rest = [...variables, ...constants];
  const start = strong.length > 0 ? promoteAll(strong) : standalone(rest[0] ?? { weak: "unknown" });
  return rest.reduce((t, ty) => beside(ty, t), start);
}

export function same(a: Ty, b: Ty): boolean {
  if (a.weak === "constant") return b.weak === "constant" && Object.is(a.value, b.value) && a.from === b.from;
  if (a.weak === "variable") return b.weak === "variable" && a.own === b.own && sameAll(a.among, b.among);
  if (a.weak === "unknown") return b.weak === "unknown";
  return b.weak === null && a.type === b.type;
}

function sameAll(a: readonly Ty[] = [], b: readonly Ty[] = []): boolean {
  return a.length === b.length && a.every((ty, k) => same(ty, b[k]!));
}

/** Identifies a type in keys: a function is typed anew for each list of them. */
export function keyOf(ty: Ty): string {
  if (ty.weak === "constant") return `${ty.from ? "$" : ""}${textOf(ty)}`;
  if (ty.weak === "unknown") return "?";
  return ty.weak === "variable" ? `~${ty.own}` : ty.type;
}

/** Identifies a constant: a captured one by how it is read, any other by its value, as TypeScript would write it. */
export function textOf({ value, from }: Pick<WeakConstant, "value" | "from">): string {
  if (from) return from.text;
  return typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
}

export function tyOf(operand: Operand): Ty {
  switch (operand.weak) {
    case "constant":
      return { weak: "constant", value: operand.value, from: operand.from };
    case "variable":
      return { weak: "variable", own: operand.own, among: operand.among };
    case "unknown":
      return { weak: "unknown" };
    case null:
      return { weak: null, type: operand.type };
  }
}

/** The type of a value that is any of these constants: a table's element, a variable that is assigned no others. */
export function ownTypeOf(values: readonly Literal[]): DType {
  const numbers = values.filter((value) => typeof value !== "boolean");
  if (values.length > 0 && numbers.length === 0) return "bool";
  if (values.length === 0 || !numbers.every(isWeakInteger)) return "float64";
  const first = numbers.some((value) => typeof value === "bigint") ? "int64" : "int32";
  return ([first, "int64", "uint64"] as const).find((type) => numbers.every((value) => fits(value, type))) ?? "float64";
}

/** The code of a value in a given type; a constant is converted here and now. */
export function coerce(operand: Operand, type: DType): TypedExpr {
  if (operand.weak === "constant" && operand.from) return operand.from.uses.place(operand.from, type, operand.at);
  if (operand.weak === "constant")
    return { kind: "constant", type, value: castTo(type)(operand.value), at: operand.at };
  if (operand.weak === "unknown") return { kind: "constant", type, value: zeroOf(type), at: operand.at };
  const { expr } = operand;
  if (expr.type === type) return expr;
  return converted(expr, type) ?? { kind: "cast", type, arg: expr, at: expr.at };
}

/** A constant, or a choice of constants, in another type here and now. */
function converted(expr: TypedExpr, type: DType): TypedExpr | null {
  if (expr.kind === "constant") return { ...expr, type, value: castTo(type)(expr.value) };
  if (expr.kind !== "choose") return null;
  const [yes, no] = [converted(expr.yes, type), converted(expr.no, type)];
  return yes && no && { ...expr, type, yes, no };
}

/** A constant for code that is better for knowing it: one that comes from captures becomes an entry fact. */
export function settled(operand: Operand): Operand {
  const value = operand.weak === "constant" ? operand.from?.promote() : undefined;
  return value === undefined ? operand : constant(value, (operand as Constant).at);
}

/** Does a constant pass a test? The answer becomes an entry fact where it comes from captures. */
export function passes({ value, from }: Constant, what: string, test: (value: Literal) => boolean): boolean {
  return from ? from.passes(what, test) : test(value);
}

/** A constant that follows from another. */
export function mapped({ value, from, at }: Constant, name: string, map: (value: Literal) => Literal): Operand {
  const derived = from?.uses.value(`${name}(${from.text})`, (captures) => map(from.read(captures)));
  return constant(map(value), at, derived);
}

export const atOf = (operand: Operand): At => ("expr" in operand ? operand.expr.at : operand.at);
