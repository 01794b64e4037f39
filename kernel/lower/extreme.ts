/**
 * The smallest and the largest of floats, found by one instruction for each element instead of three: `pmin` and `pmax`
 * are right unless they meet a NaN or zeros of both signs. To know of a NaN, the products of two elements are added up
 * beside, half of it on other ports of the processor; infinities, and what overflows, may give one too. Where there is
 * doubt, the elements are folded anew.
 */
import { isFloat } from "../dtype.js";
import { operatorOf } from "../folding.js";
import type { Value } from "../lane.js";
import type { Lanes, Vec } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { VariableVec } from "./variable.js";

const GUESSES: { readonly [op: string]: string } = { min: "pmin", max: "pmax" };

/** The instruction that is right almost always; null for a body that is none of these. */
export function guessOf(body: TypedBody): string | null {
  return isFloat(body.signature.outputs[0]!) ? (GUESSES[operatorOf(body) ?? ""] ?? null) : null;
}

export class Extreme {
  /** In half as many registers as a gang has: with more, some would be spilled. */
  readonly #best: VariableVec;
  readonly #sum: VariableVec;

  /** `first` is what the fold starts from. */
  constructor(
    readonly lanes: Lanes,
    readonly guess: string,
    first: Vec,
  ) {
    this.#best = VariableVec.for(lanes, "best", this.#halved(guess, first));
    this.#sum = VariableVec.for(lanes, "sum", this.#halved("add", first));
  }

  /** Takes the elements of two gangs; what is carried from turn to turn waits for one instruction only. */
  take(elements: Vec): void {
    const join = (variable: VariableVec, op: string, vec: Vec) =>
      variable.assign(this.lanes.op(vec.type, op, variable.read(), this.#halved(op, vec)));
    join(this.#best, this.guess, this.#halved(this.guess, elements));
    join(this.#sum, "add", this.#halved("mul", elements));
  }

  /** One half of the registers with the other. */
  #halved(op: string, { regs, ...vec }: Vec): Vec {
    const half = regs.length / 2;
    return this.lanes.op(vec.type, op, { ...vec, regs: regs.slice(half) }, { ...vec, regs });
  }

  /** A gang that folds to the result: some of it twice. */
  read(): Vec {
    const best = this.#best.read();
    return { ...best, regs: [...best.regs, ...best.regs] };
  }

  /** May the result be another? */
  isDoubtful(): Value {
    const { lanes } = this;
    const [best, sum] = [this.#best.read(), this.#sum.read()];
    const isZero = lanes.compare("eq", best, lanes.constant(best.type, 0));
    return lanes.any(lanes.bitwise("or", lanes.compare("ne", sum, sum), isZero));
  }
}
