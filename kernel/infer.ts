/**
 * Types a body for one list of input types: `Body` -> `TypedBody`, or the reason why not.
 *
 * A variable has one type, the promotion of all that is assigned to it, found by widening iteration: a function is
 * typed again and again under what is known of its variables until nothing changes. That ends, since a type only ever
 * gives way to one that holds it. Helpers are typed anew for each list of argument types, weak ones included.
 */
import { type Captures, CaptureUses } from "./capture.js";
import { type DType, isFloat, type Scalar } from "./dtype.js";
import { FunctionTyping } from "./infer-function.js";
import { interpreter } from "./interpret.js";
import type { ArrayRef, At, Body, Func, Literal } from "./ir.js";
import { movedFunction } from "./nodes.js";
import { canCast } from "./promote.js";
import { type Refusal, Refused, refusals } from "./refusal.js";
import { parse } from "./signature.js";
import type { Table, TypedBody, TypedFunc } from "./typed.js";
import { common, constant, keyOf, type Operand, ownTypeOf, standalone, type Ty } from "./weak.js";

export { isRefusal, type Refusal } from "./refusal.js";

export interface InferOptions {
  /** Types that the results are cast to: a signature that names its outputs. */
  readonly outputs?: readonly DType[];
  /** The values of the captures: a number, bigint or boolean, or an array of them. They act as literals. */
  readonly captures?: Captures;
  /** The body of a function that a capture holds; null where there is none, or one with captures of its own. */
  readonly callee?: (value: unknown) => Body | null;
}

export function infer(body: Body, inputs: readonly DType[], options: InferOptions = {}): TypedBody | Refusal {
  const inference = new Inference(body, options);
  try {
    const root = inference.instance(
      0,
      inputs.map((type) => ({ weak: null, type })),
      options.outputs,
      body.functions[0].at,
    );
    const functions = inference.finished() as [TypedFunc, ...TypedFunc[]];
    const signature = { inputs, outputs: functions[root.index]!.results };
    const { tables, uses } = inference;
    return { signature, at: body.functions[0].at, functions, tables, uniforms: uses.uniforms, facts: uses.facts };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: "refusal", file: inference.file, at: error.at, ...error.reason };
  }
}

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

  constructor(
    readonly body: Body,
    readonly options: InferOptions,
  ) {
    this.uses = new CaptureUses(options.captures ?? []);
    this.sources = [...body.functions];
    this.#literals = [...body.tables];
  }

  /** The place of the function that a capture holds. That it is this one is an entry fact. */
  callee(capture: number, at: At): number {
    this.#known(capture, at);
    const value = this.options.captures![capture];
    const body = this.options.callee?.(value) ?? null;
    if (!body) throw new Refused(at, refusals.callee(this.#name(capture)));
    this.uses.fact(`${this.#name(capture)} is ${body.functions[0].name}`, (captures) => captures[capture] === value);
    const known = this.#callees.get(body);
    if (known !== undefined) return known;
    const [functions, tables] = [this.sources.length, this.#literals.length];
    const places = { functions: (k: number) => k + functions, tables: (k: number) => k + tables };
    this.sources.push(...body.functions.map((func) => movedFunction(func, places)));
    this.#literals.push(...body.tables);
    this.#callees.set(body, functions);
    return functions;
  }

  finished(): TypedFunc[] {
    return this.#functions as TypedFunc[];
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
    const takes = (types: readonly DType[]) =>
      args.every((arg, k) => canCast(common([arg, { weak: null, type: types[k]! }]), types[k]!, "safe"));
    const loop = loops.find((l) => typeof l !== "string" && takes(l.inputs));
    if (!loop || typeof loop === "string")
      throw new Refused(at, refusals.noLoop(source.name, args.map(standalone).join(), source.loops!.join(" ")));
    return loop;
  }

  /** The result of a function on known values. */
  evaluate(index: number, values: readonly Scalar[]): Scalar {
    const functions = this.#functions as unknown as TypedBody["functions"];
    return interpreter({ functions, tables: this.tables }, { root: index })(...values)[0]!;
  }

  table(values: readonly Literal[], type: DType): number {
    const known = this.tables.findIndex(
      (t) => t.type === type && t.values.length === values.length && t.values.every((v, k) => Object.is(v, values[k])),
    );
    return known >= 0 ? known : this.tables.push({ type, values }) - 1;
  }

  /** The elements of a constant or captured array. That they are these is an entry fact. */
  array(of: ArrayRef, at: At): readonly Literal[] {
    if ("table" in of) return this.#literals[of.table]!;
    const { capture } = of;
    const values = this.#elements(capture, at);
    this.uses.fact(`${this.#name(capture)} = [${values.join(", ")}]`, (captures) =>
      sameElements(values, captures[capture] as ArrayLike<Literal>),
    );
    return values;
  }

  length(of: ArrayRef, at: At): number {
    if ("table" in of) return this.#literals[of.table]!.length;
    const { capture } = of;
    const { length } = this.#elements(capture, at);
    const same = (captures: Captures) => (captures[capture] as ArrayLike<Literal>).length === length;
    this.uses.fact(`${this.#name(capture)}.length = ${length}`, same);
    return length;
  }

  /** One element, at a known place. */
  element(of: ArrayRef, index: number, at: At): Operand {
    const read = (values: ArrayLike<Literal>): Literal => values[index] ?? outside(values);
    if ("table" in of) return constant(read(this.#literals[of.table]!), at);
    const { capture } = of;
    const from = this.uses.value(`${this.#name(capture)}[${index}]`, (captures) => read(captures[capture] as never));
    return constant(read(this.#elements(capture, at)), at, from);
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

  #elements(index: number, at: At): Literal[] {
    this.#known(index, at);
    return Array.from(this.options.captures![index] as ArrayLike<Literal>);
  }
}

/** What an index that lies outside reads. */
const outside = (values: ArrayLike<Literal>): number => (isFloat(ownTypeOf(Array.from(values))) ? Number.NaN : 0);

function sameElements(a: readonly Literal[], b: ArrayLike<Literal>): boolean {
  return a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
}
