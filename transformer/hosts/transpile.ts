/**
 * TypeScript -> JavaScript, one file at a time, for hosts that run what they load: `register` and `jest`.
 *
 * The service inserts into the source, TypeScript takes the types away, and the two source maps become one.
 */
import remapping from "@jridgewell/remapping";
import type * as ts from "typescript";
import { loadTypeScript, type Service } from "./service.js";

/** JavaScript of a TypeScript file, with its map at the end; problems are told on standard error. */
export function transpile(service: Service, path: string, source: string, isModule: boolean): string {
  const t = loadTypeScript();
  const compiled = service.compile(path, source);
  for (const { file, line, column, number, text, frame } of compiled?.problems ?? [])
    process.stderr.write(`${file}:${line}:${column} - TS${number}: ${text}\n\n${frame}\n\n`);
  const { outputText, sourceMapText } = t.transpileModule(compiled?.code ?? source, {
    fileName: path,
    compilerOptions: optionsOf(t, service.projectOf(path).options, isModule),
  });
  const map = remapping([sourceMapText!, ...(compiled ? [JSON.stringify(compiled.map)] : [])], () => null);
  const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const encoded = Buffer.from(map.toString()).toString("base64");
  return `${code}//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

/** The project's own options, but for what the host decides: a file runs where its source is, not where tsc would put it. */
function optionsOf(t: typeof ts, options: ts.CompilerOptions, isModule: boolean): ts.CompilerOptions {
  return {
    ...options,
    module: isModule ? t.ModuleKind.ESNext : t.ModuleKind.CommonJS,
    moduleResolution: t.ModuleResolutionKind.Bundler,
    esModuleInterop: true,
    outDir: undefined,
    sourceRoot: undefined,
    mapRoot: undefined,
    sourceMap: true,
    inlineSources: true,
    inlineSourceMap: false,
    removeComments: false,
  };
}
