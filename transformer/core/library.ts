/**
 * The math library: bodies of `Math`'s functions in the kernel language, as jitcode that the build has made of
 * kernel/math. A body that reaches one takes over its functions and tables, which get new places there.
 */
import type { Body } from "../../kernel/ir.js";
import { decode } from "../../kernel/jitcode.js";
import * as jitcode from "../../kernel/math/jitcode.js";

const texts: Record<string, string> = jitcode;
const bodies = new Map<string, Body>();

/** The body behind `Math.<name>`; null for what the library does not have. */
export function libraryBody(name: string): Body | null {
  const known = bodies.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(texts, name)) return null;
  const body = decode(texts[name]!);
  bodies.set(name, body);
  return body;
}
