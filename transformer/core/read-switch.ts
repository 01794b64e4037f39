/**
 * `switch` over constants. Where every case leaves by itself, it is a chain of `if`. Where one falls through, the cases
 * stand one after the other, each behind a block of its own; the tests, innermost, leave as many blocks as bring
 * them to their case:
 *
 *     block { block { block { if (v == 1) break 0; if (v == 2) break 1; break 2; } one } two } rest
 */
import type * as ts from "typescript";
import type { Block, Expr, Stmt } from "../../kernel/ir.js";
import type { FunctionReader } from "./read.js";
import { expressionOf, nothing } from "./read-expressions.js";
import { statements } from "./read-statements.js";

/** Cases with one body: `case 1: case 2: body`. */
interface Group {
  readonly tests: readonly Expr[];
  readonly isDefault: boolean;
  readonly code: readonly ts.Statement[];
}

export function switchOf(reader: FunctionReader, node: ts.SwitchStatement, labels: readonly string[]): Block {
  const at = reader.at(node);
  const value: Expr = { at, kind: "local", index: reader.fresh("value") };
  const set: Stmt = { at, kind: "set", locals: [value.index], value: expressionOf(reader, node.expression) };
  const groups = groupsOf(reader, node, value);
  const falls = groups.slice(0, -1).some(({ code }) => !leaves(reader, code.at(-1)));
  if (falls) return [set, nested(reader, at, groups, labels)];
  const bodies = groups.map((group) => ({ ...group, code: withoutLastBreak(reader, group.code) }));
  if (!bodies.some(({ code }) => code.some((s) => breaksOut(reader, s, labels))))
    return [set, ...chain(reader, at, bodies)];
  reader.targets.push({ loop: false, plain: true, labels });
  const code = chain(reader, at, bodies);
  reader.targets.pop();
  return [set, { at, kind: "block", code }];
}

function groupsOf(reader: FunctionReader, node: ts.SwitchStatement, value: Expr): Group[] {
  const { ts } = reader.ctx;
  const groups: Group[] = [];
  let tests: Expr[] = [];
  let isDefault = false;
  const { clauses } = node.caseBlock;
  const endsAll = isLast(reader, node) && !clauses.some(ts.isDefaultClause) && isExhaustive(reader, node);
  clauses.forEach((clause, i) => {
    isDefault ||= ts.isDefaultClause(clause) || (endsAll && i === clauses.length - 1);
    if (ts.isCaseClause(clause)) tests.push(testOf(reader, clause.expression, value));
    if (clause.statements.length === 0 && i < clauses.length - 1) return;
    groups.push({ tests, isDefault, code: blockless(reader, clause.statements) });
    tests = [];
    isDefault = false;
  });
  return groups;
}

/** Behind it the function would end without a value. */
const isLast = ({ ctx: { ts }, node: { body } }: FunctionReader, node: ts.SwitchStatement): boolean =>
  ts.isBlock(body) && body.statements.at(-1) === node;

/** Has every value that TypeScript knows of a case? Then the last one is all that is left, to it and to the kernel. */
function isExhaustive({ ctx }: FunctionReader, node: ts.SwitchStatement): boolean {
  const { ts, checker } = ctx;
  const cases = node.caseBlock.clauses.flatMap((clause) =>
    ts.isCaseClause(clause) ? [checker.getTypeAtLocation(clause.expression)] : [],
  );
  const literals = cases.filter(({ flags }) => flags & ts.TypeFlags.Literal);
  const values = checker.getTypeAtLocation(node.expression);
  return (values.isUnion() ? values.types : [values]).every((value) =>
    literals.some((literal) => checker.isTypeAssignableTo(value, literal)),
  );
}

/** `case 1: { … }` has its statements in a block that adds nothing. */
function blockless({ ctx }: FunctionReader, code: readonly ts.Statement[]): readonly ts.Statement[] {
  const [first] = code;
  return code.length === 1 && first && ctx.ts.isBlock(first) ? first.statements : code;
}

function testOf(reader: FunctionReader, node: ts.Expression, value: Expr): Expr {
  const label = reader.constant(node, node, expressionOf);
  if (label === null) reader.refuse(node, "notConstant", node.getText());
  return { at: reader.at(node), kind: "op", op: "eq", args: [value, label ?? nothing(reader, node)] };
}

function chain(reader: FunctionReader, at: Stmt["at"], groups: readonly Group[]): Block {
  // in the order of the source, as problems are told
  const read = groups.map((group) => ({ ...group, code: statements(reader, group.code) }));
  const fallback = read.find(({ isDefault }) => isDefault);
  return read.reduceRight<Block>((rest, { tests, isDefault, code }) => {
    if (isDefault || tests.length === 0) return rest;
    return [{ at, kind: "if", test: anyOf(tests), yes: code, no: rest }];
  }, fallback?.code ?? []);
}

function anyOf(tests: readonly Expr[]): Expr {
  return tests.reduce((left, right) => ({ at: left.at, kind: "logic", op: "or", left, right }));
}

function nested(reader: FunctionReader, at: Stmt["at"], groups: readonly Group[], labels: readonly string[]): Stmt {
  const leave = (depth: number): Stmt => ({ at, kind: "break", depth });
  const fallback = groups.findIndex(({ isDefault }) => isDefault);
  let code: Block = [
    ...groups.flatMap(({ tests }, i): Stmt[] =>
      tests.length === 0 ? [] : [{ at, kind: "if", test: anyOf(tests), yes: [leave(i)], no: [] }],
    ),
    leave(fallback < 0 ? groups.length : fallback),
  ];
  const outer = { loop: false, plain: true, labels };
  groups.forEach((group, i) => {
    const around = Array.from({ length: groups.length - 1 - i }, () => ({ loop: false, plain: false, labels: [] }));
    reader.targets.push(outer, ...around);
    code = [{ at, kind: "block", code }, ...statements(reader, group.code)];
    reader.targets.splice(-1 - around.length);
  });
  return { at, kind: "block", code };
}

/** Does control never arrive behind a statement? */
function leaves(reader: FunctionReader, node: ts.Statement | undefined): boolean {
  const { ts } = reader.ctx;
  if (node === undefined) return false;
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node) || ts.isReturnStatement(node)) return true;
  if (ts.isBlock(node)) return leaves(reader, node.statements.at(-1));
  return ts.isIfStatement(node) && leaves(reader, node.thenStatement) && leaves(reader, node.elseStatement);
}

function withoutLastBreak({ ctx }: FunctionReader, code: readonly ts.Statement[]): readonly ts.Statement[] {
  const last = code.at(-1);
  return last && ctx.ts.isBreakStatement(last) && !last.label ? code.slice(0, -1) : code;
}

/** Is there a `break` in a statement that leaves the switch around it? */
function breaksOut(reader: FunctionReader, node: ts.Node, labels: readonly string[], nested = false): boolean {
  const { ts } = reader.ctx;
  if (ts.isBreakStatement(node)) return node.label ? labels.includes(node.label.text) : !nested;
  const inner = nested || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
  return ts.forEachChild(node, (child) => breaksOut(reader, child, labels, inner) || undefined) ?? false;
}
