/** Calls in a function -> `Expr`: casts, the language's own functions, `Math.*`, helpers and other ufuncs. */
import type * as ts from "typescript";
import { fromAlias } from "../../kernel/dtype.js";
import type { At, Body, Expr, Func } from "../../kernel/ir.js";
import { type OpName, ops } from "../../kernel/ops.js";
import {
  type Context,
  globalMember,
  isArray,
  isGlobal,
  isProperty,
  isUfunc,
  meant,
  ownName,
  propertyName,
  scalarKind,
  symbolOfExpression,
  unwrap,
} from "./context.js";
import { insteadOfFunction, insteadOfMethod, insteadOfOperator } from "./cures.js";
import { type FunctionNode, functionOf } from "./function.js";
import { libraryBody } from "./library.js";
import { loopsOf } from "./options.js";
import type { FunctionReader } from "./read.js";
import { capture, isOuterPath, isPath, leadsNowhere, type Path, refusesRoot } from "./read-captures.js";
import { expressionOf, nothing } from "./read-expressions.js";
import { shippedBody } from "./shipped.js";

/** micronumpy's functions for bodies. */
const words: Record<string, OpName> = {
  idiv: "idiv",
  mulhi: "mulhi",
  rint: "rint",
  copysign: "copysign",
  bits: "bits",
  from_bits: "from_bits",
  bits32: "bits32",
  from_bits32: "from_bits32",
  pattern: "pattern",
  pattern32: "pattern32",
  integerPower: "pow",
  popcount: "popcount",
};
const questions = {
  isInteger: "integer",
  isFloat: "float",
  isSigned: "signed",
  isBool: "bool",
  isFloat32: "float32",
} as const;

/** The functions of `Math` that are operators. Any other is one of the math library. */
const math = new Set([
  "abs",
  "sign",
  "min",
  "max",
  "floor",
  "ceil",
  "trunc",
  "round",
  "sqrt",
  "fround",
  "imul",
  "clz32",
]);
const tests: Record<string, OpName> = { isNaN: "isnan", isFinite: "isfinite", isInteger: "isinteger" };

/** JavaScript's conversions, and the cast to write for each. */
const conversions: Record<string, string> = {
  Number: "f64",
  BigInt: "i64",
  Boolean: "bool",
  parseInt: "i32",
  parseFloat: "f64",
};

export function callOf(reader: FunctionReader, node: ts.CallExpression): Expr {
  const { ctx } = reader;
  const callee = unwrap(ctx, node.expression);
  const [object, name = ""] = globalMember(ctx, callee) ?? [];
  if (object === "Math") return mathCall(reader, node, name);
  if (object === "Number") return numberTest(reader, node, name);
  const symbol = meant(ctx, callee);
  const own = ownName(ctx, symbol);
  if (own !== undefined && symbol!.flags & ctx.ts.SymbolFlags.Function && libraryBody(own) !== null)
    return libraryCall(reader, node, own);
  const word = own === undefined ? null : ownCall(reader, node, own);
  return word ?? funcCall(reader, node, callee, symbolOfExpression(ctx, callee));
}

type RefusalName = Parameters<FunctionReader["refuse"]>[1];

function refuse(reader: FunctionReader, node: ts.Node, name: RefusalName, ...found: string[]): Expr {
  reader.refuse(node, name, ...found);
  return nothing(reader, node);
}

function args(reader: FunctionReader, node: ts.CallExpression): Expr[] {
  return node.arguments.map((argument) => {
    if (!reader.ctx.ts.isSpreadElement(argument)) return expressionOf(reader, argument);
    return refuse(reader, argument, "operator", "...", insteadOfOperator("..."));
  });
}

/** A call of an operator; min and max take any number of arguments. */
function opCall(reader: FunctionReader, node: ts.CallExpression, op: OpName): Expr {
  const at = reader.at(node);
  const given = args(reader, node);
  const wanted = ops[op].args;
  if (wanted === "any") {
    if (given.length === 0) return { at, kind: "literal", value: op === "min" ? Infinity : -Infinity };
    return given.length === 1 ? given[0]! : { at, kind: "op", op, args: given };
  }
  if (given.length === wanted) return { at, kind: "op", op, args: given };
  return wrongCount(reader, node, given.length, wanted);
}

function wrongCount(reader: FunctionReader, node: ts.CallExpression, given: number, wanted: number, more = ""): Expr {
  // how many values it spreads is not told by the call
  if (node.arguments.some(reader.ctx.ts.isSpreadElement)) return nothing(reader, node);
  const count = (n: number): string => `${n} argument${n === 1 ? "" : "s"}`;
  return refuse(reader, node, "argumentCount", node.expression.getText(), count(given), count(wanted) + more);
}

