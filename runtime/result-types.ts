/**
 * From the operands' types to the result's type.
 *
 * The checker sees `number` where the kernel knows int32 or float64, so the result of a body that returns a bare number
 * over integers is `C | "float64"`; boolean and pinned bodies, `promoted`, `floating`, `types` and `loops` are exact. The
 * plug-in reports where a kernel disagrees with what stands here.
 */
import type { DType } from "../kernel/dtype.js";
import type { NdArray } from "./array.js";
import type { Big, DTypeOf, Float, PinOf, Promote, Scalar } from "./types.js";

/** No options. */
export type None = Record<never, never>;
/** Does undefined belong to every type? Then it says nothing where it stands. */
type IsLoose = [undefined] extends [0] ? true : false;
/** What options say under a key, or may say: D where they leave it out. */
export type Option<O, Key, D> = Key extends keyof O
  ? IsLoose extends true
    ? O[Key]
    : Exclude<O[Key], undefined> | (undefined extends O[Key] ? D : never)
  : D;
/** What folds along axes give: a plain value of all of them, unless these are kept. */
export type Folded<D extends DType, Keep, Axes> = Keep extends true
  ? NdArray<D>
  : [Axes] extends [null]
    ? Scalar<D>
    : Axes extends null
      ? Scalar<D>
      : NdArray<D>;
// What is given for sure comes first, of which TypeScript can tell in generic functions, too.

/** `out` where it is given, or may be, else Made. */
export type OutOr<O, Made> = O extends { out: infer N extends NdArray }
  ? N
  : O extends { out: infer N extends readonly NdArray[] }
    ? N["length"] extends 1
      ? N[0]
      : N
    : Option<O, "out", 0> extends infer N
      ? N extends NdArray
        ? N
        : Made
      : never;
type IsPlain<T> = T extends Scalar ? true : false;
type AllPlain<A extends readonly unknown[]> = IsPlain<A[number]> extends true ? true : false;

/** A weak scalar beside an array of type D. An integral number is a weak int, any other a weak float; where only `number` is known: both. */
type WithWeak<D extends DType, X> = X extends boolean
  ? D
  : X extends bigint
    ? D extends "bool"
      ? "int64"
      : D
    : X extends number
      ? D extends Float
        ? D
        : number extends X
          ? (D extends "bool" ? "int32" : D) | "float64"
          : `${X}` extends `${bigint}`
            ? D extends "bool"
              ? "int32"
              : D
            : "float64"
      : D;
type Strong<A extends readonly unknown[], Acc = unknown> = A extends readonly [infer H, ...infer T]
  ? H extends Scalar
    ? Strong<T, Acc>
    : Strong<T, Acc extends DType ? Promote<Acc, DTypeOf<H>> : DTypeOf<H>>
  : Acc;
type Weaken<D extends DType, A extends readonly unknown[]> = A extends readonly [infer H, ...infer T]
  ? Weaken<H extends Scalar ? WithWeak<D, H> : D, T>
  : D;
/** The operands' common type. */
export type Common<A extends readonly unknown[]> =
  Strong<A> extends infer S extends DType ? Weaken<S, A> : PlainDType<A[number]>;

/** What `floating` stands for beside operands of the common type D. */
export type FloatOf<D extends DType> = D extends Float ? D : "float64";
/** What a body that returns R gives for operands whose common type is C. */
type OutDType<R, C extends DType> = [R] extends [boolean]
  ? "bool"
  : [PinOf<R>] extends [never]
    ? [R] extends [bigint]
      ? Big
      : C extends Float
        ? C
        : C | "float64"
    : PinOf<R> extends infer P
      ? P extends DType
        ? P
        : P extends "promoted"
          ? C
          : P extends "floating"
            ? FloatOf<C>
            : DType
      : never;

/** `loops`; those of which only is known that they are strings tell nothing. */
export type List = readonly unknown[];
/** The element type of an operand beside arrays of the common type S. */
type OperandType<X, S> = X extends Scalar ? (S extends DType ? WithWeak<S, X> : PlainDType<X>) : DTypeOf<X>;
type Join<D extends readonly string[]> = D extends readonly [
  infer H extends string,
  ...infer T extends readonly string[],
]
  ? T extends readonly []
    ? H
    : `${H},${Join<T>}`
  : "";
/** The output that `types` names for exactly these inputs. */
type Listed<T extends string, Key extends string> = T extends `${Key}->${infer O extends DType}` ? O : never;
/** Does a loop with the inputs I take operands of the types D safely? */
type Takes<I extends string, D> = D extends readonly [infer H extends DType, ...infer T]
  ? I extends `${infer P extends DType},${infer More}`
    ? [Promote<H, P>] extends [P]
      ? Takes<More, T>
      : false
    : [Promote<H, I & DType>] extends [I]
      ? true
      : false
  : false;
