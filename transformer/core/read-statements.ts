/**
 * Statements of a function -> `Block`. Every loop becomes `loop`, `switch` becomes a chain of `if`, or nested blocks
 * where a case falls through into the next; `break` and `continue` count the loops and blocks around them.
 */
import type * as ts from "typescript";
import type { Block, Expr, Stmt } from "../../kernel/ir.js";
import { annotationOf, type Context, isArray, isProperty, isScalar, symbolOf, unwrap } from "./context.js";
import { INSTEAD_OF_LOST_VALUE, insteadOfStatement } from "./cures.js";
import type { FunctionReader } from "./read.js";
import { refusesRoot } from "./read-captures.js";
import { expressionOf, isBigint, operation } from "./read-expressions.js";
import { arrayOf } from "./read-names.js";
import { switchOf } from "./read-switch.js";

export function statements(reader: FunctionReader, nodes: Iterable<ts.Statement>): Block {
  const code: Stmt[] = [];
  for (const node of nodes) statement(reader, node, code);
  return code;
}

function statement(reader: FunctionReader, node: ts.Statement, code: Stmt[], labels: readonly string[] = []): void {
  const { ts } = reader.ctx;
  const at = reader.at(node);
  if (ts.isVariableStatement(node)) declarations(reader, node.declarationList, code);
  else if (ts.isExpressionStatement(node)) effect(reader, node.expression, code);
  else if (ts.isBlock(node)) code.push(...labelled(reader, node, labels, () => statements(reader, node.statements)));
  else if (ts.isIfStatement(node)) {
    const read = (): Block => {
      const test = expressionOf(reader, node.expression);
      const no = node.elseStatement;
      return [{ at, kind: "if", test, yes: branch(reader, node.thenStatement), no: no ? branch(reader, no) : [] }];
    };
    code.push(...labelled(reader, node, labels, read));
  } else if (ts.isReturnStatement(node)) {
    if (node.expression) returned(reader, node.expression, code);
    else reader.refuse(node, "noReturn", reader.name);
  } else if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) jump(reader, node, code);
  else if (ts.isLabeledStatement(node)) statement(reader, node.statement, code, [...labels, node.label.text]);
  else if (ts.isSwitchStatement(node)) code.push(...switchOf(reader, node, labels));
  else if (!isEmpty(reader.ctx, node)) loop(reader, node, code, labels);
}

/** Types that are declared inside mean nothing to a kernel. */
const isEmpty = ({ ts }: Context, node: ts.Statement): boolean =>
  ts.isEmptyStatement(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node);

function branch(reader: FunctionReader, node: ts.Statement): Block {
  return statements(reader, reader.ctx.ts.isBlock(node) ? node.statements : [node]);
}

/** A statement that bears a label and is no loop is a block which the label leaves. */
function labelled(reader: FunctionReader, node: ts.Node, labels: readonly string[], read: () => Block): Block {
  if (labels.length === 0) return read();
  reader.targets.push({ loop: false, plain: false, labels });
  const code = read();
  reader.targets.pop();
  return [{ at: reader.at(node), kind: "block", code }];
}

function loop(reader: FunctionReader, node: ts.Statement, code: Stmt[], labels: readonly string[]): void {
  const { ts } = reader.ctx;
  if (ts.isWhileStatement(node)) code.push(loopOf(reader, node, labels, node.expression, []));
  else if (ts.isDoStatement(node)) code.push(doLoop(reader, node, labels));
  else if (ts.isForStatement(node)) {
    const { initializer } = node;
    if (initializer && ts.isVariableDeclarationList(initializer)) declarations(reader, initializer, code);
    else if (initializer) effect(reader, initializer, code);
    code.push(loopOf(reader, node, labels, node.condition, node.incrementor ? [node.incrementor] : []));
  } else if (ts.isForOfStatement(node)) forOf(reader, node, code, labels);
  else if (ts.isForInStatement(node)) reader.refuse(node, "loopOver");
  else {
    const keyword = keywordOf(reader.ctx, node);
    reader.refuse(node, "statement", describe(reader.ctx, node, keyword), insteadOfStatement(keyword));
  }
}

/** `enum` of `const enum E {}`. */
const keywordOf = ({ ts }: Context, node: ts.Statement): string =>
  ts.isEnumDeclaration(node) ? "enum" : ts.isClassDeclaration(node) ? "class" : node.getFirstToken()!.getText();

function describe({ ts }: Context, node: ts.Statement, keyword: string): string {
  if (ts.isThrowStatement(node) || ts.isTryStatement(node)) return "an exception is thrown or caught";
  if (ts.isFunctionDeclaration(node)) return `the function \`${node.name?.text}\` is declared inside`;
  if (ts.isClassDeclaration(node)) return "a class is declared inside";
  return `\`${keyword}\` is used`;
}

