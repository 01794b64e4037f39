/**
 * The nodes of bodies, as data: which fields each kind has, for what treats all kinds alike (jitcode, copies, walks).
 * What asks for meaning switches on the kind instead.
 *
 * The table must have every kind and every field of `ir.ts`, or it does not compile. Kinds and fields stand in the order
 * of jitcode, so this order is part of the format.
 */
import type { ArrayRef, At, Expr, Func, FuncRef, Stmt } from "./ir.js";

export type Node = Expr | Stmt;

/** What a field holds: a node, nodes, a reference to an array or a function, an operator, a literal, or data as it is. */
export type Role = "node" | "nodes" | "array" | "func" | "op" | "literal" | "data";

type FieldsOf<N, K> = N extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? { readonly [F in Exclude<keyof N, "kind" | "at">]: Role }
    : never
  : never;

const table: { readonly [K in Node["kind"]]: FieldsOf<Node, K> } = {
  literal: { value: "literal" },
  local: { index: "data" },
  op: { op: "op", args: "nodes" },
  cast: { to: "data", arg: "node" },
  choose: { test: "node", yes: "node", no: "node" },
  logic: { op: "data", left: "node", right: "node" },
  is: { what: "data", arg: "node" },
  element: { of: "array", index: "node" },
  length: { of: "array" },
  call: { func: "func", args: "nodes" },
  capture: { index: "data" },
  set: { locals: "data", value: "node" },
  if: { test: "node", yes: "nodes", no: "nodes" },
  loop: { code: "nodes", step: "nodes" },
  block: { code: "nodes" },
  break: { depth: "data" },
  continue: { depth: "data" },
  return: { values: "nodes" },
};

export const kinds = Object.keys(table) as readonly Node["kind"][];

/** The fields of a kind, each with its role. */
export const fieldsOf = (kind: Node["kind"]) => Object.entries(table[kind]) as readonly (readonly [string, Role])[];

/** A node of a kind, each of its fields made by its name, role and place. */
export function makeNode<N extends Node>(
  kind: N["kind"],
  at: At,
  field: (name: string, role: Role, index: number) => unknown,
): N {
  const fields = fieldsOf(kind).map(([name, role], index) => [name, field(name, role, index)]);
  return { at, kind, ...Object.fromEntries(fields) } as N;
}

/** The nodes directly inside a node, in the order of evaluation. */
export function inside(node: Node): readonly Node[] {
  const fields = node as unknown as Readonly<Record<string, Node | readonly Node[]>>;
  return fieldsOf(node.kind).flatMap(([name, role]) => (role === "node" || role === "nodes" ? fields[name]! : []));
}

/** Where the functions and tables of a body have moved to. */
export interface Places {
  readonly functions: (index: number) => number;
  readonly tables: (index: number) => number;
}

/** A function that moves to another body: its calls and tables get the places that they have there. */
export const movedFunction = (func: Func, places: Places): Func => ({
  ...func,
  code: func.code.map((stmt) => moved(stmt, places)),
});

/** A node with its calls and tables at their new places. */
export function moved<N extends Node>(node: N, places: Places): N {
  const fields = node as unknown as Readonly<Record<string, never>>;
  const move: Partial<Record<Role, (value: never) => unknown>> = {
    node: (inner: Node) => moved(inner, places),
    nodes: (inner: readonly Node[]) => inner.map((each) => moved(each, places)),
    array: (of: ArrayRef) => ("table" in of ? { table: places.tables(of.table) } : of),
    func: (func: FuncRef) => ("local" in func ? { local: places.functions(func.local) } : func),
  };
  return makeNode(node.kind, node.at, (name, role) => move[role]?.(fields[name]!) ?? fields[name]);
}
