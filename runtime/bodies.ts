/** Functions as data: what lies behind ufuncs and marked functions, for those who are given them as values. */
import type { Body } from "../kernel/ir.js";
import { decode } from "../kernel/jitcode.js";
import { LINKAGE, type Linkage } from "../kernel/link.js";
import { print } from "../kernel/signature.js";
import type { Dispatch } from "./dispatch.js";

/** Where a ufunc keeps its dispatch. Shared by copies of the package. */
export const DISPATCH = Symbol.for("micronumpy/ufunc@1");

/** The dispatch behind a ufunc; undefined for anything else. */
export function dispatchOf(x: unknown): Dispatch | undefined {
  return typeof x === "function" ? (x as { [DISPATCH]?: Dispatch })[DISPATCH] : undefined;
}

/** What a function marked by `@ufunc` was compiled to. */
export function linkageOf(x: unknown): Linkage | null {
  return (typeof x === "function" && (x as { [LINKAGE]?: Linkage })[LINKAGE]) || null;
}

/** Bodies by jitcode and loops: for ufuncs of one place, and callees that are alike, there is one. */
const bodies = new Map<string, Body>();

/** A body from its jitcode, with the loops of its ufunc where that has a closed list. */
export function decoded(jitcode: string, list?: readonly string[]): Body {
  const key = list === undefined ? jitcode : `${jitcode} ${list.join(" ")}`;
  let body = bodies.get(key);
  if (body === undefined) {
    body = decode(jitcode);
    const [func, ...helpers] = body.functions;
    if (list !== undefined) body = { ...body, functions: [{ ...func, loops: list }, ...helpers] };
    bodies.set(key, body);
  }
  return body;
}

/** The body of a ufunc or a marked function, for a body that calls it; null for one with captures and for others. */
export function bodyOf(value: unknown): Body | null {
  const callee = dispatchOf(value);
  const linkage = callee?.linkage ?? linkageOf(value);
  if (linkage?.jitcode === undefined || linkage.captures !== undefined) return null;
  return decoded(linkage.jitcode, callee?.list?.map(print));
}