/** The body of a loop as a block of its own, with the loop as a target. */
function inLoop<T>(reader: FunctionReader, labels: readonly string[], read: () => T): T {
  reader.targets.push({ loop: true, plain: true, labels });
  const result = read();
  reader.targets.pop();
  return result;
}

function loopOf(
  reader: FunctionReader,
  node: ts.WhileStatement | ts.ForStatement,
  labels: readonly string[],
  test: ts.Expression | undefined,
  steps: readonly ts.Expression[],
): Stmt {
  return inLoop(reader, labels, () => {
    const code = [...(test ? leaveUnless(reader, test) : []), ...branch(reader, node.statement)];
    const step: Stmt[] = [];
    for (const expression of steps) effect(reader, expression, step);
    return { at: reader.at(node), kind: "loop", code, step };
  });
}

/** `continue` in a `do` goes on to its test, which is therefore the loop's step. */
function doLoop(reader: FunctionReader, node: ts.DoStatement, labels: readonly string[]): Stmt {
  return inLoop(reader, labels, () => {
    const code = branch(reader, node.statement);
    return { at: reader.at(node), kind: "loop", code, step: leaveUnless(reader, node.expression) };
  });
}

function leaveUnless(reader: FunctionReader, node: ts.Expression): Block {
  const test = expressionOf(reader, node);
  return test.kind === "literal" && test.value === true
    ? []
    : [leaveIf({ at: test.at, kind: "op", op: "not", args: [test] })];
}

function leaveIf(test: Expr): Stmt {
  return { at: test.at, kind: "if", test, yes: [{ at: test.at, kind: "break", depth: 0 }], no: [] };
}

function forOf(reader: FunctionReader, node: ts.ForOfStatement, code: Stmt[], labels: readonly string[]): void {
  const at = reader.at(node.expression);
  const of = arrayOf(reader, node.expression);
  if (of === null) return reader.refuse(node.expression, "loopOver");
  const item = itemOf(reader, node.initializer);
  if (item === null) return;
  const index = reader.fresh("index");
  const counter: Expr = { at, kind: "local", index };
  const literal = (value: number): Expr => ({ at, kind: "literal", value });
  code.push({ at, kind: "set", locals: [index], value: literal(0) });
  code.push(
    inLoop(reader, labels, () => ({
      at: reader.at(node),
      kind: "loop",
      code: [
        leaveIf({ at, kind: "op", op: "ge", args: [counter, { at, kind: "length", of }] }),
        { at, kind: "set", locals: [item], value: { at, kind: "element", of, index: counter } },
        ...branch(reader, node.statement),
      ],
      step: [{ at, kind: "set", locals: [index], value: { at, kind: "op", op: "add", args: [counter, literal(1)] } }],
    })),
  );
}

/** The variable that a `for…of` gives the elements to; null after a refusal. */
function itemOf(reader: FunctionReader, initializer: ts.ForInitializer): number | null {
  const { ts } = reader.ctx;
  if (!ts.isVariableDeclarationList(initializer)) return targetOf(reader, initializer);
  checkScope(reader, initializer);
  const name = initializer.declarations[0]?.name;
  if (!name) return null;
  if (ts.isIdentifier(name)) return reader.declare(name);
  refusePattern(reader, name);
  reader.declareInside(name);
  return null;
}

function jump(reader: FunctionReader, node: ts.BreakStatement | ts.ContinueStatement, code: Stmt[]): void {
  const kind = reader.ctx.ts.isBreakStatement(node) ? "break" : "continue";
  const label = node.label?.text;
  const inward = reader.targets.toReversed();
  const depth = inward.findIndex((target) =>
    label !== undefined ? target.labels.includes(label) : kind === "break" ? target.plain : target.loop,
  );
  // A jump without a target is a syntax error that TypeScript reports.
  if (depth >= 0) code.push({ at: reader.at(node), kind, depth });
}

/** `return e`: array literals and calls with several results give several, and `?:` may choose between them. */
export function returned(reader: FunctionReader, node: ts.Expression, code: Stmt[]): void {
  const { ts } = reader.ctx;
  const bare = unwrap(reader.ctx, node);
  const at = reader.at(bare);
  const count = tupleLength(reader, bare);
  if (count !== null && ts.isConditionalExpression(bare)) {
    const [yes, no]: [Stmt[], Stmt[]] = [[], []];
    returned(reader, bare.whenTrue, yes);
    returned(reader, bare.whenFalse, no);
    code.push({ at, kind: "if", test: expressionOf(reader, bare.condition), yes, no });
    return;
  }
  if (count === null && ts.isCallExpression(bare) && isArray(reader.ctx, bare))
    reader.refuse(bare, "results", "an array is returned, of any length");
  const values = ts.isArrayLiteralExpression(bare)
    ? bare.elements.map((element) => expressionOf(reader, element))
    : count !== null && ts.isCallExpression(bare)
      ? unpacked(reader, bare, count, code)
      : [expressionOf(reader, bare)];
  reader.results ??= values.length;
  if (values.length === 0) reader.refuse(bare, "results", "an empty array is returned");
  else if (reader.results !== values.length)
    reader.refuse(bare, "results", `${reader.results} values are returned elsewhere, ${values.length} here`);
  code.push({ at, kind: "return", values });
}

