/** The types of ufuncs: from the body's parameters and return type to calls, methods and attributes. */
import type { DType } from "../kernel/dtype.js";
import type { Casting } from "../kernel/promote.js";
import type { NdArray } from "./array.js";
import type { FloatOf, Folded, List, None, One, Option, OutOr, Result } from "./result-types.js";
import type { ArrayLike, Big, DTypeOf, Float, IndexTuple, Operand, Order, PinOf, Promote, Scalar } from "./types.js";

// ───────────── options ─────────────

/** One axis, counted from the end if negative, several, or null for all. */
export type Axis = number | readonly number[] | null;
type Out = NdArray | readonly (NdArray | null)[];

/** Options of a call. */
export interface CallOptions {
  /** What takes the results and is returned: an array, or one for each output. */
  out?: Out | null | undefined;
  /** Where to compute: a bool array. Elsewhere `out` keeps what it has, and a new array has zeros. */
  where?: Operand | undefined;
  /** Asks for the loop that gives this type. */
  dtype?: DType | undefined;
  /** Which casts are allowed; `"same_kind"` unless given. */
  casting?: Casting | undefined;
  /** How results lie in memory; `"K"` unless given, as the operands do. */
  order?: Order | undefined;
  /** Asks for the loop of these types: `"float64,float64->float64"`. */
  signature?: string | undefined;
}

/** Options of `reduce`, and of `sum` and its like. */
export interface ReduceOptions {
  /** Along which axes; of `reduce` 0, of `sum` and its like all unless given. */
  axis?: Axis | undefined;
  /** The type in which to fold, and of the result. */
  dtype?: DType | undefined;
  /** What takes the result and is returned. */
  out?: NdArray | null | undefined;
  /** Leaves the folded axes, with the length 1. */
  keepdims?: boolean | undefined;
  /** What to begin with; null: the first element. */
  initial?: Scalar | null | undefined;
  /** Which elements to fold: a bool array. */
  where?: Operand | undefined;
}

/** Options of `accumulate` and `reduceat`. */
export interface AccumulateOptions {
  /** 0 unless given. */
  axis?: number | undefined;
  /** The type in which to fold, and of the result. */
  dtype?: DType | undefined;
  /** What takes the result and is returned. */
  out?: NdArray | null | undefined;
}

/** Options of `ufunc`: read at build time, so literals or constants. */
export interface UfuncOptions {
  /** Signatures to compile, besides those found: `"float64,float64->float64"`; `"float32"` names all inputs. */
  types?: readonly string[];
  /** A closed, ordered list instead: operands are cast to the first loop that takes all of them safely. */
  loops?: readonly string[];
  /** What `reduce` of nothing gives; null: an error. */
  identity?: Scalar | null;
  /** Reductions may regroup. */
  reorderable?: boolean;
  /** Reductions of small integers and bool run in int64 or uint64, as NumPy's add. */
  widen?: boolean;
  /** Else the variable's name. */
  name?: string;
}

/** One specialization, and how it runs. */
export interface Kernel {
  readonly types: string;
  readonly tier: "compiled" | "traced" | "interpreted" | "js";
  readonly simd: boolean;
  readonly why?: string;
}

// ───────────── ufuncs ─────────────

/** A scalar function that can be a body. Tuples, so that `return [q, r]` is inferred as one. */
// biome-ignore lint/suspicious/noExplicitAny: parameters of any types
export type Body = (...args: any[]) => Scalar | readonly [Scalar, ...Scalar[]];

type OperandFor<P> = [P] extends [boolean]
  ? Operand
  : [P] extends [bigint]
    ? Exclude<Operand, number> | number
    : Operand;
type Operands<P extends readonly unknown[]> = { [K in keyof P]: OperandFor<P[K]> };

/** What options say of the element type, else D. */
type Asked<O, D extends DType> = O extends { dtype: infer E extends DType } ? E : Option<O, "dtype", D> & DType;
/** D is the element type, and A the axis where the options name none. */
type ReduceResult<D extends DType, O, A = 0> = OutOr<
  O,
  Folded<Asked<O, D>, Option<O, "keepdims", false>, Option<O, "axis", A>>
>;

interface Methods<F extends Body> {
  readonly nin: Parameters<F>["length"];
  readonly nout: Body extends F ? number : ReturnType<F> extends readonly unknown[] ? ReturnType<F>["length"] : 1;
  readonly nargs: number;
  readonly name: string;
  readonly identity: Scalar | null;
  readonly types: readonly string[];
  readonly kernels: readonly Kernel[];
  resolve_dtypes(
    inputs: readonly (DType | null)[],
    options?: { casting?: Casting | undefined; dtype?: DType | undefined },
  ): readonly DType[];
}
type Widened<D extends DType> = D extends "bool" | "int8" | "int16" | "int32"
  ? "int64"
  : D extends "uint8" | "uint16" | "uint32"
    ? "uint64"
    : D;
type Reduced<R, X, T extends string, W extends boolean, L extends List> = W extends true
  ? Widened<One<R, [X, X], T, L>>
  : One<R, [X, X], T, L>;
