/**
 * The reference meaning: runs a typed body on JS values, node by node. What every other tier must equal, bit for bit.
 *
 * A typed body is turned into closures once, so that an element costs calls and no dispatch. Values are JS's: bigint for
 * 64-bit integers, boolean for bool. Every float operation rounds to its type where its row says so.
 */
import { castTo, outsideOf, zeroOf } from "./cast.js";
import type { Scalar } from "./dtype.js";
import { ops } from "./ops.js";
import type { TypedBlock, TypedBody, TypedExpr, TypedFunc, TypedStmt } from "./typed.js";

export { NegativePower } from "./ops/arithmetic.js";

type Frame = Scalar[];
type Eval = (frame: Frame) => Scalar;
/** How a statement ends: null when control goes on, else where it goes. */
type End =
  | null
  | { readonly kind: "return"; readonly values: readonly Scalar[] }
  | { readonly kind: "break" | "continue"; readonly depth: number };
type Exec = (frame: Frame) => End;
type Call = (args: readonly Scalar[]) => readonly Scalar[];

export interface InterpretOptions {
  /** The function to run, if it is not the ufunc itself. */
  readonly root?: number;
  /** The values of the body's uniforms. They may change between calls. */
  readonly uniforms?: readonly Scalar[];
  /** The elements of the body's captured arrays, by their tables. They may change between calls. */
  readonly tables?: readonly (readonly Scalar[] | undefined)[];
  /** Is told of every branch that is taken: for profiles. */
  readonly branch?: ((node: TypedStmt | TypedExpr, taken: boolean) => void) | undefined;
}

/** A function of the body, from operands to results. */
export function interpreter(
  body: Pick<TypedBody, "functions" | "tables">,
  { root = 0, uniforms = [], tables = [], branch }: InterpretOptions = {},
): (...args: Scalar[]) => readonly Scalar[] {
  const calls: Call[] = [];
  const callee = (index: number): Call => {
    calls[index] ??= compileFunction(body.functions[index]!, { body, uniforms, tables, branch, callee });
    return calls[index];
  };
  const run = callee(root);
  return (...args) => run(args);
}

function compileFunction(func: TypedFunc, around: Omit<Context, "func">): Call {
  const run = compileBlock(func.code, { ...around, func });
  const rest = func.locals.slice(func.params).map(({ type }) => zeroOf(type));
  return (args) => {
    const end = run([...args, ...rest]);
    return end?.kind === "return" ? end.values : [];
  };
}

interface Context {
  readonly body: Pick<TypedBody, "functions" | "tables">;
  readonly uniforms: readonly Scalar[];
  readonly tables: readonly (readonly Scalar[] | undefined)[];
  readonly branch: InterpretOptions["branch"];
  readonly func: TypedFunc;
  readonly callee: (index: number) => Call;
}

function compileBlock(block: TypedBlock, context: Context): Exec {
  const statements = block.map((stmt) => compileStatement(stmt, context));
  return (frame) => {
    for (const statement of statements) {
      const end = statement(frame);
      if (end) return end;
    }
    return null;
  };
}

function compileStatement(stmt: TypedStmt, context: Context): Exec {
  switch (stmt.kind) {
    case "set": {
      const { local } = stmt;
      const value = compile(stmt.value, context);
      return (frame) => {
        frame[local] = value(frame);
        return null;
      };
    }
    case "unpack":
      return compileUnpack(stmt.locals, stmt.call, context);
    case "if": {
      const test = watched(stmt, compile(stmt.test, context), context);
      const yes = compileBlock(stmt.yes, context);
      const no = compileBlock(stmt.no, context);
      return (frame) => (test(frame) ? yes(frame) : no(frame));
    }
    case "guard":
      throw new Error("a trace is for kernels: the interpreter runs whole bodies");
    case "block": {
      const code = compileBlock(stmt.code, context);
      return (frame) => outward(code(frame));
    }
    case "loop":
      return compileLoop(compileBlock(stmt.code, context), compileBlock(stmt.step, context));
    case "break":
    case "continue": {
      const end: End = { kind: stmt.kind, depth: stmt.depth };
      return () => end;
    }
    case "return": {
      const values = stmt.values.map((value) => compile(value, context));
      return (frame) => ({ kind: "return", values: values.map((value) => value(frame)) });
    }
  }
}

