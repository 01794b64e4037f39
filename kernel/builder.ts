/**
 * Builds a lane program statement by statement, naming equal computations once.
 *
 * A pure operation asked for again, in the same block or a block inside, is the value that is already there (common
 * subexpressions by hash-consing). One whose operands don't change in a loop is computed before it; it stays inside an
 * `if`, which may be there to skip it. Constants go to the prologue, which runs once, before the first loop.
 */
import type { At } from "./ir.js";
import type { Definition, Statement, Value, Variable } from "./lane.js";
import type { Remark } from "./remark.js";
import { instruction, type ValueType } from "./wasm.js";

/** A block under construction. A loop makes two, the `code` inside its `head`. */
interface Scope {
  readonly kind: "function" | "if" | "head" | "code";
  readonly code: Statement[];
  readonly names: Map<string, Value>;
}

const scope = (kind: Scope["kind"], code: Statement[] = []): Scope => ({ kind, code, names: new Map() });

export class Builder {
  readonly values: Definition[] = [];
  readonly variables: Variable[] = [];
  readonly prologue: Statement[] = [];
  /** The place in the source that is being lowered, or inside the math library, the place that calls it. */
  source: { readonly file: string; readonly at: At; readonly isLibrary: boolean } = {
    file: "",
    at: [1, 1],
    isLibrary: false,
  };
  readonly #remarks = new Map<string, Remark>();
  #scopes: Scope[] = [scope("function", this.prologue)];
  /** How many scopes are around a value. */
  readonly #depths: number[] = [];
  #pool: number[] = [];
  readonly #placed = new Map<string, number>();
  #constants = new Map<string, Value>();
  readonly #tables = new Map<object, number>();
  readonly #uniform: boolean[] = [];
  readonly #outside = new Map<string, unknown>();
  /** `args`, `n` and `steps`: every kernel takes these. */
  readonly parameters = [0, 1, 2].map((k) => this.#pure("parameter", [], [k], "i32")) as [Value, Value, Value];
  mayStop = false;

  /** Leaves the kernel before the first store of a gang, as its frame does it. A frame that can't makes no kernel. */
  stop: (reason: number) => void = () => {
    this.mayStop = true;
  };

  get remarks(): readonly Remark[] {
    return [...this.#remarks.values()];
  }

  /** Says how the place at hand was lowered; once, though it is lowered for gangs and for the rest. */
  remark(what: Remark["what"], detail = ""): void {
    const { file, at, isLibrary } = this.source;
    if (isLibrary && what !== "element" && what !== "scalar") return;
    this.#remarks.set(`${file}:${at} ${what} ${detail}`, { what, detail, file, at });
  }

  get pool(): Uint8Array {
    return Uint8Array.from(this.#pool);
  }

  const32(value: number): Value {
    return this.#pure("i32.const", [], [value], "i32");
  }

  /** The k-th 32-bit word from an address. */
  word(address: Value, k: number): Value {
    return this.emit("i32.load", [address], [4 * k]);
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

  /** A load of what stays the same during the call: made once, before the first loop. */
  loadOnce(op: string, args: readonly Value[], immediates: readonly number[]): Value {
    return this.#inPrologue(() => {
      const { names } = this.#scopes[0]!;
      const key = `${op} ${args.join()} ${immediates.join()}`;
      const value = names.get(key) ?? this.emit(op, args, immediates);
      names.set(key, value);
      return value;
    });
  }

  /** The address of the pool: for tables. */
  poolAddress(): Value {
    return this.#inPrologue(() => this.#pure("pool", [], [], "i32"));
  }

  /** Puts bytes into the pool, once, aligned to `align`. Returns their offset. */
  place(bytes: Uint8Array, align = bytes.length): number {
    const key = `${align} ${bytes.join()}`;
    const known = this.#placed.get(key);
    if (known !== undefined) return known;
    while (this.#pool.length % align !== 0) this.#pool.push(0);
    const offset = this.#pool.length;
    for (const byte of bytes) this.#pool.push(byte);
    this.#placed.set(key, offset);
    return offset;
  }

  /** Puts a table into the pool when it is first asked for. Returns its offset. */
  placeTable(table: object, bytes: () => Uint8Array): number {
    let offset = this.#tables.get(table);
    if (offset === undefined) {
      offset = this.place(bytes(), 8);
      this.#tables.set(table, offset);
    }
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
    this.#current.push({ kind: "assign", variable, value });
  }

  /** Adds to a variable of type i32. */
  advance(variable: number, by: Value): void {
    this.assign(variable, this.emit("i32.add", [this.read(variable), by]));
  }

  return(value: Value): void {
    this.#current.push({ kind: "return", value });
  }

  if(test: Value, yes: () => void, no: () => void = () => {}): void {
    const arm = (build: () => void) => this.#inside(scope("if"), build).code;
    this.#current.push({ kind: "if", test, yes: arm(yes), no: arm(no) });
  }

  /** `head` gives the test; what it names is known in `code` and `step` too. */
  loop(head: () => Value, code: () => void, step: () => void = () => {}): void {
    let test = 0;
    let blocks: Scope[] = [];
    const outer = this.#inside(scope("head"), () => {
      test = head();
      blocks = [code, step].map((build) => this.#inside(scope("code"), build));
    });
    this.#current.push({ kind: "loop", head: outer.code, test, code: blocks[0]!.code, step: blocks[1]!.code });
  }

  #inside(inner: Scope, build: () => void): Scope {
    this.#scopes.push(inner);
    build();
    this.#scopes.pop();
    return inner;
  }

  get #current(): Statement[] {
    return this.#scopes.at(-1)!.code;
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

  /** Do all lanes hold the same? So they do in what is made of scalars and constants alone, lane by lane. */
  isUniform(value: Value): boolean {
    const { op, args, immediates, type } = this.values[value]!;
    if (type !== "v128" || op === "v128.const") return true;
    const isConstant = op.endsWith("_splat") && this.values[args[0]!]!.op === "pool";
    this.#uniform[value] ??= isConstant || (immediates.length === 0 && args.every((arg) => this.isUniform(arg)));
    return this.#uniform[value];
  }

  #let(definition: Definition, depth = this.#scopes.length - 1): Value {
    const value = this.values.push(definition) - 1;
    this.#depths.push(depth);
    this.#scopes[depth]!.code.push({ kind: "let", value });
    return value;
  }

