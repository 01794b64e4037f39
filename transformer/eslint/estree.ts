/** As much of ESLint and of the trees it gives as the rules use. Fields beyond these are asked for by name. */

export interface Node {
  readonly type: string;
  readonly parent: Node | null;
  readonly range: readonly [number, number];
}

export interface Scope {
  readonly block: Node;
  readonly upper: Scope | null;
  readonly set: ReadonlyMap<string, Variable>;
}

export interface Variable {
  readonly defs: readonly { readonly type: string; readonly node: Node; readonly parent: Node | null }[];
  readonly scope: Scope;
}

export interface RuleContext {
  readonly sourceCode: {
    getText(node: Node): string;
    getScope(node: Node): Scope;
    getCommentsBefore(node: Node): readonly Node[];
    readonly visitorKeys: Readonly<Record<string, readonly string[]>>;
  };
  report(found: { readonly node: Node; readonly message: string }): void;
}

export interface Rule {
  readonly meta: { readonly type: "problem"; readonly docs: { readonly description: string }; readonly schema: [] };
  create(context: RuleContext): Readonly<Record<string, (node: Node) => void>>;
}

export const child = (node: Node | null | undefined, name: string): Node | null =>
  (node as unknown as Record<string, Node | null | undefined> | null | undefined)?.[name] ?? null;

export const children = (node: Node | null, name: string): readonly Node[] => {
  const list = (node as unknown as Record<string, readonly (Node | null)[] | undefined> | null)?.[name] ?? [];
  return list.filter((each) => each !== null);
};

/** A field that is no node: an operator, a name, a flag. */
export const field = (node: Node | null, name: string): unknown =>
  (node as unknown as Record<string, unknown> | null)?.[name];

/** The variable that an identifier stands for. */
export function variableOf({ sourceCode }: RuleContext, name: Node): Variable | null {
  for (let scope: Scope | null = sourceCode.getScope(name); scope !== null; scope = scope.upper) {
    const found = scope.set.get(String(field(name, "name")));
    if (found) return found;
  }
  return null;
}

/** Is a node part of another, or it itself? */
export const isWithin = (inner: Node, outer: Node): boolean =>
  inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1];
