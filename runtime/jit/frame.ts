/**
 * Where a traced kernel's operands are: inputs and outputs as the call has them, between them what is the same for all
 * elements and was captured, values and arrays; behind them the word that says why it stopped.
 */
import { bytesOf, type Scalar } from "../../kernel/dtype.js";
import { UNIFORM_BYTES } from "../../kernel/link.js";
import { capturesOf, type TypedBody } from "../../kernel/typed.js";
import type { InnerLoop } from "../driver.js";
import { elements } from "../element.js";
import { heap } from "../heap.js";
import type { Storage } from "../storage.js";
import { fillUniform } from "../uniform.js";

export class Frame {
  readonly args: number;
  readonly steps: number;
  readonly #nin: number;
  readonly #captured: number;
  readonly #count: number;
  /** Where the captured values are, and behind them the arrays. */
  readonly #places: readonly number[];
  readonly #memory: Storage;

  constructor(readonly body: TypedBody) {
    const { inputs, outputs } = body.signature;
    const captures = capturesOf(body);
    this.#nin = inputs.length;
    this.#captured = captures.length;
    this.#count = inputs.length + captures.length + outputs.length;
    const sizes = captures.map((capture) => {
      const bytes = "values" in capture ? capture.values.length * bytesOf(capture.type) : 0;
      return Math.ceil(bytes / UNIFORM_BYTES) * UNIFORM_BYTES || UNIFORM_BYTES;
    });
    const head = Math.ceil((8 * this.#count + 4) / UNIFORM_BYTES) * UNIFORM_BYTES;
    this.#memory = heap().lasting(head + sizes.reduce((a, b) => a + b, 0));
    this.args = this.#memory.address;
    this.steps = this.args + 4 * (this.#count + 1);
    let place = this.args + head;
    this.#places = sizes.map((size) => {
      place += size;
      return place - size;
    });
    this.#places.forEach((address, k) => {
      heap().i32[(this.args >> 2) + this.#nin + k] = address;
      heap().i32[(this.steps >> 2) + this.#nin + k] = 0;
    });
  }

  setUniform(k: number, value: Scalar): void {
    fillUniform(this.#places[k]!, this.body.uniforms[k]!.type, value);
  }

  /** `k` counts the captured arrays. */
  setArray(k: number, values: readonly Scalar[]): void {
    const place = this.body.uniforms.length + k;
    const { type } = capturesOf(this.body)[place]!;
    const { view } = heap();
    values.forEach((value, i) => elements[type].write(view, this.#places[place]! + i * bytesOf(type), value));
  }

  /** Takes over the operands of a call. */
  open(args: number, steps: number): void {
    const { i32 } = heap();
    const to = this.args >> 2;
    const toSteps = this.steps >> 2;
    const given = this.#count - this.#captured;
    for (let k = 0; k < given; k++) {
      const place = k < this.#nin ? k : k + this.#captured;
      i32[to + place] = i32[(args >> 2) + k]!;
      i32[toSteps + place] = i32[(steps >> 2) + k]!;
    }
  }

  /** Goes on by so many elements. */
  advance(done: number): void {
    const { i32 } = heap();
    for (let k = 0; k < this.#count; k++) {
      if (k < this.#nin || k >= this.#nin + this.#captured)
        i32[(this.args >> 2) + k]! += done * i32[(this.steps >> 2) + k]!;
    }
  }

  /** Why the kernel stopped. */
  get reason(): number {
    return heap().i32[(this.args >> 2) + this.#count]!;
  }

  /** Hands the reason on to whoever called; says how many elements are done. */
  close(args: number, done: number): number {
    heap().i32[(args >> 2) + this.#count - this.#captured] = this.reason;
    return done;
  }

  run(kernel: InnerLoop, args: number, n: number, steps: number): number {
    this.open(args, steps);
    const done = kernel(this.args, n, this.steps);
    return done < n ? this.close(args, done) : done;
  }
}
