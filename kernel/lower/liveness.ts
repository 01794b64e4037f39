/** Who reads a local: what a loop has to carry from one iteration to the next, and out. */
import type { TypedBlock, TypedExpr, TypedStmt } from "../typed.js";

/** The locals that a block assigns, each once. */
export function assignedIn(block: TypedBlock): number[] {
  const found = new Set<number>();
  eachStatement(block, (stmt) => {
    if (stmt.kind === "set") found.add(stmt.local);
    if (stmt.kind === "unpack") for (const local of stmt.locals) found.add(local);
  });
  return [...found];
}

/** The locals read anywhere in the function but in this block; a loop is named by its code. */
export function readOutside(block: TypedBlock, excluded: TypedBlock, found = new Set<number>()): Set<number> {
  for (const stmt of block) {
    if (stmt.kind === "loop" && stmt.code === excluded) continue;
    for (const expr of expressions(stmt)) reads(expr, found);
    for (const inner of blocks(stmt)) if (inner !== excluded) readOutside(inner, excluded, found);
  }
  return found;
}

/** May an iteration read what the one before left in the local? */
export function readBeforeSet(code: TypedBlock, step: TypedBlock, local: number): boolean {
  return exposed([...code, ...step], local) !== "set";
}

type Exposure = "read" | "set" | "neither";

/** What happens first to the local: "set" only where that is so on every path. */
function exposed(block: TypedBlock, local: number): Exposure {
  for (const stmt of block) {
    if (expressions(stmt).some((expr) => reads(expr, new Set()).has(local))) return "read";
    if ((stmt.kind === "set" && stmt.local === local) || (stmt.kind === "unpack" && stmt.locals.includes(local)))
      return "set";
    if (stmt.kind === "break" || stmt.kind === "continue" || stmt.kind === "return") return "neither";
    const inside = blocks(stmt).map((inner) => exposed(inner, local));
    if (inside.includes("read")) return "read";
    if (stmt.kind === "if" && inside.every((e) => e === "set")) return "set";
    // a way around an assignment inside: the value from before may come through
    if (inside.includes("set")) return "read";
  }
  return "neither";
}

function reads(expr: TypedExpr, found: Set<number>): Set<number> {
  if (expr.kind === "local") found.add(expr.index);
  for (const operand of operands(expr)) reads(operand, found);
  return found;
}

function operands(expr: TypedExpr): readonly TypedExpr[] {
  switch (expr.kind) {
    case "constant":
    case "local":
    case "uniform":
      return [];
    case "op":
    case "call":
      return expr.args;
    case "cast":
      return [expr.arg];
    case "choose":
      return [expr.test, expr.yes, expr.no];
    case "logic":
      return [expr.left, expr.right];
    case "element":
      return [expr.index];
    case "guarded":
      return [expr.guard.test, expr.value];
  }
}

function expressions(stmt: TypedStmt): readonly TypedExpr[] {
  switch (stmt.kind) {
    case "set":
      return [stmt.value];
    case "unpack":
      return [stmt.call];
    case "if":
      return [stmt.test];
    case "guard":
      return [stmt.guard.test];
    case "return":
      return stmt.values;
    default:
      return [];
  }
}

function blocks(stmt: TypedStmt): readonly TypedBlock[] {
  switch (stmt.kind) {
    case "if":
      return [stmt.yes, stmt.no];
    case "loop":
      return [stmt.code, stmt.step];
    case "block":
      return [stmt.code];
    default:
      return [];
  }
}

/** Every statement of a block, those inside others too. */
export function eachStatement(block: TypedBlock, visit: (stmt: TypedStmt) => void): void {
  for (const stmt of block) {
    visit(stmt);
    for (const inner of blocks(stmt)) eachStatement(inner, visit);
  }
}

/** Every expression of a block, operands included. */
export function eachExpression(block: TypedBlock, visit: (expr: TypedExpr) => void): void {
  const walk = (expr: TypedExpr): void => {
    visit(expr);
    operands(expr).forEach(walk);
  };
  eachStatement(block, (stmt) => expressions(stmt).forEach(walk));
}

/** Does the block hold a loop? */
export function hasLoop(block: TypedBlock): boolean {
  return block.some((stmt) => stmt.kind === "loop" || blocks(stmt).some(hasLoop));
}

/** Does the block break (or continue) the target that is `depth` levels out? */
export function leavesFor(block: TypedBlock, depth: number, kind?: "breaks" | "continues"): boolean {
  return block.some((stmt) => {
    if (stmt.kind === "break" || stmt.kind === "continue")
      return stmt.depth === depth && (kind === undefined || kind === `${stmt.kind}s`);
    return blocks(stmt).some((code) => leavesFor(code, depth + inside(stmt), kind));
  });
}

/** Does the block return anywhere? */
export function returnsIn(block: TypedBlock): boolean {
  return block.some((stmt) => stmt.kind === "return" || blocks(stmt).some(returnsIn));
}

/** Is there a way out of the block but its end? `levels` of the loops and blocks inside it catch what is meant for them. */
export const hasExit = (block: TypedBlock, levels = 0): boolean => returnsIn(block) || breaksOut(block, levels);

/** Is a `return` the only way out of the block, on whatever path? */
export const onlyReturns = (block: TypedBlock): boolean => endsInReturns(block) && !breaksOut(block, 0);

function endsInReturns(block: TypedBlock): boolean {
  const last = block.at(-1);
  return last?.kind === "return" || (last?.kind === "if" && endsInReturns(last.yes) && endsInReturns(last.no));
}

/** Does a `break` or `continue` leave the block? */
function breaksOut(block: TypedBlock, levels: number): boolean {
  return block.some((stmt) => {
    if (stmt.kind === "break" || stmt.kind === "continue") return stmt.depth >= levels;
    return blocks(stmt).some((code) => breaksOut(code, levels + inside(stmt)));
  });
}

/** Levels that a statement adds for what breaks inside of it. */
const inside = (stmt: TypedStmt): number => (stmt.kind === "loop" || stmt.kind === "block" ? 1 : 0);
