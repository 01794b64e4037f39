/**
 * One project of a service: an incremental program, and what the plug-in makes of its files.
 *
 * The program is made when the first file comes, and made anew after a file has changed, from the trees of all others.
 * Only insertions are made into a file, so that the host goes on to compile TypeScript as it always does.
 */
import MagicString, { type SourceMap } from "magic-string";
import type * as ts from "typescript";
import { Analysis, type AnalysisOptions, type FilePlan, type Printed } from "../core/analyse.js";
import { Assembly } from "../core/asc.js";
import { Cache } from "../core/cache.js";
import { createContext, rootOf } from "../core/context.js";
import { type Problem, problem } from "../core/diagnostic.js";
import { editsOf } from "../core/edits.js";
import { mentionsUfuncs } from "../core/find.js";
import { assembled, type Binaries, separated } from "../core/wasm.js";
import { type Located, locate } from "./located.js";
import { isStripped } from "./stripped.js";

/** Who makes Wasm of kernels: asc makes the better code and takes its time, our own assembler takes none. */
export type Backend = "asc" | "assembler";

export interface Compiled {
  readonly code: string;
  readonly map: SourceMap;
  readonly problems: readonly Located[];
  /** Other files whose text the output may depend on. */
  readonly dependencies: readonly string[];
}

export class Project {
  readonly options: ts.CompilerOptions;
  private readonly roots: Set<string>;
  private readonly host: ts.CompilerHost;
  /** Parsed files, and the texts of those that the bundler sees otherwise than the disk has them. */
  private readonly files = new Map<string, ts.SourceFile>();
  private readonly texts = new Map<string, string>();
  /** What files without ufuncs import: as long as it stays the same, so does their having none. */
  private readonly plain = new Map<string, string>();
  private program: ts.Program | undefined;
  /** Files with imports that led nowhere, and the places where those were looked for. */
  private unresolved: ReadonlyMap<string, readonly string[]> = new Map();
  private analysis: Analysis | null = null;
  private readonly assembly: Assembly;
  /** In a first build, the files that are compiled before they come, so that asc has work from the start. */
  private readonly early: string[];

  constructor(
    private readonly t: typeof ts,
    config: ts.ParsedCommandLine | null,
    folder: string,
    private readonly analysisOptions: AnalysisOptions,
    private readonly backend: Backend,
  ) {
    this.options = config?.options ?? {
      target: t.ScriptTarget.ESNext,
      moduleResolution: t.ModuleResolutionKind.Bundler,
    };
    this.roots = new Set(config?.fileNames);
    this.host = this.createHost(folder);
    this.assembly = new Assembly(new Cache(rootOf(this.options, folder)));
    const early = config?.fileNames.filter((name) => mentionsUfuncs(t.sys.readFile(name) ?? "")) ?? [];
    this.early = backend === "asc" && early.length > 0 && this.assembly.boot() ? early : [];
  }

  /** Resolves when the Wasm of a file is there, so that the files that come meanwhile can be looked at meanwhile. */
  async prepare(path: string, text: string): Promise<void> {
    const planned = this.backend === "asc" ? this.plan(path, text) : null;
    const printed = planned?.analysis.print(planned.file);
    if (printed) await this.assembly.arrival(printed.source);
  }

  /** `placed` is what becomes of an inserted text: its Wasm may go elsewhere. */
  compile(path: string, text: string, placed: (inserted: string) => string): Compiled | null {
    const planned = this.plan(path, text);
    if (planned === null) return null;
    const { analysis, file, plan } = planned;
    const { wasm, problems } = this.kernels(file, analysis.print(file));
    const [site] = plan.sites.keys();
    const found = site && isStripped(this.t, file) ? [problem(site.node, "stripped")] : [...plan.problems, ...problems];
    const source = new MagicString(file.text);
    for (const { at, text } of editsOf(this.t, file, plan, wasm)) source.appendLeft(at, placed(text));
    return {
      code: source.toString(),
      map: source.generateMap({ source: file.fileName, includeContent: true, hires: "boundary" }),
      problems: found.map((each) => locate(each)),
      dependencies: this.dependencies(file, analysis, plan.problems.length > 0),
    };
  }

  /** What is to go into a file as it is now; null where there is nothing. */
  private plan(path: string, text: string): { analysis: Analysis; file: ts.SourceFile; plan: FilePlan } | null {
    const isScript = /\.[cm]?jsx?$/.test(path);
    if (isScript && !this.options.allowJs) return null;
    const name = path.replaceAll("\\", "/");
    this.update(name, text);
    const imports = this.importsOf(text);
    if (!mentionsUfuncs(text) && this.plain.get(name) === imports) return null;
    const { analysis, program } = this.analyse(name);
    const file = program.getSourceFile(name);
    const plan = file ? analysis.plan(file) : null;
    if (!file || plan === null) {
      this.plain.set(name, imports);
      return null;
    }
    this.plain.delete(name);
    return { analysis, file, plan };
  }