/** A test that tells which way it went, where somebody wants to know. */
function watched(node: TypedStmt | TypedExpr, test: Eval, { branch }: Context): Eval {
  if (!branch) return test;
  return (frame) => {
    const taken = test(frame);
    branch(node, taken === true);
    return taken;
  };
}

/** What is left of a way out after it has left one loop or block: null when it was meant for that. */
function outward(end: End): End {
  if (!end || end.kind === "return") return end;
  if (end.depth === 0) return null;
  return { kind: end.kind, depth: end.depth - 1 };
}

function compileLoop(code: Exec, step: Exec): Exec {
  const leaves = (end: End) => end !== null && !(end.kind === "continue" && end.depth === 0);
  return (frame) => {
    for (;;) {
      let end = code(frame);
      if (leaves(end)) return outward(end);
      end = step(frame);
      if (leaves(end)) return outward(end);
    }
  };
}

function compileUnpack(locals: readonly number[], call: TypedExpr, context: Context): Exec {
  if (call.kind !== "call") throw new Error("only a call has several results");
  const args = call.args.map((arg) => compile(arg, context));
  const casts = locals.map((local) => castTo(context.func.locals[local]!.type));
  return (frame) => {
    const results = context.callee(call.func)(args.map((arg) => arg(frame)));
    locals.forEach((local, k) => {
      frame[local] = casts[k]!(results[k]!);
    });
    return null;
  };
}

function compile(expr: TypedExpr, context: Context): Eval {
  switch (expr.kind) {
    case "constant": {
      const { value } = expr;
      return () => value;
    }
    case "local": {
      const { index } = expr;
      return (frame) => frame[index]!;
    }
    case "uniform": {
      const { uniforms } = context;
      const { index } = expr;
      return () => uniforms[index]!;
    }
    case "op": {
      const mean = ops[expr.op].mean(expr.of) as (a: Scalar, b?: Scalar) => Scalar;
      const [a, b] = expr.args.map((arg) => compile(arg, context)) as [Eval, Eval | undefined];
      return b ? (frame) => mean(a(frame), b(frame)) : (frame) => mean(a(frame));
    }
    case "cast": {
      const cast = castTo(expr.type);
      const arg = compile(expr.arg, context);
      return (frame) => cast(arg(frame));
    }
    case "choose": {
      const test = watched(expr, compile(expr.test, context), context);
      const [yes, no] = [expr.yes, expr.no].map((e) => compile(e, context)) as [Eval, Eval];
      return (frame) => (test(frame) ? yes(frame) : no(frame));
    }
    case "guarded":
      throw new Error("a trace is for kernels: the interpreter runs whole bodies");
    case "logic": {
      const [left, right] = [expr.left, expr.right].map((e) => compile(e, context)) as [Eval, Eval];
      return expr.op === "and" ? (frame) => left(frame) && right(frame) : (frame) => left(frame) || right(frame);
    }
    case "element": {
      const { tables, body } = context;
      const { values, type } = body.tables[expr.table]!;
      const constants = values.map(castTo(type));
      const outside = outsideOf(type);
      const index = compile(expr.index, context);
      return (frame) => (tables[expr.table] ?? constants)[Math.trunc(Number(index(frame)))] ?? outside;
    }
    case "call": {
      const args = expr.args.map((arg) => compile(arg, context));
      return (frame) => context.callee(expr.func)(args.map((arg) => arg(frame)))[0]!;
    }
  }
}