type Accumulated<D extends DType, O> = OutOr<O, NdArray<Asked<O, D>>>;

interface Outer<R, T extends string, L extends List> {
  outer<const X extends Operand, const Y extends Operand, const O extends CallOptions = None>(
    a: X,
    b: Y,
    options?: Only<O, CallOptions>,
  ): Result<R, [X, Y], O, T, L>;
}
interface BinaryMethods<R, T extends string, W extends boolean, L extends List> extends Outer<R, T, L> {
  /** Along axis 0 unless another is given, as in NumPy; `axis: null` reduces everything and gives a plain scalar. */
  reduce<const X extends ArrayLike, const O extends ReduceOptions | undefined = None>(
    a: X,
    options?: Only<O, ReduceOptions>,
  ): ReduceResult<Reduced<R, X, T, W, L>, O>;
  accumulate<const X extends ArrayLike, const O extends AccumulateOptions | undefined = None>(
    a: X,
    options?: Only<O, AccumulateOptions>,
  ): Accumulated<Reduced<R, X, T, W, L>, O>;
  reduceat<const X extends ArrayLike, const O extends AccumulateOptions | undefined = None>(
    a: X,
    indices: ArrayLike,
    options?: Only<O, AccumulateOptions>,
  ): Accumulated<Reduced<R, X, T, W, L>, O>;
  at(a: NdArray, indices: ArrayLike | IndexTuple, b: Operand): void;
}
interface UnaryMethods {
  at(a: NdArray, indices: ArrayLike | IndexTuple): void;
}

/**
 * Keys outside T are errors, though O is inferred. T itself stands beside O for editors, which offer its keys. An operand
 * that is one too many is no T, whose keys are all optional, but would be an intersection of it with `{}`.
 */
type Only<O, T> = [Exclude<keyof O, keyof T>] extends [never]
  ? O & T
  : O & { readonly [K in Exclude<keyof O, keyof T>]: never };

// One signature per arity: short hovers, real error messages, and `[1, 4].map(sqrt)` is refused.
type Call1<P, R, T extends string, L extends List> = <
  const A extends OperandFor<P>,
  const O extends CallOptions = None,
>(
  x: A,
  options?: Only<O, CallOptions>,
) => Result<R, [A], O, T, L>;
type Call2<P, Q, R, T extends string, L extends List> = <
  const A extends OperandFor<P>,
  const B extends OperandFor<Q>,
  const O extends CallOptions = None,
>(
  a: A,
  b: B,
  options?: Only<O, CallOptions>,
) => Result<R, [A, B], O, T, L>;
type Call3<P, Q, S, R, T extends string, L extends List> = <
  const A extends OperandFor<P>,
  const B extends OperandFor<Q>,
  const C extends OperandFor<S>,
  const O extends CallOptions = None,
>(
  a: A,
  b: B,
  c: C,
  options?: Only<O, CallOptions>,
) => Result<R, [A, B, C], O, T, L>;
interface CallMany<P extends readonly unknown[], R, T extends string, L extends List> {
  <const A extends Operands<P>>(...operands: A): Result<R, A, None, T, L>;
  <const A extends Operands<P>, const O extends CallOptions>(
    ...args: [...operands: A, options: O]
  ): Result<R, A, O, T, L>;
}
/** How a ufunc is called of which nothing is known. */
// biome-ignore lint/suspicious/noExplicitAny: any operands
type CallAny = (...operands: any[]) => unknown;
type Call<P extends readonly unknown[], R, T extends string, L extends List> = number extends P["length"]
  ? CallAny
  : P["length"] extends 1
    ? Call1<P[0], R, T, L>
    : P["length"] extends 2
      ? Call2<P[0], P[1], R, T, L>
      : P["length"] extends 3
        ? Call3<P[0], P[1], P[2], R, T, L>
        : CallMany<P, R, T, L>;

/**
 * A ufunc made of the body F, with `types` T, `widen` W and `loops` L. `Ufunc<(a: number, b: number) => number>` is what to write
 * under isolatedDeclarations; `Ufunc` alone is any of them.
 */
export type Ufunc<
  F extends Body = Body,
  T extends string = never,
  W extends boolean = false,
  L extends readonly string[] = readonly [],
> = Call<Parameters<F>, ReturnType<F>, T, L> &
  Methods<F> &
  (ReturnType<F> extends readonly unknown[]
    ? Parameters<F>["length"] extends 2
      ? Outer<ReturnType<F>, T, L>
      : unknown
    : Parameters<F>["length"] extends 2
      ? BinaryMethods<ReturnType<F>, T, W, L>
      : Parameters<F>["length"] extends 1
        ? UnaryMethods
        : unknown);

type Out1 = Scalar | readonly [Scalar, ...Scalar[]];
/** `x > 0 ? 1 : 0` returns number, not 0 | 1; pins stay. */
type Widen<R> = R extends readonly unknown[]
  ? { -readonly [K in keyof R]: Widen<R[K]> }
  : [R] extends [boolean]
    ? boolean
    : [PinOf<R>] extends [never]
      ? [R] extends [bigint]
        ? bigint
        : number
      : R;

