/**
 * Ufunc objects: the functions that users call, with NumPy's attributes and methods.
 *
 * A ufunc is a plain function of fixed parameters, so that a call needs no list of arguments; its attributes are getters
 * of one shared prototype, which find the ufunc's dispatch under a symbol.
 */
import type { DType } from "../kernel/dtype.js";
import { type Linkage, MAX_OPERANDS } from "../kernel/link.js";
import { type Casting, canCast } from "../kernel/promote.js";
import { print } from "../kernel/signature.js";
import { isNdArray, type NdArray } from "./array.js";
import { at } from "./at.js";
import { DISPATCH, linkageOf } from "./bodies.js";
import { call, loopForTypes, placeOf } from "./call.js";
import { direct, slots } from "./direct.js";
import { Dispatch } from "./dispatch.js";
import { isPortable } from "./driver.js";
import { checkDType } from "./element.js";
import {
  cannotCastInput,
  cannotCastOutput,
  notFunction,
  wrongArity,
  wrongOperandCount,
  wrongTypeCount,
} from "./errors.js";
import { isOptions } from "./keywords.js";
import { outer } from "./outer.js";
import { accumulate, reduce } from "./reduce.js";
import { reduceat } from "./reduceat.js";
import { provideTracer, type Tracer } from "./tracer.js";
import type { Body, Kernel, Ufunc, UfuncFactory, UfuncOptions, UfuncsFactory } from "./ufunc-types.js";

type Bag = Readonly<Record<string, unknown>>;
type Callable = (...args: never[]) => unknown;

/** The `out` of options that name nothing else: null for none, undefined where the general way must look at them. */
function onlyOut(bag: Bag | undefined): NdArray | null | undefined {
  if (bag === undefined) return null;
  let out: unknown = null;
  for (const key in bag) {
    if (key !== "out") return undefined;
    out = bag[key];
  }
  return out === null || isNdArray(out) ? out : undefined;
}

/** The bag of options behind the operands, if there is one. @throws TypeError for another number of arguments. */
function bagOf(d: Dispatch, count: number, last: unknown): Bag | undefined {
  // Who passes options on may have none.
  if (count === d.nin || (count === d.nin + 1 && last === undefined)) return undefined;
  if (count !== d.nin + 1 || !isOptions(last)) throw wrongArity(d.name, d.nin, count);
  return last;
}

// One function an arity: an argument list would be an allocation at every call, `arguments.length` is none.

function unary(d: Dispatch): Callable {
  return function (a: unknown, options?: unknown) {
    // biome-ignore lint/complexity/noArguments: no list
    const bag = bagOf(d, arguments.length, options);
    const out = onlyOut(bag);
    if (out !== undefined) {
      slots[0] = a;
      const result = direct(d, 1, out);
      if (result !== undefined) return result;
    }
    return call(d, [a], bag);
  };
}

function binary(d: Dispatch): Callable {
  return function (a: unknown, b: unknown, options?: unknown) {
    // biome-ignore lint/complexity/noArguments: no list
    const bag = bagOf(d, arguments.length, options);
    const out = onlyOut(bag);
    if (out !== undefined) {
      slots[0] = a;
      slots[1] = b;
      const result = direct(d, 2, out);
      if (result !== undefined) return result;
    }
    return call(d, [a, b], bag);
  };
}

function ternary(d: Dispatch): Callable {
  return function (a: unknown, b: unknown, c: unknown, options?: unknown) {
    // biome-ignore lint/complexity/noArguments: no list
    const bag = bagOf(d, arguments.length, options);
    const out = onlyOut(bag);
    if (out !== undefined) {
      slots[0] = a;
      slots[1] = b;
      slots[2] = c;
      const result = direct(d, 3, out);
      if (result !== undefined) return result;
    }
    return call(d, [a, b, c], bag);
  };
}

function nary(d: Dispatch): Callable {
  return (...args: unknown[]) => {
    const bag = bagOf(d, args.length, args[d.nin]);
    return callCounted(d, args.slice(0, d.nin), bag);
  };
}

