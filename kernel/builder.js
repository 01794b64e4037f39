import { instruction } from "./wasm.js";
export class Builder {
  values = [];
  variables = [];
  prologue = [];
  remarks = new Set();
  #code = this.prologue;
  #scopes = [new Map()];
  #pool = [];
  #constants = new Map();
  get pool() {
    return Uint8Array.from(this.#pool);
  }
  parameter(index) {
    return this.#pure("parameter", [], [index], "i32");
  }
  const32(value) {
    return this.#pure("i32.const", [], [value], "i32");
  }
  /** Emits an instruction. Loads and stores stay where they are; everything else is pure and named once. */
  emit(op, args, immediates = []) {
    const { result, immediate } = instruction(op);
    if (immediate === "memory" || immediate === "memory-lane") return this.#let({ op, args, immediates, type: result });
    return this.#pure(op, args, immediates, result);
  }
  /** A v128 whose lanes all hold these bytes, loaded once from the pool. */
  splat(bytes) {
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
  poolAddress() {
    return this.#inPrologue(() => this.#pure("pool", [], [], "i32"));
  }
  /** Puts bytes into the pool, aligned to `align`. Returns their offset. */
  place(bytes, align = bytes.length) {
    while (this.#pool.length % align !== 0) this.#pool.push(0);
    const offset = this.#pool.length;
    for (const byte of bytes) this.#pool.push(byte);
    return offset;
  }
  variable(name, type, initial) {
    this.variables.push({ name, type });
    const variable = this.variables.length - 1;
    this.assign(variable, initial);
    return variable;
  }
  read(variable) {
    return this.#let({ op: "variable", args: [], immediates: [variable], type: this.variables[variable].type });
  }
  assign(variable, value) {
    this.#code.push({ kind: "assign", variable, value });
  }
  return(value) {
    this.#code.push({ kind: "return", value });
  }
  comment(text) {
    this.#code.push({ kind: "comment", text });
  }
  /** Builds a block. What it names is known only inside. */
  block(build) {
    const outer = this.#code;
    const code = [];
    this.#code = code;
    this.#scopes.push(new Map());
    build();
    this.#scopes.pop();
    this.#code = outer;
    return code;
  }
  if(test, yes, no = () => {}) {
    this.#code.push({ kind: "if", test, yes: this.block(yes), no: this.block(no) });
  }
  /** `head` gives the test; what it names is known in `code` and `step` too. */
  loop(head, code, step = () => {}) {
    const outer = this.#code;
    const statements = [];
    this.#scopes.push(new Map());
    this.#code = statements;
    const test = head();
    this.#code = outer;
    outer.push({ kind: "loop", head: statements, test, code: this.block(code), step: this.block(step) });
    this.#scopes.pop();
  }
  /** What a value was made by: for rewriting `select` of a comparison. */
  definition(value) {
    return this.values[value];
  }
  #let(definition) {
    this.values.push(definition);
    this.#code.push({ kind: "let", value: this.values.length - 1 });
    return this.values.length - 1;
  }
  #pure(op, args, immediates, type) {
    const key = `${op} ${args.join()} ${immediates.join()}`;
    for (const scope of this.#scopes) {
      const known = scope.get(key);
      if (known !== undefined) return known;
    }
    const value = this.#let({ op, args, immediates, type });
    this.#scopes.at(-1).set(key, value);
    return value;
  }
  #inPrologue(build) {
    const [code, scopes] = [this.#code, this.#scopes];
    this.#code = this.prologue;
    this.#scopes = [scopes[0]];
    const result = build();
    this.#code = code;
    this.#scopes = scopes;
    return result;
  }
}
