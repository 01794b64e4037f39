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
import type { LaneProgram } from "../../kernel/lane.js";
import type { KernelKeys } from "../../kernel/link.js";
import type { TypedBody } from "../../kernel/typed.js";
import { printModule } from "./assemblyscript.js";
import { sha256 } from "./cache.js";
import { type Context, fileName } from "./context.js";
import { type Problem, problem } from "./diagnostic.js";
import { FactBook } from "./facts.js";
import { Finder, type Found, type Site, type Use } from "./find.js";
import type { Decorated } from "./find-members.js";
import { type Job, type Jobs, ownJobs, wantedJobs } from "./jobs.js";
import { Profile } from "./profile.js";
import type { Captured } from "./read.js";
import { functionValues, type ValueNode } from "./values.js";
import { type Wish, Wishes } from "./wanted.js";
import type { Group } from "./wasm.js";

/** The keys of kernels in the link format, in the order of the binary: signatures, most often. */
export type Kernels = KernelKeys;

/** What a `ufunc(…)` call is given: its body and kernels, or the reason why it has none. */
export type SitePlan =
  | { readonly name: string; readonly why: string }
  | {
      readonly name: string;
      readonly hash: string;
      readonly jitcode: string;
      readonly captures: readonly Captured[];
      readonly kernels: Kernels;
    };

/** Kernels for a ufunc of another file. */
export interface LinkPlan {
  readonly site: Site;
  /** A name that means the ufunc at the head of the file, if there is one. */
  readonly ufunc: ts.Expression | null;
  readonly hash: string;
  readonly kernels: Kernels;
}

export interface FilePlan {
  readonly sites: ReadonlyMap<Site, SitePlan>;
  /** Functions that a ufunc may be given at run time: those marked by `@ufunc`, and those used as values. */
  readonly bodies: ReadonlyMap<ValueNode, readonly [Site, SitePlan]>;
  readonly links: readonly LinkPlan[];
  /** The decorators `@ufunc` of its static methods. */
  readonly decorators: readonly ts.Decorator[];
  readonly problems: readonly Problem[];
  readonly kernels: readonly Kernel[];
  /** What the calls in the file want. */
  readonly wishes: readonly Wish[];
}

/** A kernel of a file's module, under its key in the link format: a signature, most often. */
export interface Kernel {
  readonly name: string;
  readonly key: string;
  readonly site: Site;
  readonly typed: TypedBody;
  readonly program: () => LaneProgram;
}

/** A file's module before asc: the text, and the programs that it prints. */
export interface Printed {
  readonly source: string;
  readonly groups: readonly Group[];
  readonly isNamed: boolean;
}

/** What the user says of the whole program. */
export interface AnalysisOptions {
  /** Signatures for ufuncs about whose types nothing is known, instead of float64, float32 and int32. */
  readonly defaults?: readonly string[] | undefined;
  /** A file that `MICRONUMPY_PROFILE` wrote: what was traced then is compiled now. Relative to the project's folder. */
  readonly profile?: string | undefined;
  /** Do kernels carry the names by which profilers show them? Unless this is false; it is a few bytes each. */
  readonly names?: boolean | undefined;
}

export class Analysis {
  private readonly profile: Profile;
  private readonly isNamed: boolean;
  readonly finder: Finder;
  readonly book: FactBook;
  private readonly wishes: Wishes;
  private readonly plans = new Map<ts.SourceFile, FilePlan | null>();
  private readonly printed = new Map<ts.SourceFile, Printed | null>();

  constructor(
    private readonly ctx: Context,
    { defaults, profile, names = true }: AnalysisOptions = {},
  ) {
    this.finder = new Finder(ctx);
    this.profile = new Profile(ctx.root, profile);
    this.isNamed = names;
    this.book = new FactBook(ctx, this.finder, defaults, this.profile);
    this.wishes = new Wishes(ctx, this.finder, this.book);
  }

