/**
 * Which kernels are made of a typed body: the one that takes any operands; for a ufunc whose reductions may regroup, one
 * that folds; for a call with plain operands, one that does what depends on them alone once a call, if that saves much.
 */
import { aliasOf, type DType } from "../../kernel/dtype.js";
import type { LaneProgram } from "../../kernel/lane.js";
import { foldKey, uniformKey } from "../../kernel/link.js";
import { lower, lowerReduction, lowerUniform } from "../../kernel/lower.js";
import { print } from "../../kernel/signature.js";
import type { TypedBody } from "../../kernel/typed.js";
import type { Facts } from "./facts.js";
import type { Wish } from "./wanted.js";

/** A kernel to be made. */
export interface Job {
  readonly typed: TypedBody;
  /** What its name has behind the ufunc's: `f64_f64`. */
  readonly suffix: string;
  /** Null if it is optional and turns out not to be worth having. */
  readonly lower: (name: string) => LaneProgram | null;
  readonly isOptional: boolean;
}

/** By their keys in the link format. */
export type Jobs = ReadonlyMap<string, Job>;

/** Accumulators for which folding kernels are made though no call is known: those of NumPy's sums, and int32. */
const ACCUMULATORS: readonly DType[] = ["float64", "float32", "int64", "int32"];

/** What the file of a ufunc compiles. */
export function ownJobs({ own, options }: Facts): Jobs {
  const bodies = [...own.values()].map(({ typed }) => typed);
  const folds = bodies.filter(({ signature }) => ACCUMULATORS.includes(signature.inputs[0]!));
  return new Map([
    ...bodies.map(plain),
    ...(options.reorderable ? folds.flatMap((typed) => fold(typed, options.widen)) : []),
  ]);
}

/** What a call wants. */
export function wantedJobs({ use, bodies, uniform }: Wish, { options }: Facts): Jobs {
  const isReduction = use.method === "reduce" || use.method === "reduceat";
  return new Map([
    ...bodies.map(plain),
    ...(isReduction && options.reorderable ? bodies.flatMap((typed) => fold(typed, options.widen)) : []),
    ...(uniform > 0 ? bodies.map((typed) => fixed(typed, uniform)) : []),
  ]);
}

const suffixOf = ({ signature }: TypedBody): string => signature.inputs.map(aliasOf).join("_");

function plain(typed: TypedBody): [string, Job] {
  return [
    print(typed.signature),
    { typed, suffix: suffixOf(typed), lower: (name) => lower(typed, name), isOptional: false },
  ];
}

/** Of a body for (T, T) -> T. Where sums widen, int32 is no accumulator. */
function fold(typed: TypedBody, widen: boolean): [string, Job][] {
  const { inputs, outputs } = typed.signature;
  const [type] = outputs as [DType];
  if (inputs.length !== 2 || outputs.length !== 1 || inputs.some((each) => each !== type)) return [];
  if (widen && type === "int32") return [];
  return [
    [
      foldKey(type),
      { typed, suffix: `reduce_${aliasOf(type)}`, lower: (name) => lowerReduction(typed, name), isOptional: false },
    ],
  ];
}

function fixed(typed: TypedBody, set: number): [string, Job] {
  const suffix = `${suffixOf(typed)}_uniform${set}`;
  return [
    uniformKey(print(typed.signature), set),
    { typed, suffix, lower: (name) => lowerUniform(typed, name, set), isOptional: true },
  ];
}
