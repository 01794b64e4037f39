/**
 * Lane programs -> AssemblyScript, to be read by people and compiled by asc. It only prints: an operation already bears
 * the name of its instruction, which is the name of asc's builtin.
 *
 * A value that is used once is written where it is used. It gets a line of its own when it is used more often, when its
 * use stands in another block, or when a variable that it reads changes before. Addresses and counts are `usize`, so that
 * `<` on them is the unsigned comparison that the program asks for.
 */
import type { Code, Definition, LaneProgram, Statement, Value } from "../../kernel/lane.js";
import { countUses } from "../../kernel/lower/prune.js";
import { mergePools } from "../../kernel/pool.js";
import { print } from "../../kernel/signature.js";

/**
 * One module that exports a function for each program of all groups. A group has constants of its own, which go into the
 * section that `kernel/pool.ts` names: when it is linked as a binary of its own, their address is what it imports.
 */
export function printModule(groups: readonly (readonly LaneProgram[])[]): { source: string; pools: Uint8Array[] } {
  const merged = groups.map(mergePools);
  const pools = merged.map(({ pool }) => pool);
  const functions = groups.flatMap((kernels, k) =>
    kernels.map((kernel, i) => new FunctionPrinter(kernel, merged[k]!.bases[i]!).print()),
  );
  const head = pools.some(({ length }) => length > 0) ? [`@external("env", "pool") declare const POOL: usize;\n`] : [];
  return { source: [...head, ...functions].join("\n"), pools };
}

const INFIX: Record<string, string> = {
  "i32.add": "+",
  "i32.sub": "-",
  "i32.mul": "*",
  "i32.and": "&",
  "i32.shl": "<<",
  "i32.shr_u": ">>",
  "i32.lt_u": "<",
};
/** Scalar instructions of which asc has only the operator, which goes by the types of its operands. */
const TYPED: Record<string, (a: string, b: string) => string> = {
  "i32.eqz": (a) => `!(${a})`,
  "i32.eq": (a, b) => `(${a}) == ${b}`,
  "i32.ne": (a, b) => `(${a}) != ${b}`,
  ...Object.fromEntries(
    Object.entries({ lt: "<", le: "<=", gt: ">", ge: ">=" }).map(([name, sign]) => [
      `i32.${name}_s`,
      (a: string, b: string) => `<i32>(${a}) ${sign} ${b}`,
    ]),
  ),
  "i64.div_s": (a, b) => `(${a}) / (${b})`,
  "i64.div_u": (a, b) => `<i64>(<u64>(${a}) / <u64>(${b}))`,
  "i64.shl": (a, b) => `(${a}) << (${b})`,
  "i64.shr_s": (a, b) => `(${a}) >> (${b})`,
  "i64.shr_u": (a, b) => `<i64>(<u64>(${a}) >> (${b}))`,
  "f32.convert_i64_s": (a) => `<f32>(${a})`,
  "f32.convert_i64_u": (a) => `<f32>(<u64>(${a}))`,
};
const PARAMETERS = ["args", "n", "steps"];

/** What a variable can't be called: the names that are printed here, and words of AssemblyScript that TypeScript lets pass. */
const RESERVED = [
  ...PARAMETERS,
  ..."POOL load store usize i8 i16 i32 i64 u64 f32 f64 v128 i8x16 i16x8 i32x4 i64x2 f32x4 f64x2".split(" "),
  ..."async await implements interface let of override package private protected public static yield".split(" "),
];

/** A value that is not written yet: its text, and the variables that the text reads. */
interface Waiting {
  readonly text: string;
  readonly reads: ReadonlySet<number>;
}

class FunctionPrinter {
  readonly #uses: readonly number[];
  /** The uses that are not written yet. */
  readonly #left: number[];
  readonly #variables: readonly string[];
  readonly #declared = new Set<number>();
  readonly #taken = new Set(RESERVED);
  readonly #written = new Map<Value, string>();
  readonly #waiting = new Map<Value, Waiting>();

  constructor(
    readonly program: LaneProgram,
    /** Where its constants begin in the pool. */
    readonly base: number,
  ) {
    this.#uses = countUses(program);
    this.#left = [...this.#uses];
    this.#variables = program.variables.map(({ name }) => this.#unique(name));
  }

  print(): string {
    const { name, ufunc, signature, file, at } = this.program;
    const types = print(signature).replaceAll(",", ", ").replace("->", " -> ");
    const lines = this.#block(this.program.code);
    return [
      `/** ${ufunc}: ${types} (${file}:${at[0]}) */`,
      `export function ${name}(args: usize, n: i32, steps: usize): i32 {`,
      ...lines,
      "}\n",
    ].join("\n");
  }

  /** A name nobody has: what is taken, or not an identifier, gets a number. */
  #unique(name: string): string {
    const plain = /^[A-Za-z_]\w*$/.test(name) ? name : "x";
    let unique = plain;
    for (let k = 1; this.#taken.has(unique); k++) unique = `${plain}${k}`;
    this.#taken.add(unique);
    return unique;
  }

  #block(code: Code): string[] {
    return code.flatMap((stmt) => this.#statement(stmt)).map((line) => `  ${line}`);
  }

