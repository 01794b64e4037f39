/** The locals that a block assigns, each once. */
export function assignedIn(block) {
  const found = new Set();
  each(block, (stmt) => {
    if (stmt.kind === "set") found.add(stmt.local);
    if (stmt.kind === "unpack") for (const local of stmt.locals) found.add(local);
  });
  return [...found];
}
/** The locals read anywhere in the function but in this loop, which is named by its code. */
export function readOutside(block, loop, found = new Set()) {
  for (const stmt of block) {
    if (stmt.kind === "loop" && stmt.code === loop) continue;
    for (const expr of expressions(stmt)) reads(expr, found);
    for (const inner of blocks(stmt)) readOutside(inner, loop, found);
    // a loop around this one comes back to whatever it reads
  }
  return found;
}
/** May an iteration read what the one before left in the local? */
export function readBeforeSet(code, step, local) {
  return exposed([...code, ...step], local) !== "set";
}
/** What happens first to the local: "set" only where that is so on every path. */
function exposed(block, local) {
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
function reads(expr, found) {
  if (expr.kind === "local") found.add(expr.index);
  for (const operand of operands(expr)) reads(operand, found);
  return found;
}
function operands(expr) {
  switch (expr.kind) {
    case "constant":
    case "local":
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
  }
}
function expressions(stmt) {
  switch (stmt.kind) {
    case "set":
      return [stmt.value];
    case "unpack":
      return [stmt.call];
    case "if":
      return [stmt.test];
    case "return":
      return stmt.values;
    default:
      return [];
  }
}
function blocks(stmt) {
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
function each(block, visit) {
  for (const stmt of block) {
    visit(stmt);
    for (const inner of blocks(stmt)) each(inner, visit);
  }
}
/** Every expression of a block, operands included. */
export function eachExpression(block, visit) {
  const walk = (expr) => {
    visit(expr);
    operands(expr).forEach(walk);
  };
  each(block, (stmt) => expressions(stmt).forEach(walk));
}
/** Does the block hold a loop? */
export function hasLoop(block) {
  return block.some((stmt) => stmt.kind === "loop" || blocks(stmt).some(hasLoop));
}
