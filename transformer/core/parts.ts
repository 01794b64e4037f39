/**
 * What is added to the user's code, as syntax: the arguments of each `ufunc(…)`, and the statements at the head of the
 * file with its Wasm and the calls of `extend` for ufuncs of other files. `emit` puts them into a tree for tsc, `edits`
 * into the text for everything else. The format is drawn at the head of `kernel/link.ts`.
 *
 * Names that are made up are unique in the file, and the import is a namespace: a made-up named import does not survive
 * the way to CommonJS. The user's own names are referred to by nodes that stem from theirs, for the same reason.
 */
import type * as ts from "typescript";
import { encodeBytes } from "../../kernel/bytes.js";
import { FORMAT } from "../../kernel/link.js";
import type { FilePlan, Kernels, LinkPlan, SitePlan } from "./analyse.js";
import { unwrap } from "./context.js";
import type { Site } from "./find.js";
import type { ValueNode } from "./values.js";
import type { Binaries } from "./wasm.js";

export class Parts {
  private readonly link: ts.Identifier;
  private readonly wasm: ReadonlyMap<Site, ts.Identifier>;
  /** Modules that captures of other files are read from, by the text that imports them. */
  private readonly modules = new Map<string, ts.Identifier>();
  callsLink = false;

  /** Without binaries, the bodies run from their jitcode. */
  constructor(
    private readonly t: typeof ts,
    private readonly factory: ts.NodeFactory,
    private readonly plan: FilePlan,
    private readonly binaries: Binaries | null,
  ) {
    const flags = t.GeneratedIdentifierFlags.Optimistic | t.GeneratedIdentifierFlags.FileLevel;
    this.link = factory.createUniqueName("micronumpy_link", flags);
    // unique names are kept apart from the file's own, not from each other
    this.wasm = new Map(
      [...(binaries?.keys() ?? [])].map((site, k) => {
        const name = k === 0 ? "micronumpy_wasm" : `micronumpy_wasm_${k}`;
        return [site, factory.createUniqueName(name, flags)];
      }),
    );
  }

  /** The sites that a call is, with what is made of them. */
  made(call: ts.Node): readonly (readonly [Site, SitePlan])[] {
    return [...this.plan.sites].filter(([site]) => site.node === call);
  }

  /** What stands before the file's own code: a call that it makes while it loads finds its kernel already. Asked last. */
  head(): ts.Statement[] {
    const { plan, binaries } = this;
    const wasm = [...(binaries ?? [])].map(([site, binary]) => this.declareWasm(this.wasm.get(site)!, binary));
    const marks = [...plan.bodies].flatMap(([node, [site, made]]) =>
      this.t.isFunctionDeclaration(node) ? [this.mark(node.name!, site, made)] : [],
    );
    const links = binaries === null ? [] : plan.links.map((link) => this.extend(link));
    const modules = [...this.modules].map(([from, name]) => this.importAll(name, from));
    // expressions that are marked where they stand call it, too
    const link = this.callsLink ? [this.importAll(this.link, "micronumpy/link")] : [];
    return [...link, ...modules, ...wasm, ...marks, ...links];
  }

  /** The arguments behind the user's own, of which there are `count`: a linkage for `ufunc`, one a member for `ufuncs`. */
  added(made: readonly (readonly [Site, SitePlan])[], count: number): ts.Expression[] {
    const { factory } = this;
    const members = made.map(([site, plan]) => {
      const { member, name } = site;
      return factory.createPropertyAssignment(this.key(member ?? name), this.linkage(plan, this.wasm.get(site)));
    });
    if (made[0]![0].member !== undefined) return [factory.createObjectLiteralExpression(members)];
    const options = count > 1 ? [] : [factory.createVoidZero()];
    return [...options, members[0]!.initializer];
  }

  private key(name: string): string | ts.StringLiteral {
    return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : this.text(name);
  }

  private linkage(plan: SitePlan, wasm: ts.Identifier | undefined): ts.Expression {
    const { factory } = this;
    const properties: [string, ts.Expression][] = [
      ["format", factory.createNumericLiteral(FORMAT)],
      ["name", this.text(plan.name)],
    ];
    if ("why" in plan) properties.push(["why", this.text(plan.why)]);
    else {
      properties.push(["hash", this.text(plan.hash)], ["jitcode", this.text(plan.jitcode, true)]);
      if (plan.captures.length > 0) {
        const values = factory.createArrayLiteralExpression(
          plan.captures.map(({ node, root }) => this.reuse(node, root)),
        );
        properties.push(["captures", this.thunk(values)]);
      }
      if (wasm !== undefined) properties.push(["module", wasm], ["kernels", this.kernels(plan.kernels)]);
    }
    return factory.createObjectLiteralExpression(
      properties.map(([name, value]) => factory.createPropertyAssignment(name, value)),
    );
  }

  private kernels(kernels: Kernels): ts.Expression {
    const { factory } = this;
    return factory.createArrayLiteralExpression(kernels.map((key) => this.text(key)));
  }

