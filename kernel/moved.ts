/** Functions that move to another body: their calls and tables get the places that they have there. */
import type { Block, Expr, Func, Stmt } from "./ir.js";

/** Where the functions and tables of a body have moved to. */
export interface Places {
  readonly functions: (index: number) => number;
  readonly tables: (index: number) => number;
}

/** A function with its calls and tables at their new places. */
export const movedFunction = (func: Func, places: Places): Func => ({ ...func, code: moved(func.code, places) });

const moved = (code: Block, places: Places): Block => code.map((stmt) => movedStatement(stmt, places));

function movedStatement(stmt: Stmt, places: Places): Stmt {
  const expr = (e: Expr): Expr => movedExpression(e, places);
  switch (stmt.kind) {
    case "set":
      return { ...stmt, value: expr(stmt.value) };
    case "if":
      return { ...stmt, test: expr(stmt.test), yes: moved(stmt.yes, places), no: moved(stmt.no, places) };
    case "loop":
      return { ...stmt, code: moved(stmt.code, places), step: moved(stmt.step, places) };
    case "block":
      return { ...stmt, code: moved(stmt.code, places) };
    case "return":
      return { ...stmt, values: stmt.values.map(expr) };
    default:
      return stmt;
  }
}

export function movedExpression(expr: Expr, places: Places): Expr {
  const inner = (e: Expr): Expr => movedExpression(e, places);
  const array = (of: Extract<Expr, { kind: "length" }>["of"]) =>
    "table" in of ? { table: places.tables(of.table) } : of;
  switch (expr.kind) {
    case "op":
      return { ...expr, args: expr.args.map(inner) };
    case "cast":
    case "is":
      return { ...expr, arg: inner(expr.arg) };
    case "choose":
      return { ...expr, test: inner(expr.test), yes: inner(expr.yes), no: inner(expr.no) };
    case "logic":
      return { ...expr, left: inner(expr.left), right: inner(expr.right) };
    case "element":
      return { ...expr, of: array(expr.of), index: inner(expr.index) };
    case "length":
      return { ...expr, of: array(expr.of) };
    case "call": {
      const func = "local" in expr.func ? { local: places.functions(expr.func.local) } : expr.func;
      return { ...expr, func, args: expr.args.map(inner) };
    }
    default:
      return expr;
  }
}