/** The results of a call in new locals. */
function unpacked(reader: FunctionReader, call: ts.CallExpression, count: number, code: Stmt[]): Expr[] {
  const at = reader.at(call);
  const value = expressionOf(reader, call);
  const locals = Array.from({ length: count }, () => reader.fresh("result"));
  code.push({ at, kind: "set", locals, value });
  return locals.map((index) => ({ at, kind: "local", index }));
}

/** How many values an expression stands for, if its type is a tuple. */
function tupleLength({ ctx }: FunctionReader, node: ts.Expression): number | null {
  if (ctx.ts.isArrayLiteralExpression(node)) return node.elements.length;
  const type = ctx.checker.getTypeAtLocation(node);
  return ctx.checker.isTupleType(type) ? ctx.checker.getTypeArguments(type as ts.TypeReference).length : null;
}

function checkScope(reader: FunctionReader, list: ts.VariableDeclarationList): void {
  const [first] = list.declarations;
  // while one types, `var` may declare nothing yet
  if (first && !(list.flags & reader.ctx.ts.NodeFlags.BlockScoped))
    reader.refuse(list, "varDeclaration", first.name.getText());
}

function refusePattern(reader: FunctionReader, node: ts.Node, from?: ts.Expression): void {
  const { ts } = reader.ctx;
  const instead =
    from && ts.isCallExpression(from) && isArray(reader.ctx, from)
      ? "give the function a tuple as its result type, such as `[number, number]`"
      : ts.isObjectBindingPattern(node)
        ? "read each property where it is used, as `point.x`"
        : "write `const [q, r] = f(a, b)`";
  reader.refuse(node, "destructuring", instead);
}

function declarations(reader: FunctionReader, list: ts.VariableDeclarationList, code: Stmt[]): void {
  const { ts } = reader.ctx;
  checkScope(reader, list);
  for (const declaration of list.declarations) {
    const { name, initializer } = declaration;
    const type = annotationOf(reader.ctx, declaration);
    if (ts.isIdentifier(name)) {
      const value = initializer && expressionOf(reader, initializer);
      const local = declared(reader, name, type);
      if (type && !isScalar(reader.ctx, reader.ctx.checker.getTypeFromTypeNode(type)))
        reader.refuse(type, "valueType", name.text, type.getText());
      if (initializer && value?.kind === "call" && isArray(reader.ctx, initializer))
        reader.refuse(initializer, "object", `\`${name.text}\` holds an array`);
      if (value) code.push({ at: reader.at(name), kind: "set", locals: [local], value });
    } else if (ts.isArrayBindingPattern(name) && initializer) {
      const declare = (element: ts.ArrayBindingElement): number | null => {
        if (ts.isOmittedExpression(element)) return reader.fresh("_");
        const isPlain = ts.isIdentifier(element.name) && !element.initializer && !element.dotDotDotToken;
        if (isPlain) return declared(reader, element.name, type);
        refusePattern(reader, element);
        reader.declareInside(element.name);
        return null;
      };
      takeApart(reader, name, initializer, () => name.elements.map(declare), code);
    } else {
      refusePattern(reader, name);
      reader.declareInside(name);
    }
  }
}

/** A local for a name in a declaration, which may have an annotation. */
function declared(reader: FunctionReader, name: ts.Node, annotation: ts.TypeNode | undefined): number {
  return reader.declare(name, annotation && reader.ctx.checker.getTypeAtLocation(name));
}

/** `[q, r] = e`. All values are computed before the first is stored, so that `[a, b] = [b, a]` swaps. */
function takeApart(
  reader: FunctionReader,
  pattern: ts.Node,
  from: ts.Expression,
  targets: () => (number | null)[],
  code: Stmt[],
): void {
  const { ts } = reader.ctx;
  const at = reader.at(pattern);
  const bare = unwrap(reader.ctx, from);
  const count = tupleLength(reader, bare);
  if (ts.isCallExpression(bare) && count !== null) {
    const value = expressionOf(reader, bare);
    const locals = targets().map((local) => local ?? reader.fresh("_"));
    while (locals.length < count) locals.push(reader.fresh("_"));
    code.push({ at, kind: "set", locals, value });
    return;
  }
  const isLiteral = ts.isArrayLiteralExpression(bare);
  const of = isLiteral ? null : arrayOf(reader, bare);
  const values = isLiteral ? bare.elements.map((element) => kept(reader, expressionOf(reader, element), code)) : [];
  const locals = targets();
  if (!isLiteral && of === null) {
    refusePattern(reader, pattern, bare);
    return;
  }
  locals.forEach((local, i) => {
    const index: Expr = { at, kind: "literal", value: i };
    const value = of === null ? values[i] : { at, kind: "element" as const, of, index };
    if (value === undefined) refusePattern(reader, pattern);
    else if (local !== null) code.push({ at, kind: "set", locals: [local], value });
  });
}

