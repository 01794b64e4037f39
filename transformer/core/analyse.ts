/**
 * (program, file) -> what to emit into the file and what to tell about it: the transformer's table of contents.
 *
 *     find -> read -> options -> signatures + calls -> infer -> plan;  plan -> lower -> print -> AssemblyScript
 *
 * Each file owns the kernels that it gives the reason for: its ufuncs' pins, options and defaults, and the element types
 * of the calls that stand in it. Kernels for ufuncs of other files are handed over by `link.extend`. Everything is found
 * once per program and kept.
 */
import type * as ts from "typescript";
import { aliasOf, type DType } from "../../kernel/dtype.js";
import { infer, isRefusal, type Refusal } from "../../kernel/infer.js";
import { encode } from "../../kernel/jitcode.js";
import { lower } from "../../kernel/lower.js";
import { canCast } from "../../kernel/promote.js";
import { print, type Signature } from "../../kernel/signature.js";
import type { TypedBody } from "../../kernel/typed.js";
import { printModule } from "./assemblyscript.js";
import { sha256 } from "./cache.js";
import { inputsOf } from "./calls.js";
import { type Context, fileName, scalarKind } from "./context.js";
import { areProblems, type Problem } from "./diagnostic.js";
import { Finder, type Site, type Use } from "./find.js";
import { type Options, readOptions } from "./options.js";
import { nodeAt, type Reading, read } from "./read.js";
import { keyOf, ownSignatures, pinned, unique } from "./signatures.js";

/** Signature -> name of its kernel in the file's module. */
export type Kernels = ReadonlyMap<string, string>;

/** What a `ufunc(…)` call is given: its body and kernels, or the reason why it has none. */
export type SitePlan =
  | { readonly name: string; readonly why: string }
  | {
      readonly name: string;
      readonly hash: string;
      readonly jitcode: string;
      readonly captures: readonly ts.Expression[];
      readonly kernels: Kernels;
    };

/** Kernels for a ufunc of another file. */
export interface LinkPlan {
  readonly ufunc: ts.Expression;
  readonly hash: string;
  readonly kernels: Kernels;
}

export interface FilePlan {
  readonly sites: ReadonlyMap<Site, SitePlan>;
  readonly links: readonly LinkPlan[];
  readonly problems: readonly Problem[];
  readonly kernels: readonly Kernel[];
}

interface Kernel {
  readonly name: string;
  readonly typed: TypedBody;
}

/** What is known of a site wherever it is looked at from. */
interface Facts {
  readonly reading: Reading;
  readonly options: Options;
  readonly jitcode: string;
  readonly hash: string;
  /** The typed bodies that the declaring file compiles, by signature. */
  readonly own: ReadonlyMap<string, TypedBody>;
  readonly problems: readonly Problem[];
}

type Rejected = { readonly problems: readonly Problem[]; readonly reading?: never };

export class Analysis {
  private readonly finder: Finder;
  private readonly facts = new Map<Site, Facts | Rejected>();
  private readonly plans = new Map<ts.SourceFile, FilePlan | null>();
  private readonly printed = new Map<ts.SourceFile, { source: string; pool: Uint8Array } | null>();
  private readonly typed = new Map<Site, Map<string, TypedBody | Refusal>>();

  constructor(
    private readonly ctx: Context,
    private readonly defaults: readonly string[] | undefined,
  ) {
    this.finder = new Finder(ctx);
  }

  /**
   * A text that changes when what is emitted into a file changes for a reason that lies in other files: an inlined
   * helper, a folded constant, the body of a ufunc that is called. Null for a file without ufuncs.
   */
  fingerprint(file: ts.SourceFile): string | null {
    const { sites, uses } = this.finder.find(file);
    if (sites.length + uses.length === 0) return null;
    const parts = [...sites, ...uses.map((use) => use.site)].map((site) => {
      const facts = this.factsOf(site);
      return facts.reading ? facts.jitcode : facts.problems.map(({ text }) => text).join();
    });
    return sha256(parts.join("\n")).toString("hex").slice(0, 16);
  }

  /** What to emit into a file; null where there is nothing. */
  plan(file: ts.SourceFile): FilePlan | null {
    const known = this.plans.get(file);
    if (known !== undefined) return known;
    const { sites, uses } = this.finder.find(file);
    const plan = sites.length + uses.length === 0 ? null : this.makePlan(sites, uses);
    this.plans.set(file, plan);
    return plan;
  }

