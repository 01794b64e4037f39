/**
 * Runs a few built tests of tspc with other compilers than the repository's own, after `npm test`:
 *
 *     node scripts/compilers.js typescript@5.9.3+ts-patch@3.3.0 typescript@6.0.3+ts-patch@4.0.1
 *
 * Each pair comes from npm into a folder outside the repository; one that can't be had is reported and left out. The exit
 * code is 1 when a test failed with any of them.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "micronumpy-compilers-"));

/** One of each way of building. */
const tests = [
  "what is emitted runs*",
  "CommonJS",
  "ts-patch/compiler*",
  "a refused body*",
  "--incremental: a diagnostic*",
  "-b: ufuncs*",
  "--watch",
];

try {
  for (const pair of process.argv.slice(2)) runWith(pair);
} finally {
  rmSync(directory, { recursive: true });
}

function runWith(pair) {
  const prefix = join(directory, pair);
  const install = ["install", "--prefix", prefix, "--no-audit", "--no-fund", "--silent", ...pair.split("+")];
  // The folder is outside the repository, so that its configuration does not apply.
  if (spawnSync("npm", install, { cwd: directory }).status !== 0) {
    console.log(`${pair}: not to be had here, left out`);
    return;
  }
  console.log(pair);
  const ava = ["node_modules/ava/entrypoints/cli.mjs", "dist/test/transformer/tspc.test.js"];
  const { status } = spawnSync(process.execPath, [...ava, ...tests.map((name) => `--match=${name}`)], {
    cwd: root,
    env: { ...process.env, MICRONUMPY_TEST_COMPILERS: join(prefix, "node_modules") },
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
