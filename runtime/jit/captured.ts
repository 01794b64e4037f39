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
    const sizes = capturesOf(body).map((capture) => {
      const bytes = "values" in capture ? capture.values.length * bytesOf(capture.type) : 0;
      return Math.ceil(bytes / UNIFORM_BYTES) * UNIFORM_BYTES || UNIFORM_BYTES;
    });
    this.#memory = heap().lasting(sizes.reduce((a, b) => a + b, 0));
    let next = this.#memory.address;
    this.addresses = sizes.map((size) => {
      next += size;
      return next - size;
    });
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