  /** The AssemblyScript of a file's kernels, and the constants that they load; null if it has none. */
  print(file: ts.SourceFile): { source: string; pool: Uint8Array } | null {
    const known = this.printed.get(file);
    if (known !== undefined) return known;
    const kernels = this.plan(file)?.kernels ?? [];
    const printed = kernels.length === 0 ? null : printModule(kernels.map(({ name, typed }) => lower(typed, name)));
    this.printed.set(file, printed);
    return printed;
  }

  private makePlan(sites: readonly Site[], uses: readonly Use[]): FilePlan {
    const problems: Problem[] = [];
    const kernels: Kernel[] = [];
    const wanted = new Map<Site, Map<string, TypedBody>>(sites.map((site) => [site, new Map()]));
    for (const use of uses) {
      const signatures = wanted.get(use.site) ?? new Map<string, TypedBody>();
      wanted.set(use.site, signatures);
      for (const typed of this.wantedBy(use, problems)) signatures.set(print(typed.signature), typed);
    }
    const taken = new Set<string>();
    const name = (site: Site, bodies: ReadonlyMap<string, TypedBody>): Kernels =>
      new Map(
        [...bodies].map(([signature, typed]) => {
          const kernel = kernelName(site.name, typed.signature, taken);
          kernels.push({ name: kernel, typed });
          return [signature, kernel];
        }),
      );
    const planOf = (site: Site): SitePlan => {
      const facts = this.factsOf(site);
      if (site.marked) problems.push(...facts.problems);
      const [problem] = facts.problems;
      if (problem || !facts.reading) return { name: site.name, why: problem!.text };
      const { hash, jitcode, reading, own } = facts;
      const all = new Map([...own, ...wanted.get(site)!]);
      return { name: site.name, hash, jitcode, captures: reading.captures, kernels: name(site, all) };
    };
    const plans = new Map(sites.map((site) => [site, planOf(site)]));
    const links = uses.filter(
      (use, i) => !sites.includes(use.site) && uses.findIndex((u) => u.site === use.site) === i,
    );
    return {
      sites: plans,
      links: links.flatMap((use) => this.link(use, wanted.get(use.site)!, name)),
      problems,
      kernels,
    };
  }

  /** Kernels for a ufunc of another file, if this file can name it and the other does not have them. */
  private link(
    use: Use,
    bodies: ReadonlyMap<string, TypedBody>,
    name: (site: Site, bodies: ReadonlyMap<string, TypedBody>) => Kernels,
  ): LinkPlan[] {
    const facts = this.factsOf(use.site);
    if (!facts.reading || facts.problems.length > 0 || !this.isImported(use.ufunc)) return [];
    const missing = new Map([...bodies].filter(([signature]) => !facts.own.has(signature)));
    return missing.size === 0 ? [] : [{ ufunc: use.ufunc, hash: facts.hash, kernels: name(use.site, missing) }];
  }

  /** Does an expression begin with a name that the file imports? Only then does it mean the same at the file's head. */
  private isImported(expression: ts.Expression): boolean {
    const { ts, checker } = this.ctx;
    if (ts.isPropertyAccessExpression(expression)) return this.isImported(expression.expression);
    const symbol = checker.getSymbolAtLocation(expression);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  }

  private factsOf(site: Site): Facts | Rejected {
    const known = this.facts.get(site);
    if (known !== undefined) return known;
    const facts = this.learn(site);
    this.facts.set(site, facts);
    return facts;
  }

  private learn(site: Site): Facts | Rejected {
    const reading = read(this.ctx, this.finder, site);
    const options = readOptions(this.ctx, site);
    if (areProblems(reading) || areProblems(options))
      return { problems: [reading, options].flatMap((part) => (areProblems(part) ? part : [])) };
    const jitcode = encode(reading.body);
    const hash = sha256(encode(reading.body, { positions: false }))
      .toString("hex")
      .slice(0, 16);
    const [func] = reading.body.functions;
    const parameters = reading.functions[0]!.parameters;
    const bigints = parameters.map(
      (node) => scalarKind(this.ctx, this.ctx.checker.getTypeAtLocation(node)) === "bigint",
    );
    const wanted = ownSignatures(func, options, bigints, this.defaults);
    const own = new Map<string, TypedBody>();
    const refused: Problem[] = [];
    for (const signature of reading.body.captures.length > 0 ? [] : wanted.signatures) {
      const typed = this.type(site, reading, signature);
      if (isRefusal(typed)) refused.push(this.refused(site, reading, signature.inputs, typed));
      else own.set(print(typed.signature), typed);
    }
    const told = wanted.reason === "asked" || own.size === 0 ? refused : [];
    const shown = wanted.reason === "asked" ? told : told.slice(0, 1);
    return { reading, options, jitcode, hash, own, problems: [...wanted.problems, ...shown] };
  }

