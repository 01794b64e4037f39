/**
 * Which kernels are made of a typed body: the one that takes any operands; for a call that folds, one that does; for a call
 * with plain operands, one that does what depends on them alone once a call, if that saves much.
 *
 * Folds of which no call is known are left to the JIT: a ufunc would carry them for each of its types.
 */
import { aliasOf, type DType } from "../../kernel/dtype.js";
import { foldOrder } from "../../kernel/folding.js";
import type { LaneProgram } from "../../kernel/lane.js";
import { methodKey, uniformKey } from "../../kernel/link.js";
import { lower, lowerReduction, lowerScan, lowerUniform } from "../../kernel/lower.js";
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

/** What the file of a ufunc compiles. */
export function ownJobs({ own }: Facts): Jobs {
  return new Map([...own.values()].map(({ typed }) => plain(typed)));
}

/** What a call wants. */
export function wantedJobs({ use, bodies, uniform }: Wish, { options }: Facts): Jobs {
  const isReduction = use.method === "reduce" || use.method === "reduceat";
  // which axis is folded, and whether it is the fast one, is known at run time
  const isScan = use.method === "accumulate" || isReduction;
  return new Map([
    ...bodies.map(plain),
    ...(isReduction && options.reorderable ? bodies.flatMap((typed) => folding("reduce", typed, options)) : []),
    ...(isScan ? bodies.flatMap((typed) => folding("scan", typed, options)) : []),
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

type Options = Facts["options"];

/** The accumulator's type T of a body for (T, T) -> T; null for others. Where sums widen, int32 is none. */
function accumulator({ signature }: TypedBody, { widen }: Options): DType | null {
  const { inputs, outputs } = signature;
  const [type] = outputs as [DType];
  if (inputs.length !== 2 || outputs.length !== 1 || inputs.some((each) => each !== type)) return null;
  return widen && type === "int32" ? null : type;
}

/** The kernel for a method that folds. */
function folding(kind: "reduce" | "scan", typed: TypedBody, options: Options): [string, Job][] {
  const type = accumulator(typed, options);
  if (type === null || (kind === "reduce" && foldOrder(typed) === "left")) return [];
  const lowered = (name: string) => (kind === "reduce" ? lowerReduction : lowerScan)(typed, name);
  return [[methodKey(kind, type), { typed, suffix: `${kind}_${aliasOf(type)}`, lower: lowered, isOptional: true }]];
}

function fixed(typed: TypedBody, set: number): [string, Job] {
  const suffix = `${suffixOf(typed)}_uniform${set}`;
  return [
    uniformKey(print(typed.signature), set),
    { typed, suffix, lower: (name) => lowerUniform(typed, name, set), isOptional: true },
  ];
}