type Decorator = {
  // biome-ignore lint/suspicious/noExplicitAny: methods of any class
  <M extends Body>(method: M, context: ClassMethodDecoratorContext<any, M>): void;
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): void;
};

/**
 * What the plug-in inserts behind the arguments of users: nothing, as far as these are told. `micronumpy/link`, which only
 * compiled files import, says what it is, for builds that check types behind the plug-in.
 */
// biome-ignore lint/suspicious/noEmptyInterface: types can't be added to
export interface Inserted {}
type InsertedInto<Name extends string, I = Inserted> = I extends { [K in Name]: infer A extends unknown[] } ? A : [];

/** What `ufunc` can be called with: a body, options for a decorator, or what decorators are given. */
export interface UfuncFactory {
  // Decorators first: a decorator context must not pass for an options bag.
  // biome-ignore lint/suspicious/noExplicitAny: methods of any class
  <M extends Body>(method: M, context: ClassMethodDecoratorContext<any, M>): void;
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): void;
  // Unannotated parameters are `number`.
  <
    P extends number[],
    const R extends Out1,
    const T extends readonly string[] = [],
    const W extends boolean = false,
    const L extends readonly string[] = readonly [],
  >(
    body: (...args: P) => R,
    options?: UfuncOptions & { types?: T; widen?: W; loops?: L },
    ...inserted: InsertedInto<"ufunc">
  ): Ufunc<(...args: P) => Widen<R>, T[number], W, L>;
  <
    P extends Scalar[],
    const R extends Out1,
    const T extends readonly string[] = [],
    const W extends boolean = false,
    const L extends readonly string[] = readonly [],
  >(
    body: (...args: P) => R,
    options?: UfuncOptions & { types?: T; widen?: W; loops?: L },
    ...inserted: InsertedInto<"ufunc">
  ): Ufunc<(...args: P) => Widen<R>, T[number], W, L>;
  (options: UfuncOptions): Decorator;
}

/** The type of `ufuncs`. */
export type UfuncsFactory = <C extends object>(classOrObject: C, ...inserted: InsertedInto<"ufuncs">) => Ufuncs<C>;

/** Every public static method of a class, or function of a plain object, as a ufunc. Helpers: make them private. */
export type Ufuncs<C> = {
  readonly [K in keyof C as K extends "prototype" ? never : C[K] extends Body ? K : never]: C[K] extends Body
    ? Ufunc<C[K]>
    : never;
};

// ───────────── types of the library ─────────────

/** As add.reduce, but of all axes, and small integers are summed in float64, as numbers: a departure, on purpose. */
type SumDType<D extends DType> = D extends Big | Float ? D : "float64";
/** The type of `sum`, `prod`. */
export type Sum = <const X extends ArrayLike, const O extends ReduceOptions | undefined = None>(
  a: X,
  options?: Only<O, ReduceOptions>,
) => ReduceResult<SumDType<DTypeOf<X>>, O, null>;
/** The type of `min`, `max`. */
export type Extremum = <const X extends ArrayLike, const O extends ReduceOptions | undefined = None>(
  a: X,
  options?: Only<O, ReduceOptions>,
) => ReduceResult<DTypeOf<X>, O, null>;
/** The type of `any`, `all`. */
export type Truth = <const O extends ReduceOptions | undefined = None>(
  a: ArrayLike,
  options?: Only<O, ReduceOptions>,
) => ReduceResult<"bool", O, null>;
/** The type of `mean`. */
export type Mean = <const X extends ArrayLike, const O extends Omit<ReduceOptions, "initial"> | undefined = None>(
  a: X,
  options?: Only<O, Omit<ReduceOptions, "initial">>,
) => ReduceResult<FloatOf<DTypeOf<X>>, O, null>;
/** Options of `var` and `std`. */
export interface VarianceOptions extends Omit<ReduceOptions, "initial"> {
  /** What is taken from the count before it divides: 0 unless given. */
  ddof?: number | undefined;
}
/** The type of `var`, `std`. */
export type Variance = <const X extends ArrayLike, const O extends VarianceOptions | undefined = None>(
  a: X,
  options?: Only<O, VarianceOptions>,
) => ReduceResult<FloatOf<DTypeOf<X>>, O, null>;
interface RunningOptions extends Omit<AccumulateOptions, "axis"> {
  axis?: number | null | undefined;
}
/** The type of `cumsum`, `cumprod`. */
export type Running = <const X extends ArrayLike, const O extends RunningOptions | undefined = None>(
  a: X,
  options?: Only<O, RunningOptions>,
) => Accumulated<SumDType<DTypeOf<X>>, O>;
/** The type of `dot`. */
export type Dot = <const X extends Operand, const Y extends Operand>(
  a: X,
  b: Y,
) => NdArray<Promote<DTypeOf<X>, DTypeOf<Y>>>;