  private type(site: Site, { body }: Reading, signature: Signature): TypedBody | Refusal {
    const known = this.typed.get(site) ?? new Map<string, TypedBody | Refusal>();
    this.typed.set(site, known);
    const key = keyOf(signature);
    const { inputs, outputs } = signature;
    const typed = known.get(key) ?? infer(body, inputs, outputs.length > 0 ? { outputs } : {});
    known.set(key, typed);
    return typed;
  }

  private refused(site: Site, { functions }: Reading, inputs: readonly DType[], refusal: Refusal): Problem {
    const { ctx } = this;
    const text = `${refusal.text} (\`${site.name}\` for ${inputs.join(", ")})`;
    const file = functions.map((func) => func.getSourceFile()).find((source) => fileName(ctx, source) === refusal.file);
    const cause = file && nodeAt(ctx, file, refusal.at);
    const isHere = file === site.call.getSourceFile();
    if (cause && isHere) return { node: cause, number: refusal.number, text };
    return {
      node: site.body,
      number: refusal.number,
      text,
      ...(cause && { cause: { node: cause, text: refusal.text } }),
    };
  }

  /** The typed bodies that a call wants. A call for which all are refused is a problem. */
  private wantedBy(use: Use, problems: Problem[]): TypedBody[] {
    const facts = this.factsOf(use.site);
    if (!facts.reading || facts.options.loops || facts.reading.body.captures.length > 0) return [];
    const answers = this.signaturesOf(use, facts).map((inputs) =>
      this.type(use.site, facts.reading, { inputs, outputs: [] }),
    );
    const bodies = answers.filter((answer): answer is TypedBody => !isRefusal(answer));
    const [refusal] = answers.filter(isRefusal);
    if (refusal && bodies.length === 0 && facts.problems.length === 0)
      problems.push({ ...this.refused(use.site, facts.reading, [], refusal), node: use.call });
    return bodies;
  }

  private signaturesOf(use: Use, { reading, options }: Facts): DType[][] {
    const [func] = reading.body.functions;
    const lists = inputsOf(this.ctx, use, func.params, options.widen, (call) => this.resultOf(call));
    const signatures = lists.map((inputs) => ({ inputs: pinned(func, inputs), outputs: [] }));
    return unique(signatures).map(({ inputs }) => [...inputs]);
  }

  /** The element type of the array that a call of a ufunc gives, if only one is possible. */
  private resultOf(call: ts.CallExpression): DType | null {
    const use = this.finder.useAt(call);
    const facts = use && this.factsOf(use.site);
    if (!use || !facts?.reading || use.method !== undefined || facts.reading.body.captures.length > 0) return null;
    const results = new Set(this.signaturesOf(use, facts).map((inputs) => this.outputOf(use.site, facts, inputs)));
    return results.size === 1 ? [...results][0]! : null;
  }

  private outputOf(site: Site, { reading, options, own }: Facts, inputs: readonly DType[]): DType | null {
    if (options.loops) {
      const bodies = [...own.values()];
      const loop = bodies.find(({ signature }) =>
        signature.inputs.every((type, i) => canCast(inputs[i]!, type, "safe")),
      );
      return loop?.signature.outputs[0] ?? null;
    }
    const typed = this.type(site, reading, { inputs, outputs: [] });
    return isRefusal(typed) || typed.signature.outputs.length !== 1 ? null : typed.signature.outputs[0]!;
  }
}

/** `minimum_f64_f64`, and a number where a file has several of a name. */
function kernelName(ufunc: string, { inputs }: Signature, taken: Set<string>): string {
  const wanted = `${ufunc.replace(/[^A-Za-z0-9_]/g, "_")}_${inputs.map(aliasOf).join("_")}`;
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}
