/**
 * Builds a lane program statement by statement, naming equal computations once.
 *
 * A pure operation asked for again, in the same block or a block inside, is the value that is already there (common
 * subexpressions by hash-consing). Constants go to the prologue, which runs once, before the first loop.
 */
import type { Definition, Statement, Value, Variable } from "./lane.js";
import { instruction, type ValueType } from "./wasm.js";

type Scope = Map<string, Value>;

export class Builder {
  readonly values: Definition[] = [];
  readonly variables: Variable[] = [];
  readonly prologue: Statement[] = [];
  readonly remarks = new Set<string>();
  #code: Statement[] = this.prologue;
  #scopes: Scope[] = [new Map()];
  #pool: number[] = [];
  #constants = new Map<string, Value>();

  get pool(): Uint8Array {
    return Uint8Array.from(this.#pool);
  }

  parameter(index: number): Value {
    return this.#pure("parameter", [], [index], "i32");
  }

  const32(value: number): Value {
    return this.#pure("i32.const", [], [value], "i32");
  }

  /** Emits an instruction. Loads and stores stay where they are; everything else is pure and named once. */
  emit(op: string, args: readonly Value[], immediates: readonly number[] = []): Value {
    const { result, immediate } = instruction(op);
    if (immediate === "memory" || immediate === "memory-lane") return this.#let({ op, args, immediates, type: result });
    return this.#pure(op, args, immediates, result);
  }

  /** A v128 whose lanes all hold these bytes, loaded once from the pool. */
  splat(bytes: Uint8Array): Value {
    if (bytes.every((b) => b === 0))
      return this.#inPrologue(() => this.#pure("v128.const", [], new Array(16).fill(0), "v128"));
    const key = bytes.join();
    let value = this.#constants.get(key);
    if (value === undefined) {
      value = this.#inPrologue(() =>
        this.emit(`v128.load${bytes.length * 8}_splat`, [this.#pure("pool", [], [], "i32")], [this.place(bytes)]),
      );
      this.#constants.set(key, value);
    }
    return value;
  }

  /** The address of the pool: for tables. */
  poolAddress(): Value {
    return this.#inPrologue(() => this.#pure("pool", [], [], "i32"));
  }

  /** Puts bytes into the pool, aligned to `align`. Returns their offset. */
  place(bytes: Uint8Array, align = bytes.length): number {
    while (this.#pool.length % align !== 0) this.#pool.push(0);
    const offset = this.#pool.length;
    for (const byte of bytes) this.#pool.push(byte);
    return offset;
  }

  variable(name: string, type: ValueType, initial: Value): number {
    this.variables.push({ name, type });
    const variable = this.variables.length - 1;
    this.assign(variable, initial);
    return variable;
  }

  read(variable: number): Value {
    return this.#let({ op: "variable", args: [], immediates: [variable], type: this.variables[variable]!.type });
  }

  assign(variable: number, value: Value): void {
    this.#code.push({ kind: "assign", variable, value });
  }

  return(value: Value): void {
    this.#code.push({ kind: "return", value });
  }

  /** Builds a block. What it names is known only inside. */
  block(build: () => void): Statement[] {
    const outer = this.#code;
    const code: Statement[] = [];
    this.#code = code;
    this.#scopes.push(new Map());
    build();
    this.#scopes.pop();
    this.#code = outer;
    return code;
  }

  if(test: Value, yes: () => void, no: () => void = () => {}): void {
    this.#code.push({ kind: "if", test, yes: this.block(yes), no: this.block(no) });
  }

  /** `head` gives the test; what it names is known in `code` and `step` too. */
  loop(head: () => Value, code: () => void, step: () => void = () => {}): void {
    const outer = this.#code;
    const statements: Statement[] = [];
    this.#scopes.push(new Map());
    this.#code = statements;
    const test = head();
    this.#code = outer;
    outer.push({ kind: "loop", head: statements, test, code: this.block(code), step: this.block(step) });
    this.#scopes.pop();
  }

  /** Gives a value the name by which printers call it. */
  named(name: string, value: Value): Value {
    this.values[value] = { ...this.values[value]!, name };
    return value;
  }

  /** What a value was made by: for rewriting `select` of a comparison. */
  definition(value: Value): Definition {
    return this.values[value]!;
  }

  #let(definition: Definition): Value {
    this.values.push(definition);
    this.#code.push({ kind: "let", value: this.values.length - 1 });
    return this.values.length - 1;
  }

  #pure(op: string, args: readonly Value[], immediates: readonly number[], type: ValueType | null): Value {
    const key = `${op} ${args.join()} ${immediates.join()}`;
    for (const scope of this.#scopes) {
      const known = scope.get(key);
      if (known !== undefined) return known;
    }
    const value = this.#let({ op, args, immediates, type });
    this.#scopes.at(-1)!.set(key, value);
    return value;
  }

  #inPrologue<T>(build: () => T): T {
    const [code, scopes] = [this.#code, this.#scopes];
    this.#code = this.prologue;
    this.#scopes = [scopes[0]!];
    const result = build();
    this.#code = code;
    this.#scopes = scopes;
    return result;
  }
}
