/**
 * Dispatch: from a ufunc and the element types of its operands to the loop that does the work.
 *
 * The types of a call become a loop's types first (pins and `loops` cast, anything else is taken as it is), then the
 * loop is looked for: a compiled kernel, else the interpreter over the body, else the plain function.
 *
 * Invariant: `found` holds what `resolve` gave for a key, so a call of known types allocates nothing.
 */
import type { Captures } from "../kernel/capture.js";
import { codeOf, type DType, isBool, isFloat, isInteger, type Scalar } from "../kernel/dtype.js";
import { type FoldOrder, foldOrder } from "../kernel/folding.js";
import { type InferOptions, infer, isRefusal } from "../kernel/infer.js";
import { interpreter } from "../kernel/interpret.js";
import type { Body } from "../kernel/ir.js";
import { FORMAT, type Linkage, type MethodKernel, uniformKey } from "../kernel/link.js";
import { canCast, floating, promoteAll } from "../kernel/promote.js";
import { parse, print, type Signature } from "../kernel/signature.js";
import type { TypedBody } from "../kernel/typed.js";
import { bodyOf, decoded } from "./bodies.js";
import type { InnerLoop } from "./driver.js";
import { badSignature, booleanRefusal, newerFormat, noMatchingLoop, noSafeLoop, untypable } from "./errors.js";
import { kernelOf, type Registration, registered, runsKernels } from "./kernels.js";
import { compiledLoop, type Loop, MAX_DIRECT, scalarLoop, tracedLoop } from "./loop.js";
import { settings } from "./settings.js";
import { Shared } from "./shared.js";
import { programTracer, type Tracer } from "./tracer.js";
import type { Body as Scalarwise, UfuncOptions } from "./ufunc-types.js";
import { type Running, Variants } from "./variants.js";

/** Types by which a loop is known: a number for up to 13 operands, four bits each. */
export type Key = number | string;

export function keyOf(types: readonly DType[]): Key {
  if (types.length > 13) return types.join();
  let key = 0;
  for (const type of types) key = key * 16 + codeOf(type);
  return key;
}

/** Loops of bodies, by hash and types. */
const loops = /*#__PURE__*/ new Shared<Loop>();

/** Forms of bodies with captures, by jitcode, which holds the place, and types. */
const places = /*#__PURE__*/ new Shared<Variants>();

/** What a ufunc is, behind the function that users call. */
export class Dispatch {
  readonly name: string;
  readonly nin: number;
  readonly identity: number | bigint | boolean | null;
  readonly reorderable: boolean;
  readonly widen: boolean;
  /** The closed list of loops; null: any types. */
  readonly list: readonly Signature[] | null;
  /** Signatures named by the user. */
  readonly named: readonly Signature[];
  /** Loops found before, and the one found last. */
  readonly #found = new Map<Key, Loop>();
  /** Loops by the types that they work on; those of the plain function by what it gave, too. */
  readonly #exactly = new Map<string, Loop>();
  /** Forms of a body with captures, by the types of a call. */
  readonly #variants = new Map<Key, Variants>();
  #lastKey: Key = -1;
  #last: Loop | undefined;
  #decoded: Body | undefined;
  #warned = false;
  #told = false;
  /** Found by a call: the body takes integers, so plain numbers stand for int32. */
  integersOnly = false;

  constructor(
    readonly body: Scalarwise,
    options: UfuncOptions,
    readonly linkage: Linkage | null,
    private readonly tracer: Tracer | null,
    /** What a method belongs to: its `this`, where it is run as it is. */
    readonly holder?: object,
  ) {
    this.name = options.name ?? linkage?.name ?? (body.name || "ufunc");
    if (linkage !== null && linkage.format > FORMAT) throw newerFormat(this.name, linkage.format, FORMAT);
    this.nin = body.length;
    this.identity = options.identity ?? null;
    this.reorderable = options.reorderable ?? false;
    this.widen = options.widen ?? false;
    this.list = options.loops === undefined ? null : this.#signatures("loops", options.loops);
    this.named = this.#signatures("types", options.types ?? []);
  }

