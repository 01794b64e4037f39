/**
 * Finds what there is to compile in a file: places where a ufunc is made (`Site`) and places where one is called (`Use`).
 *
 * A ufunc is known by the symbol that `ufunc` resolves to, so aliases, re-exports and namespace imports are found, and
 * anything else of that name is not. A file that neither mentions micronumpy or a ufunc nor imports, directly or not, one
 * that does is not looked at: it costs one search in its text.
 */
import type * as ts from "typescript";
import { type Context, eachBelow, isConst, meant, ownName, symbolOfExpression, takenBy, unwrap } from "./context.js";
import { type Decorated, decoratedOf, membersOf } from "./find-members.js";
import { heldBy } from "./held.js";
import { holders } from "./holders.js";
import { isMarked, type Unmarked, unmarkedIn } from "./marks.js";
import { shippedJitcode } from "./shipped.js";
import type { ValueNode } from "./values.js";

/**
 * A place where a ufunc is made: `ufunc(body, options?)`, one member of `ufuncs(K)`, a function marked by `@ufunc`; or a
 * function that ufuncs may be given.
 */
export interface Site {
  readonly node: ts.CallExpression | ValueNode | ts.Decorator;
  /** The name of a member of `ufuncs(K)`; undefined for `ufunc(…)`. */
  readonly member: string | undefined;
  readonly body: ts.Expression | ts.MethodDeclaration | ts.FunctionDeclaration;
  readonly options: ts.Expression | undefined;
  /** The name of what holds the ufunc: a variable, a field; else of its function, or of the one that makes it. */
  readonly name: string;
  /** Did the user mark this very function? What is wrong with any other is no error. */
  readonly marked: boolean;
}

/** A place where a known ufunc is called, itself or one of its methods. */
export interface Use {
  readonly call: ts.CallExpression;
  /** The expression that stands for the ufunc. */
  readonly ufunc: ts.Expression;
  /** `reduce`, `outer` …; undefined for a plain call. */
  readonly method: string | undefined;
  readonly site: Site;
}

export interface Found {
  readonly sites: readonly Site[];
  readonly uses: readonly Use[];
  /** `@ufunc` where it can't stand, and at methods, whether or not they are lifted. */
  readonly decorated: readonly Decorated[];
  /** What a comment with `@ufunc` does not mark, though it stands before it. */
  readonly unmarked: readonly Unmarked[];
}

const methods = new Set(["reduce", "accumulate", "reduceat", "outer", "at"]);

/** The quick test of a text, which spares a program without ufuncs everything else. */
export const mentionsUfuncs = (text: string): boolean => /micronumpy|ufunc/.test(text);

/** Finds sites and uses in the files of one program; what it learns of a file or a symbol it keeps. */
export class Finder {
  private readonly found = new Map<ts.SourceFile, Found>();
  private readonly sitesOfCall = new Map<ts.CallExpression, readonly Site[]>();
  private readonly siteOfFunction = new Map<ts.FunctionDeclaration, Site>();
  private readonly siteOfSymbol = new Map<ts.Symbol, Site | null>();
  private candidates: ReadonlySet<ts.SourceFile> | null = null;
  private held: ReadonlySet<string> | null = null;

  constructor(private readonly ctx: Context) {}

  /** Everything to compile in a file, in the order of the source. */
  find(file: ts.SourceFile): Found {
    const known = this.found.get(file);
    if (known !== undefined) return known;
    const found = this.isCandidate(file) ? this.search(file) : { sites: [], uses: [], decorated: [], unmarked: [] };
    this.found.set(file, found);
    return found;
  }

  /** Can a ufunc be made or called in a file? */
  isCandidate(file: ts.SourceFile): boolean {
    this.candidates ??= this.findCandidates();
    return this.candidates.has(file);
  }