function mathCall(reader: FunctionReader, node: ts.CallExpression, name: string): Expr {
  if (math.has(name)) return opCall(reader, node, name as OpName);
  if (libraryBody(name) !== null) return libraryCall(reader, node, name);
  return name === "random" ? refuse(reader, node, "random") : refuse(reader, node, "mathMissing", name);
}

/** A call of the math library: of a function of `Math`, or in NumPy's ufuncs by its own name. */
function libraryCall(reader: FunctionReader, node: ts.CallExpression, name: string): Expr {
  const at = reader.at(node);
  const given = args(reader, node);
  if (name === "pow" && given.length === 2) return floatPowerOf(reader, at, given[0]!, given[1]!);
  const wanted = libraryBody(name)!.functions[0].params;
  const isLength = name === "hypot";
  if (isLength ? given.length < wanted : given.length !== wanted)
    return wrongCount(reader, node, given.length, wanted, isLength ? " or more" : "");
  const func = { local: reader.body.library(name) };
  if (given.length > wanted) return given.reduce((a, b) => ({ at, kind: "call", func, args: [a, b] }));
  return { at, kind: "call", func, args: given };
}

/** `x ** y` by the library, which asks for the types. Literal exponents 2 and -1 are a product and a quotient. */
export function powerOf(reader: FunctionReader, node: ts.Node, base: Expr, exponent: Expr): Expr {
  const at = reader.at(node);
  if (isLiteral(exponent, 2) || isLiteral(exponent, -1)) return { at, kind: "op", op: "pow", args: [base, exponent] };
  return { at, kind: "call", func: { local: reader.body.library("power") }, args: [base, exponent] };
}

/** `Math.pow(x, y)`, of integers too in floats. */
function floatPowerOf(reader: FunctionReader, at: At, base: Expr, exponent: Expr): Expr {
  const call = (name: string, given: readonly Expr[]): Expr => ({
    at,
    kind: "call",
    func: { local: reader.body.library(name) },
    args: given,
  });
  if (isLiteral(exponent, 2)) return call("square", [base]);
  if (isLiteral(exponent, -1)) return { at, kind: "op", op: "div", args: [{ at, kind: "literal", value: 1 }, base] };
  return call("pow", [base, exponent]);
}

function isLiteral(expr: Expr, value: number): boolean {
  if (expr.kind === "op" && expr.op === "neg") return isLiteral(expr.args[0]!, -value);
  return expr.kind === "literal" && expr.value === value;
}

function numberTest(reader: FunctionReader, node: ts.CallExpression, name: string): Expr {
  const op = tests[name];
  const cast = conversions[name];
  if (cast !== undefined) return refuse(reader, node, "conversion", `Number.${name}`, cast);
  return op ? opCall(reader, node, op) : outside(reader, node, `Number.${name}`);
}

/** A function that micronumpy declares; null for those that are ordinary helpers. */
function ownCall(reader: FunctionReader, node: ts.CallExpression, name: string): Expr | null {
  const at = reader.at(node);
  const op = Object.hasOwn(words, name) ? words[name] : undefined;
  if (op) return opCall(reader, node, op);
  const to = fromAlias(name);
  const what = Object.hasOwn(questions, name) ? questions[name as keyof typeof questions] : undefined;
  if (to === undefined && what === undefined) return null;
  const [arg, ...more] = args(reader, node);
  if (arg === undefined || more.length > 0) return wrongCount(reader, node, arg ? 1 + more.length : 0, 1);
  return to === undefined ? { at, kind: "is", what: what!, arg } : { at, kind: "cast", to, arg };
}

function funcCall(
  reader: FunctionReader,
  node: ts.CallExpression,
  callee: ts.Expression,
  symbol: ts.Symbol | undefined,
): Expr {
  const { ctx, body } = reader;
  const at = reader.at(node);
  const name = callee.getText();
  const site = body.finder.heldSite(callee);
  const func = functionOf(ctx, site === null ? callee : site.body);
  if (func === null) {
    const shipped = shippedBody(ctx, callee);
    return shipped ? shippedCall(reader, node, shipped) : unknownCall(reader, node, callee, symbol);
  }
  const isInner = func.pos >= reader.node.pos && func.end <= reader.node.end && func !== reader.node;
  if (isInner && func.getSourceFile() === reader.node.getSourceFile())
    return isPath(ctx, callee) ? nothing(reader, node) : refuse(reader, callee, "closure"); // a name was refused where it is declared
  const given = args(reader, node);
  if (reader.isConstant) return outside(reader, node, name);
  if (given.length !== func.parameters.length) return wrongCount(reader, node, given.length, func.parameters.length);
  const local = body.function(func, site?.name ?? nameOf(func) ?? name, node, site ? loopsOf(ctx, site) : undefined);
  return local === null ? nothing(reader, node) : { at, kind: "call", func: { local }, args: given };
}

