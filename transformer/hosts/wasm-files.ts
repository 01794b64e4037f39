/**
 * `wasm: "module"` for bundlers: Wasm goes into files beside the bundle, which it imports. Their names come from their
 * contents. Until the bundle is written, code imports them by names that only this module knows.
 *
 * Packages embed the Wasm of their ufuncs, micronumpy that of its driver too: it is moved out of their code as well.
 */
import type { PluginBuild } from "esbuild";
import type { Compiler } from "webpack";
import { sha256 } from "../core/cache.js";
import { importWasm } from "../core/modules.js";

const SCHEME = "micronumpy-wasm:";

/** What is used of webpack's context in which files are transformed. */
interface Context {
  getNativeBuildContext?(): { readonly loaderContext?: { emitFile?(name: string, source: Buffer): void } } | null;
}

/** What is used of Rollup's context in which a bundle is made, and of that. */
interface Bundling {
  emitFile(file: { type: "asset"; fileName: string; source: Uint8Array }): void;
}
type Bundle = Readonly<Record<string, { readonly type: string; readonly imports?: readonly string[] }>>;

export class WasmFiles {
  private readonly files = new Map<string, Uint8Array>();

  /** The code with imports instead of what it embeds. */
  separate(code: string, context: Context): string {
    return importWasm(code, (wasm) => {
      const name = `micronumpy-${sha256(wasm).toString("hex").slice(0, 16)}.wasm`;
      this.files.set(name, wasm);
      // what a loader emits is kept in webpack's cache with the module
      context.getNativeBuildContext?.()?.loaderContext?.emitFile?.(name, Buffer.from(wasm));
      return SCHEME + name;
    });
  }

  /** What the bundlers have to do with the imports. */
  hooks() {
    const { files } = this;
    const rollup = {
      resolveId: (id: string) => (id.startsWith(SCHEME) ? { id, external: true } : null),
      renderChunk: (code: string, { fileName }: { fileName: string }) =>
        code.includes(SCHEME) ? { code: code.replaceAll(SCHEME, pathToRoot(fileName)), map: null } : null,
      generateBundle: {
        // when Vite has dropped what it takes for the assets of pages
        order: "post" as const,
        handler(this: Bundling, _: unknown, bundle: Bundle) {
          const imported = new Set(Object.values(bundle).flatMap(({ imports }) => imports ?? []));
          for (const [fileName, source] of files)
            if (imported.has(SCHEME + fileName)) this.emitFile({ type: "asset", fileName, source });
        },
      },
    };
    return {
      rollup,
      rolldown: rollup,
      esbuild: { setup: (build: PluginBuild) => this.copyBy(build) },
      webpack: (compiler: Compiler) => importFrom(compiler),
      rspack: (compiler: unknown) => importFrom(compiler as Compiler),
    };
  }

  /** esbuild copies a file and imports it by the name that it gives to the copy. */
  private copyBy(build: PluginBuild): void {
    const namespace = "micronumpy-wasm";
    build.onResolve({ filter: new RegExp(`^${SCHEME}`) }, ({ path }) => {
      return { path: path.slice(SCHEME.length), namespace, sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: this.files.get(path)!, loader: "copy" }));
  }
}

function importFrom(compiler: Compiler): void {
  const external = ({ request = "" }, answer: (error?: null, result?: string) => void): void =>
    request.startsWith(SCHEME) ? answer(null, `./${request.slice(SCHEME.length)}`) : answer();
  new compiler.webpack.ExternalsPlugin("module", external as never).apply(compiler);
}

/** From a chunk in the folder of the bundle, or in one below it, to the former. */
function pathToRoot(chunk: string): string {
  const depth = chunk.split("/").length - 1;
  return depth === 0 ? "./" : "../".repeat(depth);
}
