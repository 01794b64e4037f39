/**
 * Reads the function behind a ufunc, and every helper that it reaches, into a `Body`: TypeScript in, jitcode out.
 *
 * Reading goes on after a refusal, so that all of a function's problems are told at once; a body with problems is not
 * handed out. Statements are in `read-statements.ts`, expressions in `read-expressions.ts`, calls in `read-calls.ts`,
 * names from outside in `read-names.ts`; this file holds what they share.
 */
import type * as ts from "typescript";
import type { At, Body, Func, Literal, Pin, Stmt } from "../../kernel/ir.js";
import { MAX_OPERANDS } from "../../kernel/link.js";
import { movedFunction } from "../../kernel/nodes.js";
import { type Flaw, flaw } from "../../kernel/valid.js";
import { annotationOf, type Context, fileName, isScalar, isWrapping, positionOf, symbolOf } from "./context.js";
import { type Problem, type ProblemName, problem } from "./diagnostic.js";
import type { Finder, Site } from "./find.js";
import { type FunctionNode, functionOf } from "./function.js";
import { libraryBody } from "./library.js";
import { loopsOf } from "./options.js";
import { pinsOf } from "./pins.js";
import { returned, statements } from "./read-statements.js";

export interface Reading {
  readonly body: Body;
  /** In the order of `Body.captures`. */
  readonly captures: readonly Captured[];
  /** Where each function stands; parallel to `Body.functions`. */
  readonly functions: readonly FunctionNode[];
  /** What in the ufunc's own function leads to each, at first; null for that itself. */
  readonly calls: readonly (ts.Node | null)[];
}

/** A name or path that is read when the ufunc is called. */
export interface Captured {
  readonly node: ts.Expression;
  /** What declares its first name in the file of the ufunc, if the expression stands in another. */
  readonly root: ts.Declaration | null;
}

/** Reads the body of a site: the reading, or what is wrong with it. */
export function read(ctx: Context, finder: Finder, site: Site): Reading | readonly Problem[] {
  const reader = new BodyReader(ctx, finder, site);
  const func = functionOf(ctx, site.body);
  if (func === null) return [problem(site.body, "unknownBody", site.body.getText())];
  const cure = "use a plain constant, or `full(shape, value)`";
  if (func.parameters.length === 0) return [problem(site.body, "operandCount", "no parameters", cure)];
  reader.function(func, site.name, null, loopsOf(ctx, site));
  return reader.finish();
}

/** A loop, a block or a labelled statement around the statement being read; break and continue count them. */
export interface Target {
  readonly loop: boolean;
  /** Does a plain `break` end here? A block that stands for a labelled statement is left by its label only. */
  readonly plain: boolean;
  readonly labels: readonly string[];
}

/** Thrown where a constant expression turns out not to be constant; caught by `FunctionReader.constant`. */
class NotConstant {}

/** What is gathered while one body is read. */
export class BodyReader {
  readonly captures: (Captured & { name: string; kind: "scalar" | "array" | "function"; symbol: ts.Symbol })[] = [];
  private readonly funcs: (Func | null)[] = [];
  private readonly nodes: FunctionNode[] = [];
  private readonly calls: (ts.Node | null)[] = [];
  private readonly tables: (readonly Literal[])[] = [];
  private readonly tableOf = new Map<ts.Node, number>();
  /** Functions of the math library, by name. */
  private readonly libraryFunctions = new Map<string, number>();
  private readonly adopted = new Map<Body, number>();
  private readonly problems: Problem[] = [];
  /** The functions being read, outermost first, and the call that led to each. */
  private readonly open: { name: string; node: FunctionNode; call: ts.Node | null }[] = [];

  constructor(
    readonly ctx: Context,
    readonly finder: Finder,
    readonly site: Site,
  ) {}