/** For a function that the plug-in has refused: with defaults and rest parameters it takes more operands than its length says. */
function open(d: Dispatch): Callable {
  return (...args: unknown[]) => {
    const last = args.at(-1);
    const bag = args.length > d.nin && (last === undefined || isOptions(last)) ? (args.pop() as Bag) : undefined;
    if (args.length < d.nin) throw wrongArity(d.name, d.nin, args.length);
    return callCounted(d, args, bag);
  };
}

/** A function of a number of operands that no ufunc has is told of when it is called: the program that made it runs. */
function callCounted(d: Dispatch, given: readonly unknown[], bag: Bag | undefined): unknown {
  const { length } = given;
  if (length < 1 || length + d.nout > MAX_OPERANDS) throw wrongOperandCount(d.name, length, d.nout, MAX_OPERANDS);
  return call(d, given, bag);
}

const byArity = [nary, unary, binary, ternary];

// ───────────── attributes ─────────────

interface State {
  readonly [DISPATCH]: Dispatch;
}

const attributes = {
  get nin(): number {
    return (this as unknown as State)[DISPATCH].nin;
  },
  get nout(): number {
    return (this as unknown as State)[DISPATCH].nout;
  },
  get nargs(): number {
    const d = (this as unknown as State)[DISPATCH];
    return d.nin + d.nout;
  },
  get identity(): number | bigint | boolean | null {
    return (this as unknown as State)[DISPATCH].identity;
  },
  get types(): readonly string[] {
    const d = (this as unknown as State)[DISPATCH];
    return d.list?.map(print) ?? d.compiled;
  },
  get kernels(): readonly Kernel[] {
    return kernels((this as unknown as State)[DISPATCH]);
  },
  reduce(a: unknown, options?: Bag): unknown {
    return reduce((this as unknown as State)[DISPATCH], a, options);
  },
  accumulate(a: unknown, options?: Bag): NdArray {
    return accumulate((this as unknown as State)[DISPATCH], a, options);
  },
  reduceat(a: unknown, indices: unknown, options?: Bag): NdArray {
    return reduceat((this as unknown as State)[DISPATCH], a, indices, options);
  },
  outer(a: unknown, b: unknown, options?: Bag): unknown {
    return outer((this as unknown as State)[DISPATCH], a, b, options);
  },
  at(a: unknown, indices: unknown, ...more: readonly unknown[]): void {
    at((this as unknown as State)[DISPATCH], a, indices, more);
  },
  resolve_dtypes(
    inputs: readonly (DType | null)[],
    options: { casting?: Casting; dtype?: DType } = {},
  ): readonly DType[] {
    return resolveTypes((this as unknown as State)[DISPATCH], inputs, options);
  },
};

/** Compiled kernels, then what calls have made of the body for other types. */
function kernels(d: Dispatch): readonly Kernel[] {
  const made = d.used.filter((loop) => loop.tier !== "compiled");
  const instead = isPortable() ? d.compiled : made.map(print);
  const compiled = d.compiled
    .filter((types) => !instead.includes(types))
    .map((types): Kernel => ({ types, tier: "compiled", simd: true }));
  const why = d.linkage?.why === undefined ? {} : { why: d.linkage.why };
  return [
    ...compiled,
    ...made.map((loop): Kernel => ({ types: print(loop), tier: loop.tier, simd: loop.tier === "traced", ...why })),
  ];
}

/**
 * `ufunc.resolve_dtypes`: the types of a loop, inputs first. Types of outputs may follow those of the inputs; null stands
 * for an input of the type that `dtype` names, and for an output of any.
 */
