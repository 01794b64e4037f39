/**
 * Types one function of a body for one list of argument types: its statements and expressions, by the rules of
 * `typing.ts` and `weak.ts`. `infer.ts` says for which arguments, and holds what functions share.
 */
import { Assigned, merged } from "./assigned.js";
import { type DType, isBool, isFloat, isInteger, isSigned } from "./dtype.js";
import type { Inference } from "./infer.js";
import { inferCall } from "./infer-call.js";
import type { ArrayRef, At, Block, Expr, Func, Pin, Stmt, TypeQuestion } from "./ir.js";
import { hasExit, leavesFor } from "./lower/liveness.js";
import { inside, type Node } from "./nodes.js";
import type { OpName } from "./ops.js";
import { floating } from "./promote.js";
import { Refused, refusals } from "./refusal.js";
import type { TypedBlock, TypedExpr, TypedFunc, TypedStmt } from "./typed.js";
import { apply, truncated, truth } from "./typing.js";
import { coerce, common, constant, type Operand, standalone, type Ty, tyOf, typed, unknown, variable } from "./weak.js";

export class FunctionTyping {
  readonly #locals: readonly Assigned[];
  readonly #returned: readonly Assigned[];
  /** What the pass in hand has brought: types that are wider, or what voids the pass. */
  #news: "known" | "new" | "void" = "known";
  /** The first refusal of the pass in hand. */
  #refused: Refused | undefined;
  #outputs: readonly DType[] | undefined;
  #args: readonly Ty[];
  #final = false;

  constructor(
    readonly inference: Inference,
    readonly source: Func,
    args: readonly Ty[],
    outputs: readonly DType[] | undefined,
  ) {
    this.#args = args;
    this.#outputs = outputs;
    const reassigned = this.#reassigned();
    this.#locals = source.locals.map((_, k) => new Assigned(!reassigned.includes(k)));
    const isOnce = countReturns(source.code) === 1;
    this.#returned = source.returns.map(() => new Assigned(isOnce));
  }

  /** Types the function as one of a ufunc's closed list of loops. */
  restrict(loop: { readonly inputs: readonly DType[]; readonly outputs: readonly DType[] }): void {
    this.#args = loop.inputs.map((type) => ({ weak: null, type }));
    if (loop.outputs.length > 0) this.#outputs = loop.outputs;
  }

