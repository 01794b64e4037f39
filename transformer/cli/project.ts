/**
 * The programs of a tsconfig and of the projects that it references, made by a TypeScript 6 of our own: the project's may
 * be 7, which has no API for plug-ins. Referenced projects are read from source, so nothing need be built before.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type * as ts from "typescript";
import { loadTypeScript } from "../hosts/service.js";
import type { PluginOptions } from "../hosts/tsc.js";

export interface Project {
  readonly ts: typeof ts;
  readonly program: ts.Program;
  /** What stands in the tsconfig's entry for the plug-in. */
  readonly options: PluginOptions;
}

/** Nothing to work with: told to the user without a stack. */
export class ProjectError extends Error {}

/** The projects behind a tsconfig or a folder that has one, the referenced ones first; `overrides` go before its options. */
export function openProjects(path: string, overrides: ts.CompilerOptions): Project[] {
  const t = loadTypeScript();
  const projects = new Map<string, Project | null>();
  const open = (file: string): void => {
    if (projects.has(file)) return;
    projects.set(file, null);
    const project = createProject(t, file, overrides);
    for (const reference of project.program.getProjectReferences() ?? [])
      open(t.resolveProjectReferencePath(reference));
    projects.delete(file);
    projects.set(file, project);
  };
  open(configFile(path));
  return [...projects.values()].filter((project) => project !== null);
}

function configFile(path: string): string {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "tsconfig.json") : path;
  if (!existsSync(file))
    throw new ProjectError(`There is no ${file}. Name the tsconfig: micronumpy … --project <file>.`);
  return resolve(file);
}

function createProject(t: typeof ts, file: string, overrides: ts.CompilerOptions): Project {
  const configHost = { ...t.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const config = t.getParsedCommandLineOfConfigFile(file, overrides, configHost);
  if (!config) throw new ProjectError(`${file} cannot be read.`);
  const host: ts.CompilerHost & { useSourceOfProjectReferenceRedirect?: () => boolean } = t.createCompilerHost(
    config.options,
  );
  // as tsc does it
  host.jsDocParsingMode = t.JSDocParsingMode.ParseForTypeErrors;
  host.getCurrentDirectory = () => dirname(file);
  host.useSourceOfProjectReferenceRedirect = () => true;
  const program = t.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: t.getConfigFileParsingDiagnostics(config),
    host,
    ...(config.projectReferences && { projectReferences: config.projectReferences }),
  });
  const plugins = (config.options.plugins ?? []) as ({ transform?: string } & PluginOptions)[];
  return { ts: t, program, options: plugins.find(({ transform }) => transform === "micronumpy/transformer") ?? {} };
}
