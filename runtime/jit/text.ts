/**
 * Traces and kernels as text: for logs, and for tests, in which a trace is what it prints.
 *
 *     T3 bent: float64 -> float64   src/bent.ts:3
 *        leaves where 3:5 is true, failed 0 times
 *        bent(x: float64) {
 *          leave unless not gt(x, 10);
 *          return mul(x, 2);
 *        }
 *
 * An operator's name is that of its row in `kernel/ops`, `$` stands before what is read from captures.
 */
import type { Code, Definition, LaneProgram, Statement } from "../../kernel/lane.js";
import type { Guard, TypedBlock, TypedBody, TypedExpr, TypedFunc, TypedStmt } from "../../kernel/typed.js";
import type { Trace } from "./trace.js";

/** A trace as text, as at the head of this file. */
export function printTrace({ number, ufunc, types, file, at, facts, uniforms, guards, body }: Trace): string {
  return [
    `T${number} ${ufunc}: ${types.replace("->", " -> ")}   ${file}:${at[0]}`,
    ...facts.map((fact) => `   when   ${fact}`),
    ...uniforms.map((name) => `   reads  ${name}`),
    ...guards.map(
      ({ at, expected, failed }) => `   leaves where ${at.join(":")} is ${!expected}, failed ${failed} times`,
    ),
    ...body.functions.flatMap((func) => indented(functionOf(body, func), "   ")),
  ].join("\n");
}

const indented = (lines: readonly string[], by = "  "): string[] => lines.map((line) => by + line);

function functionOf(body: TypedBody, { name, params, locals, code }: TypedFunc): string[] {
  const [variable, list] = [(k: number) => locals[k]!.name, (all: readonly TypedExpr[]) => all.map(expr).join(", ")];
  const leave = ({ test, expected }: Guard) => `leave unless ${expected ? "" : "not "}${expr(test)}`;
  const block = (head: string, statements: TypedBlock): string[] => [
    `${head}{`,
    ...indented(statements.flatMap(statement)),
    "}",
  ];
  const statement = (stmt: TypedStmt): string[] => {
    switch (stmt.kind) {
      case "set":
        return [`${variable(stmt.local)} = ${expr(stmt.value)};`];
      case "unpack":
        return [`[${stmt.locals.map(variable).join(", ")}] = ${expr(stmt.call)};`];
      case "if":
        return [...block(`if (${expr(stmt.test)}) `, stmt.yes), ...(stmt.no.length > 0 ? block("else ", stmt.no) : [])];
      case "guard":
        return [`${leave(stmt.guard)};`];
      case "loop":
        return [...block("loop ", stmt.code), ...(stmt.step.length > 0 ? block("step ", stmt.step) : [])];
      case "block":
        return block("", stmt.code);
      case "return":
        return [`return ${list(stmt.values)};`];
      default:
        return [`${stmt.kind} ${stmt.depth};`];
    }
  };
  const expr = (e: TypedExpr): string => {
    switch (e.kind) {
      case "constant":
        return Object.is(e.value, -0) ? "-0" : String(e.value);
      case "local":
        return variable(e.index);
      case "uniform":
        return `$${body.uniforms[e.index]!.name}`;
      case "op":
        return `${e.op}(${list(e.args)})`;
      case "cast":
        return `${e.type}(${expr(e.arg)})`;
      case "choose":
        return `(${expr(e.test)} ? ${expr(e.yes)} : ${expr(e.no)})`;
      case "logic":
        return `(${expr(e.left)} ${e.op} ${expr(e.right)})`;
      case "element": {
        const { name, values } = body.tables[e.table]!;
        return `${name === undefined ? `[${values.join(", ")}]` : `$${name}`}[${expr(e.index)}]`;
      }
      case "call":
        return `${body.functions[e.func]!.name}(${list(e.args)})`;
      case "guarded":
        return `(${leave(e.guard)}, ${expr(e.value)})`;
    }
  };
  const operands = locals.slice(0, params).map((local) => `${local.name}: ${local.type}`);
  return block(`${name}(${operands.join(", ")}) `, code);
}

/** A kernel's instructions, a line each: values are `v1`, variables have names. */
export function printKernel({ name, values, variables, code }: LaneProgram): string {
  const definition = ({ op, args, immediates }: Definition): string =>
    op === "variable"
      ? variables[immediates[0]!]!.name
      : [op, ...args.map((arg) => `v${arg}`), ...(immediates.length > 0 ? [`(${immediates})`] : [])].join(" ");
  const block = (head: string, statements: Code): string[] => [head, ...indented(statements.flatMap(line))];
  const line = (stmt: Statement): string[] => {
    switch (stmt.kind) {
      case "let": {
        const made = values[stmt.value]!;
        return [`${made.type === null ? "" : `v${stmt.value} = `}${definition(made)}`];
      }
      case "assign":
        return [`${variables[stmt.variable]!.name} = v${stmt.value}`];
      case "loop":
        return [...block("loop", stmt.head), ...block(`while v${stmt.test}`, stmt.code), ...block("step", stmt.step)];
      case "if":
        return [...block(`if v${stmt.test}`, stmt.yes), ...(stmt.no.length > 0 ? block("else", stmt.no) : [])];
      case "return":
        return [`return v${stmt.value}`];
    }
  };
  return block(name, code).join("\n");
}
