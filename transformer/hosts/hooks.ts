/**
 * Node's module hooks for TypeScript sources: `register` installs them.
 *
 * A hook either answers at once or hands on what the next one answers, so the same functions serve both of Node's ways:
 * in the program's thread (`registerHooks`), where they must not wait, and in a thread of their own (`register`).
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import type * as module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FOREIGN, Service } from "./service.js";
import { transpile } from "./transpile.js";

const service = new Service({}, "assembler");

const TYPESCRIPT = /\.[cm]?tsx?$/;
const RELATIVE = /^(\.{0,2}\/|file:)/;

/** CommonJS of a source, for `require`. */
export const compile = (path: string): string => transpile(service, path, readFileSync(path, "utf8"), false);

interface Resolved {
  readonly url: string;
  readonly shortCircuit: true;
}

interface Loaded {
  readonly format: "module" | "commonjs";
  readonly source: string | null;
  readonly shortCircuit: true;
}

/** Sources import each other by the names of what they will be compiled to, or without an extension. */
export function resolve<T>(
  specifier: string,
  context: module.ResolveHookContext,
  next: (specifier: string, context: module.ResolveHookContext) => T,
): T | Resolved {
  const { parentURL } = context;
  if (!parentURL?.startsWith("file:")) return next(specifier, context);
  const source = sourceOf(specifier, fileURLToPath(parentURL));
  if (source === null) return next(specifier, context);
  // a module of its own for each query
  const { search, hash } = new URL(specifier, parentURL);
  return { url: pathToFileURL(source).href + search + hash, shortCircuit: true };
}

/** The file that a source means by what it imports or requires; null where Node finds it without help. */
export function sourceOf(specifier: string, importer: string): string | null {
  if (!TYPESCRIPT.test(importer) || !RELATIVE.test(specifier)) return null;
  const path = fileURLToPath(new URL(specifier, pathToFileURL(importer)));
  return isFile(path) ? null : (sources(path).find(isFile) ?? null);
}

export function load<T>(
  url: string,
  context: module.LoadHookContext,
  next: (url: string, context: module.LoadHookContext) => T,
): T | Loaded {
  if (!url.startsWith("file:")) return next(url, context);
  const path = fileURLToPath(url);
  if (!TYPESCRIPT.test(path) || FOREIGN.test(path)) return next(url, context);
  const text = readFileSync(path, "utf8");
  // A CommonJS module whose source a hook gives could not require an ES module: `require` itself sees to it.
  if (formatOf(path, text) === "commonjs") return { format: "commonjs", source: null, shortCircuit: true };
  return { format: "module", source: transpile(service, path, text, true), shortCircuit: true };
}

function sources(path: string): string[] {
  const compiled = /\.([cm]?)js(x?)$/.exec(path);
  if (compiled) return [path.replace(/js(x?)$/, "ts$1"), path.replace(/js$/, "tsx")];
  return [".ts", ".tsx", ".mts", ".cts", "/index.ts"].map((ending) => path + ending);
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** By extension, by the package, and where that says nothing, by what the file looks like: as Node does it. */
function formatOf(path: string, text: string): "module" | "commonjs" {
  if (/\.mtsx?$/.test(path)) return "module";
  if (/\.ctsx?$/.test(path)) return "commonjs";
  const type = packageType(dirname(path));
  if (type === "module" || type === "commonjs") return type;
  return /^\s*(import|export)\b/m.test(text) ? "module" : "commonjs";
}

const types = new Map<string, unknown>();

function packageType(folder: string): unknown {
  if (types.has(folder)) return types.get(folder);
  const file = join(folder, "package.json");
  const above = dirname(folder);
  const type = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { type?: unknown }).type
    : above === folder
      ? undefined
      : packageType(above);
  types.set(folder, type);
  return type;
}
