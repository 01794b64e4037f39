/** Operands that are the same for all elements: 64 bytes filled with the value, which an inner loop reads with step 0. */
import { bytesOf, type DType, type Scalar } from "../kernel/dtype.js";
import { UNIFORM_BYTES } from "../kernel/link.js";
import { elements } from "./element.js";
import { heap } from "./heap.js";

/** `value` is an element of `type` already: see `coerce`. */
export function fillUniform(address: number, type: DType, value: Scalar): void {
  const { view, i32 } = heap();
  elements[type].write(view, address, value);
  const at = address >>> 2;
  let even = i32[at]!;
  const size = bytesOf(type);
  if (size === 1) even = Math.imul(even & 0xff, 0x01010101);
  else if (size === 2) even = Math.imul(even & 0xffff, 0x00010001);
  const odd = size === 8 ? i32[at + 1]! : even;
  for (let word = at; word < at + UNIFORM_BYTES / 4; word += 2) {
    i32[word] = even;
    i32[word + 1] = odd;
  }
}