  /** Forgets the texts that are other than on disk: of one file, or of all. A file that is new may resolve an import. */
  changed(path: string | undefined): void {
    if ([...this.unresolved.keys()].some((importer) => this.isResolvable(importer))) {
      this.plain.clear();
      this.analysis = null;
    }
    const names = path === undefined ? [...this.files.keys()] : [path.replaceAll("\\", "/")];
    for (const name of names) {
      const known = this.files.get(name);
      if (known !== undefined && known.text === this.t.sys.readFile(name)) continue;
      this.texts.delete(name);
      this.files.delete(name);
      this.analysis = null;
    }
  }

  private isResolvable(importer: string): boolean {
    return this.unresolved.get(importer)?.some((place) => this.host.fileExists(place)) ?? false;
  }

  private update(name: string, text: string): void {
    const known = this.files.get(name);
    if (known?.text === text) return;
    this.texts.set(name, text);
    this.files.delete(name);
    this.analysis = null;
  }

  private importsOf(text: string): string {
    return this.t
      .preProcessFile(text)
      .importedFiles.map(({ fileName }) => fileName)
      .join("\n");
  }

  /** The analysis of the program as it is now, which has the file. */
  private analyse(name: string): { analysis: Analysis; program: ts.Program } {
    if (!this.roots.has(name) && !this.program?.getSourceFile(name)) {
      this.roots.add(name);
      this.analysis = null;
    }
    if (this.analysis === null || this.program === undefined) {
      const { options, host, program } = this;
      const rootNames = [...this.roots].filter((root) => host.fileExists(root));
      this.program = this.t.createProgram({ rootNames, options, host, ...(program && { oldProgram: program }) });
      this.unresolved = unresolvedIn(this.program);
      this.analysis = new Analysis(createContext(this.t, this.program), this.analysisOptions);
      for (const early of this.early.splice(0)) {
        const file = this.program.getSourceFile(early);
        const printed = file && this.analysis.print(file);
        if (printed) this.assembly.prepare(printed.source);
      }
    }
    return { analysis: this.analysis, program: this.program };
  }

  private createHost(folder: string): ts.CompilerHost {
    const host = this.t.createCompilerHost(this.options);
    const { getSourceFile, readFile } = host;
    // none in TypeScript; in JavaScript it has the types
    host.jsDocParsingMode = this.t.JSDocParsingMode.ParseForTypeInfo;
    host.getCurrentDirectory = () => folder;
    // else a program takes over from the one before it that an import leads nowhere
    host.hasInvalidatedResolutions = (importer) => this.isResolvable(importer);
    host.readFile = (name) => this.texts.get(name) ?? readFile.call(host, name);
    host.getSourceFile = (name, ...rest) => {
      const known = this.files.get(name) ?? getSourceFile.call(host, name, ...rest);
      if (known) this.files.set(name, known);
      return known;
    };
    return host;
  }

  private kernels(file: ts.SourceFile, printed: Printed | null): { wasm: Binaries | null; problems: Problem[] } {
    if (printed === null) return { wasm: null, problems: [] };
    if (this.backend === "assembler") return { wasm: assembled(printed.groups), problems: [] };
    const wasm = this.assembly.compile(printed.source);
    if ("error" in wasm) return { wasm: null, problems: [problem(file, wasm.name, wasm.error)] };
    return { wasm: separated(wasm, printed), problems: [] };
  }

  /**
   * Sources that a file imports, directly or not: helpers and constants of any of them may have been folded into it. What
   * is wrong may be that one is missing: then those that may be made, too.
   */
  private dependencies(file: ts.SourceFile, analysis: Analysis, isWrong: boolean): string[] {
    const reached = new Set([file]);
    for (const each of reached)
      for (const imported of analysis.finder.imports(each)) if (!imported.isDeclarationFile) reached.add(imported);
    const paths = [...reached].map((each) => (each as ts.SourceFile & { readonly path: string }).path);
    const missing = isWrong ? paths.flatMap((path) => this.unresolved.get(path) ?? []) : [];
    reached.delete(file);
    return [...[...reached].map(({ fileName }) => fileName), ...missing];
  }
}

interface Resolution {
  readonly resolvedModule?: unknown;
  readonly failedLookupLocations?: readonly string[];
}

/** What a program tells of its imports beyond its public type. */
interface Resolving {
  forEachResolvedModule(tell: (resolution: Resolution, name: string, mode: unknown, importer: string) => void): void;
}

/** Packages aside: what is installed while a server runs is seen by the next one. */
function unresolvedIn(program: ts.Program): Map<string, string[]> {
  const places = new Map<string, string[]>();
  (program as ts.Program & Resolving).forEachResolvedModule(
    ({ resolvedModule, failedLookupLocations }, _, __, importer) => {
      const own = resolvedModule
        ? []
        : (failedLookupLocations ?? []).filter((place) => !place.includes("/node_modules/"));
      if (own.length > 0) places.set(importer, [...(places.get(importer) ?? []), ...own]);
    },
  );
  return places;
}