/** A call of a ufunc of another package, or of another project, whose body came with it. */
function shippedCall(reader: FunctionReader, node: ts.CallExpression, shipped: Body): Expr {
  const given = args(reader, node);
  const wanted = shipped.functions[0].params;
  if (reader.isConstant) return outside(reader, node, node.expression.getText());
  if (given.length !== wanted) return wrongCount(reader, node, given.length, wanted);
  return { at: reader.at(node), kind: "call", func: { local: reader.body.adopt(shipped) }, args: given };
}

function nameOf(func: FunctionNode): Func["name"] | undefined {
  return func.name?.getText();
}

function outside(reader: FunctionReader, node: ts.CallExpression, name: string): Expr {
  return refuse(reader, node, "outsideCall", name, insteadOfFunction(name));
}

/** A function of what has the type of `Math`, and is another: it needs no `this`. */
function isOfMath({ ts }: Context, symbol: ts.Symbol | undefined): boolean {
  const owner = symbol?.declarations?.[0]?.parent;
  return owner !== undefined && ts.isInterfaceDeclaration(owner) && owner.name.text === "Math";
}

/** A function without source: a ufunc or one chosen at run time is a capture, all others are refused. */
function unknownCall(
  reader: FunctionReader,
  node: ts.CallExpression,
  callee: ts.Expression,
  symbol: ts.Symbol | undefined,
): Expr {
  const { ctx } = reader;
  const { ts, checker } = ctx;
  const name = callee.getText();
  const isName = ts.isIdentifier(callee);
  const cast = isName && isGlobal(ctx, symbol) ? conversions[name] : undefined;
  if (cast !== undefined) return refuse(reader, node, "conversion", name, cast);
  if (refusesRoot(reader, callee)) return nothing(reader, node);
  if (leadsNowhere(ctx, callee)) return refuse(reader, node, "noSource", name);
  if (!isPath(ctx, callee) && callee.kind !== ts.SyntaxKind.ImportKeyword) return refuse(reader, callee, "closure");
  const isMethod = isProperty(ctx, callee) && isUfunc(ctx, callee.expression);
  if (isProperty(ctx, callee) && isArray(ctx, callee.expression))
    return refuse(reader, node, "outsideCall", name, insteadOfMethod(propertyName(ctx, callee)));
  if (isMethod || (isGlobal(ctx, symbol) && !isOfMath(ctx, symbol))) return outside(reader, node, name);
  if (symbol && reader.local(symbol) !== undefined) return refuse(reader, callee, "closure");
  const declaration = symbol?.valueDeclaration;
  const isMember = declaration && ts.isMethodDeclaration(declaration) && ts.isClassLike(declaration.parent);
  const isFunction = declaration && (ts.isFunctionDeclaration(declaration) || isMember);
  const isAmbient = declaration?.getSourceFile().isDeclarationFile && ts.isVariableDeclaration(declaration);
  const isForeign = isAmbient && !ts.isElementAccessExpression(callee) && isUfunc(ctx, callee);
  if ((isFunction || isAmbient) && !isForeign) {
    const own = ownName(ctx, symbol);
    if (own !== undefined) return refuse(reader, node, "outsideCall", name, insteadOfFunction(own));
    const isHere = isMember && !declaration.getSourceFile().isDeclarationFile;
    return isHere ? refuse(reader, callee, "context", name) : refuse(reader, node, "noSource", name);
  }
  const isChosen = isName
    ? declaration &&
      (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration))
    : isOuterPath(reader, callee);
  if (!isForeign && !isChosen) return outside(reader, node, name);
  const signature = checker.getResolvedSignature(node);
  if (!signature || scalarKind(ctx, signature.getReturnType()) === null)
    return refuse(reader, node, "outerFunction", name);
  const given = args(reader, node);
  const captured = capture(reader, callee as Path, "function");
  return captured === null
    ? nothing(reader, node)
    : { at: reader.at(node), kind: "call", func: { capture: captured }, args: given };
}
