/**
 * `micronumpy explain`: from the analysis of a program to reports of its ufuncs, and the code of the kernels behind them.
 *
 * The kernels are those that a build emits: sizes and text are of asc's own module, out of the cache where it has it.
 */
import { createRequire } from "node:module";
import { isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type * as ts from "typescript";
import type { At } from "../../kernel/ir.js";
import type { LaneProgram } from "../../kernel/lane.js";
import { widestLane } from "../../kernel/lower.js";
import { sentence } from "../../kernel/remark.js";
import { Analysis, type FilePlan, type Kernel } from "../core/analyse.js";
import { Assembly } from "../core/asc.js";
import { printModule } from "../core/assemblyscript.js";
import { Cache } from "../core/cache.js";
import { type Context, createContext, positionOf } from "../core/context.js";
import type { Facts, Rejected } from "../core/facts.js";
import type { Site } from "../core/find.js";
import { wantedJobs } from "../core/jobs.js";
import { checkOptions } from "../core/plugin-options.js";
import type { Reason } from "../core/signatures.js";
import { functionSizes } from "../core/wasm.js";
import { PATCH_KEYS } from "../hosts/tsconfig.js";
import { foreignUfuncs } from "./foreign.js";
import { type Project, ProjectError } from "./project.js";
import type { KernelReport, Note, Place, UfuncReport } from "./report.js";
import { wraps } from "./wraps.js";

/** Everything that one file's output holds for the ufuncs asked for. */
interface Module {
  readonly file: ts.SourceFile;
  readonly plan: FilePlan;
  readonly programs: readonly LaneProgram[];
}

const OPERATORS: Record<string, string> = { add: "+", sub: "-", mul: "*", neg: "-", pow: "**", shl: "<<" };

const reasons: Record<Reason["kind"] | "elsewhere", string> = {
  annotations: "its parameters are annotated so",
  types: "the option `types` lists it",
  loops: "the option `loops` lists it",
  default: "by default: nothing is known of its operands",
  call: "called with these types",
  elsewhere: "called with these types; `tsc -b` sees only declarations from here, and leaves it to the run time",
  profile: "the profile has it: a run has traced it",
};

export class Explainer {
  private readonly ctx: Context;
  private readonly analysis: Analysis;
  private readonly assembly: Assembly;
  private readonly modules: readonly Module[];
  private readonly sites: ReadonlySet<Site>;
  private readonly foreign: readonly UfuncReport[];

  /** `wanted` is the name of a ufunc or a file; null for all. */
  constructor({ ts, program, options }: Project, wanted: string | null) {
    checkOptions(options, PATCH_KEYS);
    this.ctx = createContext(ts, program);
    this.analysis = new Analysis(this.ctx, options);
    this.assembly = new Assembly(new Cache(this.ctx.root));
    const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
    const planned = files.flatMap((file) => ({ file, plan: this.analysis.plan(file) }));
    const sites = planned.flatMap(({ plan }) => [...(plan?.sites.keys() ?? [])]);
    const path = wanted === null ? null : resolve(wanted);
    this.sites = new Set(
      sites.filter((site) => path === null || site.name === wanted || site.node.getSourceFile().fileName === path),
    );
    this.modules = planned.flatMap(({ file, plan }) => {
      if (plan === null) return [];
      const names = new Set(plan.kernels.flatMap(({ site, name }) => (this.sites.has(site) ? [name] : [])));
      const programs = (this.analysis.print(file)?.groups ?? [])
        .flatMap(({ programs }) => programs)
        .filter(({ name }) => names.has(name));
      return [{ file, plan, programs }];
    });
    this.foreign = foreignUfuncs(this.ctx, this.analysis.finder, files, (node) => this.place(node)).filter(
      ({ name }) => wanted === null || name === wanted,
    );
  }

  /** Is there nothing of what was asked for? */
  get isEmpty(): boolean {
    return this.sites.size + this.foreign.length === 0;
  }

  reports(): UfuncReport[] {
    const kernels = this.modules.flatMap((module) => this.kernels(module));
    const own = [...this.sites].map((site): UfuncReport => {
      const facts = this.analysis.book.of(site);
      const [problem] = facts.problems;
      const wishes = this.modules.flatMap(({ plan }) => plan.wishes).filter(({ use }) => use.site === site);
      return {
        name: site.name,
        ...this.place(site.node),
        ...(problem && { why: problem.text }),
        captures: facts.reading?.body.captures.map(({ name }) => name) ?? [],
        kernels: kernels.flatMap((kernel) => (kernel.site === site ? [kernel.report] : [])),
        open: [
          ...wishes.flatMap(({ use, open }) => (open === undefined ? [] : [this.note(use.call, open)])),
          ...this.chosen(facts),
        ],
      };
    });
    return [...own, ...this.foreign];
  }

  /** The functions that are chosen at run time. */
  private chosen({ reading }: Facts | Rejected): Note[] {
    return (reading?.body.captures ?? []).flatMap(({ name, kind }, k) => {
      const text = `\`${name}\` is chosen then: ufuncs and functions of numbers of its file are inlined; any other runs as plain JavaScript, mark it with @ufunc`;
      return kind === "function" ? [this.note(reading!.captures[k]!.node, text)] : [];
    });
  }

  /** The AssemblyScript of the kernels, a module a file. */
  assemblyScript(): string {
    return this.written().join("\n");
  }

  /** The same as Wasm text, after asc. */
  async wasmText(): Promise<string> {
    const { default: binaryen } = await loadBinaryen();
    return this.written()
      .map((source) => {
        const module = binaryen.readBinary(this.compile(source));
        const text = module.emitText();
        module.dispose();
        return text;
      })
      .join("\n");
  }

  private written(): string[] {
    return this.modules.flatMap(({ programs }) => (programs.length === 0 ? [] : [printModule([programs]).source]));
  }

  private compile(source: string): Uint8Array {
    const wasm = this.assembly.compile(source);
    if ("error" in wasm) throw new ProjectError(`asc refused the AssemblyScript: ${wasm.error}`);
    return wasm;
  }

  private kernels({ file, plan, programs }: Module): { readonly site: Site; readonly report: KernelReport }[] {
    if (programs.length === 0) return [];
    const sizes = functionSizes(this.compile(this.analysis.print(file)!.source));
    return plan.kernels.flatMap((kernel) => {
      const program = programs.find(({ name }) => name === kernel.name);
      const bytes = sizes.get(kernel.name)!;
      return program ? [{ site: kernel.site, report: this.kernel(file, kernel, program, bytes) }] : [];
    });
  }

  private kernel(
    file: ts.SourceFile,
    { site, typed, name, key }: Kernel,
    program: LaneProgram,
    bytes: number,
  ): KernelReport {
    return {
      name,
      file: this.path(file.fileName),
      types: key,
      reasons: this.reasons(site, key),
      gang: program.gang,
      registers: Math.max(1, (program.gang * widestLane(typed)) / 16),
      pressure: program.pressure,
      bytes,
      remarks: program.remarks.map((remark) => ({ ...sentence(remark), ...this.at(remark.file, remark.at) })),
      wraps: wraps(typed).map(({ operation: { op, type, at }, file }) => {
        const text = `\`${OPERATORS[op] ?? op}\` of ${type} can wrap`;
        return { text, ...this.at(file, at) };
      }),
    };
  }

  /** Why a kernel is compiled: its own file's reason, and every call that wants it. */
  private reasons(site: Site, key: string): Note[] {
    const facts = this.analysis.book.of(site);
    const own = facts.reading && facts.own.get(key)?.reason;
    const wishes = this.modules.flatMap(({ plan }) => plan.wishes);
    const calls = wishes.filter((wish) => wish.use.site === site && facts.reading && wantedJobs(wish, facts).has(key));
    return [
      ...(own ? [this.note(own.node, reasons[own.kind])] : []),
      ...calls.map(({ use }) =>
        this.note(use.call, !own && this.isReferenced(site) ? reasons.elsewhere : reasons.call),
      ),
    ];
  }

  /** Is a ufunc of another project, one that this one references? */
  private isReferenced(site: Site): boolean {
    const program = this.ctx.program as ts.Program & { isSourceOfProjectReferenceRedirect(file: string): boolean };
    return program.isSourceOfProjectReferenceRedirect(site.node.getSourceFile().fileName);
  }

  private note(node: ts.Node, text: string): Note {
    return { text, ...this.place(node) };
  }

  private place(node: ts.Node): Place {
    const [line, column] = positionOf(node);
    return { file: this.path(node.getSourceFile().fileName), line, column };
  }

  private at(file: string, [line, column]: At): Place {
    return { file: this.path(join(this.ctx.root, file)), line, column };
  }

  private path(file: string): string {
    const path = relative("", file);
    return isAbsolute(path) ? file : path.replaceAll("\\", "/");
  }
}

/** The Binaryen that comes with asc, which need not be where our own imports are looked for. */
function loadBinaryen(): Promise<typeof import("binaryen")> {
  const asc = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  return import(pathToFileURL(createRequire(asc).resolve("binaryen")).href);
}