  /** The place in the body of a function, read when first met; null for one that calls itself. */
  function(node: FunctionNode, name: string, call: ts.Node | null = null, loops?: readonly string[]): number | null {
    const cycle = this.open.findIndex((entry) => entry.node === node);
    if (cycle >= 0) {
      const names = this.open.slice(cycle).map((entry) => entry.name);
      this.refuse(call ?? node, "recursion", [...names, names[0]].join(" -> "));
      return null;
    }
    const known = this.nodes.indexOf(node);
    if (known >= 0) return known;
    const index = this.place(node, call);
    this.open.push({ name, node, call });
    this.funcs[index] = new FunctionReader(this, node, name).read(loops);
    this.open.pop();
    return index;
  }

  /** The place of a function of the math library, taken over when first met. */
  library(name: string): number {
    const known = this.libraryFunctions.get(name);
    if (known !== undefined) return known;
    const { functions, tables } = libraryBody(name)!;
    const indices = functions.map((func) => this.libraryFunctions.get(func.name) ?? this.reserve(func.name));
    const places = { functions: (i: number) => indices[i]!, tables: (i: number) => this.libraryTable(tables[i]!) };
    functions.forEach((func, i) => {
      this.funcs[indices[i]!] ??= movedFunction(func, places);
    });
    return indices[0]!;
  }

  /** The place of a function whose source is elsewhere, taken over when first met with all that it calls. */
  adopt(body: Body): number {
    const known = this.adopted.get(body);
    if (known !== undefined) return known;
    const first = this.funcs.length;
    const places = {
      functions: (i: number) => first + i,
      tables: (i: number) => this.libraryTable(body.tables[i]!),
    };
    for (const func of body.functions) this.funcs[this.place(this.nodes[0]!)] = movedFunction(func, places);
    this.adopted.set(body, first);
    return first;
  }

  /** A place for a function. */
  private place(node: FunctionNode, call: ts.Node | null = null): number {
    this.calls.push(this.open[1]?.call ?? call);
    this.funcs.push(null);
    return this.nodes.push(node) - 1;
  }

  private libraryTable(values: readonly Literal[]): number {
    const known = this.tables.findIndex((t) => t.length === values.length && t.every((v, i) => v === values[i]));
    return known >= 0 ? known : this.tables.push(values) - 1;
  }

  /** A place for a function of the library. It has no source: the ufunc's own function stands for it. */
  private reserve(name: string): number {
    const index = this.place(this.nodes[0]!);
    this.libraryFunctions.set(name, index);
    return index;
  }

  /** Everything read so far, for evaluating constants. */
  get known(): { readonly functions: readonly (Func | null)[]; readonly tables: readonly (readonly Literal[])[] } {
    return { functions: this.funcs, tables: this.tables };
  }

  refuse(node: ts.Node, name: ProblemName, ...found: string[]): void {
    this.problems.push(this.reached(problem(node, name, ...found), this.open.at(-1)!.name, this.open[1]?.call));
  }

  /** Is there a problem in a node, or in a part of it? */
  isRefusedIn(node: ts.Node): boolean {
    const { ts } = this.ctx;
    return this.problems.some(({ node: shown, cause }) =>
      ts.findAncestor(cause?.node ?? shown, (outer) => outer === node),
    );
  }

  /** A problem in a function of another file is shown where the ufunc's own function reaches it, with that as cause. */
  private reached(inner: Problem, name: string, call: ts.Node | null | undefined): Problem {
    const { node } = inner;
    if (this.isInside(node)) return inner;
    const [line, column] = positionOf(node);
    const place = `${fileName(this.ctx, node.getSourceFile())}:${line}:${column}`;
    const cause = { node, text: `in \`${name}\`` };
    return { ...inner, node: call ?? this.site.body, text: `${inner.text} (in \`${name}\`, ${place})`, cause };
  }

  /** Does a node stand in the function of the site, or in another one of its file? */
  private isInside(node: ts.Node): boolean {
    return node.getSourceFile() === this.site.node.getSourceFile();
  }

  table(node: ts.Node, values: readonly Literal[]): number {
    const known = this.tableOf.get(node);
    if (known !== undefined) return known;
    const index = this.tables.push(values) - 1;
    this.tableOf.set(node, index);
    return index;
  }

