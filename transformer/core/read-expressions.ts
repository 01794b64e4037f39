/** Expressions of a function -> `Expr`. A refused one becomes the literal 0; the body is not used then. */
import type * as ts from "typescript";
import type { Expr } from "../../kernel/ir.js";
import type { OpName } from "../../kernel/ops.js";
import { type Context, isProperty, scalarKind, unwrap } from "./context.js";
import { insteadOfOperator } from "./cures.js";
import type { ProblemName } from "./diagnostic.js";
import type { FunctionReader } from "./read.js";
import { callOf, powerOf } from "./read-calls.js";
import { isOuterPath, refusesRoot } from "./read-captures.js";
import { arrayOf, nameOf, outer, propertyOf } from "./read-names.js";

export function expressionOf(reader: FunctionReader, node: ts.Expression): Expr {
  const { ts } = reader.ctx;
  const at = reader.at(node);
  if (ts.isNumericLiteral(node)) return number(reader, node);
  if (ts.isBigIntLiteral(node)) return { at, kind: "literal", value: BigInt(node.text.slice(0, -1)) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { at, kind: "literal", value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { at, kind: "literal", value: false };
  if (ts.isIdentifier(node)) return nameOf(reader, node);
  if (ts.isOptionalChain(node)) return refuseOperator(reader, node, "?.");
  if (isProperty(reader.ctx, node)) return propertyOf(reader, node);
  if (ts.isPrefixUnaryExpression(node)) return prefix(reader, node);
  if (ts.isBinaryExpression(node)) return binary(reader, node);
  if (ts.isCallExpression(node)) return callOf(reader, node);
  if (ts.isElementAccessExpression(node)) return element(reader, node);
  if (ts.isConditionalExpression(node)) {
    const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((arm) => expressionOf(reader, arm));
    return { at, kind: "choose", test: test!, yes: yes!, no: no! };
  }
  const inner = unwrap(reader.ctx, node);
  return inner === node ? refused(reader, node) : expressionOf(reader, inner);
}

/** A placeholder for what was refused, so that reading can go on. */
export function nothing(reader: FunctionReader, node: ts.Node): Expr {
  return { at: reader.at(node), kind: "literal", value: 0 };
}

function number(reader: FunctionReader, node: ts.NumericLiteral): Expr {
  const text = node.getText().replaceAll("_", "");
  // while one types, `0x` is a number, too
  const isInteger = /^(0[xob][\da-f]+|\d+)$/i.test(text);
  if (isInteger && BigInt(text) > 2n ** 53n) reader.refuse(node, "longInteger", text);
  return { at: reader.at(node), kind: "literal", value: Number(node.text) };
}

const unary: Record<string, OpName> = { "-": "neg", "+": "pos", "!": "not", "~": "inv" };

function prefix(reader: FunctionReader, node: ts.PrefixUnaryExpression): Expr {
  const sign = reader.ctx.ts.tokenToString(node.operator)!;
  const op = unary[sign];
  if (op === undefined) {
    reader.refuse(node, "assignmentValue");
    return nothing(reader, node);
  }
  return { at: reader.at(node), kind: "op", op, args: [expressionOf(reader, node.operand)] };
}

const operators: Record<string, OpName> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "rem",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "==": "eq",
  "===": "eq",
  "!=": "ne",
  "!==": "ne",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "shl",
  ">>": "shr",
  ">>>": "ushr",
};

function binary(reader: FunctionReader, node: ts.BinaryExpression): Expr {
  const { ts } = reader.ctx;
  const sign = ts.tokenToString(node.operatorToken.kind) ?? node.operatorToken.getText();
  const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
  if (node.operatorToken.kind >= FirstAssignment && node.operatorToken.kind <= LastAssignment) {
    reader.refuse(node, "assignmentValue");
    return nothing(reader, node);
  }
  const test = [node.left, node.right].map((side) => unwrap(reader.ctx, side)).find(ts.isTypeOfExpression);
  if (test) return expressionOf(reader, test);
  if (sign === "instanceof" || sign === "in") return refuseOperator(reader, node.operatorToken, sign);
  return operation(reader, node, sign, expressionOf(reader, node.left), expressionOf(reader, node.right));
}

function refuseOperator(reader: FunctionReader, node: ts.Node, sign: string): Expr {
  reader.refuse(node, "operator", sign, insteadOfOperator(sign));
  return nothing(reader, node);
}

/** `left sign right`, where `node` is the expression or the compound assignment that says so. */
export function operation(
  reader: FunctionReader,
  node: ts.BinaryExpression,
  sign: string,
  left: Expr,
  right: Expr,
): Expr {
  const at = reader.at(node);
  if (sign === "&&" || sign === "||") return { at, kind: "logic", op: sign === "&&" ? "and" : "or", left, right };
  if (sign === "**") return powerOf(reader, node, left, right);
  const op = sign === "/" && isBigint(reader, node.left) ? "idiv" : operators[sign];
  if (op === undefined) return refuseOperator(reader, node.operatorToken, sign);
  return { at, kind: "op", op, args: [left, right] };
}

export function isBigint({ ctx }: FunctionReader, node: ts.Expression): boolean {
  return scalarKind(ctx, ctx.checker.getTypeAtLocation(node)) === "bigint";
}

function element(reader: FunctionReader, node: ts.ElementAccessExpression): Expr {
  const { checker } = reader.ctx;
  const constant = checker.getConstantValue(node);
  if (typeof constant === "number") return { at: reader.at(node), kind: "literal", value: constant };
  const of = arrayOf(reader, node.expression);
  if (of !== null)
    return { at: reader.at(node), kind: "element", of, index: expressionOf(reader, node.argumentExpression) };
  if (isOuterPath(reader, node)) return outer(reader, node);
  if (refusesRoot(reader, node.expression)) return nothing(reader, node);
  const isTuple = checker.isTupleType(checker.getTypeAtLocation(node.expression));
  const instead = isTuple
    ? "take it apart: `const [q, r] = f(a, b)`"
    : "pass single values as operands, or index an outer array of numbers";
  reader.refuse(node.expression, "indexing", node.expression.getText(), instead);
  return nothing(reader, node);
}

function refused(reader: FunctionReader, node: ts.Expression): Expr {
  const { ts } = reader.ctx;
  const found = foreign(reader.ctx, node);
  if (found !== null) reader.refuse(node, ...found);
  else if (ts.isArrayLiteralExpression(node)) reader.refuse(node, "object", "an array is made");
  else if (ts.isPostfixUnaryExpression(node)) reader.refuse(node, "assignmentValue");
  // the function that has them was refused
  else if (!ts.isAwaitExpression(node) && !ts.isYieldExpression(node))
    return refuseOperator(reader, node, (node.getFirstToken() ?? node).getText());
  return nothing(reader, node);
}

/** What is no value of a kernel, whatever is done with it: the refusal and what was found. */
export function foreign({ ts }: Context, node: ts.Expression): readonly [ProblemName, ...string[]] | null {
  const { SyntaxKind } = ts;
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isTaggedTemplateExpression(node))
    return ["text", "a string is used"];
  if (node.kind === SyntaxKind.RegularExpressionLiteral) return ["text", "a pattern is used"];
  if (ts.isObjectLiteralExpression(node)) return ["object", "an object is made"];
  if (ts.isNewExpression(node)) return ["object", "`new` makes an object"];
  if (node.kind === SyntaxKind.NullKeyword) return ["missing", "null"];
  if (ts.isClassExpression(node)) return ["object", "a class is made"];
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node))
    return ["object", "an element is made"];
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return ["closure"];
  const isContext = node.kind === SyntaxKind.ThisKeyword || node.kind === SyntaxKind.SuperKeyword;
  return isContext || ts.isMetaProperty(node) ? ["context", node.getText()] : null;
}
