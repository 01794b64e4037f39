export const isRefusal = (x) => "kind" in x && x.kind === "refusal";
export const refusals = {
  bitwiseFloat: (op, types) => ({
    number: 9201,
    text: `"${op}" works on bits, which ${types} don't offer. Cast first, e.g. i32(x) ${op} i32(y); x | 0 and x >>> 0 are casts too.`,
  }),
  shiftCount: (count, type, width) => ({
    number: 9202,
    text: `The shift count ${count} is outside 0…${width - 1}, the bits of ${type}. Cast first, e.g. u32(x) << 16.`,
  }),
  negativePower: (type) => ({
    number: 9203,
    text: `An integer (${type}) to a negative power is not an integer. Make it a float first: f64(x) ** -2.`,
  }),
  floatPower: () => ({
    number: 9204,
    text: "A power of floats is known only for the exponents 2 and -1. Write products, or Math.sqrt.",
  }),
  integerOnly: (op, type) => ({
    number: 9205,
    text: `"${op}" takes integers, found ${type}. Cast first, e.g. i32(x).`,
  }),
  noValue: (name) => ({
    number: 9206,
    text: `"${name}" returns several values where one is needed. Destructure them: const [q, r] = ${name}(…).`,
  }),
  resultCount: (name, found, wanted) => ({
    number: 9207,
    text: `"${name}" returns ${found} values, ${wanted} are wanted here.`,
  }),
  captures: (name) => ({
    number: 9208,
    text: `"${name}" is read when the ufunc is called; no kernel can be made before.`,
  }),
  noLoop: (name, types, loops) => ({
    number: 9209,
    text: `"${name}" has no loop that takes (${types}) safely; it has ${loops}. Cast the operands.`,
  }),
  endless: () => ({
    number: 9210,
    text: "This loop has no exit for these types. Write a condition that can become false, a break or a return.",
  }),
};
/** Thrown inside inference and caught at its one door, `infer`. */
export class Refused extends Error {
  at;
  reason;
  constructor(at, reason) {
    super(reason.text);
    this.at = at;
    this.reason = reason;
  }
}
