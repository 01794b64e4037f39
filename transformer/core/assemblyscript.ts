/**
 * Lane programs -> AssemblyScript, to be read by people and compiled by asc. It only prints: an operation already bears
 * the name of its instruction, which is the name of asc's builtin.
 *
 * A value used once is written where it is used, unless a variable it reads changes before. Addresses and counts are
 * `usize`, so that `<` on them is the unsigned comparison that the program asks for.
 */
import type { Code, Definition, LaneProgram, Statement, Value } from "../../kernel/lane.js";
import { mergePools } from "../../kernel/pool.js";
import { print } from "../../kernel/signature.js";

/** One module that exports a function for each program. `pool` goes into the section that `kernel/pool.ts` names. */
export function printModule(kernels: readonly LaneProgram[]): { source: string; pool: Uint8Array } {
  const { pool, bases } = mergePools(kernels);
  const header = pool.length > 0 ? '@external("env", "pool") declare const POOL: usize;\n\n' : "";
  return {
    source: header + kernels.map((kernel, k) => new FunctionPrinter(kernel, bases[k]!).print()).join("\n"),
    pool,
  };
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
const PARAMETERS = ["args", "n", "steps"];

class FunctionPrinter {
  readonly #lines: string[] = [];
  readonly #uses: number[];
  /** Values waiting to be written where they are used. */
  readonly #waiting = new Map<Value, string>();
  readonly #names = new Map<Value, string>();
  readonly #variableNames: string[];
  readonly #declared = new Set<number>();
  #indent = "  ";

  constructor(
    readonly program: LaneProgram,
    readonly base: number,
  ) {
    this.#uses = countUses(program);
    this.#variableNames = uniqueNames(program);
  }

  print(): string {
    const { name, ufunc, signature, file, at } = this.program;
    this.#code(this.program.code);
    return [
      `/** ${ufunc}: ${print(signature).replaceAll(",", ", ").replace("->", " -> ")} (${file}:${at[0]}) */`,
      `export function ${name}(args: usize, n: i32, steps: usize): i32 {`,
      ...this.#lines,
      "}",
      "",
    ].join("\n");
  }

  #line(text: string): void {
    this.#lines.push(this.#indent + text);
  }

  #nested(code: Code): void {
    const outer = this.#indent;
    this.#indent += "  ";
    this.#code(code);
    this.#flush();
    this.#indent = outer;
  }

  #code(code: Code): void {
    for (const stmt of code) this.#statement(stmt);
  }

  #statement(stmt: Statement): void {
    switch (stmt.kind) {
      case "let":
        return this.#let(stmt.value);
      case "assign":
        return this.#assign(stmt.variable, this.#use(stmt.value));
      case "loop":
        return this.#loop(stmt);
      case "if":
        this.#flush(stmt.test);
        this.#line(`if (${this.#use(stmt.test)}) {`);
        this.#nested(stmt.yes);
        if (stmt.no.length > 0) {
          this.#line("} else {");
          this.#nested(stmt.no);
        }
        return this.#line("}");
      case "return":
        return this.#line(`return ${this.#use(stmt.value)};`);
      case "comment":
        return this.#line(`// ${stmt.text}`);
    }
  }

  #let(value: Value): void {
    const definition = this.program.values[value]!;
    const text = this.#text(definition);
    if (definition.type === null) return this.#line(`${text};`);
    const simple =
      definition.op === "parameter" ||
      definition.op === "variable" ||
      definition.op === "i32.const" ||
      isZero(definition);
    if (this.#uses[value]! > 1 && !(simple && !this.#changes(definition))) {
      const name = `v${this.#names.size}`;
      this.#names.set(value, name);
      const type = definition.type === "i32" ? ": usize" : "";
      this.#line(`const ${name}${type} = ${text};`);
      this.#waiting.set(value, name);
    } else this.#waiting.set(value, text);
  }

  /** Variables are read where they stand: only a name of its own protects a value from a later assignment. */
  #changes({ op }: Definition): boolean {
    return op === "variable";
  }

  #assign(variable: number, text: string): void {
    const name = this.#variableNames[variable]!;
    const increment = text.startsWith(`${name} + `) ? text.slice(name.length + 3) : null;
    this.#flush();
    if (!this.#declared.has(variable)) {
      this.#declared.add(variable);
      this.#line(`let ${name}${this.program.variables[variable]!.type === "i32" ? ": usize" : ""} = ${text};`);
    } else this.#line(increment ? `${name} += ${increment};` : `${name} = ${text};`);
  }

  #loop(stmt: Extract<Statement, { kind: "loop" }>): void {
    this.#flush();
    const outer = this.#indent;
    this.#indent += "  ";
    const start = this.#lines.length;
    this.#code(stmt.head);
    const simple = this.#lines.length === start && [...this.#waiting.keys()].length <= 2;
    if (simple) {
      this.#lines.push(`${outer}while (${this.#use(stmt.test)}) {`);
    } else {
      const test = this.#use(stmt.test);
      this.#flush();
      this.#lines.splice(start, 0, `${outer}while (true) {`);
      this.#line(`if (!${/^[\w.]+\(.*\)$|^\w+$/.test(test) ? test : `(${test})`}) break;`);
    }
    this.#code(stmt.code);
    this.#flush();
    this.#code(stmt.step);
    this.#flush();
    this.#indent = outer;
    this.#line("}");
  }

  /** Gives a name to what still waits, before something changes or a block begins: in order, but for what is used next. */
  #flush(except?: Value): void {
    for (const [value, text] of this.#waiting) {
      if (value === except || this.#names.has(value) || this.#stable(this.program.values[value]!)) continue;
      const name = `v${this.#names.size}`;
      this.#names.set(value, name);
      this.#line(`const ${name}${this.program.values[value]!.type === "i32" ? ": usize" : ""} = ${text};`);
      this.#waiting.set(value, name);
    }
  }

  /** Constants and parameters can be written anywhere, as often as need be. */
  #stable(definition: Definition): boolean {
    return definition.op === "parameter" || definition.op === "i32.const" || isZero(definition);
  }

  #use(value: Value): string {
    const text = this.#waiting.get(value)!;
    if (!this.#names.has(value) && !this.#stable(this.program.values[value]!) && this.#uses[value] === 1)
      this.#waiting.delete(value);
    return text;
  }

  #text(definition: Definition): string {
    const { op, immediates } = definition;
    if (op === "parameter") return PARAMETERS[immediates[0]!]!;
    if (op === "variable") return this.#variableNames[immediates[0]!]!;
    if (op === "pool") return this.base > 0 ? `POOL + ${this.base}` : "POOL";
    if (op === "i32.const") return String(immediates[0]);
    if (isZero(definition)) return "i32x4.splat(0)";
    const args = definition.args.map((arg) => this.#use(arg));
    const infix = INFIX[op];
    if (infix) return args.map(parenthesized).join(` ${infix} `);
    if (op === "i32.load") return call("load<usize>", args, immediates);
    if (op === "i32.store") return call("store<i32>", args, immediates);
    if (op.endsWith("_lane") && op.startsWith("v128."))
      return call(op, [...args, String(immediates[1])], [immediates[0]!]);
    if (op.startsWith("v128.load") || op === "v128.store") return call(op, args, immediates);
    if (op.includes("replace_lane")) return `${op}(${args[0]}, ${immediates[0]}, ${narrowed(op, args[1]!)})`;
    return `${op}(${[...args, ...immediates].join(", ")})`;
  }
}

