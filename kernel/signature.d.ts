/** The element types of one specialization, written as users write them: `float64,int32->float64`. */
import { type DType } from "./dtype.js";
export interface Signature {
  readonly inputs: readonly DType[];
  readonly outputs: readonly DType[];
}
export declare function print(signature: Signature): string;
/**
 * Reads what a `types` or `loops` entry says. `"float32"` alone names all `nin` inputs and leaves the outputs to be
 * inferred (`outputs` is then empty), as does `"float32,int32"`. Returns a sentence where the text is wrong.
 */
export declare function parse(text: string, nin: number, nout: number): Signature | string;
