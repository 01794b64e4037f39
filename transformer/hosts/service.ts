/**
 * The compiler for hosts that hand over one file after the other: (path, text) -> the text with what the plug-in adds.
 *
 * A file's project is found as editors find it: the nearest tsconfig.json above it, or the one among its references that
 * lists the file. Programs are made by a TypeScript 6 of our own, since the project's may be 7, which has no API.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type * as ts from "typescript";
import { type Backend, type Compiled, Project } from "./project.js";
import type { PluginOptions } from "./tsc.js";

export interface ServiceOptions extends PluginOptions {
  /** The project's configuration; without it, the nearest tsconfig.json above each file. */
  readonly tsconfig?: string;
}

const SCRIPT = /\.[cm]?[jt]sx?$/;
export const FOREIGN = /[\\/]node_modules[\\/]/;

export class Service {
  private readonly projects = new Map<string, Project>();
  private readonly owners = new Map<string, Project>();
  private readonly configs = new Map<string, ts.ParsedCommandLine>();

  constructor(
    private readonly options: ServiceOptions,
    private readonly backend: Backend,
  ) {}

  /** What becomes of a file; null where there is nothing to add. `text` is the file's, as the host sees it. */
  compile(path: string, text: string, placed = (inserted: string): string => inserted): Compiled | null {
    return mayHoldUfuncs(path, text) ? this.projectOf(path).compile(path, text, placed) : null;
  }

  /** Resolves when `compile` has no longer to wait for the file's kernels. */
  async prepare(path: string, text: string): Promise<void> {
    if (mayHoldUfuncs(path, text)) await this.projectOf(path).prepare(path, text);
  }

  /** A file was changed, made or removed. Without a path: any may have been. */
  changed(path?: string): void {
    // a new file belongs to whichever configuration lists it now
    if (path === undefined || !this.owners.has(path)) this.configs.clear();
    for (const project of this.projects.values()) project.changed(path);
  }

  /** The project that a file belongs to; one without a tsconfig has a project of its folder. */
  projectOf(path: string): Project {
    const known = this.owners.get(path);
    if (known !== undefined) return known;
    const t = loadTypeScript();
    const folder = dirname(path);
    const nearest = this.options.tsconfig ?? t.findConfigFile(folder, t.sys.fileExists);
    const config = nearest === undefined ? null : this.configOf(t, nearest, path);
    const key = String(config?.options.configFilePath ?? folder);
    const project = this.projects.get(key) ?? new Project(t, config, folder, this.options, this.backend);
    this.projects.set(key, project);
    this.owners.set(path, project);
    return project;
  }

  /** The configuration that lists a file: this one or one that it refers to; this one if none does. */
  private configOf(t: typeof ts, path: string, file: string): ts.ParsedCommandLine {
    const first = this.parsed(t, path);
    const seen = new Set<string>();
    const search = (config: ts.ParsedCommandLine): ts.ParsedCommandLine | null => {
      if (config.fileNames.includes(file.replaceAll("\\", "/"))) return config;
      for (const reference of config.projectReferences ?? []) {
        const referenced = t.resolveProjectReferencePath(reference);
        if (seen.has(referenced) || !t.sys.fileExists(referenced)) continue;
        seen.add(referenced);
        const found = search(this.parsed(t, referenced));
        if (found !== null) return found;
      }
      return null;
    };
    return search(first) ?? first;
  }

  private parsed(t: typeof ts, path: string): ts.ParsedCommandLine {
    const config = this.configs.get(path) ?? parseConfig(t, path);
    this.configs.set(path, config);
    return config;
  }
}

/** Without a word of ufuncs and without imports, a file can neither make nor call one. */
const mayHoldUfuncs = (path: string, text: string): boolean =>
  SCRIPT.test(path) && !FOREIGN.test(path) && /micronumpy|ufunc|import/.test(text);

let typescript: typeof ts | null = null;

/** TypeScript takes a fifth of a second to load: not before there is something to compile. */
export function loadTypeScript(): typeof ts {
  typescript ??= createRequire(import.meta.url)("typescript6") as typeof ts;
  return typescript;
}

function parseConfig(t: typeof ts, path: string): ts.ParsedCommandLine {
  const host = { ...t.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = t.getParsedCommandLineOfConfigFile(path, {}, host);
  if (config === undefined) throw new Error(`micronumpy: the configuration ${path} cannot be read.`);
  return config;
}
