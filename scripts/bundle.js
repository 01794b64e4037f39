/**
 * A program as users ship it: reads an ES module that imports "micronumpy" on stdin, bundles it, minified, and writes to
 * stdout what came of it: `{ "bytes": its size in gzip, "modules": the files of which something is left }`.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  stdin: { contents: readFileSync(0, "utf8"), resolveDir: root },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  metafile: true,
  write: false,
});
const [output] = Object.values(metafile.outputs);
const modules = Object.keys(output.inputs).filter((path) => output.inputs[path].bytesInOutput > 0);
process.stdout.write(JSON.stringify({ bytes: gzipSync(outputFiles[0].contents, { level: 9 }).length, modules }));
