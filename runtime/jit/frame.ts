/** Where a traced kernel's operands are: those of the call, the uniforms between inputs and outputs, and the stop word. */
import { bytesOf } from "../../kernel/dtype.js";
import { UNIFORM_BYTES } from "../../kernel/link.js";
import type { TypedBody } from "../../kernel/typed.js";
import type { InnerLoop } from "../driver.js";
import { heap } from "../heap.js";

export class Frame {
  readonly #nin: number;
  readonly #uniforms: number;
  readonly #outputs: readonly number[];
  #at = 0;

  constructor(body: TypedBody) {
    this.#nin = body.signature.inputs.length;
    this.#uniforms = body.uniforms.length;
    this.#outputs = body.signature.outputs.map(bytesOf);
  }

  get #count(): number {
    return this.#nin + this.#uniforms + this.#outputs.length;
  }

  /** Reserved with the first use: most sites stay cold. */
  get args(): number {
    if (this.#at === 0) this.#at = heap().reserve(8 * this.#count + 4 + UNIFORM_BYTES * (1 + this.#uniforms));
    return this.#at;
  }

  get steps(): number {
    return this.args + 4 * (this.#count + 1);
  }

  /** The block of a uniform. */
  uniform(k: number): number {
    const blocks = this.steps + 4 * this.#count;
    return ((blocks + UNIFORM_BYTES - 1) & -UNIFORM_BYTES) + UNIFORM_BYTES * k;
  }

  /** Takes over the operands of a call. */
  open(args: number, steps: number): void {
    const { i32 } = heap();
    const [to, toSteps] = [this.args >> 2, this.steps >> 2];
    for (let k = 0; k < this.#count; k++) {
      const from = k < this.#nin ? k : k - this.#uniforms;
      const fixed = k >= this.#nin && from < this.#nin;
      i32[to + k] = fixed ? this.uniform(k - this.#nin) : i32[(args >> 2) + from]!;
      i32[toSteps + k] = fixed ? 0 : i32[(steps >> 2) + from]!;
    }
  }

  /** Goes on by so many elements. */
  advance(elements: number): void {
    const { i32 } = heap();
    for (let k = 0; k < this.#count; k++) i32[(this.args >> 2) + k]! += elements * i32[(this.steps >> 2) + k]!;
  }

  /** Why the kernel stopped. */
  get reason(): number {
    return heap().i32[(this.args >> 2) + this.#count]!;
  }

  /** Hands the reason on to whoever called; says how many elements are done. */
  close(args: number, done: number): number {
    heap().i32[(args >> 2) + this.#count - this.#uniforms] = this.reason;
    return done;
  }

  run(kernel: InnerLoop, args: number, n: number, steps: number): number {
    this.open(args, steps);
    const done = kernel(this.args, n, this.steps);
    return done < n ? this.close(args, done) : done;
  }
}