/** A trailing offset of 0 is left out. */
function call(name: string, args: readonly string[], offset: readonly number[]): string {
  return `${name}(${[...args, ...offset.filter((o) => o !== 0)].join(", ")})`;
}

function narrowed(op: string, value: string): string {
  if (op.startsWith("i8x16")) return `<i8>(${value})`;
  return op.startsWith("i16x8") ? `<i16>(${value})` : value;
}

const parenthesized = (text: string): string => (/^[\w.]+$|^[\w.<>]+\([^()]*\)$/.test(text) ? text : `(${text})`);
const isZero = ({ op }: Definition): boolean => op === "v128.const";

function countUses(program: LaneProgram): number[] {
  const uses = program.values.map(() => 0);
  const count = (value: Value): void => {
    uses[value]!++;
  };
  const walk = (code: Code): void => {
    for (const stmt of code) {
      if (stmt.kind === "let") program.values[stmt.value]!.args.forEach(count);
      else if (stmt.kind === "assign" || stmt.kind === "return") count(stmt.value);
      else if (stmt.kind === "if") {
        count(stmt.test);
        walk(stmt.yes);
        walk(stmt.no);
      } else if (stmt.kind === "loop") {
        count(stmt.test);
        [stmt.head, stmt.code, stmt.step].forEach(walk);
      }
    }
  };
  walk(program.code);
  return uses;
}

/** Variables keep the user's names; what is reserved here, or used twice, gets a number. */
function uniqueNames(program: LaneProgram): string[] {
  const taken = new Set([
    "args",
    "n",
    "steps",
    "POOL",
    "load",
    "store",
    "v128",
    "usize",
    "export",
    "function",
    "memory",
  ]);
  return program.variables.map(({ name }) => {
    const plain = /^[A-Za-z_]\w*$/.test(name) && !/^v\d+$/.test(name) ? name : "x";
    let unique = plain;
    for (let k = 1; taken.has(unique); k++) unique = `${plain}_${k}`;
    taken.add(unique);
    return unique;
  });
}
