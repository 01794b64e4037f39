/**
 * Types the call of a function of a body. Values keep what is known of them on their way in and out: a weak value passes
 * through a helper as what it is, and a constant through a function of the library as the constant that this gives.
 */
import type { Call, Inference } from "./infer.js";
import type { At } from "./ir.js";
import {
  coerce,
  common,
  constant,
  mapped,
  type Operand,
  type Ty,
  textOf,
  tyOf,
  typed,
  unknown,
  variable,
} from "./weak.js";

/** The call of the function `func` with as many values as it has parameters: its results, and the code. */
export function inferCall(
  inference: Inference,
  func: number,
  values: readonly Operand[],
  at: At,
): { results: Operand[]; call: Call } {
  const { math } = inference.sources[func]!;
  const operands = math ? rounded(values) : values;
  const types = operands.map(argumentType);
  // the library asks for types: what has none yet stands there as its neighbour does
  const known = math ? types.map((ty) => (ty.weak === "unknown" ? { weak: null, type: common(types) } : ty)) : types;
  const { index, results } = inference.instance(func, known, undefined, at);
  const callee = inference.finished()[index]!;
  const args = operands.map((operand, k) => coerce(operand, callee.locals[k]!.type));
  const call: Call = { kind: "call", func: index, args, type: callee.results[0]!, at };
  // constants that the library has only handed on are those that they are: exact bigints
  if (math && results[0]!.weak !== "constant" && operands.every((x) => x.weak !== null))
    return { call, results: [weakResult(inference, operands, call)] };
  return {
    call,
    results: results.map((ty): Operand => {
      if (ty.weak === "constant") return constant(ty.value, at, ty.from);
      return ty.weak === "unknown" ? unknown(at) : { ...ty, expr: call };
    }),
  };
}

/** Of constants, the value of the library's own function; of others a weak variable. */
function weakResult(inference: Inference, operands: readonly Operand[], call: Call): Operand {
  if (operands.some(({ weak }) => weak === "unknown")) return unknown(call.at);
  const constants = operands.filter((x) => x.weak === "constant");
  if (constants.length < operands.length) return variable(call);
  const { uses } = inference;
  const apply = inference.evaluator(call);
  const { name } = inference.finished()[call.func]!;
  // an operator may bear the same name, and give other bits
  const text = `Math.${name}(${constants.map(textOf).join(", ")})`;
  const from = constants.some((x) => x.from) ? uses.value(text, apply) : undefined;
  return constant(apply(uses.now), call.at, from);
}

/** Beside a float32 weak values take that type, as operands do: a function of the library would see what they were. */
function rounded(operands: readonly Operand[]): readonly Operand[] {
  if (common(operands.map(tyOf)) !== "float32") return operands;
  return operands.map((x) => {
    if (x.weak === "constant") return mapped(x, "fround", (value) => Math.fround(Number(value)));
    return x.weak === "variable" ? typed(coerce(x, "float32")) : x;
  });
}

/** What a parameter is assigned: of a choice of constants not which they are. */
function argumentType(operand: Operand): Ty {
  return operand.weak === "variable" ? { weak: "variable", own: operand.own } : tyOf(operand);
}
