/**
 * A body as kernel-language text, by which tests compare bodies and show them. It prints what the body says and adds
 * nothing: a `loop` is `for (;;)`, its step after a semicolon line, a captured name bears a `$`.
 *
 *     minimum(a, b) {
 *       return a < b ? a : b;
 *     }
 */
import { aliasOf, isDType } from "./dtype.js";
import type { ArrayRef, Block, Body, Expr, Func, FuncRef, Literal, Pin, Stmt } from "./ir.js";
import type { OpName } from "./ops.js";

/** How tightly an operator binds, as in JavaScript; an operand that binds less gets parentheses. */
const infix: Partial<Record<OpName, readonly [text: string, binding: number]>> = {
  pow: ["**", 14],
  mul: ["*", 13],
  div: ["/", 13],
  rem: ["%", 13],
  add: ["+", 12],
  sub: ["-", 12],
  shl: ["<<", 11],
  shr: [">>", 11],
  ushr: [">>>", 11],
  lt: ["<", 10],
  le: ["<=", 10],
  gt: [">", 10],
  ge: [">=", 10],
  eq: ["==", 9],
  ne: ["!=", 9],
  and: ["&", 8],
  xor: ["^", 7],
  or: ["|", 6],
};
const prefix: Partial<Record<OpName, string>> = { neg: "-", pos: "+", not: "!", inv: "~" };
const PREFIX = 15;
const PRIMARY = 20;

/** Prints all functions of a body, the ufunc itself first. */
export function printBody(body: Body): string {
  return body.functions.map((func) => printFunc(body, func)).join("\n");
}

function printFunc(body: Body, func: Func): string {
  const declared = (index: number): string => {
    const { name, pin } = func.locals[index]!;
    return pin === undefined ? name : `${name}: ${pinName(pin)}`;
  };
  const params = Array.from({ length: func.params }, (_, i) => declared(i)).join(", ");
  const pinned = func.returns.some((pin) => pin !== null);
  const results = func.returns.map((pin) => (pin === null ? "_" : pinName(pin))).join(", ");
  const returns = !pinned ? "" : func.returns.length === 1 ? `: ${results}` : `: [${results}]`;
  return `${func.name}(${params})${returns} ${braces(new Printer(body, func, declared).block(func.code))}`;
}

const pinName = (pin: Pin): string => (isDType(pin) ? aliasOf(pin) : pin);

const braces = (lines: readonly string[]): string =>
  lines.length === 0 ? "{}" : `{\n${lines.map((line) => line.replace(/^/gm, "  ")).join("\n")}\n}`;

class Printer {
  private readonly seen = new Set<number>();

  constructor(
    private readonly body: Body,
    private readonly func: Func,
    private readonly declared: (local: number) => string,
  ) {
    for (let i = 0; i < func.params; i++) this.seen.add(i);
  }

  block(code: Block): string[] {
    return code.map((s) => this.stmt(s));
  }

  private stmt(s: Stmt): string {
    switch (s.kind) {
      case "set": {
        const targets = s.locals.map((local) => this.target(local));
        return `${targets.length === 1 ? targets[0] : `[${targets.join(", ")}]`} = ${this.expr(s.value)};`;
      }
      case "if": {
        const test = `if (${this.expr(s.test)}) ${braces(this.block(s.yes))}`;
        return s.no.length === 0 ? test : `${test} else ${braces(this.block(s.no))}`;
      }
      case "loop": {
        const code = this.block(s.code);
        return `for (;;) ${braces(s.step.length === 0 ? code : [...code, `step ${braces(this.block(s.step))}`])}`;
      }
      case "block":
        return `block ${braces(this.block(s.code))}`;
      case "break":
      case "continue":
        return s.depth === 0 ? `${s.kind};` : `${s.kind} ${s.depth};`;
      case "return": {
        const values = s.values.map((value) => this.expr(value)).join(", ");
        return s.values.length === 1 ? `return ${values};` : `return [${values}];`;
      }
    }
  }

  /** A local shows its pin where it is first set. */
  private target(local: number): string {
    if (this.seen.has(local)) return this.func.locals[local]!.name;
    this.seen.add(local);
    return this.declared(local);
  }

  /** The expression, in parentheses if it binds less than `binding`. */
  private expr(e: Expr, binding = 0): string {
    const [text, own] = this.bound(e);
    return own < binding ? `(${text})` : text;
  }

  private bound(e: Expr): readonly [text: string, binding: number] {
    switch (e.kind) {
      case "literal":
        return [printLiteral(e.value), isNegative(e.value) ? PREFIX : PRIMARY];
      case "local":
        return [this.func.locals[e.index]!.name, PRIMARY];
      case "capture":
        return [this.capture(e.index), PRIMARY];
      case "op":
        return this.op(e.op, e.args);
      case "cast":
        return [`${aliasOf(e.to)}(${this.expr(e.arg)})`, PRIMARY];
      case "choose":
        return [`${this.expr(e.test, 4)} ? ${this.expr(e.yes, 3)} : ${this.expr(e.no, 3)}`, 3];
      case "logic": {
        const [sign, own] = e.op === "and" ? ["&&", 5] : ["||", 4];
        return [`${this.expr(e.left, Number(own))} ${sign} ${this.expr(e.right, Number(own) + 1)}`, Number(own)];
      }
      case "is":
        return [`is${e.what[0]!.toUpperCase()}${e.what.slice(1)}(${this.expr(e.arg)})`, PRIMARY];
      case "element":
        return [`${this.array(e.of)}[${this.expr(e.index)}]`, PRIMARY];
      case "length":
        return [`${this.array(e.of)}.length`, PRIMARY];
      case "call":
        return [`${this.callee(e.func)}(${e.args.map((arg) => this.expr(arg)).join(", ")})`, PRIMARY];
    }
  }

  private op(op: OpName, args: readonly Expr[]): readonly [string, number] {
    const sign = infix[op];
    if (sign !== undefined && args.length === 2) {
      const [text, own] = sign;
      const [left, right] = op === "pow" ? [own + 2, own] : [own, own + 1];
      return [`${this.expr(args[0]!, left)} ${text} ${this.expr(args[1]!, right)}`, own];
    }
    const unary = prefix[op];
    if (unary !== undefined && args.length === 1) return [`${unary}${this.expr(args[0]!, PRIMARY)}`, PREFIX];
    return [`${op}(${args.map((arg) => this.expr(arg)).join(", ")})`, PRIMARY];
  }

  private capture(index: number): string {
    return `$${this.body.captures[index]!.name}`;
  }

  private array(ref: ArrayRef): string {
    return "capture" in ref
      ? this.capture(ref.capture)
      : `[${this.body.tables[ref.table]!.map(printLiteral).join(", ")}]`;
  }

  private callee(ref: FuncRef): string {
    return "capture" in ref ? this.capture(ref.capture) : this.body.functions[ref.local]!.name;
  }
}

const isNegative = (value: Literal): boolean => Number(value) < 0 || Object.is(value, -0);

function printLiteral(value: Literal): string {
  return typeof value === "bigint" ? `${value}n` : Object.is(value, -0) ? "-0" : String(value);
}