  /**
   * A text that changes when what is emitted into a file changes for a reason that lies in other files: an inlined
   * helper, a folded constant, the body of a ufunc that is called, what a run has traced. Null for a file without ufuncs.
   */
  fingerprint(file: ts.SourceFile): string | null {
    const { sites, uses } = this.finder.find(file);
    if (sites.length + uses.length === 0) return null;
    const parts = [...sites, ...uses.map((use) => use.site)].map((site) => {
      const facts = this.book.of(site);
      const traced = this.profile.of(fileName(this.ctx, site.node.getSourceFile()), site.name);
      return [facts.reading ? facts.jitcode : facts.problems.map(({ text }) => text), ...traced].join();
    });
    return shortHash(parts.join("\n"));
  }

  /** A text that changes when the body of one of a file's ufuncs does; null for a file that makes none. */
  bodiesHash(file: ts.SourceFile): string | null {
    const { sites } = this.finder.find(file);
    if (sites.length === 0) return null;
    const hashes = sites.map((site) => {
      const facts = this.book.of(site);
      return facts.reading ? facts.hash : "";
    });
    return shortHash(hashes.join());
  }

  /** What to emit into a file; null where there is nothing. */
  plan(file: ts.SourceFile): FilePlan | null {
    const known = this.plans.get(file);
    if (known !== undefined) return known;
    const found = this.finder.find(file);
    const isEmpty = Object.values(found).every(({ length }) => length === 0);
    const plan = isEmpty ? null : new Planner(this.ctx, this.book, found.sites).plan(found, this.wishes);
    this.plans.set(file, plan);
    return plan;
  }

  /** The AssemblyScript of a file's kernels; null if it has none. */
  print(file: ts.SourceFile): Printed | null {
    const known = this.printed.get(file);
    if (known !== undefined) return known;
    const lowered = new Map<Site, LaneProgram[]>();
    for (const { site, program } of this.plan(file)?.kernels ?? []) {
      const programs = lowered.get(site) ?? [];
      lowered.set(site, programs);
      programs.push(program());
    }
    const printed = lowered.size === 0 ? null : printedOf(lowered, this.isNamed);
    this.printed.set(file, printed);
    return printed;
  }
}

const shortHash = (text: string): string => sha256(text).toString("hex").slice(0, 16);

function printedOf(lowered: ReadonlyMap<Site, readonly LaneProgram[]>, isNamed: boolean): Printed {
  const { source, pools } = printModule([...lowered.values()]);
  const groups = [...lowered].map(([site, programs], k) => ({ site, programs, pool: pools[k]! }));
  return { source, groups, isNamed };
}

/** Is a node, or one in it, what a parser makes of an error of syntax? */
const isBroken = ({ ts }: Pick<Context, "ts">, node: ts.Node): boolean =>
  (node.flags & ts.NodeFlags.ThisNodeHasError) !== 0 || !!ts.forEachChild(node, (child) => isBroken({ ts }, child));

/** Makes the plan of one file. */
class Planner {
  private readonly problems: Problem[] = [];
  private readonly kernels: Kernel[] = [];
  private readonly names = new Set<string>();

  constructor(
    private readonly ctx: Context,
    private readonly book: FactBook,
    private readonly sites: readonly Site[],
  ) {}

  plan({ uses, decorated, unmarked }: Found, wishes: Wishes): FilePlan {
    const made = uses.map((use) => wishes.of(use));
    this.problems.push(...made.flatMap(({ problem }) => problem ?? []));
    const wanted = new Map<Site, Jobs>();
    for (const wish of made) {
      const { site } = wish.use;
      const facts = this.book.of(site);
      if (facts.reading) wanted.set(site, new Map([...(wanted.get(site) ?? []), ...wantedJobs(wish, facts)]));
    }
    for (const each of decorated) this.problems.push(...this.decorated(each));
    this.problems.push(...unmarked.map(({ node, found }) => problem(node, "comment", found)));
    const sites = new Map(this.sites.map((site) => [site, this.site(site, wanted.get(site))]));
    const links = [...wanted].flatMap(([site, jobs]) => (sites.has(site) ? [] : this.link(site, jobs, uses)));
    const decorators = decorated.flatMap((each) => ("site" in each ? each.decorator : []));
    const { kernels } = this;
    // what is half typed, here or where a helper is, is for the parser alone to tell
    const problems = this.problems.filter(
      ({ node, cause }) => !isBroken(this.ctx, node) && !(cause && isBroken(this.ctx, cause.node.getSourceFile())),
    );
    return { sites, bodies: this.bodies(sites), links, decorators, problems, kernels, wishes: made };
  }

