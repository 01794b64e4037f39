/**
 * Lane programs -> a Wasm module: for tests, dev servers and the JIT, which have no asc. The second printer beside
 * `transformer/core/assemblyscript`; both write the same programs, and tests hold their results equal.
 *
 * The module is what `link.ts` describes: imports `env.memory` and `env.pool`, one exported function a program, the
 * constants in the custom section `micronumpy.pool`, and for profilers the names of the functions.
 */
import type { Code, Definition, LaneProgram, Statement } from "./lane.js";
import { mergePools, POOL_SECTION } from "./pool.js";
import { instruction, type ValueType } from "./wasm.js";

const TYPES: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };

export function assemble(programs: readonly LaneProgram[]): Uint8Array<ArrayBuffer> {
  const { pool, bases } = mergePools(programs);
  const signature = [0x60, 3, TYPES.i32, TYPES.i32, TYPES.i32, 1, TYPES.i32];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector([signature])),
    ...section(
      2,
      vector([
        [...name("env"), ...name("memory"), 2, 0, 0],
        [...name("env"), ...name("pool"), 3, TYPES.i32, 0],
      ]),
    ),
    ...section(3, vector(programs.map(() => [0]))),
    ...section(7, vector(programs.map((program, k) => [...name(program.name), 0, ...unsigned(k)]))),
    ...section(10, vector(programs.map((program, k) => sized(new FunctionWriter(program, bases[k]!).write())))),
    ...section(0, [...name(POOL_SECTION), ...pool]),
    ...section(0, [
      ...name("name"),
      ...section(1, vector(programs.map((program, k) => [...unsigned(k), ...name(program.name)]))),
    ]),
  ]);
}

class FunctionWriter {
  readonly #bytes: number[] = [];
  /** Values and variables are all locals, behind the three parameters. */
  readonly #locals: ValueType[] = [];
  readonly #values = new Map<number, number>();
  readonly #variables: readonly number[];

  constructor(
    readonly program: LaneProgram,
    readonly base: number,
  ) {
    this.#variables = program.variables.map(({ type }) => this.#local(type));
  }

  write(): number[] {
    this.#code(this.program.code);
    const locals = vector(this.#locals.map((type) => [1, TYPES[type]]));
    // every path returns before the end
    return [...locals, ...this.#bytes, 0x00, 0x0b];
  }

  #local(type: ValueType): number {
    return 2 + this.#locals.push(type);
  }

  #code(code: Code): void {
    for (const stmt of code) this.#statement(stmt);
  }

  #statement(stmt: Statement): void {
    const out = this.#bytes;
    switch (stmt.kind) {
      case "let": {
        const definition = this.program.values[stmt.value]!;
        if (isImmediate(definition)) return;
        this.#operation(definition);
        if (definition.type === null) return;
        const local = this.#local(definition.type);
        this.#values.set(stmt.value, local);
        out.push(0x21, ...unsigned(local));
        return;
      }
      case "assign":
        this.#get(stmt.value);
        out.push(0x21, ...unsigned(this.#variables[stmt.variable]!));
        return;
      case "loop":
        out.push(0x02, 0x40, 0x03, 0x40);
        this.#code(stmt.head);
        this.#get(stmt.test);
        out.push(0x45, 0x0d, 1);
        this.#code(stmt.code);
        this.#code(stmt.step);
        out.push(0x0c, 0, 0x0b, 0x0b);
        return;
      case "if":
        this.#get(stmt.test);
        out.push(0x04, 0x40);
        this.#code(stmt.yes);
        if (stmt.no.length > 0) out.push(0x05);
        this.#code(stmt.no);
        out.push(0x0b);
        return;
      case "return":
        this.#get(stmt.value);
        out.push(0x0f);
        return;
    }
  }

  #get(value: number): void {
    const definition = this.program.values[value]!;
    if (isImmediate(definition)) this.#operation(definition);
    else this.#bytes.push(0x20, ...unsigned(this.#values.get(value)!));
  }

  #operation({ op, args, immediates }: Definition): void {
    const out = this.#bytes;
    if (op === "parameter") out.push(0x20, ...unsigned(immediates[0]!));
    else if (op === "variable") out.push(0x20, ...unsigned(this.#variables[immediates[0]!]!));
    else if (op === "pool") {
      out.push(0x23, 0);
      if (this.base > 0) out.push(0x41, ...signed(this.base), 0x6a);
    } else {
      for (const arg of args) this.#get(arg);
      const { opcode, simd, immediate } = instruction(op);
      out.push(...(simd ? [0xfd, ...unsigned(opcode)] : [opcode]));
      if (immediate === "memory") out.push(0, ...unsigned(immediates[0]!));
      else if (immediate === "memory-lane") out.push(0, ...unsigned(immediates[0]!), immediates[1]!);
      else if (immediate === "const" && !simd) out.push(...signed(immediates[0]!));
      else out.push(...immediates);
    }
  }
}

/** Constants and parameters are written where they are used. */
const isImmediate = ({ op }: Definition): boolean => op === "parameter" || op === "i32.const";

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const last = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
    bytes.push(last ? byte : byte | 0x80);
    if (last) return bytes;
  }
}

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
/** Names are ASCII: identifiers of kernels, and our own. */
const name = (text: string): number[] => sized(Array.from(text, (c) => c.charCodeAt(0)));
