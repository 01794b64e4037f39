/**
 * Runs built tests on other versions of Node: `node scripts/nodes.js 22 24 26`, after `npm test`: those of the kernel
 * language and the run time, and one build by tspc. What drives bundlers, runners and package managers is left out, as
 * these tools have versions of Node of their own; so is the accuracy of the math library, whose bits are Wasm's.
 *
 * Each version comes from the npm package `node`, into a folder outside the repository; one that can't be had is
 * reported and left out. The exit code is 1 when a test failed on any of them.
 */
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withPackages } from "./elsewhere.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const versions = process.argv.slice(2).map((version) => `node@${version}`);
withPackages(versions, (modules) => {
  const binaries = join(modules, "node/bin");
  const node = join(binaries, "node");
  const { status: runs, stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  console.log(runs === 0 ? `Node ${stdout.trim()}` : "does not run here, left out");
  if (runs !== 0) return;
  // properties hold on one version at length, on the others in short
  const env = { ...process.env, RUNS: "100", PATH: binaries + delimiter + process.env.PATH };
  const ava = (...args) => {
    const { status } = spawnSync(node, ["node_modules/ava/entrypoints/cli.mjs", ...args], {
      cwd: root,
      env,
      stdio: "inherit",
    });
    if (status !== 0) process.exitCode = 1;
  };
  ava(
    "dist/test/{kernel,runtime,entries}/**/*.test.js",
    "!dist/test/kernel/math.test.js",
    "!dist/test/runtime/soak.test.js",
  );
  ava("dist/test/transformer/tspc.test.js", "--match=what is emitted runs*");
});
