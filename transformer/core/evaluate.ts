/** The value of a constant expression, by the interpreter: what the kernel language says, never what the engine does. */

import { infer, isRefusal } from "../../kernel/infer.js";
import { interpreter } from "../../kernel/interpret.js";
import type { Body, Expr, Func, Literal } from "../../kernel/ir.js";
import { moved, movedFunction } from "../../kernel/nodes.js";

/**
 * Null where the expression has no value, as `1 & 0.5` has none. `known` are the functions and tables that it may use;
 * functions that are still being read are null, and not among them.
 */
export function evaluate(
  value: Expr,
  known: { readonly functions: readonly (Func | null)[]; readonly tables: Body["tables"] },
): Literal | null {
  if (value.kind === "literal") return value.value;
  const { at } = value;
  const places = { functions: (i: number) => i + 1, tables: (i: number) => i };
  const func = { name: "constant", file: "", at, params: 0, returns: [null], locals: [] };
  const body: Body = {
    functions: [
      { ...func, code: [{ at, kind: "return", values: [moved(value, places)] }] },
      ...known.functions.map((other) => (other ? movedFunction(other, places) : { ...func, code: [] })),
    ],
    captures: [],
    tables: known.tables,
  };
  const typed = infer(body, []);
  return isRefusal(typed) ? null : interpreter(typed)()[0]!;
}
