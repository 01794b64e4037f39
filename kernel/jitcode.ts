/**
 * Body <-> jitcode: compact JSON, as emitted code carries it.
 *
 * Objects are arrays here and kinds are numbers: a kind's place in its list below, so the lists only grow. Every node
 * is `[kind, line, column, …]`, the line counted from its function's. Numbers that JSON cannot write are strings.
 *
 *     [1, [["minimum","src/filters.ts",3,24,2,[null],["a","b"],[[7,0,16,[[4,0,17,[2,0,17,"lt",…],…]]]]]], [], []]
 *
 * `decode` is the door through which bodies enter a run time: what it returns has the invariants of ir.ts.
 */
import { isDType } from "./dtype.js";
import type { ArrayRef, At, Block, Body, Expr, Func, FuncRef, Literal, Pin, Stmt } from "./ir.js";
import { type OpName, ops } from "./ops.js";
import { flaw } from "./valid.js";

/** The version of the format. A newer one is refused. */
const VERSION = 1;

const exprKinds = ["literal", "local", "op", "cast", "choose", "logic", "is", "element", "length", "call", "capture"];
const stmtKinds = ["set", "if", "loop", "block", "break", "continue", "return"];
const captureKinds = ["scalar", "array", "function"] as const;

type Json = string | number | boolean | null | readonly Json[];

/**
 * Writes a body. Without positions, two bodies that differ only in where they stand give the same text.
 *
 *     encode(body, { positions: false }) // what body hashes are made of
 */
export function encode(body: Body, options: { readonly positions: boolean } = { positions: true }): string {
  const { positions } = options;
  return JSON.stringify([
    VERSION,
    body.functions.map((func) => writeFunc(func, positions)),
    body.captures.map((capture) => [capture.name, captureKinds.indexOf(capture.kind)]),
    body.tables.map((table) => table.map(writeLiteral)),
  ]);
}

function writeFunc(func: Func, positions: boolean): Json {
  const at = (node: { readonly at: At }): [number, number] =>
    positions ? [node.at[0] - func.at[0], node.at[1]] : [0, 0];
  const start = (kinds: readonly string[], node: { readonly kind: string; readonly at: At }): Json[] => [
    kinds.indexOf(node.kind),
    ...at(node),
  ];
  const exprs = (list: readonly Expr[]): Json => list.map(expr);
  const block = (code: Block): Json => code.map(stmt);

  function expr(e: Expr): Json {
    return [...start(exprKinds, e), ...payload(e)];
  }
  function payload(e: Expr): Json[] {
    switch (e.kind) {
      case "literal":
        return [writeLiteral(e.value)];
      case "local":
      case "capture":
        return [e.index];
      case "op":
        return [e.op, exprs(e.args)];
      case "cast":
        return [e.to, expr(e.arg)];
      case "choose":
        return [expr(e.test), expr(e.yes), expr(e.no)];
      case "logic":
        return [e.op, expr(e.left), expr(e.right)];
      case "is":
        return [e.what, expr(e.arg)];
      case "element":
        return [writeRef(e.of), expr(e.index)];
      case "length":
        return [writeRef(e.of)];
      case "call":
        return [writeRef(e.func), exprs(e.args)];
    }
  }
  function stmt(s: Stmt): Json {
    return [...start(stmtKinds, s), ...parts(s)];
  }
  function parts(s: Stmt): Json[] {
    switch (s.kind) {
      case "set":
        return [s.locals, expr(s.value)];
      case "if":
        return [expr(s.test), block(s.yes), block(s.no)];
      case "loop":
        return [block(s.code), block(s.step)];
      case "block":
        return [block(s.code)];
      case "break":
      case "continue":
        return [s.depth];
      case "return":
        return [exprs(s.values)];
    }
  }
  const head = [func.name, positions ? func.file : "", ...(positions ? func.at : [0, 0]), func.params];
  const locals = func.locals.map(({ name, pin }) => (pin === undefined ? name : [name, pin]));
  const options: Json[] = func.math ? [func.loops ?? null, 1] : func.loops ? [func.loops] : [];
  return [...head, func.returns, locals, block(func.code), ...options];
}

/** A table or a local function is its index, a capture the bitwise complement of its index. */
function writeRef(ref: ArrayRef | FuncRef): number {
  return "capture" in ref ? ~ref.capture : "table" in ref ? ref.table : ref.local;
}

function writeLiteral(value: Literal): Json {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? "-0" : String(value);
  return value;
}

/**
 * Reads a body.
 *
 * @throws Error if the text is from a newer version, is not jitcode, or breaks an invariant of `ir.ts`.
 */
export function decode(text: string): Body {
  const [version, functions, captures, tables] = list(JSON.parse(text));
  if (typeof version !== "number") throw malformed("it does not begin with its version");
  if (version > VERSION)
    throw new Error(
      `this jitcode has version ${version}, and this micronumpy reads up to ${VERSION}: update micronumpy`,
    );
  const body = {
    functions: list(functions).map(readFunc),
    captures: list(captures).map((entry) => {
      const [name, kind] = list(entry);
      return { name: string(name), kind: captureKinds[integer(kind)] ?? fail(`there is no capture kind ${kind}`) };
    }),
    tables: list(tables).map((table) => list(table).map(readLiteral)),
  } as unknown as Body;
  const found = flaw(body);
  if (found !== null) throw malformed(`${body.functions[found.func]?.name ?? "body"}: ${found.text}`);
  return body;
}

