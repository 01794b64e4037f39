/** What is wrong with the plug-in's entry in a tsconfig, told as tsc tells of options: at its place in that file. */
import type * as ts from "typescript";
import { sentence } from "../core/diagnostic.js";
import { OptionError } from "../core/plugin-options.js";

/** What ts-patch reads of an entry. */
export const PATCH_KEYS = [
  ...["name", "transform", "transformProgram", "type", "import", "isEsm"],
  ...["after", "afterDeclarations", "resolvePathAliases", "tsConfig"],
];

/** What ts-patch hands to a transformer of sources. */
export interface Extras {
  readonly ts: typeof ts;
  addDiagnostic(diagnostic: ts.Diagnostic): number;
}

/** Has tsc report an error of options. Any other is thrown. */
export function reportOption(t: typeof ts, program: ts.Program, error: unknown): void {
  if (!(error instanceof OptionError)) throw error;
  const { getOptionsDiagnostics } = program;
  const { option, text } = error;
  const diagnostic = diagnosticOf(t, program, option, { ...sentence("pluginOption"), text });
  program.getOptionsDiagnostics = (token) => [...getOptionsDiagnostics.call(program, token), diagnostic];
}

/** Called as a transformer of sources, which comes too late for diagnostics: says what the entry lacks. */
export function withoutProgram(program: ts.Program, { ts: t, addDiagnostic }: Extras) {
  addDiagnostic(diagnosticOf(t, program, "transform", sentence("transformProgram")));
  return () => (file: ts.SourceFile) => file;
}

type Sentence = ReturnType<typeof sentence>;

function diagnosticOf(t: typeof ts, program: ts.Program, option: string, { number, text }: Sentence): ts.Diagnostic {
  const { configFile } = program.getCompilerOptions() as { configFile?: ts.TsConfigSourceFile };
  const property = configFile && propertyOf(t, configFile, option);
  return {
    ...{ category: t.DiagnosticCategory.Error, code: number, source: "micronumpy", messageText: text },
    file: property && configFile,
    start: property?.getStart(configFile),
    length: property?.getWidth(configFile),
  };
}

/** The property of our entry; undefined where the entry stands in a file that this one extends. */
function propertyOf(t: typeof ts, config: ts.TsConfigSourceFile, name: string): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (!t.isObjectLiteralExpression(node)) return t.forEachChild(node, visit);
    const find = (key: string) => node.properties.find((property) => nameOf(t, property) === key);
    const transform = find("transform");
    const isOurs =
      transform &&
      t.isPropertyAssignment(transform) &&
      transform.initializer.getText(config).includes("micronumpy/transformer");
    return isOurs ? find(name) : t.forEachChild(node, visit);
  };
  return visit(config);
}

const nameOf = (t: typeof ts, { name }: ts.ObjectLiteralElementLike): string | undefined =>
  name && t.isStringLiteral(name) ? name.text : undefined;
