/**
 * Body <-> jitcode: compact JSON, as emitted code carries it, and its checksum.
 *
 * Objects are arrays here and kinds are numbers: a kind's place in `nodes.ts`. Every node is `[kind, line, column, …]`,
 * the line counted from its function's. Numbers that JSON cannot write are strings.
 *
 *     [1, [["minimum","src/filters.ts",3,24,2,[null],["a","b"],[[17,0,16,[[4,0,17,[2,0,17,"lt",…],…]]]]]], [], []]1k2j3h
 *
 * What is written has the invariants of ir.ts, and what is read is what was written: `encode` refuses flawed bodies,
 * `decode` text that was changed since or that a newer version wrote.
 */
import type { ArrayRef, Body, Func, FuncRef, Literal } from "./ir.js";
import { fieldsOf, kinds, makeNode, type Node, type Role } from "./nodes.js";
import { type OpName, ops } from "./ops.js";
import { flaw } from "./valid.js";

/** The version of the format. A newer one is refused. */
const VERSION = 1;

const captureKinds = ["scalar", "array", "function"] as const;

type Json = string | number | boolean | null | readonly Json[];

/** FNV-1a: every change of a single character changes it. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36);
}

// ───────────── writing ─────────────

/**
 * Writes a body. Without positions, two bodies that differ only in where they stand give the same text.
 *
 *     encode(body, { positions: false }) // what body hashes are made of
 *
 * @throws Error if the body breaks an invariant of `ir.ts`.
 */
export function encode(body: Body, options: { readonly positions: boolean } = { positions: true }): string {
  const found = flaw(body);
  if (found !== null) throw new Error(`no jitcode: ${body.functions[found.func]?.name ?? "body"}: ${found.text}`);
  const { positions } = options;
  const text = JSON.stringify([
    VERSION,
    body.functions.map((func) => writeFunc(func, positions)),
    body.captures.map((capture) => [capture.name, captureKinds.indexOf(capture.kind)]),
    body.tables.map((table) => table.map(writeLiteral)),
  ]);
  return text + checksum(text);
}

function writeFunc(func: Func, positions: boolean): Json {
  const at = (node: Node): Json[] => (positions ? [node.at[0] - func.at[0], node.at[1]] : [0, 0]);
  const write = (node: Node): Json => {
    const fields = node as unknown as Readonly<Record<string, never>>;
    const values = fieldsOf(node.kind).map(([name, role]) => writers[role](fields[name]!));
    return [kinds.indexOf(node.kind), ...at(node), ...values];
  };
  const writers: Record<Role, (value: never) => Json> = {
    node: write,
    nodes: (nodes: readonly Node[]) => nodes.map(write),
    array: writeRef,
    func: writeRef,
    op: (op: OpName) => op,
    literal: writeLiteral,
    data: (value: Json) => value,
  };
  const head = [func.name, positions ? func.file : "", ...(positions ? func.at : [0, 0]), func.params];
  const locals = func.locals.map(({ name, pin }) => (pin === undefined ? name : [name, pin]));
  const options: Json[] = func.math ? [func.loops ?? null, 1] : func.loops ? [func.loops] : [];
  return [...head, func.returns, locals, func.code.map(write), ...options];
}

/** A table or a local function is its index, a capture the bitwise complement of its index. */
function writeRef(ref: ArrayRef | FuncRef): number {
  return "capture" in ref ? ~ref.capture : "table" in ref ? ref.table : ref.local;
}

function writeLiteral(value: Literal): Json {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? "-0" : String(value);
  return value;
}

// ───────────── reading ─────────────

type FuncJson = [string, string, number, number, number, Func["returns"], (string | [string, never])[], NodeJson[]];
type FuncOptions = [loops?: Func["loops"] | null, math?: 1];
type NodeJson = readonly [kind: number, line: number, column: number, ...fields: never[]];
type BodyJson = [number, [...FuncJson, ...FuncOptions][], [string, number][], (number | boolean | string)[][]];

/**
 * Reads a body.
 *
 * @throws Error if the text is from a newer version, or is not what `encode` wrote.
 */
export function decode(text: string): Body {
  const version = /^\[(\d+),/.exec(text)?.[1];
  if (Number(version) > VERSION)
    throw new Error(
      `this jitcode has version ${version}, and this micronumpy reads up to ${VERSION}: update micronumpy`,
    );
  const end = text.lastIndexOf("]") + 1;
  if (version === undefined || text.slice(end) !== checksum(text.slice(0, end)))
    throw new Error("the jitcode is damaged: it is not what the compiler wrote. Build the file again");
  const [, functions, captures, tables] = JSON.parse(text.slice(0, end)) as BodyJson;
  return {
    functions: functions.map(readFunc) as [Func, ...Func[]],
    captures: captures.map(([name, kind]) => ({ name, kind: captureKinds[kind]! })),
    tables: tables.map((table) => table.map(readLiteral)),
  };
}

function readFunc(json: [...FuncJson, ...FuncOptions]): Func {
  const [name, file, line, column, params, returns, locals, code, loops, math] = json;
  const read = ([kind, down, right, ...fields]: NodeJson): Node =>
    makeNode(kinds[kind]!, [line + down, right], (_, role, index) => readers[role](fields[index]!));
  const readers: Record<Role, (value: never) => unknown> = {
    node: read,
    nodes: (nodes: readonly NodeJson[]) => nodes.map(read),
    array: (index: number): ArrayRef => (index < 0 ? { capture: ~index } : { table: index }),
    func: (index: number): FuncRef => (index < 0 ? { capture: ~index } : { local: index }),
    op: readOp,
    literal: readLiteral,
    data: (value) => value,
  };
  return {
    name,
    file,
    at: [line, column],
    params,
    returns,
    locals: locals.map((local) => (typeof local === "string" ? { name: local } : { name: local[0], pin: local[1] })),
    code: code.map(read) as unknown as Func["code"],
    ...(loops && { loops }),
    ...(math && { math: true }),
  };
}

/** Operators may be added without a new version. */
function readOp(name: string): OpName {
  if (Object.hasOwn(ops, name)) return name as OpName;
  throw new Error(`this jitcode calls the operator ${name}, which this micronumpy does not have: update micronumpy`);
}

function readLiteral(json: number | boolean | string): Literal {
  if (typeof json !== "string") return json;
  return json.endsWith("n") ? BigInt(json.slice(0, -1)) : Number(json);
}
