/** What users can set for the whole program, by `configure` or in the environment. */
import { badOption } from "./errors.js";

/** The environment variables of Node, Deno and Bun; empty in browsers and where reading them is not permitted. */
export function environment(name: string): string | undefined {
  try {
    return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name];
  } catch {
    return undefined;
  }
}

export type TierSetting = "js" | "interpreted";
export type Untransformed = "error" | "warn" | "silent";

function heapBytes(): number | undefined {
  const text = environment("MICRONUMPY_HEAP");
  if (text === undefined || text === "") return undefined;
  return checkHeap("MICRONUMPY_HEAP", Number(text), text);
}

/** In bytes. */
export const LEAST_HEAP = 2 ** 22;
const MOST_HEAP = 2 ** 32;

export function checkHeap(name: string, bytes: unknown, found: unknown = bytes): number {
  if (Number.isSafeInteger(bytes) && (bytes as number) >= LEAST_HEAP && (bytes as number) <= MOST_HEAP)
    return bytes as number;
  throw badOption(name, found, `a number of bytes from ${LEAST_HEAP} to ${MOST_HEAP}`);
}

export function checkTier(name: string, found: unknown): TierSetting {
  if (found === "js" || found === "interpreted") return found;
  throw badOption(name, found, '"js" or "interpreted"');
}

function tier(): TierSetting | undefined {
  const text = environment("MICRONUMPY_TIER");
  return text === undefined || text === "" ? undefined : checkTier("MICRONUMPY_TIER", text);
}

function untransformed(): Untransformed {
  const text = environment("MICRONUMPY_UNTRANSFORMED") ?? "warn";
  if (text === "error" || text === "warn" || text === "silent") return text;
  throw badOption("MICRONUMPY_UNTRANSFORMED", text, '"error", "warn" or "silent"');
}

/** The settings at work. Dispatch reads `tier` when it looks for a loop: calls that came before keep theirs. */
export const settings: { heap: number | undefined; tier: TierSetting | undefined; untransformed: Untransformed } = {
  heap: heapBytes(),
  tier: tier(),
  untransformed: untransformed(),
};
