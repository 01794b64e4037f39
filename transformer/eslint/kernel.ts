/** The rule `micronumpy/kernel`: what a body may not hold, by its syntax. Numbers and texts are those of the build. */
import { insteadOfFunction, insteadOfMethod, insteadOfOperator, insteadOfStatement, isWalk } from "../core/cures.js";
import { type ProblemName, sentence } from "../core/diagnostic.js";
import { isMark } from "../core/marks.js";
import { child, children, field, isWithin, type Node, type Rule, type RuleContext, variableOf } from "./estree.js";

type Found = readonly [ProblemName, ...string[]];

const ASSERTIONS = ["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"];
const FUNCTIONS = ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"];

export const kernel: Rule = {
  meta: { type: "problem", docs: { description: "bodies of ufuncs stay in the kernel language" }, schema: [] },
  create(context) {
    const checked = new Set<Node>();
    const check = (body: Node): void => {
      if (!checked.has(body)) new Checker(context, body).check();
      checked.add(body);
    };
    return {
      CallExpression(call) {
        const [argument] = children(call, "arguments");
        for (const body of bodiesOf(context, child(call, "callee"), argument)) check(body);
      },
      FunctionDeclaration(declaration) {
        const { parent } = declaration;
        const statement = parent?.type === "ExportNamedDeclaration" ? parent : declaration;
        const comments = statement.parent?.type === "Program" ? context.sourceCode.getCommentsBefore(statement) : [];
        if (comments.some((comment) => isMark(context.sourceCode.getText(comment)))) check(declaration);
      },
      MethodDefinition(method) {
        const names = children(method, "decorators").map((each) => {
          const expression = child(each, "expression");
          return expression?.type === "CallExpression" ? child(expression, "callee") : expression;
        });
        const body = child(method, "value");
        if (body !== null && names.some((name) => isOurs(context, name, "ufunc"))) check(body);
      },
    };
  },
};

/** The body of `ufunc(…)`, and those of `ufuncs({ … })`. */
function bodiesOf(context: RuleContext, callee: Node | null, argument: Node | undefined): Node[] {
  const given = unwrap(argument ?? null);
  const isObject = given?.type === "ObjectExpression" && isOurs(context, callee, "ufuncs");
  if (isObject) return children(given, "properties").flatMap((each) => functionOf(context, child(each, "value")) ?? []);
  const body = isOurs(context, callee, "ufunc") ? functionOf(context, given) : null;
  return body === null ? [] : [body];
}

function unwrap(node: Node | null): Node | null {
  return node && ASSERTIONS.includes(node.type) ? unwrap(child(node, "expression")) : node;
}

/** Is it micronumpy's function of this name, by whatever name it was imported? */
function isOurs(context: RuleContext, callee: Node | null, wanted: string): boolean {
  if (callee?.type === "MemberExpression") {
    const [object, property] = [child(callee, "object"), child(callee, "property")];
    return field(property, "name") === wanted && importOf(context, object)?.type === "ImportNamespaceSpecifier";
  }
  const imported = importOf(context, callee);
  return imported?.type === "ImportSpecifier" && field(child(imported, "imported"), "name") === wanted;
}

/** The specifier by which a name comes from micronumpy. */
function importOf(context: RuleContext, name: Node | null): Node | null {
  const definition = name?.type === "Identifier" ? variableOf(context, name)?.defs[0] : undefined;
  if (definition?.type !== "ImportBinding") return null;
  return field(child(definition.parent, "source"), "value") === "micronumpy" ? definition.node : null;
}

/** A function written there, or declared in the same file: signatures of overloads and ambient functions have no body. */
function functionOf(context: RuleContext, argument: Node | null): Node | null {
  const body = unwrap(argument);
  if (body === null || FUNCTIONS.includes(body.type)) return body;
  const definitions = body.type === "Identifier" ? variableOf(context, body)?.defs : undefined;
  return definitions?.find(({ node }) => node.type === "FunctionDeclaration")?.node ?? null;
}

class Checker {
  constructor(
    private readonly context: RuleContext,
    private readonly body: Node,
  ) {}

  check(): void {
    const { body } = this;
    if (field(body, "async")) this.refuse(body, ["asyncBody", "async"]);
    else if (field(body, "generator")) this.refuse(body, ["asyncBody", "a generator"]);
    for (const parameter of children(body, "params")) this.parameter(parameter);
    this.visit(child(body, "body")!);
  }

  private refuse(node: Node, [name, ...found]: Found): void {
    const { number, text } = sentence(name, ...found);
    this.context.report({ node, message: `TS${number}: ${text}` });
  }

  private text(node: Node | null): string {
    return node ? this.context.sourceCode.getText(node) : "";
  }

  private parameter(node: Node): void {
    const name = this.text(child(node, "left") ?? child(node, "argument") ?? node).replace(/\??:.*$/s, "");
    if (node.type === "AssignmentPattern") this.refuse(node, ["parameter", name, "given a default"]);
    else if (node.type === "RestElement") this.refuse(node, ["parameter", name, "a rest parameter"]);
    else if (node.type !== "Identifier") this.refuse(node, ["parameter", name, "a pattern"]);
    else if (field(node, "optional")) this.refuse(node, ["parameter", name.replace("?", ""), "optional"]);
  }

