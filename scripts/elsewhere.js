/** Packages from npm in folders outside the repository, so that its configuration does not apply to them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `use` with the `node_modules` of each list of packages, `a@1+b@2`; one that can't be had is reported and left out. */
export function withPackages(lists, use) {
  const directory = mkdtempSync(join(tmpdir(), "micronumpy-elsewhere-"));
  const flags = ["--no-audit", "--no-fund", "--silent"];
  try {
    for (const [k, list] of lists.entries()) {
      // no name of a package: npm would take it for one
      const prefix = join(directory, String(k));
      const { status } = spawnSync("npm", ["install", "--prefix", prefix, ...flags, ...list.split("+")], {
        cwd: directory,
      });
      console.log(status === 0 ? list : `${list}: not to be had here, left out`);
      if (status === 0) use(join(prefix, "node_modules"));
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}