function readFunc(json: Json | undefined): Func {
  const [name, file, line, column, params, returns, locals, code, loops, math] = list(json);
  const at: At = [integer(line), integer(column)];
  return {
    name: string(name),
    file: string(file),
    at,
    params: integer(params),
    returns: list(returns).map((p) => (p === null ? null : readPin(p))),
    locals: list(locals).map((local) => {
      if (typeof local === "string") return { name: local };
      const [localName, pin] = list(local);
      return { name: string(localName), pin: readPin(pin) };
    }),
    code: new Reader(at[0]).block(code),
    ...(loops === undefined || loops === null ? {} : { loops: list(loops).map(string) }),
    ...(math === undefined ? {} : { math: true }),
  };
}

/** Reads the nodes of one function. */
class Reader {
  constructor(private readonly line: number) {}

  block(json: Json | undefined): Block {
    return list(json).map((s) => this.stmt(s));
  }

  private at(line: Json | undefined, column: Json | undefined): At {
    return [this.line + integer(line), integer(column)];
  }

  private exprs(json: Json | undefined): readonly Expr[] {
    return list(json).map((e) => this.expr(e));
  }

  private expr(json: Json | undefined): Expr {
    const [code, line, column, p, q, r] = list(json);
    const at = this.at(line, column);
    const kind = exprKinds[integer(code)] as Expr["kind"];
    switch (kind) {
      case "literal":
        return { at, kind, value: readLiteral(p) };
      case "local":
      case "capture":
        return { at, kind, index: integer(p) };
      case "op":
        return { at, kind, op: readOp(p), args: this.exprs(q) };
      case "cast":
        return { at, kind, to: isDType(p) ? p : fail(`${p} is not an element type`), arg: this.expr(q) };
      case "choose":
        return { at, kind, test: this.expr(p), yes: this.expr(q), no: this.expr(r) };
      case "logic":
        return { at, kind, op: word(p, ["and", "or"]), left: this.expr(q), right: this.expr(r) };
      case "is":
        return { at, kind, what: word(p, ["integer", "float", "signed", "bool", "float32"]), arg: this.expr(q) };
      case "element":
        return { at, kind, of: readArrayRef(p), index: this.expr(q) };
      case "length":
        return { at, kind, of: readArrayRef(p) };
      case "call":
        return { at, kind, func: readFuncRef(p), args: this.exprs(q) };
      default:
        return fail(`there is no kind ${code} of expressions`);
    }
  }

  private stmt(json: Json | undefined): Stmt {
    const [code, line, column, p, q, r] = list(json);
    const at = this.at(line, column);
    const kind = stmtKinds[integer(code)] as Stmt["kind"];
    switch (kind) {
      case "set":
        return { at, kind, locals: list(p).map(integer), value: this.expr(q) };
      case "if":
        return { at, kind, test: this.expr(p), yes: this.block(q), no: this.block(r) };
      case "loop":
        return { at, kind, code: this.block(p), step: this.block(q) };
      case "block":
        return { at, kind, code: this.block(p) };
      case "break":
      case "continue":
        return { at, kind, depth: integer(p) };
      case "return":
        return { at, kind, values: this.exprs(p) };
      default:
        return fail(`there is no kind ${code} of statements`);
    }
  }
}

function readArrayRef(json: Json | undefined): ArrayRef {
  const index = integer(json);
  return index < 0 ? { capture: ~index } : { table: index };
}

function readFuncRef(json: Json | undefined): FuncRef {
  const index = integer(json);
  return index < 0 ? { capture: ~index } : { local: index };
}

function readPin(json: Json | undefined): Pin {
  return isDType(json) || json === "promoted" || json === "floating" ? json : fail(`${json} is not a pin`);
}

function readOp(json: Json | undefined): OpName {
  return typeof json === "string" && Object.hasOwn(ops, json) ? (json as OpName) : fail(`${json} is not an operator`);
}

function readLiteral(json: Json | undefined): Literal {
  if (typeof json === "number" || typeof json === "boolean") return json;
  const text = string(json);
  return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
}

function word<W extends string>(json: Json | undefined, words: readonly W[]): W {
  return words.find((w) => w === json) ?? fail(`${json} is not one of ${words.join(", ")}`);
}

function list(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : fail(`${JSON.stringify(json)} stands where a list belongs`);
}

function integer(json: Json | undefined): number {
  return typeof json === "number" && Number.isInteger(json) ? json : fail(`${JSON.stringify(json)} is not an integer`);
}

function string(json: Json | undefined): string {
  return typeof json === "string" ? json : fail(`${JSON.stringify(json)} is not a string`);
}

function fail(what: string): never {
  throw malformed(what);
}

function malformed(what: string): Error {
  return new Error(`the jitcode is damaged: ${what}`);
}
