/**
 * The plug-in for tsc: a ts-patch program transformer.
 *
 *     "plugins": [{ "name": "micronumpy", "transform": "micronumpy/transformer", "transformProgram": true }]
 *
 * It adds diagnostics where tsc, its builders and `noEmitOnError` ask for them, and a transformer where files are
 * emitted. Files whose output depends on the source of others get that source's hash into their version: this is how
 * an incremental build knows which files an edited helper makes stale.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type * as ts from "typescript";
import { Analysis } from "../core/analyse.js";
import { Assembly } from "../core/asc.js";
import { Cache } from "../core/cache.js";
import { createContext, rootOf } from "../core/context.js";
import { problem, toDiagnostic } from "../core/diagnostic.js";
import { emitPlan } from "../core/emit.js";
import { mentionsUfuncs } from "../core/find.js";
import { embedsWasm, importWasm } from "../core/modules.js";
import { checkOptions, type PluginOptions } from "../core/plugin-options.js";
import { type Binaries, separated } from "../core/wasm.js";
import { type Extras, PATCH_KEYS, reportOption, withoutProgram } from "./tsconfig.js";

export type { PluginOptions } from "../core/plugin-options.js";

/** What the plug-in uses of a program beyond its public type. */
type Program = ts.Program & {
  getBindAndCheckDiagnostics(file: ts.SourceFile, token?: ts.CancellationToken): readonly ts.Diagnostic[];
};
type WriteData = ts.WriteFileCallbackData & { sourceMapUrlPos?: number };
type Versioned = ts.SourceFile & { version?: string };

/** Ours: another micronumpy may emit something else. */
const { version } = createRequire(import.meta.url)("../../../package.json") as { readonly version: string };

/** The version that the host gave a file, before ours was added: files pass from one program to the next. */
const versions = new WeakMap<ts.SourceFile, string>();

/** Without `transformProgram` in its entry, it is called with the entry and its extras instead. */
export default function transformProgram(
  program: ts.Program,
  host: ts.CompilerHost | undefined,
  options: PluginOptions,
  extras?: { readonly ts: typeof ts },
): ts.Program {
  if (extras === undefined) return withoutProgram(program, options as unknown as Extras) as never;
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const { writeFile } = host ?? extras.ts.createCompilerHost(program.getCompilerOptions());
  try {
    checkOptions(options, PATCH_KEYS);
    if (files.some(({ text }) => mentionsUfuncs(text)))
      new Plugin(extras.ts, program as Program, options, writeFile).attach(files);
  } catch (error) {
    reportOption(extras.ts, program, error);
  }
  return program;
}

class Plugin {
  private readonly analysis: Analysis;
  private readonly assembly: Assembly;
  private readonly isApart: boolean;
  private readonly isEmitting: boolean;
  /** What is emitted depends on who emits it and on these options, of which an incremental build does not know. */
  private readonly salt: string;
  private readonly diagnostics = new WeakMap<ts.SourceFile, readonly ts.Diagnostic[]>();

  constructor(
    private readonly t: typeof ts,
    private readonly program: Program,
    options: PluginOptions,
    private readonly writeFile: ts.WriteFileCallback,
  ) {
    this.isApart = options.wasm === "module";
    this.salt = JSON.stringify([version, options.defaults, options.names, options.wasm]);
    const compilerOptions = program.getCompilerOptions();
    this.assembly = new Assembly(new Cache(rootOf(compilerOptions, program.getCurrentDirectory())));
    this.isEmitting = !compilerOptions.noEmit && !compilerOptions.emitDeclarationOnly;
    if (this.isEmitting) this.assembly.boot();
    this.analysis = new Analysis(createContext(t, program), options);
  }

  attach(files: readonly ts.SourceFile[]): void {
    for (const file of files) this.version(file);
    if (this.isEmitting) this.prepare(files);
    this.addDiagnostics();
    this.addTransformer();
  }

  private version(file: Versioned): void {
    if (file.version === undefined) return;
    const original = versions.get(file) ?? file.version;
    versions.set(file, original);
    const fingerprint = this.analysis.fingerprint(file);
    file.version = fingerprint === null ? original : `${original}-${fingerprint}-${this.salt}`;
  }

  /** Lets asc begin while types are checked. */
  private prepare(files: readonly ts.SourceFile[]): void {
    for (const file of files) {
      const printed = this.analysis.print(file);
      if (printed) this.assembly.prepare(printed.source);
    }
  }