function resolveTypes(
  d: Dispatch,
  given: readonly (DType | null)[],
  { casting = "same_kind", dtype }: { casting?: Casting; dtype?: DType },
): readonly DType[] {
  if (!Array.isArray(given) || (given.length !== d.nin && given.length !== d.nin + d.nout))
    throw wrongTypeCount(d.name, d.nin, d.nout, given);
  const types = given.slice(0, d.nin).map((t) => checkDType(t ?? dtype));
  const loop = loopForTypes(d, dtype === undefined ? types : d.inputsForDType(types, dtype), dtype);
  types.forEach((from, i) => {
    const to = loop.inputs[i]!;
    if (from !== to && !canCast(from, to, casting)) throw cannotCastInput(d.name, placeOf(d, i), from, to, casting);
  });
  loop.outputs.forEach((from, j) => {
    const to = given[d.nin + j] == null ? from : checkDType(given[d.nin + j]);
    const place = d.nout === 1 ? undefined : d.nin + j;
    if (from !== to && !canCast(from, to, casting)) throw cannotCastOutput(d.name, place, from, to, casting);
  });
  return [...loop.inputs, ...loop.outputs];
}

const prototype = Object.defineProperties(
  Object.create(Function.prototype),
  Object.getOwnPropertyDescriptors(attributes),
) as object;

function make(
  body: Body,
  options: UfuncOptions,
  linkage: Linkage | null,
  tracer: Tracer | null,
  holder?: object,
): Ufunc {
  if (typeof body !== "function") throw notFunction(body);
  const d = new Dispatch(body, options, linkage ?? linkageOf(body), tracer, holder);
  const isRefused = d.linkage !== null && d.linkage.jitcode === undefined;
  const made = (isRefused ? open : (byArity[d.nin] ?? nary))(d);
  Object.setPrototypeOf(made, prototype);
  Object.defineProperty(made, DISPATCH, { value: d });
  Object.defineProperty(made, "name", { value: d.name, configurable: true });
  return made as unknown as Ufunc;
}

// ───────────── marking ─────────────

/** What `@ufunc` has said of methods, until `ufuncs(K)` asks for it. */
const marked = new WeakMap<Body, UfuncOptions>();

function decorator(options: UfuncOptions) {
  return (target: unknown, _context: unknown, descriptor?: PropertyDescriptor): void => {
    marked.set((descriptor?.value ?? target) as Body, options);
  };
}

/** Both kinds of decorators: a standard context has a `kind`, a legacy decorator is given a descriptor. */
const isDecoration = (second: unknown, third: unknown): boolean =>
  typeof (second as { kind?: unknown } | undefined)?.kind === "string" ||
  typeof second === "string" ||
  isDescriptor(third);

const isDescriptor = (x: unknown): boolean => typeof x === "object" && x !== null && "configurable" in x;

/** `ufunc` with this JIT, or none. */
export function ufuncFactory(tracer: Tracer | null): UfuncFactory {
  provideTracer(tracer);
  return ((first: unknown, second?: unknown, third?: unknown) => {
    if (isOptions(first) && second === undefined) return decorator(first as UfuncOptions);
    if (isDecoration(second, third)) return decorator({})(first, second, third as PropertyDescriptor);
    return make(first as Body, (second ?? {}) as UfuncOptions, (third ?? null) as Linkage | null, tracer);
  }) as UfuncFactory;
}

/** The names of what an object has, and of what a class inherits. */
function namesIn(holder: object): string[] {
  const parent: unknown = Object.getPrototypeOf(holder);
  const inherited = typeof parent === "function" && parent !== Function.prototype ? namesIn(parent) : [];
  return [...inherited, ...Object.getOwnPropertyNames(holder)];
}

/** `ufuncs` with this JIT, or none. */
export function ufuncsFactory(tracer: Tracer | null): UfuncsFactory {
  provideTracer(tracer);
  return ((classOrObject: object, linkages: { readonly [name: string]: Linkage } = {}) => {
    const made: Record<string, Ufunc> = {};
    for (const name of namesIn(classOrObject)) {
      const body: unknown = (classOrObject as Record<string, unknown>)[name];
      // a method without parameters has no operands: it is there for other things
      if (typeof body !== "function" || name === "prototype" || body.length === 0) continue;
      const options = { name, ...marked.get(body as Body) };
      made[name] = make(body as Body, options, linkages[name] ?? null, tracer, classOrObject);
    }
    return made;
  }) as UfuncsFactory;
}
