/** What programs ship: bundled by esbuild, minified, compressed. */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { limit, type Verdict } from "./report.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every array can print itself; what that takes is not counted. */
const withoutPrinting: Plugin = {
  name: "without printing",
  setup({ onLoad }) {
    const contents = "export const repr = () => '', str = repr;";
    onLoad({ filter: /runtime[\\/]format\.js$/ }, () => ({ contents }));
  },
};

/** Compressed bytes of a program that uses these names, but for printing. */
async function shipped(names: readonly string[], entry = "micronumpy/compiled"): Promise<number> {
  const contents = `import { ${names.join(", ")} } from "${entry}"; keep(${names.join(", ")});`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    plugins: [withoutPrinting],
    write: false,
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

export async function measureSizes(): Promise<Verdict[]> {
  const names = ["array", "ufunc"];
  const core = await shipped(names);
  const added = async (name: string) => (await shipped([...names, name])) - core;
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`;
  return [
    limit("core, compressed", core, 20_000, kB),
    limit("the JIT adds, compressed", (await shipped(names, "micronumpy")) - core, 15_000, kB),
    limit("add adds, compressed", await added("add"), 1300, kB),
    limit("sin adds, compressed", await added("sin"), 3000, kB),
  ];
}
