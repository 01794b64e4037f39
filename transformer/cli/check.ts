/** `micronumpy check`: what tsc with the plug-in would report, without emitting anything. */
import transformProgram from "../hosts/tsc.js";
import type { Project } from "./project.js";

/** Prints the diagnostics. Returns the exit code: 2 with errors, as tsc has it. */
export function check(projects: readonly Project[], write: (text: string) => void, isTerminal: boolean): number {
  const found = projects.map(({ ts, program, options }) => {
    const checked = transformProgram(program, undefined, options, { ts });
    const diagnostics = ts.sortAndDeduplicateDiagnostics(ts.getPreEmitDiagnostics(checked));
    const format = isTerminal ? ts.formatDiagnosticsWithColorAndContext : ts.formatDiagnostics;
    const text = format(diagnostics, {
      getCurrentDirectory: () => process.cwd(),
      getCanonicalFileName: (name) => name,
      getNewLine: () => "\n",
    });
    write(text);
    return diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error).length;
  });
  return found.some((errors) => errors > 0) ? 2 : 0;
}
