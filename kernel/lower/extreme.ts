/**
 * The smallest and the largest of floats, found by one instruction for each element instead of three or more: `pmin` and
 * `pmax` are right unless they meet a NaN or zeros of both signs. To know of a NaN, all elements are added up beside, on
 * other ports of the processor; infinities of both signs give one too. Where there is doubt, the elements are folded anew.
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
  readonly #sum: VariableVec;

  /** `first` is what the fold starts from. */
  constructor(
    readonly lanes: Lanes,
    readonly guess: string,
    first: Vec,
  ) {
    this.#sum = VariableVec.for(lanes, "sum", first);
  }

  join(state: Vec, element: Vec): Vec {
    this.#sum.assign(this.lanes.op(element.type, "add", this.#sum.read(), element));
    return this.lanes.op(element.type, this.guess, state, element);
  }

  /** May the state be other than it should? */
  isDoubtful(state: Vec): Value {
    const { lanes } = this;
    const sum = this.#sum.read();
    const isZero = lanes.compare("eq", state, lanes.constant(state.type, 0));
    return lanes.any(lanes.bitwise("or", lanes.compare("ne", sum, sum), isZero));
  }
}