  private search(file: ts.SourceFile): Found {
    const { ts } = this.ctx;
    const sites: Site[] = [];
    const uses: Use[] = [];
    const decorated: Decorated[] = [];
    for (const statement of file.statements)
      if (ts.isFunctionDeclaration(statement)) sites.push(...this.siteOfDeclaration(statement));
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const made = this.sitesAt(node);
        const use = made.length === 0 ? this.useAt(node) : null;
        sites.push(...made);
        if (use !== null) uses.push(use);
      } else if (ts.isClassElement(node))
        decorated.push(...decoratedOf(this.ctx, node, (it) => this.makerOf(it) === "ufunc"));
      eachBelow(ts, node, visit);
    };
    visit(file);
    return { sites, uses, decorated, unmarked: unmarkedIn(this.ctx, file) };
  }

  /** The files in which a ufunc can be made or called: they mention one, or import a file that does. */
  private findCandidates(): ReadonlySet<ts.SourceFile> {
    const files = this.ctx.program.getSourceFiles().filter((file) => !file.isDeclarationFile);
    const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
    for (const file of files)
      for (const imported of this.imports(file)) importers.set(imported, [...(importers.get(imported) ?? []), file]);
    const candidates = new Set(files.filter(({ text }) => mentionsUfuncs(text)));
    for (const file of candidates) for (const importer of importers.get(file) ?? []) candidates.add(importer);
    return candidates;
  }

  /** May a property of this name hold a ufunc, or what makes one? */
  private mayHold(name: string): boolean {
    this.held ??= this.findHeld();
    return this.held.has(name);
  }

  private findHeld(): ReadonlySet<string> {
    const { ts, program } = this.ctx;
    const held = program.getSourceFiles().filter((file) => {
      if (!file.isDeclarationFile) return this.isCandidate(file);
      return !program.isSourceFileDefaultLibrary(file) && mentionsUfuncs(file.text);
    });
    return new Set(["ufunc", "ufuncs", ...held.flatMap((file) => [...holders(ts, file)])]);
  }

  /** The files that one imports or re-exports. */
  imports(file: ts.SourceFile): ts.SourceFile[] {
    const { ts, checker } = this.ctx;
    return file.statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
      const specifier = statement.moduleSpecifier;
      const module = specifier && checker.getSymbolAtLocation(specifier);
      return (module?.declarations ?? []).filter((declaration) => ts.isSourceFile(declaration));
    });
  }

  /** The sites that a call is: one for micronumpy's `ufunc` with a function, one a member for its `ufuncs`. */
  private sitesAt(call: ts.CallExpression): readonly Site[] {
    const known = this.sitesOfCall.get(call);
    if (known !== undefined) return known;
    const maker = this.makerOf(call.expression);
    const sites =
      maker === "ufunc"
        ? this.siteOfUfunc(call)
        : maker === "ufuncs"
          ? membersOf(this.ctx, call, (node) => this.makerOf(node) === "ufunc")
          : [];
    this.sitesOfCall.set(call, sites);
    return sites;
  }

  private siteOfUfunc(call: ts.CallExpression): Site[] {
    const [body, options] = call.arguments;
    if (body === undefined || this.ctx.ts.isDecorator(call.parent) || this.isLifted(body, options)) return [];
    return [{ node: call, member: undefined, body, options, name: this.nameOf(call, body), marked: true }];
  }

  /** A function declaration marked by `@ufunc` in its comment is compiled where it stands. */
  private siteOfDeclaration(node: ts.FunctionDeclaration): Site[] {
    const known = this.siteOfFunction.get(node);
    if (known !== undefined) return [known];
    if (!node.name || !node.body || !isMarked(this.ctx, node)) return [];
    const site: Site = {
      node,
      member: undefined,
      body: node,
      options: undefined,
      name: node.name.text,
      marked: true,
    };
    this.siteOfFunction.set(node, site);
    return [site];
  }

  /** `ufunc(clamp)` of a marked function adds nothing to it. Of one without source, the package that has it is compiled. */
  private isLifted(body: ts.Expression, options: ts.Expression | undefined): boolean {
    const declaration = this.functionOf(body);
    if (declaration === undefined) return false;
    if (isMarked(this.ctx, declaration)) return options === undefined || declaration.body === undefined;
    return shippedJitcode(this.ctx, body) !== null;
  }

  private functionOf(body: ts.Expression): ts.FunctionDeclaration | undefined {
    const bare = unwrap(this.ctx, body);
    const symbol =
      this.ctx.ts.isIdentifier(bare) || this.ctx.ts.isPropertyAccessExpression(bare)
        ? symbolOfExpression(this.ctx, bare)
        : undefined;
    return symbol?.declarations?.find(this.ctx.ts.isFunctionDeclaration);
  }

  /** `ufunc` or `ufuncs` where an expression stands for ours, whatever it is called here. */
  private makerOf(callee: ts.Expression): string | undefined {
    const { ts } = this.ctx;
    const bare = unwrap(this.ctx, callee);
    let root = bare;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    if (!ts.isIdentifier(root)) return undefined;
    if (ts.isPropertyAccessExpression(bare) && !this.mayHold(bare.name.text)) return undefined;
    const symbol = meant(this.ctx, bare);
    const isMaker = symbol?.name === "ufunc" || symbol?.name === "ufuncs";
    return isMaker && ownName(this.ctx, symbol) === symbol.name ? symbol.name : undefined;
  }

  private nameOf(call: ts.CallExpression, body: ts.Expression): string {
    const { ts } = this.ctx;
    let node: ts.Node = call.parent;
    while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      node = node.parent;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) return node.name.text;
    if (ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node))
      return node.name.getText().replace(/^["'#]|["']$/g, "");
    const func = unwrap(this.ctx, body);
    const name = ts.isFunctionExpression(func) ? func.name?.text : ts.isIdentifier(func) ? func.text : undefined;
    return name ?? ts.findAncestor(node, ts.isFunctionDeclaration)?.name?.text ?? "ufunc";
  }

  /** The use that a call is, if what it calls is a ufunc made in this program. */
  useAt(call: ts.CallExpression): Use | null {
    const { ts } = this.ctx;
    const callee = unwrap(this.ctx, call.expression);
    const direct = this.siteOf(callee);
    if (direct !== null) return { call, ufunc: callee, method: undefined, site: direct };
    if (!ts.isPropertyAccessExpression(callee) || !methods.has(callee.name.text)) return null;
    const site = this.siteOf(callee.expression);
    return site && { call, ufunc: callee.expression, method: callee.name.text, site };
  }

  /** The site whose ufunc an expression stands for: a name, a field, a member, or the call that makes it. */
  siteOf(expression: ts.Expression): Site | null {
    const { ts } = this.ctx;
    const bare = unwrap(this.ctx, expression);
    if (ts.isCallExpression(bare)) return this.siteOfCall(bare);
    if (!ts.isIdentifier(bare) && !ts.isPropertyAccessExpression(bare)) return null;
    const member = ts.isPropertyAccessExpression(bare) ? this.memberOf(bare.expression, bare.name.text) : null;
    if (member !== null) return member;
    const symbol = this.symbolOf(bare);
    return symbol === undefined ? null : this.siteOfHolder(symbol);
  }

  /**
   * The site whose ufunc an expression stands for whatever the program does: by values, where `siteOf` asks types. That is
   * enough for a call, since the ufunc at hand checks what it is given, but not for what is inlined.
   */
  heldSite(expression: ts.Expression): Site | null {
    const { ts } = this.ctx;
    const bare = unwrap(this.ctx, expression);
    const value = heldBy(this.ctx, bare);
    if (value && ts.isCallExpression(value)) return this.siteOfCall(value);
    if (ts.isIdentifier(bare)) return this.siteOf(bare);
    const owner = ts.isPropertyAccessExpression(bare) ? heldBy(this.ctx, bare.expression) : undefined;
    return owner && ts.isCallExpression(owner) ? this.siteOf(bare) : null;
  }

  /** The symbol of a name, or of a property that may hold what ufuncs are or come from. */
  private symbolOf(bare: ts.Expression): ts.Symbol | undefined {
    const { ts } = this.ctx;
    const isWanted = ts.isIdentifier(bare) || (ts.isPropertyAccessExpression(bare) && this.mayHold(bare.name.text));
    return isWanted ? symbolOfExpression(this.ctx, bare) : undefined;
  }

  private siteOfCall(call: ts.CallExpression): Site | null {
    const own = this.sitesAt(call).find(({ member }) => member === undefined);
    const [body] = call.arguments;
    if (own || body === undefined || this.makerOf(call.expression) !== "ufunc") return own ?? null;
    const declaration = this.functionOf(body);
    return (declaration && this.siteOfDeclaration(declaration)[0]) ?? null;
  }

  /** The member of what `ufuncs(K)` gave. */
  private memberOf(object: ts.Expression, name: string): Site | null {
    const { ts } = this.ctx;
    const bare = unwrap(this.ctx, object);
    if (ts.isCallExpression(bare)) return this.sitesAt(bare).find(({ member }) => member === name) ?? null;
    const symbol = this.symbolOf(bare);
    const value = symbol && constantInitializer(this.ctx, symbol);
    return value && ts.isCallExpression(value) ? this.memberOf(value, name) : null;
  }

  private siteOfHolder(symbol: ts.Symbol): Site | null {
    const known = this.siteOfSymbol.get(symbol);
    if (known !== undefined) return known;
    this.siteOfSymbol.set(symbol, null);
    const value = constantInitializer(this.ctx, symbol);
    const site = value === undefined ? this.siteOfElement(symbol) : this.siteOf(value);
    this.siteOfSymbol.set(symbol, site);
    return site;
  }

  /** `const { twice } = ufuncs(K)`. */
  private siteOfElement(symbol: ts.Symbol): Site | null {
    const declaration = symbol.valueDeclaration;
    const taken = declaration && takenBy(this.ctx, declaration);
    return taken ? this.memberOf(taken.owner, taken.name) : null;
  }
}

/** What a `const`, a readonly or static field, a property of a literal or a default export was given, for good. */
function constantInitializer({ ts }: Context, symbol: ts.Symbol): ts.Expression | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (declaration === undefined) return undefined;
  if (ts.isVariableDeclaration(declaration)) return isConst({ ts }, declaration) ? declaration.initializer : undefined;
  if (ts.isPropertyDeclaration(declaration)) return declaration.initializer;
  if (ts.isPropertyAssignment(declaration)) return declaration.initializer;
  return ts.isExportAssignment(declaration) ? declaration.expression : undefined;
}
