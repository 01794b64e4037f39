/** The bundlers, as their users configure them: each builds `src/main.ts` of a project into `out/main.js`. */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { type Plugin, rolldown } from "rolldown";
import { rollup } from "rollup";
import ts from "typescript";
import { build as vite } from "vite";
import webpack from "webpack";
import forEsbuild from "../../transformer/hosts/esbuild.js";
import forRolldown from "../../transformer/hosts/rolldown.js";
import forRollup from "../../transformer/hosts/rollup.js";
import forRspack from "../../transformer/hosts/rspack.js";
import type { Options } from "../../transformer/hosts/unplugin.js";
import forVite from "../../transformer/hosts/vite.js";
import forWebpack from "../../transformer/hosts/webpack.js";
import { root } from "../transformer/program.js";
import { Project } from "../transformer/project.js";

/** What TypeScript plug-ins of Rollup and loaders of webpack do: types go, one file at a time. */
const strip = (code: string): { code: string; map: string } => {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true };
  const { outputText, sourceMapText } = ts.transpileModule(code, { compilerOptions });
  return { code: outputText, map: sourceMapText! };
};
const stripTypes = {
  name: "strip-types",
  resolveId: (source: string, importer: string | undefined) => {
    if (source === "micronumpy") return join(root, "dist/entries/index.js");
    if (source === "micronumpy/link") return join(root, "dist/runtime/link.js");
    return importer?.endsWith(".ts") ? join(importer, "..", `${source}.ts`) : null;
  },
  transform: (code: string, id: string) => (id.endsWith(".ts") ? strip(code) : null),
};

/** A loader for TypeScript: types go, and its map leads through the one before. */
const loader = `
const ts = require("typescript");
const remapping = require(${JSON.stringify(join(root, "node_modules/@jridgewell/remapping"))});
module.exports = function (code, map) {
  const compilerOptions = { target: "es2022", module: "esnext", sourceMap: true };
  const { outputText, sourceMapText } = ts.transpileModule(code, { compilerOptions });
  this.callback(null, outputText, remapping([sourceMapText, ...(map ? [map] : [])], () => null));
};
`;

function pack(
  folder: string,
  bundle: typeof webpack,
  more: webpack.Configuration,
  ...loaders: webpack.RuleSetUseItem[]
): Promise<unknown> {
  writeFileSync(join(folder, "strip.cjs"), loader);
  const config: webpack.Configuration = {
    ...{ context: folder, mode: "production", target: "node", devtool: "source-map" },
    ...{ entry: "./src/main.ts", output: { path: join(folder, "out"), filename: "main.js", module: true } },
    experiments: { outputModule: true },
    optimization: { minimize: false },
    resolve: { extensions: [".ts", ".js"] },
    module: { rules: [{ test: /\.ts$/, use: [join(folder, "strip.cjs"), ...loaders] }] },
    ...more,
  };
  return new Promise((resolve, reject) => {
    bundle(config, (error, stats) => {
      if (error) reject(error);
      else if (stats!.hasErrors()) reject(new Error(stats!.toString({ all: false, errors: true })));
      else resolve(stats);
    });
  });
}

/** Rspack takes webpack's configuration. Its binary is large: it is installed where it is wanted. */
let rspack: typeof webpack | undefined;
function loadRspack(): typeof webpack {
  const home = new Project({});
  home.install("@rspack/core@2.3.4");
  return createRequire(join(home.folder, "main.js"))("@rspack/core").rspack;
}

/** Throws what the bundler has against the project. */
export const bundlers: Record<string, (folder: string, options?: Options) => Promise<unknown>> = {
  vite: (folder, options) =>
    vite({
      configFile: false,
      root: folder,
      logLevel: "silent",
      plugins: [forVite(options)],
      build: {
        lib: { entry: "src/main.ts", formats: ["es"], fileName: "main" },
        ...{ outDir: "out", minify: false, sourcemap: true },
      },
    }),
  esbuild: (folder, options) =>
    esbuild({
      ...{ entryPoints: [join(folder, "src/main.ts")], outfile: join(folder, "out/main.js") },
      ...{ bundle: true, format: "esm", platform: "node", sourcemap: true, logLevel: "silent" },
      plugins: [forEsbuild(options)],
    }),
  rollup: async (folder, options) => {
    const bundle = await rollup({
      ...{ input: join(folder, "src/main.ts"), onwarn: () => {} },
      plugins: [forRollup(options), stripTypes],
    });
    await bundle.write({ file: join(folder, "out/main.js"), format: "es", sourcemap: true });
  },
  rolldown: async (folder, options) => {
    const bundle = await rolldown({
      ...{ input: join(folder, "src/main.ts"), onwarn: () => {}, platform: "node" },
      plugins: [forRolldown(options) as Plugin],
    });
    await bundle.write({ file: join(folder, "out/main.js"), format: "es", sourcemap: true });
  },
  webpack: (folder, options) => pack(folder, webpack, { plugins: [forWebpack(options)] }),
  "webpack's loader": (folder, options = {}) =>
    pack(folder, webpack, {}, { loader: join(root, "dist/transformer/hosts/loader.js"), options }),
  Rspack: (folder, options) => {
    rspack ??= loadRspack();
    return pack(folder, rspack, { plugins: [forRspack(options) as never] });
  },
};
