/**
 * How many elements a gang has: w registers of the widest lanes, w the largest of 4, 2, 1 whose live values fit V8's
 * sixteen vector registers less two. This unrolls by itself. A loop waits for its own results more than for registers: it
 * takes two even where they just fit.
 */
import type { Code, LaneProgram, Statement, Value } from "../lane.js";
import { eachStatement } from "./prune.js";

export const REGISTERS = 14;

export function registersPerValue(pressure: number, loops: boolean): 1 | 2 | 4 {
  if (loops) return 2 * pressure <= REGISTERS + 2 ? 2 : 1;
  if (4 * pressure <= REGISTERS) return 4;
  return 2 * pressure <= REGISTERS ? 2 : 1;
}

/** The loop over gangs: behind it is that over the rest, where there is one, and before it may be loops of uniform work. */
export function gangLoop(code: Code): Extract<Statement, { kind: "loop" }> | undefined {
  const loops = code.filter((stmt) => stmt.kind === "loop");
  return loops.at(-2) ?? loops[0];
}

/** Does a gang run a loop of its own? */
export function loopsInside({ code }: Pick<LaneProgram, "code">): boolean {
  let found = false;
  eachStatement(gangLoop(code)?.code ?? [], ({ kind }) => {
    found ||= kind === "loop";
  });
  return found;
}

/** The largest number of v128 values, made inside the loop over gangs, that live at once in it. */
export function pressure(program: Pick<LaneProgram, "values" | "code">): number {
  const gangs = gangLoop(program.code);
  if (gangs === undefined) return 0;
  const own = new Set<Value>();
  eachStatement(gangs.code, (stmt) => {
    if (stmt.kind === "let") own.add(stmt.value);
  });
  const counted = (value: Value) => own.has(value) && program.values[value]!.type === "v128";
  let most = 0;
  const live = new Set<Value>();
  const use = (value: Value): void => {
    const { args } = program.values[value]!;
    for (const arg of args) if (counted(arg)) live.add(arg);
  };
  const back = (code: Code): void => {
    for (const stmt of [...code].reverse()) {
      visit(stmt);
      most = Math.max(most, live.size);
    }
  };
  const visit = (stmt: Statement): void => {
    switch (stmt.kind) {
      case "let":
        live.delete(stmt.value);
        use(stmt.value);
        return;
      case "assign":
      case "return":
        if (counted(stmt.value)) live.add(stmt.value);
        return;
      case "if": {
        // an arm is long, and skipped when no lane wants it: half of what lives only there may spill
        const outside = most;
        most = 0;
        back(stmt.no);
        back(stmt.yes);
        most = Math.max(outside, live.size, Math.ceil(most / 2));
        return;
      }
      case "loop":
        back(stmt.step);
        back(stmt.code);
        back(stmt.head);
        return;
    }
  };
  back(gangs.code);
  return most;
}
