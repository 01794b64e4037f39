/**
 * Runs a few built tests of tspc with other compilers than the repository's own, after `npm test`:
 *
 *     node scripts/compilers.js typescript@5.9.3+ts-patch@3.3.0 typescript@6.0.3+ts-patch@4.0.1
 *
 * Each pair comes from npm into a folder outside the repository; one that can't be had is reported and left out. The exit
 * code is 1 when a test failed with any of them.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { withPackages } from "./elsewhere.js";

const root = fileURLToPath(new URL("..", import.meta.url));

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

withPackages(process.argv.slice(2), (modules) => {
  const ava = ["node_modules/ava/entrypoints/cli.mjs", "dist/test/transformer/{modes,tspc}.test.js"];
  const { status } = spawnSync(process.execPath, [...ava, ...tests.map((name) => `--match=${name}`)], {
    cwd: root,
    env: { ...process.env, MICRONUMPY_TEST_COMPILERS: modules },
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
});