  private bodies(sites: ReadonlyMap<Site, SitePlan>): Map<ValueNode, readonly [Site, SitePlan]> {
    const { isCallExpression, isDecorator } = this.ctx.ts;
    const marked = [...sites].flatMap(([site, plan]) =>
      isCallExpression(site.node) || isDecorator(site.node) ? [] : [[site.node, [site, plan]] as const],
    );
    const isOpen = this.sites.some((site) =>
      this.book.of(site).reading?.body.captures.some(({ kind }) => kind === "function"),
    );
    if (!isOpen) return new Map(marked);
    const values = functionValues(this.ctx, this.sites[0]!.node.getSourceFile(), this.sites).flatMap((site) => {
      const known = this.book.bodyOf(site);
      return known === null ? [] : [[site.node as ValueNode, [site, { ...known, captures: [], kernels: [] }]] as const];
    });
    return new Map([...marked, ...values]);
  }

  private site(site: Site, wanted: Jobs = new Map()): SitePlan {
    const facts = this.book.of(site);
    const { name } = site;
    if (site.marked) this.problems.push(...facts.problems);
    const [problem] = facts.problems;
    if (problem || !facts.reading) return { name, why: problem!.text };
    const { hash, jitcode, reading, disagreements } = facts;
    if (site.marked) this.problems.push(...disagreements);
    const kernels = this.compile(site, new Map([...ownJobs(facts), ...wanted]));
    return { name, hash, jitcode, captures: reading.captures, kernels };
  }

  /** What is wrong with a method marked by `@ufunc`; one that its own file lifts is a site, which says so itself. */
  private decorated(each: Decorated): readonly Problem[] {
    if ("found" in each) return [problem(each.decorator, "decorator", each.found)];
    if (this.sites.some(({ body }) => body === each.site.body)) return [];
    const facts = this.book.of(each.site);
    return [...facts.problems, ...(facts.reading ? facts.disagreements : [])];
  }

  /** Kernels for a ufunc of another file, if that does not have them. */
  private link(site: Site, jobs: Jobs, uses: readonly Use[]): LinkPlan[] {
    const facts = this.book.of(site);
    if (!facts.reading || facts.problems.length > 0) return [];
    const own = ownJobs(facts);
    const kernels = this.compile(site, new Map([...jobs].filter(([key]) => !own.has(key))));
    const ufunc = uses.find((use) => use.site === site && this.isImported(use.ufunc))?.ufunc ?? null;
    return kernels.length === 0 ? [] : [{ site, ufunc, hash: facts.hash, kernels }];
  }

  private compile(site: Site, jobs: Jobs): Kernels {
    return [...jobs].flatMap(([key, job]) => (this.kernel(site, key, job) ? [key] : []));
  }

  /** Lowered when it is printed; an optional one at once, to see whether it is worth having: is it? */
  private kernel(site: Site, key: string, { typed, suffix, lower, isOptional }: Job): boolean {
    const name = uniqueName(`${site.name.replace(/^(?=\d)|[^A-Za-z0-9_]/g, "_")}_${suffix}`, this.names);
    const made = isOptional ? lower(name) : undefined;
    if (made === null) return false;
    this.names.add(name);
    this.kernels.push({ name, key, site, typed, program: () => made ?? lower(name)! });
    return true;
  }

  /** Does an expression begin with a name that the file imports? Only then does it mean the same at the file's head. */
  private isImported(expression: ts.Expression): boolean {
    const { ts, checker } = this.ctx;
    if (ts.isPropertyAccessExpression(expression)) return this.isImported(expression.expression);
    const symbol = checker.getSymbolAtLocation(expression);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  }
}

/** `minimum_f64_f64`, and a number where a file has several of a name. */
function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
  return name;
}
