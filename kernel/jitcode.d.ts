import type { Body } from "./ir.js";
/**
 * Writes a body. Without positions, two bodies that differ only in where they stand give the same text.
 *
 *     encode(body, { positions: false }) // what body hashes are made of
 */
export declare function encode(
  body: Body,
  options?: {
    readonly positions: boolean;
  },
): string;
/**
 * Reads a body.
 *
 * @throws Error if the text is from a newer version, is not jitcode, or breaks an invariant of `ir.ts`.
 */
export declare function decode(text: string): Body;