  /** Runs the plain function: there is no body as data, or the program asks for this tier. */
  get isPlain(): boolean {
    return this.linkage?.jitcode === undefined || settings.tier === "js" || this.#callsUnknown;
  }

  /** Does a capture hold a function of which nothing is known but how to call it? Then the body runs as it is. */
  get #callsUnknown(): boolean {
    const { captures } = this.linkage!;
    if (captures === undefined || !this.code.captures.some(({ kind }) => kind === "function")) return false;
    const values = captures();
    const unknown = this.code.captures.find(({ kind }, k) => kind === "function" && bodyOf(values[k]) === null);
    if (unknown === undefined) return false;
    if (!this.#told) this.tracer?.unknown(this.code.functions[0], unknown.name);
    this.#told = true;
    return true;
  }

  /** Are all results bools? */
  get isTest(): boolean {
    return this.list?.every(({ outputs }) => outputs.every(isBool)) ?? false;
  }

  /** Do all loops take an integer at this place? */
  wantsInteger(i: number): boolean {
    return this.list?.every(({ inputs }) => isInteger(inputs[i]!)) ?? false;
  }

  /** The input types for a result of type `dtype`, as NumPy chooses them: of the loops that give it the first that takes all safely, else the first. */
  inputsForDType(types: readonly DType[], dtype: DType): readonly DType[] {
    if (this.list === null) {
      const pins = this.pins(types);
      return types.map((_, i) => pins[i] ?? dtype);
    }
    const loops = this.list.filter(({ outputs }) => outputs[0] === dtype);
    const loop = loops.find(({ inputs }) => types.every((t, i) => canCast(t, inputs[i]!, "safe"))) ?? loops[0];
    if (loop === undefined) throw noMatchingLoop(this.name);
    return loop.inputs;
  }

  get nout(): number {
    // a list of loops is read faster than a body
    const named = (this.list ?? this.named)[0]?.outputs.length;
    return named || (this.linkage?.jitcode === undefined ? 1 : this.code.functions[0].returns.length);
  }

  /** The body as data. */
  get code(): Body {
    this.#decoded ??= decoded(this.linkage!.jitcode!);
    return this.#decoded;
  }

  /** The loop for a key, if a call had these types before. */
  find(key: Key): Loop | undefined {
    if (this.linkage?.captures !== undefined) return this.#variants.get(key)?.find(this.linkage.captures());
    if (key === this.#lastKey) return this.#last;
    const loop = this.#found.get(key);
    if (loop !== undefined) {
      this.#last = loop;
      this.#lastKey = key;
    }
    return loop;
  }

  /** The loop for these types, and for the outputs that were asked for, made when they are new. */
  keep(types: readonly DType[], make: () => Loop, asked = ""): Loop {
    // a plain function with defaults takes another number of operands at each call
    const key = asked === "" && types.length === this.nin ? keyOf(types) : `${types.join()}->${asked}`;
    let loop = this.find(key);
    if (loop === undefined) {
      loop = make();
      this.#found.set(key, loop);
    }
    return loop;
  }

  /** The loop for operands of these types. @throws TypeError where none takes them. */
  resolve(types: readonly DType[]): Loop {
    if (this.linkage?.captures !== undefined) {
      const inputs = this.loopInputs(types);
      const loop = this.exact(inputs);
      this.#variants.set(keyOf(types), this.#variantsOf(inputs));
      return loop;
    }
    return this.keep(types, () => this.exact(this.loopInputs(types)));
  }

  /** The loop that works on exactly these types. */
  exact(inputs: readonly DType[]): Loop {
    const captures = this.linkage?.captures?.();
    if (captures !== undefined) return this.#vary(inputs, captures);
    return this.own(inputs.join(), () => this.#make(inputs));
  }

  /** A loop that this ufunc has for itself. */
  own(key: string, make: () => Loop): Loop {
    let loop = this.#exactly.get(key);
    if (loop === undefined) {
      loop = make();
      this.#exactly.set(key, loop);
    }
    return loop;
  }

  #variantsOf(inputs: readonly DType[]): Variants {
    const types = print({ inputs, outputs: this.outputsFor(inputs) ?? [] });
    return places.get(`${this.linkage!.jitcode} ${types}`, () => new Variants());
  }

  /** The form of the body for the captures of this call. */
  #vary(inputs: readonly DType[], captures: Captures): Loop {
    const variants = this.#variantsOf(inputs);
    const known = variants.find(captures);
    if (known !== undefined) return known;
    return variants.make(captures, {
      type: (demoted) => this.#type(inputs, { captures, demoted }),
      run: (typed) => {
        const running = this.#run(typed, variants);
        running.loop.order = foldOrder(typed);
        return running;
      },
      tell: (typed, name) => this.tracer?.demoted(typed, name),
    });
  }

