/** Programs in memory, for tests: files of TypeScript that import micronumpy's real types, and what is read in them. */
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { printBody } from "../../kernel/print.js";
import { Analysis, type Kernels } from "../../transformer/core/analyse.js";
import { type Context, createContext } from "../../transformer/core/context.js";
import { areProblems } from "../../transformer/core/diagnostic.js";
import { Finder } from "../../transformer/core/find.js";
import { read } from "../../transformer/core/read.js";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A folder that need not exist, outside the package: what is declared there is not micronumpy's own. */
const folder = join(tmpdir(), "programs-in-memory");

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.decorators.d.ts", "lib.dom.d.ts"],
  paths: { micronumpy: [join(root, "dist/runtime/index.d.ts")] },
  types: [],
  strict: true,
  skipLibCheck: true,
  experimentalDecorators: false,
};

/** Library files are parsed once for all programs. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program of the files given by name; the first name is `main.ts` where only a text is given. */
export function program(files: string | Readonly<Record<string, string>>): Context {
  const texts = new Map(
    Object.entries(typeof files === "string" ? { "main.ts": files } : files).map(([name, text]) => [
      join(folder, name),
      text,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, language, true);
    if (!parsed.has(name)) parsed.set(name, getSourceFile.call(host, name, language));
    return parsed.get(name);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.directoryExists = (name) => name === folder || ts.sys.directoryExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const made = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  return { ...createContext(ts as unknown as Parameters<typeof createContext>[0], made), root: folder };
}

/** TypeScript's own errors: a test's program should have none. */
export function errors({ program }: Context): string[] {
  const own = program.getSourceFiles().filter((file) => dirname(file.fileName) === folder);
  const found = own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

export function mainFile({ program }: Context): ts.SourceFile {
  return program.getSourceFiles().find((file) => file.fileName.endsWith("/main.ts"))!;
}

/** The bodies of `main.ts` as text, or the numbers of what is wrong with them and the text of the node at fault. */
export function bodies(ctx: Context): string[] {
  const finder = new Finder(ctx);
  return finder.find(mainFile(ctx)).sites.map((site) => {
    const reading = read(ctx, finder, site);
    if (areProblems(reading)) return reading.map(({ number, node }) => `${number} ${node.getText()}`).join("\n");
    return printBody(reading.body);
  });
}

/** What `main.ts` compiles: `name signature` of each kernel, its own and those it makes for others (`+name`). */
export function kernels(ctx: Context, defaults?: readonly string[]): string[] {
  const plan = new Analysis(ctx, { defaults }).plan(mainFile(ctx))!;
  const list = (name: string, kernels: Kernels): string[] => kernels.map((types) => `${name} ${types}`);
  return [
    ...[...plan.sites.values()].flatMap((site) => ("why" in site ? [site.why] : list(site.name, site.kernels))),
    ...plan.links.flatMap(({ site, ufunc, kernels }) => list(`+${ufunc?.getText() ?? site.name}`, kernels)),
  ];
}

/** The diagnostics that the transformer adds to `main.ts`: number, and the text of the node. */
export function problems(ctx: Context): string[] {
  const plan = new Analysis(ctx, undefined).plan(mainFile(ctx));
  return (plan?.problems ?? []).map(({ number, node }) => `${number} ${node.getText()}`);
}