  run(): TypedFunc {
    this.#begin();
    do {
      this.#news = "known";
      this.#pass();
      if (this.#news === "known" && this.#all().filter((each) => each.settle()).length > 0) this.#news = "void";
      if (this.#news === "void") this.#begin();
    } while (this.#news !== "known");
    this.#final = true;
    const { statements } = this.#block(this.source.code);
    return {
      name: this.source.name,
      file: this.source.file,
      params: this.source.params,
      locals: this.source.locals.map(({ name }, k) => ({ name, type: this.#storage(k) })),
      results: this.#returned.map((_, k) => this.#resultType(k)),
      code: statements,
    };
  }

  #all(): readonly Assigned[] {
    return [...this.#locals, ...this.#returned];
  }

  /** Nothing is known but the arguments. */
  #begin(): void {
    for (const each of this.#all()) each.forget();
    this.source.locals.slice(0, this.source.params).forEach(({ pin }, k) => {
      this.#locals[k]!.add(pin ? { weak: null, type: this.#pinned(pin) } : this.#args[k]!);
    });
  }

  #pass(): void {
    this.#refused = undefined;
    this.#block(this.source.code);
    // a refusal counts once all is known, and nothing is assumed that may turn out otherwise
    if (this.#refused === undefined || this.#news !== "known") return;
    if (this.#reassigned().filter((k) => this.#locals[k]!.assumeLess()).length > 0) this.#news = "void";
    else throw this.#refused;
  }

  /** Locals that are assigned in more than one place. */
  #reassigned(): number[] {
    const sets = this.source.locals.map((_, k) => (k < this.source.params ? 1 : 0));
    const count = (nodes: readonly Node[]): void => {
      for (const node of nodes) {
        if (node.kind === "set") for (const local of node.locals) sets[local]!++;
        count(inside(node));
      }
    };
    count(this.source.code);
    return sets.flatMap((n, k) => (n > 1 && !this.source.locals[k]!.pin ? [k] : []));
  }

  /** A constant passes through a helper as the weak value that it is; what is stored in a result has its type. */
  results(): Ty[] {
    return this.#returned.map(({ type: ty }, k) => {
      if (this.#outputs || this.source.returns[k] || !ty || ty.weak === null)
        return { weak: null, type: this.#resultType(k) };
      return ty;
    });
  }

  #resultType(k: number): DType {
    const pin = this.source.returns[k];
    return (
      this.#outputs?.[k] ??
      (pin ? this.#pinned(pin) : standalone(this.#returned[k]!.type ?? { weak: "constant", value: 0 }))
    );
  }

  /** The type in which a local is held. A weak constant is held nowhere; its place stands for a parameter's only. */
  #storage(local: number): DType {
    const ty = this.#locals[local]!.type;
    return ty ? standalone(ty) : "int32";
  }

  #pinned(pin: Pin): DType {
    if (pin !== "promoted" && pin !== "floating") return pin;
    const type = common(this.#args);
    return pin === "promoted" ? type : floating(type);
  }

  #assign(local: number, ty: Ty): void {
    const { pin } = this.source.locals[local]!;
    this.#note(this.#locals[local]!, pin ? { weak: null, type: this.#pinned(pin) } : ty);
  }

  #note(variable: Assigned, ty: Ty): void {
    const news = variable.add(ty);
    if (news === "void" || this.#news === "known") this.#news = news;
  }

  /** Statements up to the first that control does not pass. */
  #block(block: Block): { statements: TypedBlock; falls: boolean } {
    const statements: TypedStmt[] = [];
    for (const stmt of block) {
      const falls = this.#final ? this.#statement(stmt, statements) : this.#attempt(stmt, statements);
      if (!falls) return { statements, falls };
    }
    return { statements, falls: true };
  }

  /** Passes over what is refused: a statement behind it may widen the types that it is refused for. */
  #attempt(stmt: Stmt, out: TypedStmt[]): boolean {
    try {
      return this.#statement(stmt, out);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refused ??= error;
      return stmt.kind !== "return";
    }
  }

  #statement(stmt: Stmt, out: TypedStmt[]): boolean {
    const { at } = stmt;
    switch (stmt.kind) {
      case "set":
        this.#set(stmt.locals, stmt.value, at, out);
        return true;
      case "if": {
        const condition = this.#expr(stmt.test);
        const test = truth(condition);
        if (condition.weak === "constant" && test.kind === "constant") {
          const { statements, falls } = this.#block(test.value ? stmt.yes : stmt.no);
          out.push(...statements);
          return falls;
        }
        const yes = this.#block(stmt.yes);
        const no = this.#block(stmt.no);
        out.push({ kind: "if", test, yes: yes.statements, no: no.statements, at });
        return yes.falls || no.falls;
      }
      case "loop": {
        const { statements: code } = this.#block(stmt.code);
        const { statements: step } = this.#block(stmt.step);
        out.push({ kind: "loop", code, step, at });
        const left = leavesFor(code, 0, "breaks") || leavesFor(step, 0, "breaks");
        if (this.#final && !left && !hasExit(code, 1)) throw new Refused(at, refusals.endless());
        return left;
      }
      case "block": {
        const { statements, falls } = this.#block(stmt.code);
        out.push({ kind: "block", code: statements, at });
        return falls || leavesFor(statements, 0, "breaks");
      }
      case "break":
      case "continue":
        out.push(stmt);
        return false;
      case "return":
        out.push({ kind: "return", values: this.#return(stmt.values, at), at });
        return false;
    }
  }

  #return(values: readonly Expr[], at: At): TypedExpr[] {
    const operands =
      values.length === 1 && this.#returned.length > 1
        ? this.#call(values[0]!).results
        : values.map((v) => this.#expr(v));
    if (operands.length !== this.#returned.length)
      throw new Refused(at, refusals.resultCount(this.source.name, operands.length, this.#returned.length));
    return operands.map((operand, k) => {
      this.#note(this.#returned[k]!, tyOf(operand));
      return coerce(operand, this.#resultType(k));
    });
  }

  #set(locals: readonly number[], value: Expr, at: At, out: TypedStmt[]): void {
    if (locals.length === 1) {
      const operand = this.#expr(value);
      this.#assign(locals[0]!, tyOf(operand));
      if (this.#locals[locals[0]!]!.type?.weak !== "constant")
        out.push({ kind: "set", local: locals[0]!, value: coerce(operand, this.#storage(locals[0]!)), at });
      return;
    }
    const { results, call } = this.#call(value);
    if (results.length !== locals.length)
      throw new Refused(at, refusals.resultCount("the call", results.length, locals.length));
    locals.forEach((local, k) => this.#assign(local, tyOf(results[k]!)));
    out.push({ kind: "unpack", locals, call, at });
  }

  #expr(expr: Expr): Operand {
    const { at } = expr;
    switch (expr.kind) {
      case "literal":
        return constant(expr.value, at);
      case "local":
        return this.#local(expr.index, at);
      case "capture":
        return this.inference.scalar(expr.index, at);
      case "op":
        return this.#op(expr.op, expr.args, at);
      case "cast":
        return typed(coerce(this.#expr(expr.arg), expr.to));
      case "choose":
        return this.#choose(this.#expr(expr.test), expr.yes, expr.no, at);
      case "logic":
        return this.#logic(expr.op, expr.left, expr.right, at);
      case "is":
        return constant(IS[expr.what](asked(this.#expr(expr.arg))), at);
      case "element":
        return this.#element(expr.of, this.#expr(expr.index), at);
      case "length":
        return this.inference.length(expr.of, at);
      case "call": {
        const { results } = this.#call(expr);
        if (results.length !== 1) throw new Refused(at, refusals.noValue(this.#calleeName(expr)));
        return results[0]!;
      }
    }
  }

  #op(op: OpName, args: readonly Expr[], at: At): Operand {
    const [arg] = args as readonly [Expr];
    const operand = op === "inv" && arg.kind === "op" && arg.op === "inv" ? this.#expr(arg.args[0]!) : null;
    if (operand && isFloat(standalone(tyOf(operand)))) return truncated(operand, "int32");
    return apply(
      op,
      args.map((each) => this.#expr(each)),
      at,
    );
  }

  #local(index: number, at: At): Operand {
    const ty = this.#locals[index]!.type ?? { weak: "unknown" };
    if (ty.weak === "constant") return constant(ty.value, at, ty.from);
    if (ty.weak === "unknown") return unknown(at);
    const expr: TypedExpr = { kind: "local", index, type: standalone(ty), at };
    return ty.weak === "variable" ? variable(expr) : typed(expr);
  }

  #choose(condition: Operand, yes: Expr, no: Expr, at: At): Operand {
    const test = truth(condition);
    if (condition.weak === "constant" && test.kind === "constant") return this.#expr(test.value ? yes : no);
    return choice(test, this.#expr(yes), this.#expr(no), at);
  }

  /** Of bools a bool; of anything else the operand that decides, in the promoted type. */
  #logic(op: "and" | "or", left: Expr, right: Expr, at: At): Operand {
    const a = this.#expr(left);
    const test = truth(a);
    if (a.weak === "constant" && test.kind === "constant") return test.value === (op === "and") ? this.#expr(right) : a;
    const b = this.#expr(right);
    if (isBool(standalone(tyOf(a))) && isBool(standalone(tyOf(b))) && (a.weak !== "unknown" || b.weak !== "unknown"))
      return typed({ kind: "logic", op, type: "bool", left: test, right: coerce(b, "bool"), at });
    return op === "and" ? choice(test, b, a, at) : choice(test, a, b, at);
  }

  /** A constant index gives a constant; a computed one a weak variable, whose table is made in the type of its use. */
  #element(of: ArrayRef, index: Operand, at: At): Operand {
    if (index.weak === "constant") return this.inference.element(of, index, at);
    const { table, own } = this.inference.array(of, at);
    const type = standalone(tyOf(index));
    const place = coerce(index, isBool(type) ? "int32" : type);
    return variable({ kind: "element", table, index: place, type: own, at });
  }

  #calleeName(expr: Expr): string {
    return expr.kind === "call" && "local" in expr.func
      ? this.inference.body.functions[expr.func.local]!.name
      : "the call";
  }

  #call(expr: Expr): { results: Operand[]; call: TypedExpr } {
    const { at } = expr;
    if (expr.kind !== "call") throw new Refused(at, refusals.resultCount("the expression", 1, this.#returned.length));
    const given = expr.args.length;
    const func = "capture" in expr.func ? this.inference.callee(expr.func.capture, given, at) : expr.func.local;
    // as in JavaScript, a function may take less than it is given
    const values = expr.args.slice(0, this.inference.sources[func]!.params).map((arg) => this.#expr(arg));
    return inferCall(this.inference, func, values, at);
  }
}

const IS: Record<TypeQuestion, (t: DType) => boolean> = {
  float32: (t) => t === "float32",
  integer: isInteger,
  float: isFloat,
  signed: isSigned,
  bool: isBool,
};

function countReturns(nodes: readonly Node[]): number {
  return nodes.reduce((n, node) => n + (node.kind === "return" ? 1 : countReturns(inside(node))), 0);
}

/** The type that questions are about. However long a bigint literal is, it is an integer. */
function asked(operand: Operand): DType {
  const isBigint = operand.weak === "constant" && typeof operand.value === "bigint";
  return isBigint ? "int64" : standalone(tyOf(operand));
}

/** `test ? yes : no` in the promoted type of both, weak if both are. */
function choice(test: TypedExpr, yes: Operand, no: Operand, at: At): Operand {
  const joined = merged([tyOf(yes), tyOf(no)]);
  if (joined.weak === "constant") return constant(joined.value, at, joined.from);
  if (joined.weak === "unknown") return unknown(at);
  const type = standalone(joined);
  const expr: TypedExpr = { kind: "choose", test, yes: coerce(yes, type), no: coerce(no, type), type, at };
  return { ...joined, expr };
}