  /** The first of the list that takes all operands safely. */
  listed(types: readonly DType[]): Signature | undefined {
    return this.list?.find(({ inputs }) => types.every((t, i) => canCast(t, inputs[i]!, "safe")));
  }

  /** What the loop that takes operands of these types wants. @throws TypeError where none does. */
  loopInputs(types: readonly DType[]): readonly DType[] {
    if (this.list !== null) {
      const loop = this.listed(types);
      if (loop === undefined) throw noSafeLoop(this.name, types);
      const refusal = types.every(isBool) && !loop.inputs.every(isBool) ? booleanRefusal(this.name) : undefined;
      if (refusal !== undefined) throw refusal;
      return loop.inputs;
    }
    const pins = this.pins(types);
    const inputs = types.map((t, i) => pins[i] ?? t);
    if (!types.every((t, i) => canCast(t, inputs[i]!, "safe"))) throw noSafeLoop(this.name, types);
    return inputs;
  }

  /** The types to which parameters are pinned, beside operands of these types; undefined where one is free. */
  pins(types: readonly DType[]): readonly (DType | undefined)[] {
    if (this.isPlain) return [];
    const { locals, params } = this.code.functions[0];
    return locals.slice(0, params).map(({ pin }) => {
      if (pin === "promoted") return promoteAll(types);
      return pin === "floating" ? floating(promoteAll(types)) : pin;
    });
  }

  #make(inputs: readonly DType[]): Loop {
    const known = this.#outputsOfKernel(inputs);
    const typed = known === null ? this.#type(inputs) : null;
    const outputs = known ?? typed!.signature.outputs;
    const types = print({ inputs, outputs });
    const kernel = this.kernel(types);
    return loops.get(`${this.linkage!.hash} ${types} ${kernel === null}`, () => {
      if (kernel === null) return this.#run(typed ?? this.#type(inputs)).loop;
      const forRows = (set: number) => programTracer()?.uniform(this.#type(inputs), set) ?? null;
      return compiledLoop(inputs, outputs, kernel, this.#uniformKernels(types), forRows);
    });
  }

  /** What a kernel of its own file gives for these inputs: typing the body says the same, but may take longer than the call. */
  #outputsOfKernel(inputs: readonly DType[]): readonly DType[] | null {
    const start = `${inputs.join()}->`;
    const key = this.linkage?.kernels?.find((key) => key.startsWith(start));
    return this.outputsFor(inputs) ?? (key ? (key.slice(start.length).split(" ")[0]!.split(",") as DType[]) : null);
  }

