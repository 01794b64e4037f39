/**
 * A program as users ship it: reads an ES module that imports "micronumpy" on stdin, writes its bundle, minified, to
 * stdout. For the sizes in bench/ and the test of tree-shaking.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: { contents: readFileSync(0, "utf8"), resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  write: false,
});
process.stdout.write(outputFiles[0].text);