/** A value in a local of its own. */
function kept(reader: FunctionReader, value: Expr, code: Stmt[]): Expr {
  const index = reader.fresh("value");
  code.push({ at: value.at, kind: "set", locals: [index], value });
  return { at: value.at, kind: "local", index };
}

/** An expression that stands as a statement: an assignment, `++`, `--`, or several of them. */
function effect(reader: FunctionReader, node: ts.Expression, code: Stmt[]): void {
  const { ts } = reader.ctx;
  const bare = unwrap(reader.ctx, node);
  const { FirstAssignment, LastAssignment, CommaToken, PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  if (ts.isPrefixUnaryExpression(bare) || ts.isPostfixUnaryExpression(bare)) {
    if (bare.operator === PlusPlusToken || bare.operator === MinusMinusToken) step(reader, bare, code);
    else unused(reader, bare);
  } else if (!ts.isBinaryExpression(bare)) unused(reader, bare);
  else if (bare.operatorToken.kind === CommaToken) {
    effect(reader, bare.left, code);
    effect(reader, bare.right, code);
  } else if (bare.operatorToken.kind >= FirstAssignment && bare.operatorToken.kind <= LastAssignment)
    assignment(reader, bare, code);
  else unused(reader, bare);
}

function step(reader: FunctionReader, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, code: Stmt[]): void {
  const at = reader.at(node);
  const op = node.operator === reader.ctx.ts.SyntaxKind.PlusPlusToken ? "add" : "sub";
  const one: Expr = { at, kind: "literal", value: isBigint(reader, node.operand) ? 1n : 1 };
  const value = (): Expr => ({ at, kind: "op", op, args: [expressionOf(reader, node.operand), one] });
  store(reader, node, node.operand, value, code);
}

function assignment(reader: FunctionReader, node: ts.BinaryExpression, code: Stmt[]): void {
  const { ts } = reader.ctx;
  const { left, right, operatorToken } = node;
  const sign = ts.tokenToString(operatorToken.kind)!.slice(0, -1);
  if (sign === "" && ts.isArrayLiteralExpression(left))
    takeApart(reader, left, right, () => left.elements.map((target) => elementOf(reader, target)), code);
  else if (sign === "") store(reader, node, left, () => expressionOf(reader, right), code);
  else {
    const value = (): Expr => operation(reader, node, sign, expressionOf(reader, left), expressionOf(reader, right));
    store(reader, node, left, value, code);
  }
}

function store(reader: FunctionReader, node: ts.Node, target: ts.Expression, value: () => Expr, code: Stmt[]): void {
  const local = targetOf(reader, target);
  if (local !== null) code.push({ at: reader.at(node), kind: "set", locals: [local], value: value() });
}

/** The local that an element of `[q, r] = e` is given to; null after a refusal. */
function elementOf(reader: FunctionReader, node: ts.Expression): number | null {
  return reader.ctx.ts.isOmittedExpression(node) ? reader.fresh("_") : targetOf(reader, node);
}

/** The local that is assigned; null after a refusal. */
function targetOf(reader: FunctionReader, node: ts.Expression): number | null {
  const { ts } = reader.ctx;
  const bare = unwrap(reader.ctx, node);
  const symbol = ts.isIdentifier(bare) ? symbolOf(reader.ctx, bare) : undefined;
  const local = symbol && reader.local(symbol);
  if (local !== undefined) return local;
  const isPlace = ts.isIdentifier(bare) || isProperty(reader.ctx, bare) || ts.isElementAccessExpression(bare);
  if (!isPlace) refusePattern(reader, node);
  else if (!refusesRoot(reader, bare)) reader.refuse(node, "outerAssignment", node.getText());
  return null;
}

/** What is a call says what is wrong with it when it is read; the value of anything else would be lost. */
function unused(reader: FunctionReader, node: ts.Expression): void {
  const { ts } = reader.ctx;
  if (ts.isCallExpression(node) || ts.isAwaitExpression(node) || ts.isYieldExpression(node)) expressionOf(reader, node);
  else reader.refuse(node, "statement", "the value of this expression is not used", INSTEAD_OF_LOST_VALUE);
}