  #pure(op: string, args: readonly Value[], immediates: readonly number[], type: ValueType | null): Value {
    const key = `${op} ${args.join()} ${immediates.join()}`;
    for (const { names } of this.#scopes) {
      const known = names.get(key);
      if (known !== undefined) return known;
    }
    const depth = this.#invariant(Math.max(0, ...args.map((arg) => this.#depths[arg]!)));
    const value = this.#let({ op, args, immediates, type }, depth);
    this.#scopes[depth]!.names.set(key, value);
    return value;
  }

  /** How far out, past loops only, a computation may go whose operands are there at this depth. */
  #invariant(operands: number): number {
    let depth = this.#scopes.length - 1;
    for (;;) {
      const { kind } = this.#scopes[depth]!;
      const outside = kind === "code" ? depth - 2 : kind === "head" ? depth - 1 : -1;
      if (outside < operands) return depth;
      depth = outside;
    }
  }

  /**
   * What is made of these values alone, built once for each key, before the first loop. Not where they change in a loop,
   * nor inside an `if`, which may be there to skip it.
   */
  outside<T>(key: string, values: readonly Value[], build: () => T): T | undefined {
    if (values.some((value) => this.#depths[value]! > 0)) return undefined;
    if (this.#scopes.some(({ kind }) => kind === "if")) return undefined;
    if (!this.#outside.has(key)) this.#outside.set(key, this.#inPrologue(build));
    return this.#outside.get(key) as T;
  }

  #inPrologue<T>(build: () => T): T {
    const scopes = this.#scopes;
    this.#scopes = [scopes[0]!];
    const result = build();
    this.#scopes = scopes;
    return result;
  }
}
