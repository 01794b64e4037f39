/** Drops what nothing uses: values of dead computations, and variables that are written but never read. */
import type { Code, LaneProgram, Statement, Value } from "../lane.js";

export function prune<P extends Pick<LaneProgram, "values" | "code">>(program: P): P {
  const live = new Set<Value>();
  const assigned = new Map<number, Value[]>();
  const variables = new Set<number>();
  const roots: Value[] = [];
  const mark = (value: Value): void => {
    if (live.has(value)) return;
    live.add(value);
    const { op, args, immediates } = program.values[value]!;
    args.forEach(mark);
    if (op !== "variable" || variables.has(immediates[0]!)) return;
    variables.add(immediates[0]!);
    assigned.get(immediates[0]!)?.forEach(mark);
  };
  eachStatement(program.code, (stmt) => {
    if ("test" in stmt) roots.push(stmt.test);
    else if (stmt.kind === "assign") assigned.set(stmt.variable, [...(assigned.get(stmt.variable) ?? []), stmt.value]);
    else if (stmt.kind === "return" || program.values[stmt.value]!.type === null) roots.push(stmt.value);
  });
  roots.forEach(mark);
  const keep = (code: Code): Code =>
    code
      .filter((s) => (s.kind === "let" ? live.has(s.value) : s.kind === "assign" ? variables.has(s.variable) : true))
      .map(inside);
  const inside = (stmt: Statement): Statement => {
    if (stmt.kind === "loop") return { ...stmt, head: keep(stmt.head), code: keep(stmt.code), step: keep(stmt.step) };
    if (stmt.kind === "if") return { ...stmt, yes: keep(stmt.yes), no: keep(stmt.no) };
    return stmt;
  };
  return { ...program, code: keep(program.code) };
}

/** Visits all statements of a block, those inside others too. */
export function eachStatement(code: Code, visit: (stmt: Statement) => void): void {
  for (const stmt of code) {
    visit(stmt);
    if ("test" in stmt) for (const inner of blocksOf(stmt)) eachStatement(inner, visit);
  }
}

export function blocksOf(stmt: Statement): readonly Code[] {
  if (stmt.kind === "loop") return [stmt.head, stmt.code, stmt.step];
  return stmt.kind === "if" ? [stmt.yes, stmt.no] : [];
}

/** How often each value is used. */
export function countUses(program: LaneProgram): number[] {
  const uses = program.values.map(() => 0);
  eachStatement(program.code, (stmt) => {
    if (stmt.kind === "let") for (const arg of program.values[stmt.value]!.args) uses[arg]!++;
    else uses["test" in stmt ? stmt.test : stmt.value]!++;
  });
  return uses;
}
