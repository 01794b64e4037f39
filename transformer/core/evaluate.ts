/** The value of a constant expression, by the interpreter: what the kernel language says, never what the engine does. */

import { infer, isRefusal } from "../../kernel/infer.js";
import { interpreter } from "../../kernel/interpret.js";
import type { Body, Expr, Literal } from "../../kernel/ir.js";

/** Null where the expression has no value, as `1 & 0.5` has none. */
export function evaluate(value: Expr): Literal | null {
  if (value.kind === "literal") return value.value;
  const { at } = value;
  const func = { name: "constant", file: "", at, params: 0, returns: [null], locals: [] };
  const body: Body = {
    functions: [{ ...func, code: [{ at, kind: "return", values: [value] }] }],
    captures: [],
    tables: [],
  };
  const typed = infer(body, []);
  return isRefusal(typed) ? null : interpreter(typed)()[0]!;
}
