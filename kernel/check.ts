/** Is a lane program in order? The invariants of `lane.ts`, run on every program in tests. */
import type { Code, LaneProgram, Statement, Value } from "./lane.js";
import { blocksOf } from "./lower/prune.js";
import { instruction, type ValueType } from "./wasm.js";

/** Throws an error that names the first value or statement out of order. */
export function check(program: LaneProgram): void {
  const known = new Set<Value>();
  const assigned = new Set<number>();
  const type = (value: Value): ValueType | null => program.values[value]!.type;
  const fail = (what: string): never => {
    throw new Error(`${program.name}: ${what}`);
  };
  const use = (value: Value, wanted: ValueType, where: string): void => {
    if (!known.has(value)) fail(`${where} uses value ${value} before it is there`);
    if (type(value) !== wanted) fail(`${where} takes ${wanted}, value ${value} is ${type(value)}`);
  };
  const define = (value: Value): void => {
    const { op, args, immediates, type: result } = program.values[value]!;
    if (known.has(value)) fail(`value ${value} (${op}) is named twice`);
    if (op === "variable" && !assigned.has(immediates[0]!)) fail(`variable ${immediates[0]} is read before it is set`);
    if (op !== "variable" && op !== "pool" && op !== "parameter") {
      const { operands, result: gives } = instruction(op);
      if (operands.length !== args.length) fail(`${op} takes ${operands.length} operands, found ${args.length}`);
      operands.forEach((operand, k) => use(args[k]!, operand, op));
      if (gives !== result) fail(`${op} gives ${gives}, value ${value} says ${result}`);
    }
    known.add(value);
  };
  /** What a block names is known in it only; a loop's head, in its code and step too. */
  const scoped = (run: () => void): void => {
    const before = [...known];
    run();
    known.clear();
    for (const value of before) known.add(value);
  };
  const statement = (stmt: Statement): void => {
    switch (stmt.kind) {
      case "let":
        return define(stmt.value);
      case "assign":
        use(stmt.value, program.variables[stmt.variable]!.type, "an assignment");
        assigned.add(stmt.variable);
        return;
      case "return":
        return use(stmt.value, "i32", "return");
      case "if":
        use(stmt.test, "i32", "if");
        return blocksOf(stmt).forEach((code) => scoped(() => all(code)));
      case "loop":
        return scoped(() => {
          all(stmt.head);
          use(stmt.test, "i32", "loop");
          scoped(() => all(stmt.code));
          scoped(() => all(stmt.step));
        });
    }
  };
  const all = (code: Code): void => code.forEach(statement);
  all(program.code);
  if (program.code.at(-1)?.kind !== "return") fail("control reaches the end");
}
