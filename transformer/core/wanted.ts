/** What calls want of a ufunc: the body typed for the element types that are known at the call, or why nothing is. */
import type * as ts from "typescript";
import type { DType } from "../../kernel/dtype.js";
import { isRefusal, type Refusal } from "../../kernel/infer.js";
import { canCast } from "../../kernel/promote.js";
import type { TypedBody } from "../../kernel/typed.js";
import { inputsOf } from "./calls.js";
import { type Context, scalarKind } from "./context.js";
import type { Problem } from "./diagnostic.js";
import type { FactBook, Facts } from "./facts.js";
import type { Finder, Site, Use } from "./find.js";
import { wrongResultType } from "./result-types.js";
import { pinned, unique } from "./signatures.js";

/** What one call wants. */
export interface Wish {
  readonly use: Use;
  readonly bodies: readonly TypedBody[];
  /** Which operands are plain values beside arrays, as a set of bits. */
  readonly uniform: number;
  /** Why the run time has to see to it. */
  readonly open?: string;
  readonly problem?: Problem;
}

export class Wishes {
  constructor(
    private readonly ctx: Context,
    private readonly finder: Finder,
    private readonly book: FactBook,
  ) {}

  /** What a call wants. One for which all signatures are refused has a problem. */
  of(use: Use): Wish {
    const facts = this.book.of(use.site);
    if (!facts.reading || facts.options.loops || facts.reading.body.captures.length > 0)
      return { use, bodies: [], uniform: 0 };
    const lists = this.inputs(use, facts);
    if (typeof lists === "string") return { use, bodies: [], uniform: 0, open: lists };
    const answers = this.typed(use, facts, lists);
    const bodies = answers.filter((answer): answer is TypedBody => !isRefusal(answer));
    const [refusal] = answers.filter(isRefusal);
    const uniform = uniformSet(this.ctx, use, facts.reading.body.functions[0].params);
    if (facts.problems.length > 0) return { use, bodies, uniform };
    if (!refusal || bodies.length > 0) {
      const signatures = bodies.map(({ signature }) => signature);
      const own = facts.own.values();
      const problem = facts.disagreements.length > 0 ? null : wrongResultType(this.ctx, use, own, signatures);
      return { use, bodies, uniform, ...(problem && { problem }) };
    }
    const inputs = lists[answers.indexOf(refusal)]!;
    const problem = { ...this.book.refused(use.site, facts.reading, inputs, refusal), node: use.call };
    return { use, bodies, uniform, problem };
  }

  /** Plain numbers alone are float64, and int32 for a body that takes no floats. */
  private typed(use: Use, facts: Facts, lists: readonly (readonly DType[])[]): (TypedBody | Refusal)[] {
    const [func] = facts.reading.body.functions;
    const answers = lists.map((inputs) => this.typedFor(use.site, facts, inputs));
    if (!answers.every(isRefusal) || plainSet(this.ctx, use, func.params) !== allOf(func.params)) return answers;
    const whole = lists.map((inputs) => inputs.map((type): DType => (type === "float64" ? "int32" : type)));
    const others = whole.map((inputs) => this.typedFor(use.site, facts, pinned(func, inputs)));
    return others.some((answer) => !isRefusal(answer)) ? others : answers;
  }

  /** The body for these operands: as the ufunc's own file compiles it, where its `types` may spell out other outputs. */
  private typedFor(site: Site, { reading, own }: Facts, inputs: readonly DType[]): TypedBody | Refusal {
    const known = [...own.values()].find(({ typed }) => typed.signature.inputs.every((type, i) => type === inputs[i]));
    return known?.typed ?? this.book.type(site, reading, { inputs, outputs: [] });
  }

  private inputs(use: Use, { reading, options }: Facts): readonly (readonly DType[])[] | string {
    const [func] = reading.body.functions;
    const lists = inputsOf(this.ctx, use, func.params, options.widen, (call) => this.resultOf(call));
    if (typeof lists === "string") return pinned(func, []).every(Boolean) ? [] : lists;
    return unique(lists.map((inputs) => ({ inputs: pinned(func, inputs), outputs: [] }))).map(({ inputs }) => inputs);
  }

  /** The element type of the array that a call of a ufunc gives, if only one is possible. */
  private resultOf(call: ts.CallExpression): DType | null {
    const use = this.finder.useAt(call);
    const facts = use && this.book.of(use.site);
    if (!use || !facts?.reading || use.method !== undefined || facts.reading.body.captures.length > 0) return null;
    const lists = this.inputs(use, facts);
    if (typeof lists === "string") return null;
    const results = new Set(lists.map((inputs) => this.outputOf(use.site, facts, inputs)));
    return results.size === 1 ? [...results][0]! : null;
  }

  private outputOf(site: Site, facts: Facts, inputs: readonly DType[]): DType | null {
    const { options, own } = facts;
    if (options.loops) {
      const signatures = [...own.values()].map(({ typed }) => typed.signature);
      const loop = signatures.find((each) => each.inputs.every((type, i) => canCast(inputs[i]!, type, "safe")));
      return loop?.outputs[0] ?? null;
    }
    const typed = this.typedFor(site, facts, inputs);
    return isRefusal(typed) || typed.signature.outputs.length !== 1 ? null : typed.signature.outputs[0]!;
  }
}

const allOf = (nin: number) => (1 << nin) - 1;

/** Operands of a plain call that are numbers, bigints or booleans. */
function plainSet(ctx: Context, { call, method }: Use, nin: number): number {
  if (method !== undefined) return 0;
  const kinds = call.arguments.slice(0, nin).map((node) => scalarKind(ctx, ctx.checker.getTypeAtLocation(node)));
  return kinds.reduce((bits, kind, k) => (kind === null ? bits : bits | (1 << k)), 0);
}

/** Those beside arrays: none where all are plain. */
function uniformSet(ctx: Context, use: Use, nin: number): number {
  const set = plainSet(ctx, use, nin);
  return set === allOf(nin) ? 0 : set;
}