  private extend({ site, ufunc, hash, kernels }: LinkPlan): ts.Statement {
    const target = ufunc ? this.thunk(this.reuse(ufunc)) : this.factory.createNull();
    const args = [target, this.text(hash), this.wasm.get(site)!, this.kernels(kernels)];
    return this.factory.createExpressionStatement(this.callLink("extend", args));
  }

  /** Declared functions are there before the file's own code runs. */
  private mark(name: ts.Identifier, site: Site, plan: SitePlan): ts.Statement {
    return this.factory.createExpressionStatement(this.marked(this.reuse(name), site, plan));
  }

  private marked(body: ts.Expression, site: Site, plan: SitePlan): ts.CallExpression {
    return this.callLink("mark", [body, this.linkage(plan, this.wasm.get(site))]);
  }

  /** A function expression, marked where it stands; null for one that is left as it is. */
  value(node: ts.Node, body: ts.Expression): ts.CallExpression | null {
    const known = this.plan.bodies.get(node as ValueNode);
    return known ? this.pure(this.marked(body, ...known)) : null;
  }

  private importAll(name: ts.Identifier, from: string): ts.Statement {
    const { factory } = this;
    const clause = factory.createImportClause(false, undefined, factory.createNamespaceImport(name));
    return factory.createImportDeclaration(undefined, clause, this.text(from));
  }

  private declareWasm(name: ts.Identifier, binary: Uint8Array): ts.Statement {
    const { t, factory } = this;
    const value = this.pure(this.callLink("wasm", [this.text(encodeBytes(binary))]));
    const declaration = factory.createVariableDeclaration(name, undefined, undefined, value);
    return factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([declaration], t.NodeFlags.Const),
    );
  }

  private callLink(name: string, args: readonly ts.Expression[]): ts.CallExpression {
    const { factory } = this;
    this.callsLink = true;
    return factory.createCallExpression(factory.createPropertyAccessExpression(this.link, name), undefined, args);
  }

  private thunk(value: ts.Expression): ts.Expression {
    const { t, factory } = this;
    const arrow = factory.createToken(t.SyntaxKind.EqualsGreaterThanToken);
    return factory.createArrowFunction(undefined, undefined, [], undefined, arrow, value);
  }

  /** Tells bundlers that the call may go if nobody uses its result. */
  pure(call: ts.CallExpression): ts.CallExpression {
    return this.t.addSyntheticLeadingComment(call, this.t.SyntaxKind.MultiLineCommentTrivia, "#__PURE__", false);
  }

  /** A name or path of the user's, again; `root` is what declares its first name here, if it stands in another file. */
  private reuse(path: ts.Expression, root: ts.Declaration | null = null): ts.Expression {
    const { t, factory } = this;
    const node = unwrap({ ts: t }, path);
    if (t.isStringLiteralLike(node)) return factory.createStringLiteralFromNode(node);
    if (t.isNumericLiteral(node)) return factory.createNumericLiteral(node.text);
    if (t.isElementAccessExpression(node)) {
      const key = this.reuse(node.argumentExpression);
      return t.setOriginalNode(factory.createElementAccessExpression(this.reuse(node.expression, root), key), node);
    }
    if (t.isPropertyAccessExpression(node)) {
      const object = this.reuse(node.expression, root);
      return t.setOriginalNode(factory.createPropertyAccessExpression(object, node.name.text), node);
    }
    // printing a name asks TypeScript what the original stands for, which must be of the file that is printed
    const imported = root && this.imported(root);
    const original = root === null ? node : t.getNameOfDeclaration(root);
    return imported ?? t.setOriginalNode(factory.createIdentifier(node.getText()), original);
  }

  /** An imported name by an import of our own: nothing else in the file may use the user's, which then is left out. */
  private imported(declaration: ts.Declaration): ts.Expression | null {
    const { t, factory } = this;
    const statement = t.findAncestor(declaration, t.isImportDeclaration);
    if (statement === undefined) return null;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const flags = t.GeneratedIdentifierFlags.Optimistic | t.GeneratedIdentifierFlags.FileLevel;
    const name = `micronumpy_from_${this.modules.size}`;
    const module = this.modules.get(from) ?? factory.createUniqueName(name, flags);
    this.modules.set(from, module);
    if (t.isNamespaceImport(declaration)) return module;
    const exported = t.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : "default";
    return factory.createElementAccessExpression(module, this.text(exported));
  }

  private text(text: string, isSingleQuoted = false): ts.StringLiteral {
    return this.factory.createStringLiteral(text, isSingleQuoted);
  }
}

/** How many of a file's first statements are directives and imports. */
export function leading(t: typeof ts, statements: readonly ts.Statement[]): number {
  const first = statements.findIndex(
    (node) => !t.isImportDeclaration(node) && !(t.isExpressionStatement(node) && t.isStringLiteral(node.expression)),
  );
  return first < 0 ? statements.length : first;
}