  finish(): Reading | readonly Problem[] {
    if (this.problems.length > 0) return this.problems;
    const body: Body = {
      functions: this.funcs as unknown as Body["functions"],
      captures: this.captures.map(({ name, kind }) => ({ name, kind })),
      tables: this.tables,
    };
    const found = flaw(body);
    if (found !== null) return [this.flawed(body, found)];
    const { params, returns } = body.functions[0];
    if (params + returns.length > MAX_OPERANDS) {
      const count = `${params} parameters and ${returns.length} result${returns.length === 1 ? "" : "s"}`;
      return [
        problem(this.site.body, "operandCount", count, "read what is the same for all elements from outer names"),
      ];
    }
    return {
      body,
      captures: this.captures,
      functions: this.nodes,
      calls: this.calls,
    };
  }

  private flawed(body: Body, found: Flaw): Problem {
    const node = nodeAt(this.ctx, this.nodes[found.func]!.getSourceFile(), found.at);
    const { name } = body.functions[found.func]!;
    return this.reached(flawProblem(this.ctx, node, name, found), name, this.calls[found.func]);
  }
}

/** The innermost node that begins at a position: what a diagnostic of `infer` points at. */
export function nodeAt({ ts }: Context, file: ts.SourceFile, [line, column]: At): ts.Node {
  const position = file.getPositionOfLineAndCharacter(line - 1, column - 1);
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(file) || position >= node.end) return;
    if (found === file || found.getStart(file) < node.getStart(file)) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

function flawProblem(ctx: Context, node: ts.Node, name: string, { kind, text }: Flaw): Problem {
  if (kind === "no return") return problem(node, "noReturn", name);
  if (kind === "unset") return problem(node, "unset", text);
  if (kind !== "question") return problem(node, "results", text);
  const question = firstCall(ctx, node);
  return problem(question, "typeTest", question.getText());
}

/** The call that begins where a node does. */
function firstCall({ ts }: Context, node: ts.Node): ts.Node {
  let inner: ts.Node | undefined = node;
  while (inner && !ts.isCallExpression(inner)) inner = ts.forEachChild(inner, (child) => child);
  return inner ?? node;
}

/** What is gathered while one function is read. */
export class FunctionReader {
  readonly ctx: Context;
  readonly targets: Target[] = [];
  /** How many values each return gives; null until the first one is met. */
  results: number | null = null;
  private readonly locals: { name: string; pin?: Pin }[] = [];
  private readonly localOf = new Map<ts.Symbol, number>();
  /** Set while a constant from elsewhere is read: the place of its use, which stands for all of its nodes. */
  private constantAt: At | null = null;
  /** The constants that are being read: one may be made of another, and in the end of itself. */
  private readonly reading = new Set<ts.Node>();

  constructor(
    readonly body: BodyReader,
    readonly node: FunctionNode,
    readonly name: string,
  ) {
    this.ctx = body.ctx;
  }

  read(loops?: readonly string[]): Func {
    const { node, ctx } = this;
    this.checkForm();
    for (const parameter of node.parameters) this.parameter(parameter);
    const code: Stmt[] = [];
    if (ctx.ts.isBlock(node.body)) code.push(...statements(this, withoutDirectives(ctx, node.body.statements)));
    else returned(this, node.body, code);
    const returns = this.returnPins();
    return {
      name: this.name,
      file: fileName(ctx, node.getSourceFile()),
      at: positionOf(node),
      params: node.parameters.length,
      returns,
      locals: this.locals,
      code,
      ...(loops && { loops }),
    };
  }

  private checkForm(): void {
    const { ts } = this.ctx;
    const isAsync = ts.getCombinedModifierFlags(this.node) & ts.ModifierFlags.Async;
    if (isAsync) this.refuse(this.node, "asyncBody", "async");
    else if (this.node.asteriskToken) this.refuse(this.node, "asyncBody", "a generator");
  }

