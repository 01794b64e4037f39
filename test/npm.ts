/** Packages from the registry, for tests that need more than is installed here. */
import { spawnSync } from "node:child_process";

const FLAGS = ["--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=5"];

/** Runs of npm at the same time share a cache, and the registry may be busy: what fails is tried again. */
const ATTEMPTS = 3;

/** Installs packages, or what the folder's package.json names. */
export function install(folder: string, packages: readonly string[], ...flags: readonly string[]): void {
  const options = { cwd: folder, encoding: "utf8" } as const;
  for (let attempt = 1; ; attempt++) {
    const { status, stderr } = spawnSync("npm", ["install", ...packages, ...FLAGS, ...flags], options);
    if (status === 0) return;
    if (attempt === ATTEMPTS) throw new Error(stderr);
  }
}
