/** One program of everything that reaches the driver, `runtime/everywhere.ts`, for hosts to print the same of. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";

/** As a user of the package writes it. */
export const everywhere = readFileSync(join(root, "test/runtime/everywhere.ts"), "utf8")
  .replaceAll("../../entries/index.js", "micronumpy")
  .replaceAll("../../runtime/jit/index.js", "micronumpy/jit");

export interface Printed {
  readonly lines: readonly string[];
  /** What did the work. */
  readonly tiers: readonly string[];
  readonly traces: number;
}

/** The program's output: its last line tells of the host. */
export function parse(output: string): Printed {
  const lines = output.trimEnd().split("\n");
  const { kernels, traces } = JSON.parse(lines.pop()!) as { kernels: readonly { tier: string }[]; traces: number };
  return { lines, tiers: [...new Set(kernels.map(({ tier }) => tier))], traces };
}

/** What Node prints. */
export const expected = (): Printed => parse(execFileSync(process.execPath, [compiled()], { encoding: "utf8" }));

/** The program as the tests' own build has compiled it. */
export const compiled = (): string => join(root, "dist/test/runtime/everywhere.js");

/** A project with packages that are not among the repository's; null, with a word about it, where they can't be had. */
export function withPackages(name: string, ...packages: readonly string[]): Project | null {
  const project = new Project({});
  try {
    project.install(...packages);
    return project;
  } catch (error) {
    console.log(`${name} is not to be had here, its tests are left out: ${error}`);
    return null;
  }
}