  private parameter(node: ts.ParameterDeclaration): void {
    const { ts, checker } = this.ctx;
    const text = node.name.getText();
    const type = checker.getTypeAtLocation(node);
    if (!ts.isIdentifier(node.name)) this.refuse(node, "parameter", text, "a pattern");
    else if (text === "this") this.refuse(node, "context", text);
    else if (node.dotDotDotToken) this.refuse(node, "parameter", text, "a rest parameter");
    else if (node.initializer) this.refuse(node, "parameter", text, "given a default");
    else if (node.questionToken) this.refuse(node, "parameter", text, "optional");
    else if (!isScalar(this.ctx, type)) this.refuse(node, "valueType", text, checker.typeToString(type));
    this.declare(node.name, type);
    if (!ts.isIdentifier(node.name)) this.declareInside(node.name);
  }

  private returnPins(): (Pin | null)[] {
    const { checker } = this.ctx;
    const type = this.resultType();
    const types = type && checker.isTupleType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [type];
    const place = annotationOf(this.ctx, this.node) ?? this.node;
    return Array.from({ length: this.results ?? 1 }, (_, i) => this.pin(place, types[i]) ?? null);
  }

  /** The type of the result where it is written: at the function, or in the type of the name that holds it. */
  private resultType(): ts.Type | undefined {
    const { ts, checker } = this.ctx;
    const own = annotationOf(this.ctx, this.node);
    if (own) return checker.getTypeFromTypeNode(own);
    let holder: ts.Node = this.node.parent;
    while (isWrapping(ts, holder)) holder = holder.parent;
    const isHolder = ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder);
    const type = isHolder ? annotationOf(this.ctx, holder) : undefined;
    return type && checker.getTypeFromTypeNode(type).getCallSignatures()[0]?.getReturnType();
  }

  /** What a type pins; of several element types none is meant. */
  private pin(node: ts.Node, type: ts.Type | undefined): Pin | undefined {
    const pins = type ? pinsOf(this.ctx, type) : [];
    if (pins.length > 1) this.refuse(node, "valueType", node.getText(), this.ctx.checker.typeToString(type!));
    return pins[0];
  }

  /** A new local for a declared name; null where the name is a pattern. */
  declare(name: ts.Node, type?: ts.Type): number {
    const symbol = this.ctx.ts.isIdentifier(name) ? symbolOf(this.ctx, name) : undefined;
    const index = this.fresh(symbol?.name ?? "_", this.pin(name, type));
    if (symbol) this.localOf.set(symbol, index);
    return index;
  }

  /** The names of a pattern that was refused, lest each use of them is refused too. */
  declareInside(pattern: ts.BindingName): void {
    const { ts } = this.ctx;
    if (ts.isIdentifier(pattern)) this.declare(pattern);
    else for (const element of pattern.elements) if (!ts.isOmittedExpression(element)) this.declareInside(element.name);
  }

  /** A new local of which no other has the name. */
  fresh(wanted: string, pin?: Pin): number {
    const taken = new Set(this.locals.map((local) => local.name));
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
    return this.locals.push({ name, ...(pin && { pin }) }) - 1;
  }

  local(symbol: ts.Symbol): number | undefined {
    return this.localOf.get(symbol);
  }

  refuse(node: ts.Node, name: ProblemName, ...found: string[]): void {
    if (this.constantAt !== null) throw new NotConstant();
    this.body.refuse(node, name, ...found);
  }

  at(node: ts.Node): At {
    return this.constantAt ?? positionOf(node);
  }

  /** Is what is being read the value of an outer constant? Then neither locals nor captures may be met. */
  get isConstant(): boolean {
    return this.constantAt !== null;
  }

  /** Reads something that must be constant; null if it is not. */
  constant<N extends ts.Node, T>(use: ts.Node, node: N, read: (reader: this, node: N) => T): T | null {
    if (this.reading.has(node)) return null;
    const before = this.constantAt;
    this.constantAt = this.at(use);
    this.reading.add(node);
    try {
      return read(this, node);
    } catch (error) {
      if (error instanceof NotConstant) return null;
      throw error;
    } finally {
      this.constantAt = before;
      this.reading.delete(node);
    }
  }
}

/** Without `"use strict"` and its like. */
function withoutDirectives({ ts }: Context, code: readonly ts.Statement[]): readonly ts.Statement[] {
  const first = code.findIndex((node) => !ts.isExpressionStatement(node) || !ts.isStringLiteral(node.expression));
  return first < 0 ? [] : code.slice(first);
}
