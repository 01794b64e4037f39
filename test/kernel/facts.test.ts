/** What every kernel is, whatever its body: SIMD from the first element to the last, within registers. That asc adds no call is in explain's test. */
import test from "ava";
import fc from "fast-check";
import { names, shapeOf } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import type { Expr, Stmt } from "../../kernel/ir.js";
import type { Code, LaneProgram } from "../../kernel/lane.js";
import { loopsInside, REGISTERS } from "../../kernel/lower/gang.js";
import { hasLoop } from "../../kernel/lower/liveness.js";
import { lower, widestLane } from "../../kernel/lower.js";
import * as jitcode from "../../kernel/math/jitcode.js";
import type { TypedBody } from "../../kernel/typed.js";
import { libraryBody } from "../../transformer/core/library.js";
import { cases } from "./cases.js";

const seed = fc.readConfigureGlobal()?.seed ?? Date.now() % 2 ** 31;

const library = Object.keys(jitcode).flatMap((name) =>
  (["float64", "float32"] as const).map((type) => {
    const body = libraryBody(name)!;
    return infer(body, new Array(body.functions[0].params).fill(type));
  }),
);
const random = fc.sample(cases, { numRuns: 400, seed }).map(({ body, types }) => infer(body, types));
const kernels = [...library, ...random].flatMap((typed) =>
  isRefusal(typed) ? [] : [{ typed, program: lower(typed, "main") }],
);

const registers = (typed: TypedBody, { gang }: LaneProgram) => (gang * widestLane(typed)) / 16;

/** Every operation of some code, with what is in its loops and branches. */
function operations({ values }: LaneProgram, code: Code): string[] {
  const within = (inner: Code): string[] =>
    inner.flatMap((stmt) => {
      if (stmt.kind === "let") return [values[stmt.value]!.op];
      if (stmt.kind === "loop") return [stmt.head, stmt.code, stmt.step].flatMap(within);
      return stmt.kind === "if" ? [stmt.yes, stmt.no].flatMap(within) : [];
    });
  return within(code);
}

test(`registers times live values are what V8 has, and as many as it has (seed ${seed})`, (t) => {
  for (const { typed, program } of kernels) {
    const taken = registers(typed, program);
    const loops = typed.functions.some((func) => hasLoop(func.code)) && loopsInside(program);
    const most = loops ? REGISTERS + 2 : REGISTERS;
    if (taken > 1) t.true(taken * program.pressure <= most, `${taken} times ${program.pressure}`);
    if (taken < (loops ? 2 : 4)) t.true(2 * taken * program.pressure > most, `${taken} times ${program.pressure}`);
  }
});

test(`elements are read and written by SIMD instructions, in gangs and then one by one (seed ${seed})`, (t) => {
  for (const { typed, program } of kernels) {
    // loops before these are those of calls that every element has in common
    const [gangs, rest] = program.code.filter((stmt) => stmt.kind === "loop").slice(-2);
    t.true(registers(typed, program) >= 1);
    for (const loop of [gangs!, rest!]) {
      const memory = operations(program, [loop]).filter((op) => /load|store/.test(op));
      t.deepEqual(
        memory.filter((op) => !op.startsWith("v128.") && op !== "i32.store"),
        [],
      );
      t.true(memory.some((op) => op.startsWith("v128.store")));
    }
  }
});

test("what a call of uniform operands gives, branches and loops in it too, is there before the loops", (t) => {
  for (const typed of library) {
    if (isRefusal(typed)) continue;
    const program = lower(typed, "main", (1 << typed.signature.inputs.length) - 1);
    for (const loop of program.code.filter((stmt) => stmt.kind === "loop").slice(-2)) {
      const done = operations(program, [loop]).filter((op) => !/^i32\.(add|lt_u)$|^variable$/.test(op));
      t.true(
        done.every((op) => op.startsWith("v128.store")),
        `${program.ufunc}: ${done}`,
      );
    }
  }
});

test("a loop that a counter alone ends has no masks, and reads an element of an array for all lanes at once", (t) => {
  const at = [1, 1] as const;
  const local = (index: number): Expr => ({ kind: "local", index, at });
  const literal = (value: number): Expr => ({ kind: "literal", value, at });
  const op = (op: "lt" | "add" | "mul", ...args: Expr[]): Expr => ({ kind: "op", op, args, at });
  const set = (index: number, value: Expr): Stmt => ({ kind: "set", locals: [index], value, at });
  const [x, sum, i] = [local(0), local(1), local(2)];
  const element: Expr = { kind: "element", of: { table: 0 }, index: i, at };
  const leave: Stmt = {
    kind: "if",
    test: op("lt", i, literal(100)),
    yes: [],
    no: [{ kind: "break", depth: 0, at }],
    at,
  };
  const turn: Stmt = {
    ...{ kind: "loop", at, step: [set(2, op("add", i, literal(1)))] },
    code: [leave, set(1, op("add", op("mul", sum, x), element))],
  };
  const code: Stmt[] = [
    set(1, literal(0)),
    set(2, literal(0)),
    turn,
    { kind: "return", values: [op("add", sum, i)], at },
  ];
  const locals = ["x", "sum", "i"].map((name) => ({ name }));
  const func = { name: "horner", file: "", at, params: 1, returns: [null], locals, code };
  const tables = [Array.from({ length: 100 }, (_, k) => k + 0.5)];
  const typed = infer({ functions: [func], captures: [], tables }, ["float64"]);
  if (isRefusal(typed)) throw new Error(typed.text);
  const program = lower(typed, "main");
  const [gangs] = program.code.filter((stmt) => stmt.kind === "loop");
  const inner = operations(program, gangs!.kind === "loop" ? gangs.code.filter((stmt) => stmt.kind === "loop") : []);
  t.true(inner.includes("f64x2.mul"));
  t.false(inner.includes("v128.any_true"));
  t.deepEqual(
    inner.filter((op) => op.startsWith("v128.load")),
    ["v128.load64_splat"],
  );
});

test("twice a value is its sum with itself: no register holds a 2, and no product of 64-bit integers is made up", (t) => {
  const at = [1, 1] as const;
  const x: Expr = { kind: "local", index: 0, at };
  const two: Expr = { kind: "literal", value: 2, at };
  for (const args of [
    [two, x],
    [x, two],
  ])
    for (const type of names.filter((name) => name !== "bool")) {
      const code: Stmt[] = [{ kind: "return", values: [{ kind: "op", op: "mul", args, at }], at }];
      const func = { name: "twice", file: "", at, params: 1, returns: [null], locals: [{ name: "x" }], code };
      const typed = infer({ functions: [func], captures: [], tables: [] }, [type]);
      if (isRefusal(typed)) throw new Error(typed.text);
      const program = lower(typed, "main");
      const arithmetic = operations(program, program.code).filter((op) => /x\d+\.(?!splat)/.test(op));
      t.deepEqual([...new Set(arithmetic)], [`${shapeOf(type)}.add`]);
    }
});
