/** The element types of one specialization, written as users write them: `float64,int32->float64`. */
import { isDType, names } from "./dtype.js";
export function print(signature) {
  return `${signature.inputs.join()}->${signature.outputs.join()}`;
}
/**
 * Reads what a `types` or `loops` entry says. `"float32"` alone names all `nin` inputs and leaves the outputs to be
 * inferred (`outputs` is then empty), as does `"float32,int32"`. Returns a sentence where the text is wrong.
 */
export function parse(text, nin, nout) {
  const [left = "", right, ...more] = text.split("->").map((side) => side.trim());
  if (more.length > 0) return `the signature "${text}" has more than one "->"`;
  const inputs = list(left);
  const outputs = right === undefined ? [] : list(right);
  if (typeof inputs === "string") return inputs;
  if (typeof outputs === "string") return outputs;
  const all = inputs.length === 1 && right === undefined ? Array.from({ length: nin }, () => inputs[0]) : inputs;
  if (all.length !== nin) return `the signature "${text}" names ${all.length} inputs, the function has ${nin}`;
  if (right !== undefined && outputs.length !== nout)
    return `the signature "${text}" names ${outputs.length} outputs, the function has ${nout}`;
  return { inputs: all, outputs };
}
function list(side) {
  const types = [];
  for (const word of side.split(",").map((w) => w.trim())) {
    if (!isDType(word)) return `"${word}" is not an element type (${names.join(", ")})`;
    types.push(word);
  }
  return types;
}
