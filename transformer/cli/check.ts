/**
 * `micronumpy check` and `micronumpy build`: what tsc with the plug-in would report and emit, by a TypeScript of our own.
 * Diagnostics are printed; the exit code is 2 with errors, as tsc has it.
 */
import type * as ts from "typescript";
import transformProgram from "../hosts/tsc.js";
import { type Project, ProjectError } from "./project.js";

type Write = (text: string) => void;

/** Reports, and emits nothing. */
export function check(projects: readonly Project[], write: Write, isTerminal: boolean): number {
  const found = projects.flatMap((project) => project.ts.getPreEmitDiagnostics(withPlugin(project)));
  return report(projects[0]!.ts, found, write, isTerminal);
}

/** Reports, and emits unless `noEmitOnError` says otherwise. @throws ProjectError where nothing may be emitted. */
export function build(projects: readonly Project[], write: Write, isTerminal: boolean): number {
  const found = projects.flatMap((project) => {
    const program = withPlugin(project);
    const { noEmit, configFilePath } = program.getCompilerOptions();
    if (noEmit)
      throw new ProjectError(
        `${configFilePath} says noEmit. Name a tsconfig that emits, or let a bundler's plug-in do it.`,
      );
    const diagnostics = project.ts.getPreEmitDiagnostics(program);
    return [...diagnostics, ...program.emit().diagnostics];
  });
  return report(projects[0]!.ts, found, write, isTerminal);
}

const withPlugin = ({ ts, program, options }: Project): ts.Program =>
  transformProgram(program, undefined, options, { ts });

/** A file of a referenced project is seen in each program that reads it, but told of once. */
function report(t: typeof ts, found: readonly ts.Diagnostic[], write: Write, isTerminal: boolean): number {
  const diagnostics = t.sortAndDeduplicateDiagnostics(found);
  const format = isTerminal ? t.formatDiagnosticsWithColorAndContext : t.formatDiagnostics;
  const text = format(diagnostics, {
    getCurrentDirectory: () => process.cwd(),
    getCanonicalFileName: (name) => name,
    getNewLine: () => "\n",
  });
  write(text);
  return diagnostics.some(({ category }) => category === t.DiagnosticCategory.Error) ? 2 : 0;
}
