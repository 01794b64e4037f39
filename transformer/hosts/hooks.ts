/**
 * Node's module hooks for TypeScript sources: `register` installs them.
 *
 * A hook either answers at once or hands on what the next one answers, so the same functions serve both of Node's ways:
 * in the program's thread (`registerHooks`), where they must not wait, and in a thread of their own (`register`).
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import * as module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Service } from "./service.js";
import { transpile } from "./transpile.js";

/**
 * Are hooks called in the program's own thread? Where they are not, CommonJS is left to `require`, since a module whose
 * source a hook gives cannot require an ES module there.
 */
export const isInThread = "registerHooks" in module;

const service = new Service({}, "assembler");

const TYPESCRIPT = /\.[cm]?tsx?$/;
const RELATIVE = /^(\.{0,2}\/|file:)/;

/** CommonJS of a source, for `require`. */
export const compile = (path: string): string => transpile(service, path, readFileSync(path, "utf8"), false);

interface Loaded {
  readonly format: "module" | "commonjs";
  readonly source: string;
  readonly shortCircuit: true;
}

/** Sources import each other by the names of what they will be compiled to, or without an extension. */
export function resolve<T>(
  specifier: string,
  context: module.ResolveHookContext,
  next: (specifier: string, context: module.ResolveHookContext) => T,
): T {
  const { parentURL } = context;
  if (!parentURL?.startsWith("file:") || !TYPESCRIPT.test(parentURL) || !RELATIVE.test(specifier))
    return next(specifier, context);
  const path = fileURLToPath(new URL(specifier, parentURL));
  const source = isFile(path) ? path : sources(path).find(isFile);
  return next(source === undefined ? specifier : pathToFileURL(source).href, context);
}

export function load<T>(
  url: string,
  context: module.LoadHookContext,
  next: (url: string, context: module.LoadHookContext) => T,
): T | Loaded {
  if (!url.startsWith("file:")) return next(url, context);
  const path = fileURLToPath(url);
  if (!TYPESCRIPT.test(path) || path.includes("node_modules")) return next(url, context);
  const text = readFileSync(path, "utf8");
  const format = formatOf(path, text);
  if (format === "commonjs" && !isInThread) return next(url, { ...context, format });
  return { format, source: transpile(service, path, text, format === "module"), shortCircuit: true };
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
