/** Where a site keeps what its kernels have captured, values and arrays: each kernel is made for these addresses. */
import { bytesOf, type Scalar } from "../../kernel/dtype.js";
import { UNIFORM_BYTES } from "../../kernel/link.js";
import { capturesOf, type TypedBody } from "../../kernel/typed.js";
import { elements } from "../element.js";
import { heap } from "../heap.js";
import type { Storage } from "../storage.js";
import { fillUniform } from "../uniform.js";

export class Captured {
  /** In the order of `capturesOf`. */
  readonly addresses: readonly number[];
  readonly #memory: Storage;

  constructor(readonly body: TypedBody) {
    let total = 0;
    const offsets = capturesOf(body).map((capture) => {
      const offset = total;
      const bytes = "values" in capture ? capture.values.length * bytesOf(capture.type) : 0;
      total += Math.ceil(bytes / UNIFORM_BYTES) * UNIFORM_BYTES || UNIFORM_BYTES;
      return offset;
    });
    this.#memory = heap().lasting(total);
    this.addresses = offsets.map((offset) => this.#memory.address + offset);
  }

  setUniform(k: number, value: Scalar): void {
    fillUniform(this.addresses[k]!, this.body.uniforms[k]!.type, value);
  }

  /** `k` counts the captured arrays. */
  setArray(k: number, values: readonly Scalar[]): void {
    const place = this.body.uniforms.length + k;
    const { type } = capturesOf(this.body)[place]!;
    const { view } = heap();
    values.forEach((value, i) => elements[type].write(view, this.addresses[place]! + i * bytesOf(type), value));
  }
}
