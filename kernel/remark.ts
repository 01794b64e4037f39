/**
 * TABLE: how places of the source were lowered, where a reader may wonder, as `explain` and editors tell it. Lowering
 * notes no more than a row's name and a detail, so that programs that lower at run time carry no sentences.
 */
import type { At } from "./ir.js";

type Kind = "select" | "skip" | "loop" | "unroll" | "lane by lane";

const rows = {
  arms: ["select", () => "all lanes run this `if`; a lane keeps the values of its arm"],
  arm: ["skip", () => "the costly arm of this `if` runs under a mask, and only if a lane wants it"],
  sides: ["select", () => "both sides of this choice are computed; a lane keeps its own"],
  side: ["skip", () => "the costly side of this choice runs under a mask, and only if a lane wants it"],
  instruction: ["select", (op) => `this choice is the instruction \`${op}\``],
  loop: ["loop", () => "this loop runs under a mask until no lane is live"],
  counted: ["loop", () => "this loop runs under a mask until no lane is live; its counter is one scalar for all lanes"],
  unroll: ["unroll", (trips) => `this loop runs ${trips} times and is written out`],
  element: ["lane by lane", () => "elements of an array are read lane by lane: Wasm has no gather"],
  scalar: ["lane by lane", (op) => `\`${op}\` runs lane by lane: Wasm has no SIMD instruction for it`],
} as const satisfies Record<string, readonly [Kind, (detail: string) => string]>;

export interface Remark {
  readonly what: keyof typeof rows;
  /** An instruction, or how often. */
  readonly detail: string;
  readonly file: string;
  readonly at: At;
}

export interface Sentence {
  readonly kind: Kind;
  readonly text: string;
}

export function sentence({ what, detail }: Remark): Sentence {
  const [kind, text] = rows[what];
  return { kind, text: text(detail) };
}
