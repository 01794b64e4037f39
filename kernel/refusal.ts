/**
 * Why a body can't be typed for a signature: the table of inference's refusals. Each says what was found and what to
 * write instead. The numbers are stable; `docs/diagnostics.md` explains each.
 */
import type { At } from "./ir.js";

export interface Refusal {
  readonly kind: "refusal";
  readonly number: number;
  readonly file: string;
  readonly at: At;
  readonly text: string;
}

export const isRefusal = (x: object): x is Refusal => "kind" in x && x.kind === "refusal";

export const refusals = {
  bitwiseFloat: (op: string, types: string) => ({
    number: 9201,
    text: `"${op}" works on bits, and floats don't offer them: found ${types}. Cast first, e.g. ${op === "~" ? "~i32(x)" : `i32(x) ${op} i32(y)`}; x | 0 and x >>> 0 are casts too.`,
  }),
  shiftCount: (count: string, type: string, width: number) => ({
    number: 9202,
    text: `The shift count ${count} is outside 0…${width - 1}, the bits of ${type}. Cast first, e.g. u32(x) << 16.`,
  }),
  negativePower: (type: string) => ({
    number: 9203,
    text: `An integer (${type}) to a negative power is not an integer. Make it a float first: f64(x) ** -2.`,
  }),
  longPower: (base: string, exponent: string) => ({
    number: 9213,
    text: `${base}n ** ${exponent}n is beyond what any element type holds. Start from a value of a type, e.g. i64(${base}) ** ${exponent}n.`,
  }),
  floatPower: () => ({
    number: 9204,
    text: "A power of floats is known only for the exponents 2 and -1. Write products, or Math.sqrt.",
  }),
  integerOnly: (op: string, type: string) => ({
    number: 9205,
    text: `"${op}" takes integers, found ${type}. Cast first, e.g. i32(x).`,
  }),
  noValue: (name: string) => ({
    number: 9206,
    text: `"${name}" returns several values where one is needed. Destructure them: const [q, r] = ${name}(…).`,
  }),
  resultCount: (name: string, found: number, wanted: number) => ({
    number: 9207,
    text: `"${name}" returns ${found} values, ${wanted} are wanted here.`,
  }),
  captures: (name: string) => ({
    number: 9208,
    text: `"${name}" is read when the ufunc is called; no kernel can be made before.`,
  }),
  callee: (name: string) => ({
    number: 9211,
    text: `"${name}" is a function of which only the running code is known. Mark it with @ufunc, or make it a ufunc.`,
  }),
  argumentCount: (name: string, given: number, wanted: number) => ({
    number: 9212,
    text: `"${name}" takes ${wanted} values and is given ${given}. Pass a function of ${given}.`,
  }),
  noLoop: (name: string, types: string, loops: string) => ({
    number: 9209,
    text: `"${name}" has no loop that takes (${types}) safely; it has ${loops}. Cast the operands.`,
  }),
  endless: () => ({
    number: 9210,
    text: "This loop has no exit for these types. Write a condition that can become false, a break or a return.",
  }),
} as const;

/** Thrown inside inference and caught at its one door, `infer`. */
export class Refused extends Error {
  constructor(
    readonly at: At,
    readonly reason: { readonly number: number; readonly text: string },
  ) {
    super(reason.text);
  }
}