  /** Kernels for uniform inputs, by the set of these. */
  #uniformKernels(types: string): (InnerLoop | undefined)[] {
    const sets = Array.from({ length: this.nin <= MAX_DIRECT ? 1 << this.nin : 0 }, (_, set) => set);
    const kernels = sets.map((set) => (set === 0 ? undefined : (this.kernel(uniformKey(types, set)) ?? undefined)));
    return kernels.some((kernel) => kernel !== undefined) ? kernels : [];
  }

  /** A loop for which there is no kernel: the JIT's, or the interpreter. The JIT keeps what it belongs to as long as it is used. */
  #run(typed: TypedBody, variants?: Variants): Running {
    if (this.tracer !== null && runsKernels()) {
      const traced = this.tracer.loop(typed);
      const loop = tracedLoop(typed.signature, traced);
      traced.keep(variants ?? loop);
      return { loop, enter: traced.enter };
    }
    const { inputs, outputs } = typed.signature;
    const uniforms: Scalar[] = [];
    const tables: (readonly Scalar[] | undefined)[] = [];
    const loop = scalarLoop(inputs, outputs, "interpreted", interpreter(typed, { uniforms, tables }));
    const enter = (captures: Captures): void => {
      typed.uniforms.forEach(({ read }, k) => {
        uniforms[k] = read(captures);
      });
      typed.tables.forEach(({ read }, k) => {
        tables[k] = read?.(captures);
      });
    };
    return { loop, enter };
  }

  /** The body for these types. @throws TypeError that says what can't be done. */
  #type(inputs: readonly DType[], around: Pick<InferOptions, "captures" | "demoted"> = {}): TypedBody {
    const outputs = this.outputsFor(inputs);
    const typed = infer(this.code, inputs, { ...(outputs && { outputs }), ...around, callee: bodyOf });
    if (isRefusal(typed)) throw untypable(this.name, inputs, typed.text, `${typed.file}:${typed.at.join(":")}`);
    return typed;
  }

  /** A kernel for a method, made by the JIT; null: there can be none. */
  traced(loop: Loop, kind: MethodKernel): InnerLoop | null {
    if (loop.tier === "js" || this.linkage?.captures !== undefined) return null;
    return programTracer()?.method(kind, this.#type(loop.inputs)) ?? null;
  }

  /** In which order a reduction by this loop may fold. */
  foldOrder(loop: Loop): FoldOrder {
    if (!this.reorderable) return "left";
    // nothing is known of a plain function
    if (loop.tier === "js") return isFloat(loop.outputs[0]!) ? "pairwise" : "any";
    loop.order ??= foldOrder(this.#type(loop.inputs));
    return loop.order;
  }

  /** Output types that the user's signatures name for these inputs. */
  outputsFor(inputs: readonly DType[]): readonly DType[] | null {
    const named = (this.list ?? this.named).find((signature) => inputs.every((t, i) => t === signature.inputs[i]));
    return named?.outputs.length ? named.outputs : null;
  }

  /** The kernel of a signature or another key; null if there is none that may run. */
  kernel(key: string): InnerLoop | null {
    if (!runsKernels()) return null;
    for (const { source, kernels } of this.#registrations) {
      const place = kernels.indexOf(key);
      if (place >= 0) return kernelOf(source, place);
    }
    return null;
  }

  /** The kernels of its own file, then those of others. */
  get #registrations(): readonly Registration[] {
    const { module, kernels, hash } = this.linkage ?? {};
    return [...(module && kernels ? [{ source: module, kernels }] : []), ...registered(hash ?? "")];
  }

  /** Signatures for which there is a kernel. */
  get compiled(): readonly string[] {
    const keys = this.#registrations.flatMap(({ kernels }) => kernels);
    // keys of other kinds of kernels have a word before or behind the signature
    return [...new Set(keys)].filter((key) => !key.includes(" "));
  }

  /** Loops that calls have made. */
  get used(): readonly Loop[] {
    const variants = [...this.#variants.values()].flatMap((each) => each.loops);
    return [...new Set([...this.#found.values(), ...this.#exactly.values(), ...variants])];
  }

  /** Another file brought kernels for a body of this hash. */
  extended(hash: string): void {
    if (hash === this.linkage?.hash) {
      this.#found.clear();
      this.#exactly.clear();
      this.#lastKey = -1;
      this.#last = undefined;
    } else if (!this.#warned) {
      this.#warned = true;
      console.warn(
        `micronumpy: kernels for "${this.name}" were compiled from another version of its body, or by another micronumpy, and are not used. Build all files again.`,
      );
    }
  }

  #signatures(option: string, texts: readonly string[]): readonly Signature[] {
    return texts.map((text) => {
      const nout = text.split("->")[1]?.split(",").length ?? 1;
      const signature = parse(text, this.nin, nout);
      if (typeof signature === "string") throw badSignature(this.name, option, signature);
      return signature;
    });
  }
}
