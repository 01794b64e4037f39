export function prune(program) {
  const live = new Set();
  const assigned = new Map();
  const variables = new Set();
  const mark = (value) => {
    if (live.has(value)) return;
    live.add(value);
    const { op, args, immediates } = program.values[value];
    args.forEach(mark);
    if (op !== "variable" || variables.has(immediates[0])) return;
    variables.add(immediates[0]);
    assigned.get(immediates[0])?.forEach(mark);
  };
  each(program.code, (stmt) => {
    if (stmt.kind === "assign") assigned.set(stmt.variable, [...(assigned.get(stmt.variable) ?? []), stmt.value]);
  });
  each(program.code, (stmt) => {
    if (stmt.kind === "let" && program.values[stmt.value].type === null) mark(stmt.value);
    if (stmt.kind === "loop" || stmt.kind === "if") mark(stmt.test);
    if (stmt.kind === "return") mark(stmt.value);
  });
  const keep = (code) =>
    code
      .filter((s) => (s.kind === "let" ? live.has(s.value) : s.kind === "assign" ? variables.has(s.variable) : true))
      .map(inside);
  const inside = (stmt) => {
    if (stmt.kind === "loop") return { ...stmt, head: keep(stmt.head), code: keep(stmt.code), step: keep(stmt.step) };
    if (stmt.kind === "if") return { ...stmt, yes: keep(stmt.yes), no: keep(stmt.no) };
    return stmt;
  };
  return { ...program, code: keep(program.code) };
}
function each(code, visit) {
  for (const stmt of code) {
    visit(stmt);
    for (const inner of blocksOf(stmt)) each(inner, visit);
  }
}
export function blocksOf(stmt) {
  if (stmt.kind === "loop") return [stmt.head, stmt.code, stmt.step];
  return stmt.kind === "if" ? [stmt.yes, stmt.no] : [];
}
