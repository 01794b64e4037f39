/**
 * Bits are refused of floats, though none may be in sight: a variable has the common type of all that it is assigned, and
 * that of signed integers and of what `>>>` gives, or of a bigint beyond int64, is wider than both, in the end float64.
 * Then an annotation is the cure.
 */
import type { Refusal } from "../../kernel/infer.js";
import type { At, Body, Func } from "../../kernel/ir.js";
import { inside, type Node } from "../../kernel/nodes.js";
import { refusals } from "../../kernel/refusal.js";

const { number: BITWISE } = refusals.bitwiseFloat("", "");

/** What to add to a refusal: the name of the variable at fault, and its cure. */
export function insteadOfWidening({ functions }: Body, { number, file, at }: Refusal): string {
  const names = functions.flatMap((func) => (number === BITWISE && func.file === file ? widenedAt(func, at) : []));
  return names[0] ?? "";
}

/** For operands of an operation that are variables assigned more than once, and pinned to no type. */
function widenedAt({ code, locals, params }: Func, at: At): string[] {
  const nodes = all(code);
  const [operation] = nodes.filter((node) => node.kind === "op" && node.at.join() === at.join());
  const operands = operation ? inside(operation).flatMap((arg) => (arg.kind === "local" ? [arg.index] : [])) : [];
  const setsOf = (local: number) => nodes.filter((node) => node.kind === "set" && node.locals.includes(local));
  const count = (local: number): number => setsOf(local).length + (local < params ? 1 : 0);
  return operands
    .filter((local) => !locals[local]!.pin && count(local) > 1)
    .map((local) => cure(locals[local]!.name, all(setsOf(local)).some(isBigint)));
}

function cure(name: string, isBig: boolean): string {
  const [type, unsigned] = isBig ? ["i64", "a bigint beyond int64"] : ["i32", "what `>>>` gives"];
  return ` Or declare it as \`${name}: ${type}\`: \`${name}\` is widened by all that is assigned to it, and ${unsigned} is unsigned.`;
}

const isBigint = (node: Node): boolean => node.kind === "literal" && typeof node.value === "bigint";

const all = (nodes: readonly Node[]): readonly Node[] => nodes.flatMap((node) => [node, ...all(inside(node))]);