  private visit(node: Node): void {
    const found = this.find(node);
    if (found !== null) return this.refuse(node, found);
    for (const key of this.context.sourceCode.visitorKeys[node.type] ?? []) {
      const value = field(node, key);
      for (const each of Array.isArray(value) ? (value as (Node | null)[]) : [value as Node | null | undefined])
        if (each && !isType(each)) this.visit(each);
    }
  }

  private find(node: Node): Found | null {
    const rule = rules[node.type];
    return typeof rule === "function" ? rule(node, (each) => this.text(each), this.context, this.body) : (rule ?? null);
  }
}

/** Types are no part of a body; assertions hold expressions. */
const isType = ({ type }: Node): boolean => type.startsWith("TS") && !ASSERTIONS.includes(type);

type Check = (node: Node, text: (node: Node | null) => string, context: RuleContext, body: Node) => Found | null;

const statement = (what: string, keyword: string): Found => ["statement", what, insteadOfStatement(keyword)];
const operatorOf = (sign: string): Found => ["operator", sign, insteadOfOperator(sign)];
const exception = statement("an exception is thrown or caught", "throw");
const keyword: Check = (node, text) => {
  const [word = ""] = /^\w+/.exec(text(node)) ?? [];
  return statement(`\`${word}\` is used`, word);
};
const operator: Check = (node) => operatorOf(String(field(node, "operator")));
const context: Check = (node, text) => ["context", text(node)];

/** What each kind of node has against it. */
const rules: Readonly<Record<string, Found | Check>> = {
  ThrowStatement: exception,
  TryStatement: exception,
  WithStatement: keyword,
  DebuggerStatement: keyword,
  ForInStatement: ["loopOver"],
  ClassDeclaration: statement("a class is declared inside", "class"),
  FunctionDeclaration: (node, text) =>
    statement(`the function \`${text(child(node, "id"))}\` is declared inside`, "function"),
  ArrowFunctionExpression: ["closure"],
  FunctionExpression: ["closure"],
  ClassExpression: ["object", "a class is made"],
  NewExpression: ["object", "`new` makes an object"],
  ObjectExpression: ["object", "an object is made"],
  TemplateLiteral: ["text", "a string is used"],
  ThisExpression: context,
  Super: context,
  MetaProperty: context,
  ChainExpression: operatorOf("?."),
  VariableDeclaration: (node, text) =>
    field(node, "kind") === "var" ? ["varDeclaration", text(child(children(node, "declarations")[0]!, "id"))] : null,
  Literal: literal,
  CallExpression: call,
  UnaryExpression: (node, ...rest) =>
    ["typeof", "void", "delete"].includes(String(field(node, "operator"))) ? operator(node, ...rest) : null,
  BinaryExpression: (node, ...rest) => {
    const isTypeOf = ["left", "right"].some((side) => field(child(node, side), "operator") === "typeof");
    if (isTypeOf) return operatorOf("typeof");
    return ["in", "instanceof"].includes(String(field(node, "operator"))) ? operator(node, ...rest) : null;
  },
  LogicalExpression: (node, ...rest) => (field(node, "operator") === "??" ? operator(node, ...rest) : null),
  AssignmentExpression: (node, ...rest) => assignment(node, child(node, "left"), ...rest),
  UpdateExpression: (node, ...rest) => assignment(node, child(node, "argument"), ...rest),
};

function literal(node: Node, text: (node: Node) => string): Found | null {
  const value = field(node, "value");
  if (field(node, "regex")) return ["text", "a pattern is used"];
  if (typeof value === "string") return ["text", "a string is used"];
  if (value === null && text(node) === "null") return ["missing", "null"];
  const isWhole = typeof value === "number" && !/[.eEn]/.test(text(node).replace(/^0x.*/i, ""));
  return isWhole && value > Number.MAX_SAFE_INTEGER ? ["longInteger", text(node).replaceAll("_", "")] : null;
}

function call(node: Node, text: (node: Node | null) => string, context: RuleContext): Found | null {
  const callee = child(node, "callee");
  const object = child(callee, "object");
  if (callee?.type !== "MemberExpression" || object?.type !== "Identifier") return null;
  const isGlobal = (variableOf(context, object)?.defs.length ?? 0) === 0;
  if (isGlobal && text(callee) === "Math.random") return ["random"];
  const method = text(child(callee, "property"));
  if (isWalk(method) && children(node, "arguments").some(({ type }) => FUNCTIONS.includes(type)))
    return ["outsideCall", text(callee), insteadOfMethod(method)];
  return isGlobal && text(object) === "console" ? ["outsideCall", text(callee), insteadOfFunction(text(callee))] : null;
}

/** Assignments are statements, and only to what is the body's own. */
function assignment(
  node: Node,
  target: Node | null,
  text: (node: Node | null) => string,
  context: RuleContext,
  body: Node,
): Found | null {
  if (target?.type === "Identifier") {
    const variable = variableOf(context, target);
    if (variable !== null && !isWithin(variable.scope.block, body)) return ["outerAssignment", text(target)];
  }
  const { parent } = node;
  const isStep = parent?.type === "ForStatement" || parent?.type === "SequenceExpression";
  return parent?.type === "ExpressionStatement" || isStep ? null : ["assignmentValue"];
}
