/**
 * Lane programs -> a Wasm module: for tests, dev servers and the JIT, which have no asc. The second printer beside
 * `transformer/core/assemblyscript`; both write the same programs, and tests hold their results equal.
 *
 * The module is what `link.ts` describes: imports `env.memory` and `env.pool`, one exported function a program, the
 * constants in the custom section `micronumpy.pool`, and for profilers the names of the functions.
 */
import type { Code, Definition, LaneProgram, Statement } from "./lane.js";
import { countUses } from "./lower/prune.js";
import { mergePools, POOL_SECTION } from "./pool.js";
import { instruction, type ValueType } from "./wasm.js";

const TYPES: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };

export function assemble(programs: readonly LaneProgram[]): Uint8Array<ArrayBuffer> {
  const { pool, bases } = mergePools(programs);
  const signature = [0x60, 3, TYPES.i32, TYPES.i32, TYPES.i32, 1, TYPES.i32];
  return new Uint8Array([
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

/** A value that is not written yet: its code, and the variables that this reads. */
interface Waiting {
  readonly code: number[];
  readonly reads: readonly number[];
}

/** Longer code gets a local: it would be copied into all that is made of it. */
const LONGEST = 128;
const NONE: readonly number[] = [];

/**
 * A value that is used once is computed where it is used, so that instructions can take operands from memory, as long as
 * that is in its block and no variable has changed that it reads; any other has a local.
 */
class FunctionWriter {
  readonly #bytes: number[] = [];
  /** Values and variables are all locals, behind the three parameters. */
  readonly #locals: ValueType[] = [];
  readonly #values = new Map<number, number>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #uses: number[];
  readonly #variables: readonly number[];

  constructor(
    readonly program: LaneProgram,
    readonly base: number,
  ) {
    this.#uses = countUses(program);
    this.#variables = program.variables.map(({ type }) => this.#local(type));
  }

  write(): number[] {
    this.#block(this.program.code);
    const locals = vector(this.#locals.map((type) => [1, TYPES[type]]));
    // every path returns before the end
    return [...locals, ...this.#bytes, 0x00, 0x0b];
  }

  #local(type: ValueType): number {
    return 2 + this.#locals.push(type);
  }

  #emit(code: readonly number[]): void {
    this.#bytes.push(...code);
  }

  #block(code: Code): void {
    for (const stmt of code) this.#statement(stmt);
  }

  #statement(stmt: Statement): void {
    const out = this.#bytes;
    switch (stmt.kind) {
      case "let":
        return this.#let(stmt.value);
      case "assign": {
        const { code } = this.#use(stmt.value);
        this.#settle(({ reads }) => reads.includes(stmt.variable));
        this.#emit(code);
        out.push(0x21, ...unsigned(this.#variables[stmt.variable]!));
        return;
      }
      case "loop":
        this.#settle(() => true);
        out.push(0x03, 0x40);
        this.#block(stmt.head);
        this.#test(stmt.test);
        out.push(0x04, 0x40);
        this.#block(stmt.code);
        this.#settle(() => true);
        this.#block(stmt.step);
        out.push(0x0c, 1, 0x0b, 0x0b);
        return;
      case "if":
        this.#test(stmt.test);
        out.push(0x04, 0x40);
        this.#block(stmt.yes);
        if (stmt.no.length > 0) out.push(0x05);
        this.#block(stmt.no);
        out.push(0x0b);
        return;
      case "return":
        this.#emit(this.#use(stmt.value).code);
        out.push(0x0f);
        return;
    }
  }

  /** What is known before a branch gets its place before it. */
  #test(value: number): void {
    const { code } = this.#use(value);
    this.#settle(() => true);
    this.#emit(code);
  }

  #let(value: number): void {
    const definition = this.program.values[value]!;
    if (isImmediate(definition)) return;
    const waiting = this.#compose(definition);
    if (definition.type === null) {
      // one result may replace an operand that another is made of
      if (this.program.signature.outputs.length > 1) this.#settle(() => true);
      this.#emit(waiting.code);
    } else {
      this.#waiting.set(value, waiting);
      const isShared = this.#uses[value]! > 1 && definition.op !== "variable";
      if (isShared || waiting.code.length > LONGEST) this.#settle((each) => each === waiting);
    }
  }

  /** Computes the waiting values of which `wanted` is true, each into a local of its own. */
  #settle(wanted: (waiting: Waiting) => boolean): void {
    for (const [value, waiting] of this.#waiting) {
      if (!wanted(waiting)) continue;
      const local = this.#local(this.program.values[value]!.type!);
      this.#waiting.delete(value);
      this.#values.set(value, local);
      this.#emit(waiting.code);
      this.#bytes.push(0x21, ...unsigned(local));
    }
  }

  #use(value: number): Waiting {
    const definition = this.program.values[value]!;
    if (isImmediate(definition)) return this.#compose(definition);
    const local = this.#values.get(value);
    if (local !== undefined) return { code: [0x20, ...unsigned(local)], reads: NONE };
    const waiting = this.#waiting.get(value)!;
    if (--this.#uses[value]! === 0) this.#waiting.delete(value);
    return waiting;
  }

  #compose({ op, args, immediates }: Definition): Waiting {
    const [first = 0, second = 0] = immediates;
    if (op === "parameter") return { code: [0x20, ...unsigned(first)], reads: NONE };
    if (op === "variable") return { code: [0x20, ...unsigned(this.#variables[first]!)], reads: immediates };
    const code: number[] = [];
    if (op === "pool") {
      code.push(0x23, 0);
      if (this.base > 0) code.push(0x41, ...signed(this.base), 0x6a);
      return { code, reads: NONE };
    }
    let reads = NONE;
    for (const arg of args) {
      const used = this.#use(arg);
      code.push(...used.code);
      reads = [...reads, ...used.reads];
    }
    const { opcode, simd, immediate } = instruction(op);
    if (simd) code.push(0xfd, ...unsigned(opcode));
    else code.push(opcode);
    if (immediate === "memory") code.push(0, ...unsigned(first));
    else if (immediate === "memory-lane") code.push(0, ...unsigned(first), second);
    else if (immediate === "const" && !simd) code.push(...signed(first));
    else code.push(...immediates);
    return { code, reads };
  }
}

/** Constants and parameters are written where they are used. */
const isImmediate = ({ op }: Definition): boolean => op === "parameter" || op === "i32.const";

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = rest & 0x7f;
    rest >>= 7;
    const last = rest === ((byte & 0x40) === 0 ? 0 : -1);
    bytes.push(last ? byte : byte | 0x80);
    if (last) return bytes;
  }
}

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
/** Names are ASCII: identifiers of kernels, and our own. */
const name = (text: string): number[] => sized(Array.from(text, (c) => c.charCodeAt(0)));
