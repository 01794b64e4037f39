/** What programs ship, bundled and compressed, and the size of a kernel. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { limit, type Verdict } from "./report.js";

const bundler = fileURLToPath(new URL("../../scripts/bundle.js", import.meta.url));

/** Bytes, compressed, of the bundle of a program that imports these names and uses them. */
function shipped(...names: readonly string[]): number {
  const source = `import { ${names.join(", ")} } from "micronumpy/compiled"; console.log(${names.join(", ")});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundler], { input: source, encoding: "utf8" });
  if (status !== 0) throw new Error(`the bundler failed: ${stderr}`);
  return JSON.parse(stdout).bytes;
}

export function measureSizes(): Verdict[] {
  const core = shipped("array", "ufunc");
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`;
  return [
    limit("core, compressed", core, 20_000, kB),
    limit("add adds, compressed", shipped("array", "ufunc", "add") - core, 1300, kB),
    limit("sin adds, compressed", shipped("array", "ufunc", "sin") - core, 3000, kB),
  ];
}
