/**
 * Types a body for one list of input types: `Body` -> `TypedBody`, or the reason why not.
 *
 * A variable has one type, the promotion of all that is assigned to it, found by widening iteration: a function is
 * typed again and again under what is known of its variables until nothing changes. That ends, since a type only ever
 * gives way to one that holds it. Helpers are typed anew for each list of argument types, weak ones included.
 */
import { type Captures, CaptureUses, capturedArray, sameElements } from "./capture.js";
import { outsideOf } from "./cast.js";
import { type DType, isBool, type Scalar } from "./dtype.js";
import { FunctionTyping } from "./infer-function.js";
import { interpreter } from "./interpret.js";
import type { ArrayRef, At, Body, Func, Literal } from "./ir.js";
import { movedFunction } from "./nodes.js";
import { canCast } from "./promote.js";
import { type Refusal, Refused, refusals } from "./refusal.js";
import { parse } from "./signature.js";
import type { Table, TypedBody, TypedExpr, TypedFunc, TypedStmt } from "./typed.js";
import {
  common,
  constant,
  keyOf,
  type Operand,
  ownTypeOf,
  standalone,
  type Ty,
  textOf,
  type WeakConstant,
} from "./weak.js";

export { isRefusal, type Refusal } from "./refusal.js";

export interface InferOptions {
  /** Types that the results are cast to: a signature that names its outputs. */
  readonly outputs?: readonly DType[];
  /** The values of the captures: a number, bigint or boolean, or an array of them. They act as literals. */
  readonly captures?: Captures;
  /** Captured values that are not to be constants of the code, as `Fact.promotes` names them. */
  readonly demoted?: ReadonlySet<string>;
  /** The body of a function that a capture holds, one of all that are alike; null where there is none, or one with captures. */
  readonly callee?: (value: unknown) => Body | null;
}

export function infer(body: Body, inputs: readonly DType[], options: InferOptions = {}): TypedBody | Refusal {
  const { at } = body.functions[0];
  const inference = new Inference(body, options);
  try {
    const types = inputs.map((type) => ({ weak: null, type }));
    inference.instance(0, types, options.outputs, at);
    const [root, ...helpers] = inference.finished();
    const { tables, uses } = inference;
    const signature = { inputs, outputs: root.results };
    const functions = [widened(root, inputs, at), ...helpers] as const;
    return { signature, at, functions, tables, uniforms: uses.uniforms, facts: uses.facts };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: "refusal", file: inference.file, at: error.at, ...error.reason };
  }
}

/** A parameter that is assigned a wider type holds it from the start. */
function widened(root: TypedFunc, inputs: readonly DType[], at: At): TypedFunc {
  const casts = inputs.flatMap((input, index): TypedStmt[] => {
    const { type } = root.locals[index]!;
    const arg: TypedExpr = { kind: "local", index, type: input, at };
    return type === input ? [] : [{ kind: "set", local: index, value: { kind: "cast", type, arg, at }, at }];
  });
  return casts.length === 0 ? root : { ...root, code: [...casts, ...root.code] };
}

export type Call = Extract<TypedExpr, { kind: "call" }>;
type Constant = Extract<TypedExpr, { kind: "constant" }>;

/** A function typed for one list of arguments. `results` are what a caller gets: a constant may pass through. */
interface Instance {
  readonly index: number;
  readonly results: readonly Ty[];
}

export class Inference {
  readonly tables: Table[] = [];
  readonly uses: CaptureUses;
  /** The file of the function in hand: where a refusal points. */
  file = "";
  readonly #functions: (TypedFunc | null)[] = [];
  /** The functions and tables of the body, and of those that its captures have brought in. */
  readonly sources: Func[];
  readonly #literals: (readonly Literal[])[];
  /** Where the functions begin that a callee has brought in. */
  readonly #callees = new Map<Body, number>();
  readonly #instances = new Map<string, Instance>();
  /** The tables of captured arrays. */
  readonly #arrays = new Map<number, number>();

