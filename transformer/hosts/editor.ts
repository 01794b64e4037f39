/**
 * What an editor shows of ufuncs, from the program that its language service has: the diagnostics of the build, and what
 * is compiled of the ufunc under the cursor.
 */
import type * as ts from "typescript";
import { sentence } from "../../kernel/remark.js";
import { print } from "../../kernel/signature.js";
import { Analysis, type FilePlan } from "../core/analyse.js";
import { createContext } from "../core/context.js";
import { sentence as rowOf, toDiagnostic } from "../core/diagnostic.js";
import { mentionsUfuncs, type Site } from "../core/find.js";
import { checkOptions, OptionError } from "../core/plugin-options.js";
import type { PluginOptions } from "./tsc.js";
import { PATCH_KEYS } from "./tsconfig.js";

export class Editor {
  /** The language service makes a new program after every edit. */
  private readonly analyses = new WeakMap<ts.Program, Analysis | OptionError | null>();

  constructor(
    private readonly t: typeof ts,
    private readonly getProgram: () => ts.Program | undefined,
    private readonly options: PluginOptions,
  ) {}

  diagnostics(path: string): ts.Diagnostic[] {
    const { plan, file, wrong } = this.look(path);
    if (file && wrong && mentionsUfuncs(file.text)) return [this.optionDiagnostic(file, wrong)];
    return plan?.problems.map((each) => toDiagnostic(this.t, each)) ?? [];
  }

  /** What is wrong with the entry in the tsconfig is told where an editor looks: in the files that need it. */
  private optionDiagnostic(file: ts.SourceFile, { text }: OptionError): ts.Diagnostic {
    const [first] = /micronumpy|ufunc/.exec(file.text)!;
    const { number } = rowOf("pluginOption");
    const place = { file, start: file.text.indexOf(first), length: first.length };
    return {
      ...place,
      category: this.t.DiagnosticCategory.Error,
      code: number,
      source: "micronumpy",
      messageText: text,
    };
  }

  /** A line a kernel of the ufunc whose name stands at a position; null anywhere else. */
  kernels(path: string, position: number): string | null {
    const { analysis, file } = this.look(path);
    const name = analysis && file && this.identifierAt(file, position);
    const site = name && analysis.finder.siteOf(name);
    if (!site) return null;
    const source = site.node.getSourceFile();
    const plan = analysis.plan(source)!;
    const made = plan.sites.get(site);
    if (made && "why" in made) return `micronumpy: plain JavaScript. ${made.why}`;
    const lines = this.lines(analysis, source, plan, site);
    return lines.length > 0
      ? lines.join("\n")
      : "micronumpy: kernels are made at run time, by the types of its operands.";
  }

  private lines(analysis: Analysis, source: ts.SourceFile, plan: FilePlan, site: Site): string[] {
    const groups = analysis.print(source)?.groups ?? [];
    const programs = groups.flatMap((group) => (group.site === site ? group.programs : []));
    return programs.map(({ name, gang, remarks }) => {
      const types = print(plan.kernels.find((kernel) => kernel.name === name)!.typed.signature);
      if (gang > 1) return `micronumpy: ${types}, SIMD, ${gang} elements at once`;
      return `micronumpy: ${types}, ${remarks[0] ? sentence(remarks[0]).text : "one element at a time"}`;
    });
  }

  private look(path: string): {
    analysis?: Analysis;
    file?: ts.SourceFile;
    plan?: FilePlan | null;
    wrong?: OptionError;
  } {
    const program = this.getProgram();
    const file = program?.getSourceFile(path);
    if (!program || !file) return {};
    const known = this.analyses.get(program);
    const analysis = known === undefined ? this.analyse(program) : known;
    this.analyses.set(program, analysis);
    if (analysis instanceof OptionError) return { file, wrong: analysis };
    return analysis === null ? {} : { analysis, file, plan: analysis.plan(file) };
  }

  private analyse(program: ts.Program): Analysis | OptionError | null {
    const isWanted = program.getSourceFiles().some((file) => !file.isDeclarationFile && mentionsUfuncs(file.text));
    try {
      if (!isWanted) return null;
      checkOptions(this.options, PATCH_KEYS);
      return new Analysis(createContext(this.t, program), this.options);
    } catch (error) {
      if (error instanceof OptionError) return error;
      throw error;
    }
  }

  private identifierAt(file: ts.SourceFile, position: number): ts.Identifier | undefined {
    const { t } = this;
    const visit = (node: ts.Node): ts.Identifier | undefined => {
      if (position < node.getStart(file) || position >= node.getEnd()) return undefined;
      return t.isIdentifier(node) ? node : t.forEachChild(node, visit);
    };
    return visit(file);
  }
}