/** The output of the first of `loops` that takes operands of the types D. */
type FirstLoop<L, D> = L extends readonly [infer H, ...infer T]
  ? H extends `${infer I}->${infer O extends DType}`
    ? Takes<I, D> extends true
      ? O
      : FirstLoop<T, D>
    : never
  : never;
type Exact<R, D extends readonly DType[], T extends string, L> = [Listed<T, Join<D>>] extends [never]
  ? [FirstLoop<L, D>] extends [never]
    ? OutDType<R, Common<{ [I in keyof D]: NdArray<D[I]> }>>
    : FirstLoop<L, D>
  : Listed<T, Join<D>>;
type OutputsOf<S> = S extends `${string}->${infer O extends DType}` ? O : never;
/** All that there can be, of operands of which nothing is known. */
type Possible<R, T, L extends List> = [OutputsOf<L[number]>] extends [never]
  ? OutDType<R, DType> | OutputsOf<T>
  : OutputsOf<L[number]>;
/** `Exact` for operands that may be of several types each. */
type Each<R, A, S, T extends string, L extends List, D extends readonly DType[] = []> = A extends readonly [
  infer H,
  ...infer Rest,
]
  ? OperandType<H, S> extends infer E
    ? [DType] extends [E]
      ? Possible<R, T, L>
      : E extends DType
        ? Each<R, Rest, S, T, L, [...D, E]>
        : never
    : never
  : Exact<R, D, T, L>;

/** The result of a body that returns R: what `types` or `loops` say, if they do, else what the body tells. */
export type One<R, A extends readonly unknown[], T extends string, L extends List> = [T] extends [never]
  ? L extends readonly [string, ...string[]]
    ? Each<R, A, Strong<A>, T, L>
    : OutDType<R, Common<A>>
  : Each<R, A, Strong<A>, T, L>;

type Split<S extends string> = S extends `${infer H},${infer T}` ? [H, ...Split<T>] : [S];
/** Of the outputs of a signature the K-th only. */
type OutputOf<S, K> = S extends `${infer I}->${infer O}` ? `${I}->${Split<O>[K & keyof Split<O>] & string}` : S;

/** The element types that plain values stand for where there is no array. */
type PlainDType<X> = [Exclude<X, boolean>] extends [never]
  ? "bool"
  : Exclude<X, boolean> extends infer N
    ? N extends bigint
      ? "int64"
      : "float64"
    : never;
type JsOf<R> = [R] extends [bigint] ? bigint : number;
type PlainResult<R, A extends readonly unknown[], T extends string, L extends List> = [R] extends [boolean]
  ? boolean
  : [PinOf<R>] extends [never]
    ? [Extract<A[number], bigint>] extends [never]
      ? JsOf<R>
      : [Extract<A[number], number>] extends [never]
        ? bigint
        : number | bigint
    : Scalar<Each<R, A, PlainDType<A[number]>, T, L>>;

/** Is there no array among the operands? A mask is one. */
type IsPlainCall<A extends readonly unknown[], O> = O extends { where: infer M } ? AllPlain<[...A, M]> : AllPlain<A>;

/** A result of the call's own. */
type Own<R, A extends readonly unknown[], O, T extends string, L extends List> =
  IsPlainCall<A, O> extends true
    ? O extends { dtype: infer D extends DType }
      ? Scalar<Asked<R, D>>
      : PlainResult<R, A, T, L>
    : NdArray<
        O extends { dtype: infer D extends DType }
          ? Asked<R, D>
          : Option<O, "dtype", 0> extends infer D
            ? D extends DType
              ? Asked<R, D>
              : One<R, A, T, L>
            : never
      >;

export type Result<R, A extends readonly unknown[], O, T extends string, L extends List> = OutOr<
  O,
  [R] extends [readonly unknown[]]
    ? {
        -readonly [K in keyof R]: Result<
          R[K],
          A,
          Omit<O, "out">,
          OutputOf<T, K> & string,
          { [I in keyof L]: OutputOf<L[I], K> }
        >;
      }
    : Own<R, A, O, T, L>
>;
/** The element type of a result where D is asked for: bools and pinned results stay what they are. */
type Asked<R, D extends DType> = [R] extends [boolean] ? "bool" : [PinOf<R>] extends [never] ? D : OutDType<R, D>;