  constructor(
    readonly body: Body,
    readonly options: InferOptions,
  ) {
    this.uses = new CaptureUses(options.captures ?? [], options.demoted ?? new Set());
    this.sources = [...body.functions];
    this.#literals = [...body.tables];
  }

  /** The place of the function that a capture holds, for a call with so many values. That it is this one is an entry fact. */
  callee(capture: number, given: number, at: At): number {
    this.#known(capture, at);
    const bodyOf = this.options.callee ?? (() => null);
    let last = this.options.captures![capture];
    const body = bodyOf(last);
    if (!body) throw new Refused(at, refusals.callee(this.#name(capture)));
    const { params } = body.functions[0];
    if (params > given) throw new Refused(at, refusals.argumentCount(this.#name(capture), given, params));
    this.uses.fact(`${this.#name(capture)} is ${body.functions[0].name}`, (captures) => {
      const now = captures[capture];
      if (now !== last && bodyOf(now) !== body) return false;
      last = now;
      return true;
    });
    const known = this.#callees.get(body);
    if (known !== undefined) return known;
    const [functions, tables] = [this.sources.length, this.#literals.length];
    const places = { functions: (k: number) => k + functions, tables: (k: number) => k + tables };
    this.sources.push(...body.functions.map((func) => movedFunction(func, places)));
    this.#literals.push(...body.tables);
    this.#callees.set(body, functions);
    return functions;
  }

  finished(): TypedBody["functions"] {
    return this.#functions as unknown as TypedBody["functions"];
  }

  instance(func: number, args: readonly Ty[], outputs: readonly DType[] | undefined, at: At): Instance {
    const key = `${func} ${args.map(keyOf).join()}`;
    const known = this.#instances.get(key);
    if (known) return known;
    const index = this.#functions.push(null) - 1;
    const source = this.sources[func]!;
    const caller = this.file;
    const typing = new FunctionTyping(this, source, args, outputs);
    // the ufunc itself is typed as it is asked for, one that a body calls by its list
    const loop = index > 0 && source.loops ? this.#loop(source, args, at) : null;
    if (loop) typing.restrict(loop);
    this.file = source.file;
    try {
      this.#functions[index] = typing.run();
    } catch (error) {
      // what is wrong inside a function whose source is elsewhere is wrong where it was called
      if (source.file !== "" || !(error instanceof Refused)) throw error;
      this.file = caller;
      throw new Refused(at, error.reason);
    }
    this.file = caller;
    const instance = { index, results: typing.results() };
    this.#instances.set(key, instance);
    return instance;
  }

  /** The first of a ufunc's closed list of loops that takes the arguments safely. */
  #loop(source: Func, args: readonly Ty[], at: At) {
    const loops = source.loops!.map((text) => parse(text, source.params, source.returns.length));
    // a weak number beside bools only has its own type, as beside nothing
    const alone = args.every((arg) => arg.weak !== null || isBool(arg.type));
    const seen = (arg: Ty, type: DType) => (alone ? standalone(arg) : common([arg, { weak: null, type }]));
    const takes = (types: readonly DType[]) => args.every((arg, k) => canCast(seen(arg, types[k]!), types[k]!, "safe"));
    const loop = loops.find((l) => typeof l !== "string" && takes(l.inputs));
    if (!loop || typeof loop === "string")
      throw new Refused(at, refusals.noLoop(source.name, args.map(standalone).join(), source.loops!.join(" ")));
    return loop;
  }

  /** What the call of a function gives whose arguments are constants, of which some may be captured. */
  evaluator({ func, args }: Call): (captures: Captures) => Scalar {
    const functions = this.finished();
    let now: Captures;
    // the function may read them itself: a constant passes through as what it is
    const uniforms = new Proxy<Scalar[]>([], { get: (_, k) => this.uses.uniforms[k as never]!.read(now) });
    const run = interpreter({ functions, tables: this.tables }, { root: func, uniforms });
    return (captures) => {
      now = captures;
      return run(...args.map((arg) => (arg.kind === "uniform" ? uniforms[arg.index]! : (arg as Constant).value)))[0]!;
    };
  }

  table(values: readonly Literal[], type: DType): number {
    const known = this.tables.findIndex((t) => !t.read && t.type === type && sameElements(t.values, values));
    return known >= 0 ? known : this.tables.push({ type, values }) - 1;
  }

  /**
   * The place of a constant or captured array among the tables, and its own type, which is an entry fact. So is its
   * length, until it keeps changing: then there is room for the next power of two.
   */
  array(of: ArrayRef, at: At): { readonly table: number; readonly own: DType } {
    const values = this.#values(of, at);
    const own = ownTypeOf(values);
    if ("table" in of) return { table: this.table(values, own), own };
    const { capture } = of;
    const known = this.#arrays.get(capture);
    if (known !== undefined) return { table: known, own };
    const name = this.#name(capture);
    const find = (captures: Captures) => captures[capture] as ArrayLike<Literal>;
    const isDemoted = this.uses.demoted.has(name);
    const room = isDemoted ? 2 ** Math.ceil(Math.log2(values.length || 1)) : values.length;
    const array = capturedArray(name, own, values, room, find);
    let last = array.read(this.uses.now);
    const holds = (captures: Captures) => {
      const { length } = find(captures);
      if (isDemoted ? length > room : length !== room) return false;
      const now = array.read(captures);
      if (now !== last && !isOf(own, find(captures))) return false;
      last = now;
      return true;
    };
    this.uses.fact(`${name} is ${isDemoted ? "at most " : ""}${room} of ${own}`, holds, isDemoted ? undefined : name);
    const table = this.tables.push(array) - 1;
    this.#arrays.set(capture, table);
    return { table, own };
  }

  length(of: ArrayRef, at: At): Operand {
    const { length } = this.#values(of, at);
    if ("table" in of) return constant(length, at);
    const { capture } = of;
    const read = (captures: Captures) => (captures[capture] as ArrayLike<Literal>).length;
    return constant(length, at, this.uses.value(`${this.#name(capture)}.length`, read));
  }

  /** One element, at a known place. */
  element(of: ArrayRef, { value, from }: WeakConstant, at: At): Operand {
    const read = (values: ArrayLike<Literal>, index: Literal): Literal =>
      values[Math.trunc(Number(index))] ?? outside(values);
    const values = this.#values(of, at);
    const now = read(values, value);
    if ("table" in of && !from) return constant(now, at);
    const name = "table" in of ? `[${values.map((value) => textOf({ value }))}]` : this.#name(of.capture);
    const found = this.uses.value(`${name}[${textOf({ value, from })}]`, (captures) =>
      read("table" in of ? values : (captures[of.capture] as never), from?.read(captures) ?? value),
    );
    return constant(now, at, found);
  }

  scalar(index: number, at: At): Operand {
    this.#known(index, at);
    const from = this.uses.value(this.#name(index), (captures) => captures[index] as Literal);
    return constant(this.options.captures![index] as Literal, at, from);
  }

  #name(index: number): string {
    return this.body.captures[index]!.name;
  }

  #known(index: number, at: At): void {
    if (!this.options.captures) throw new Refused(at, refusals.captures(this.#name(index)));
  }

  #values(of: ArrayRef, at: At): readonly Literal[] {
    if ("table" in of) return this.#literals[of.table]!;
    this.#known(of.capture, at);
    return Array.from(this.options.captures![of.capture] as ArrayLike<Literal>);
  }
}

/** Is that the own type of these values? A float among them is enough to know. */
function isOf(own: DType, values: ArrayLike<Literal>): boolean {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (typeof value === "number" && !Number.isInteger(value)) return own === "float64";
  }
  return ownTypeOf(Array.from(values)) === own;
}

/** What an index that lies outside reads. */
function outside(values: ArrayLike<Literal>): Literal {
  const found = outsideOf(ownTypeOf(Array.from(values)));
  return typeof values[0] === "number" ? Number(found) : found;
}