  #statement(stmt: Statement): string[] {
    switch (stmt.kind) {
      case "let":
        return this.#let(stmt.value);
      case "assign": {
        const text = this.#use(stmt.value).text;
        return [...this.#settle((waiting) => waiting.reads.has(stmt.variable)), this.#assignment(stmt.variable, text)];
      }
      case "loop":
        return this.#loop(stmt);
      case "if": {
        const test = this.#use(stmt.test).text;
        // What is known before the branch is written before it, else it would stand in one of the arms.
        const before = this.#settle(() => true);
        const yes = this.#block(stmt.yes);
        const no = stmt.no.length > 0 ? ["} else {", ...this.#block(stmt.no)] : [];
        return [...before, `if (${test}) {`, ...yes, ...no, "}"];
      }
      case "return":
        return [`return ${this.#use(stmt.value).text};`];
    }
  }

  #let(value: Value): string[] {
    const definition = this.program.values[value]!;
    const waiting = this.#compose(definition);
    if (definition.type === null) {
      // one result may replace an operand that another is made of
      const before = this.program.signature.outputs.length > 1 ? this.#settle(() => true) : [];
      return [...before, `${waiting.text};`];
    }
    this.#waiting.set(value, waiting);
    const alias = isFree(definition) || (definition.op === "variable" && definition.name === undefined);
    return this.#uses[value]! > 1 && !alias ? this.#settle((_, v) => v === value) : [];
  }

  /** Writes the waiting values of which `wanted` is true, each with a name of its own. */
  #settle(wanted: (waiting: Waiting, value: Value) => boolean): string[] {
    const lines: string[] = [];
    for (const [value, waiting] of this.#waiting) {
      const definition = this.program.values[value]!;
      if (isFree(definition) || !wanted(waiting, value)) continue;
      const name = this.#unique(definition.name ?? `t${value}`);
      this.#waiting.delete(value);
      this.#written.set(value, name);
      lines.push(`const ${name}${definition.type === "i32" ? ": usize" : ""} = ${waiting.text};`);
    }
    return lines;
  }

  #assignment(variable: number, text: string): string {
    const name = this.#variables[variable]!;
    if (!this.#declared.has(variable)) {
      this.#declared.add(variable);
      return `let ${name}${this.program.variables[variable]!.type === "i32" ? ": usize" : ""} = ${text};`;
    }
    return text.startsWith(`${name} + `) ? `${name} += ${text.slice(name.length + 3)};` : `${name} = ${text};`;
  }

  /** A head that is a plain condition, with a step of plain assignments, makes a `for`. */
  #loop(stmt: Extract<Statement, { kind: "loop" }>): string[] {
    const before = this.#settle(() => true);
    const head = this.#block(stmt.head);
    const test = this.#use(stmt.test).text;
    const shared = this.#settle(() => true).map((line) => `  ${line}`);
    const code = this.#block(stmt.code);
    const rest = this.#settle(() => true).map((line) => `  ${line}`);
    const step = this.#block(stmt.step);
    const plain = head.length === 0 && shared.length === 0 && step.every((line) => /^ {2}\w+ \+?= [^;]*;$/.test(line));
    if (plain) {
      const steps = step.map((line) => line.slice(2, -1)).join(", ");
      const open = steps === "" ? `while (${test}) {` : `for (; ${test}; ${steps}) {`;
      return [...before, open, ...code, ...rest, "}"];
    }
    const leave = `  if (!${/^[\w.]+(\(.*\))?$/.test(test) ? test : `(${test})`}) break;`;
    return [...before, "while (true) {", ...head, ...shared, leave, ...code, ...rest, ...step, "}"];
  }

  #use(value: Value): Waiting {
    const name = this.#written.get(value);
    if (name !== undefined) return { text: name, reads: new Set() };
    const waiting = this.#waiting.get(value)!;
    if (--this.#left[value]! === 0) this.#waiting.delete(value);
    return waiting;
  }

  #compose(definition: Definition): Waiting {
    const args = definition.args.map((arg) => this.#use(arg));
    const reads = new Set(args.flatMap((arg) => [...arg.reads]));
    if (definition.op === "variable") reads.add(definition.immediates[0]!);
    return {
      text: this.#text(
        definition,
        args.map(({ text }) => text),
      ),
      reads,
    };
  }

  #text({ op, immediates }: Definition, args: readonly string[]): string {
    if (op === "parameter") return PARAMETERS[immediates[0]!]!;
    if (op === "variable") return this.#variables[immediates[0]!]!;
    if (op === "pool") return this.base > 0 ? `POOL + ${this.base}` : "POOL";
    if (op === "i32.const") return String(immediates[0]);
    if (op === "v128.const") return "i32x4.splat(0)";
    if (op in INFIX) return args.map(parenthesized).join(` ${INFIX[op]} `);
    if (op in TYPED) return TYPED[op]!(args[0]!, args[1]!);
    if (op === "i32.load") return call("load<usize>", args, immediates[0]!);
    if (op === "i32.store") return call("store<i32>", args, immediates[0]!);
    if (/^v128\.(load|store)\d+_lane$/.test(op)) return call(op, [...args, String(immediates[1])], immediates[0]!);
    if (/^v128\.(load|store)/.test(op)) return call(op, args, immediates[0]!);
    if (op.endsWith("replace_lane")) return `${op}(${args[0]}, ${immediates[0]}, ${narrowed(op, args[1]!)})`;
    return `${op}(${[...args, ...immediates].join(", ")})`;
  }
}

/** Constants and parameters need no line: they can be written anywhere, as often as need be. */
const isFree = ({ op }: Definition): boolean => op === "parameter" || op === "i32.const" || op === "v128.const";

/** An offset of 0 is left out. */
function call(name: string, args: readonly string[], offset: number): string {
  return `${name}(${[...args, ...(offset === 0 ? [] : [offset])].join(", ")})`;
}

/** asc wants the lane's own type where Wasm takes an i32. */
function narrowed(op: string, value: string): string {
  if (op.startsWith("i8x16")) return `<i8>(${value})`;
  return op.startsWith("i16x8") ? `<i16>(${value})` : value;
}

const parenthesized = (text: string): string => (/^[\w.]+$|^[\w.<>]+\([^()]*\)$/.test(text) ? text : `(${text})`);
