/** The element types of one specialization, written as users write them: `float64,int32->float64`. */
import { type DType, isDType, meantDType, names } from "./dtype.js";

export interface Signature {
  readonly inputs: readonly DType[];
  readonly outputs: readonly DType[];
}

export function print(signature: Signature): string {
  return `${signature.inputs.join()}->${signature.outputs.join()}`;
}

/**
 * Reads what a `types` or `loops` entry says. `"float32"` alone names all `nin` inputs and leaves the outputs to be
 * inferred (`outputs` is then empty), as does `"float32,int32"`. Returns a sentence where the text is wrong.
 */
export function parse(text: string, nin: number, nout: number): Signature | string {
  const [left = "", right, ...more] = text.split("->").map((side) => side.trim());
  if (more.length > 0) return `the signature "${text}" has more than one "->"`;
  const inputs = list(left);
  const outputs = right === undefined ? [] : list(right);
  if (typeof inputs === "string") return inputs;
  if (typeof outputs === "string") return outputs;
  const all = inputs.length === 1 && right === undefined ? new Array<DType>(nin).fill(inputs[0]!) : inputs;
  if (all.length !== nin) return `the signature "${text}" names ${all.length} inputs, the function has ${nin}`;
  if (right !== undefined && outputs.length !== nout)
    return `the signature "${text}" names ${outputs.length} outputs, the function has ${nout}`;
  return { inputs: all, outputs };
}

function list(side: string): DType[] | string {
  const types: DType[] = [];
  for (const word of side.split(",").map((w) => w.trim())) {
    const meant = meantDType(word);
    const hint = meant === undefined ? names.join(", ") : `did you mean "${meant}"?`;
    if (!isDType(word)) return `"${word}" is not an element type (${hint})`;
    types.push(word);
  }
  return types;
}