  private addDiagnostics(): void {
    const { program } = this;
    const { getSemanticDiagnostics, getBindAndCheckDiagnostics } = program;
    program.getSemanticDiagnostics = (file, token) => [
      ...getSemanticDiagnostics.call(program, file, token),
      ...(file ? [file] : program.getSourceFiles()).flatMap((each) => this.diagnose(each)),
    ];
    program.getBindAndCheckDiagnostics = (file, token) => [
      ...getBindAndCheckDiagnostics.call(program, file, token),
      ...this.diagnose(file),
    ];
  }

  private diagnose(file: ts.SourceFile): readonly ts.Diagnostic[] {
    const known = this.diagnostics.get(file);
    if (known !== undefined) return known;
    const found = this.analysis.plan(file)?.problems.map((each) => toDiagnostic(this.t, each)) ?? [];
    this.diagnostics.set(file, found);
    return found;
  }

  private addTransformer(): void {
    const { program } = this;
    const { emit } = program;
    const isReferenced = program.getCompilerOptions().composite === true;
    program.emit = (file, write, token, onlyDts, custom, ...rest) => {
      const failures: ts.Diagnostic[] = [];
      const before = onlyDts ? [] : [this.transformer(failures)];
      const transformers = { ...custom, before: [...before, ...(custom?.before ?? [])] };
      const placing = this.isApart ? this.apart(write ?? this.writeFile, failures) : write;
      const writing = isReferenced ? this.stamping(placing ?? this.writeFile) : placing;
      const result = emit.call(program, file, writing, token, onlyDts, transformers, ...rest);
      return failures.length === 0 ? result : { ...result, diagnostics: [...result.diagnostics, ...failures] };
    };
  }

  /**
   * Ends declarations with a hash of the bodies that they stand for. Projects that reference this one inline them, and
   * `tsc -b` does not look at such a project again unless a declaration has changed.
   */
  private stamping(write: ts.WriteFileCallback): ts.WriteFileCallback {
    return (path, text, bom, onError, sources, data?: WriteData) => {
      const source = /\.d\.[cm]?ts$/.test(path) && this.t.getOriginalNode(sources?.[0]);
      const hash = source ? this.analysis.bodiesHash(source as ts.SourceFile) : null;
      const stamp = hash === null ? "" : `// micronumpy: bodies ${hash}\n`;
      const end = data?.sourceMapUrlPos ?? text.length;
      if (data?.sourceMapUrlPos !== undefined) data.sourceMapUrlPos += stamp.length;
      write(path, text.slice(0, end) + stamp + text.slice(end), bom, onError, sources, data);
    };
  }

  /** Writes the Wasm of emitted code into files beside it. */
  private apart(write: ts.WriteFileCallback, failures: ts.Diagnostic[]): ts.WriteFileCallback {
    return (path, text, bom, onError, sources, data) => {
      const isCode = /\.[cm]?jsx?$/.test(path) && embedsWasm(text);
      const isCommonJs = isCode && text.includes('require("micronumpy/link")');
      if (isCommonJs) failures.push(toDiagnostic(this.t, problem(sources![0]!, "commonJs")));
      const placed = isCode && !isCommonJs ? importWasm(text, (wasm, index) => writeBeside(path, wasm, index)) : text;
      write(path, placed, bom, onError, sources, data);
    };
  }

  private transformer(failures: ts.Diagnostic[]): ts.TransformerFactory<ts.SourceFile> {
    return (context) => (file) => {
      const source = this.t.getOriginalNode(file) as ts.SourceFile;
      const plan = this.analysis.plan(source);
      return plan === null ? file : emitPlan(this.t, plan, this.compile(source, failures))(context)(file);
    };
  }

  private compile(file: ts.SourceFile, failures: ts.Diagnostic[]): Binaries | null {
    const printed = this.analysis.print(file);
    if (printed === null) return null;
    const wasm = this.assembly.compile(printed.source);
    if (!("error" in wasm)) return separated(wasm, printed);
    failures.push(toDiagnostic(this.t, problem(file, wasm.name, wasm.error)));
    return null;
  }
}

/** `scaled.wasm`, `scaled.1.wasm` … beside `scaled.js`, `scaled.mjs.wasm` beside `scaled.mjs`; what an import in that has to name. */
function writeBeside(path: string, wasm: Uint8Array, index: number): string {
  const stem = basename(path, ".js");
  const name = index === 0 ? `${stem}.wasm` : `${stem}.${index}.wasm`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(join(dirname(path), name), wasm);
  return `./${name}`;
}
