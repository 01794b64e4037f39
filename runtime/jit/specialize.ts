/**
 * Makes a trace of a body: arms that the profile has never seen are left out, with a guard in their place, where that is
 * worth it. What is left is typed code as before, in which a guard that fails leaves before its gang has stored anything.
 *
 * An arm is worth leaving out when it has eight operations or more, a call, or a loop.
 */
import type { At } from "../../kernel/ir.js";
import { eachExpression, hasLoop } from "../../kernel/lower/liveness.js";
import type { Guard, TypedBlock, TypedBody, TypedExpr, TypedFunc, TypedStmt } from "../../kernel/typed.js";
import type { Branch, Profile } from "./record.js";

export interface Specialized {
  readonly body: TypedBody;
  /** The branches that guards stand for, by their numbers, and where they are in what the user wrote. */
  readonly guards: readonly { readonly node: Branch; readonly at: At }[];
}

const WORTH = 8;

/** `kept`: branches of which both arms are compiled, whatever the profile says. */
export function specialize(body: TypedBody, profile: Profile, kept: ReadonlySet<Branch>): Specialized {
  const guards: { node: Branch; at: At }[] = [];
  // Functions come after their callers. Of what is in the library, the user knows the call.
  const calls: At[] = [];
  let call: At | undefined;
  const leaveOut = (
    node: Branch,
    test: TypedExpr,
    yes: TypedBlock | TypedExpr,
    no: TypedBlock | TypedExpr,
  ): Guard | null => {
    const counts = profile.get(node);
    if (!counts || kept.has(node) || (counts.yes > 0 && counts.no > 0)) return null;
    const expected = counts.yes > 0;
    if (!isWorth(expected ? no : yes)) return null;
    return { number: guards.push({ node, at: call ?? node.at }) - 1, test: expr(test), expected };
  };
  const block = (code: TypedBlock): TypedBlock => code.flatMap(statement);
  const statement = (stmt: TypedStmt): readonly TypedStmt[] => {
    switch (stmt.kind) {
      case "set":
        return [{ ...stmt, value: expr(stmt.value) }];
      case "unpack":
        return [{ ...stmt, call: expr(stmt.call) }];
      case "return":
        return [{ ...stmt, values: stmt.values.map(expr) }];
      case "block":
        return [{ ...stmt, code: block(stmt.code) }];
      case "loop":
        return [{ ...stmt, code: block(stmt.code), step: block(stmt.step) }];
      case "if": {
        const guard = leaveOut(stmt, stmt.test, stmt.yes, stmt.no);
        if (!guard) return [{ ...stmt, test: expr(stmt.test), yes: block(stmt.yes), no: block(stmt.no) }];
        return [{ kind: "guard", guard, at: stmt.at }, ...block(guard.expected ? stmt.yes : stmt.no)];
      }
      default:
        return [stmt];
    }
  };
  const expr = (e: TypedExpr): TypedExpr => {
    switch (e.kind) {
      case "op":
      case "call":
        if (e.kind === "call") calls[e.func] ??= call ?? e.at;
        return { ...e, args: e.args.map(expr) };
      case "cast":
        return { ...e, arg: expr(e.arg) };
      case "logic":
        return { ...e, left: expr(e.left), right: expr(e.right) };
      case "element":
        return { ...e, index: expr(e.index) };
      case "choose": {
        const guard = leaveOut(e, e.test, e.yes, e.no);
        if (!guard) return { ...e, test: expr(e.test), yes: expr(e.yes), no: expr(e.no) };
        return { kind: "guarded", guard, value: expr(guard.expected ? e.yes : e.no), type: e.type, at: e.at };
      }
      default:
        return e;
    }
  };
  const functions = body.functions.map((func, k): TypedFunc => {
    call = func.file === "" ? calls[k] : undefined;
    return { ...func, code: block(func.code) };
  });
  return { body: { ...body, functions: functions as unknown as TypedBody["functions"] }, guards };
}

function isWorth(arm: TypedBlock | TypedExpr): boolean {
  const code: TypedBlock = "kind" in arm ? [{ kind: "return", values: [arm], at: arm.at }] : arm;
  if (hasLoop(code)) return true;
  let operations = 0;
  eachExpression(code, (e) => {
    if (e.kind === "op") operations++;
    else if (e.kind === "call") operations += WORTH;
  });
  return operations >= WORTH;
}

/** Operations and other inner nodes of a body: how long its trace would be. */
export function sizeOf(body: TypedBody): number {
  let size = 0;
  for (const { code } of body.functions) eachExpression(code, () => size++);
  return size;
}
