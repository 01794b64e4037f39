/**
 * The plug-in for bundlers, by way of unplugin; `vite`, `rollup` … beside this file name one of them each.
 *
 * Where code is built to be served again at every edit, kernels come from our own assembler, else from asc. What a body
 * may not hold is an error of the bundler at the user's line.
 */
import { createUnplugin, type UnpluginMessage } from "unplugin";
import { checkOptions } from "../core/plugin-options.js";
import type { Located } from "./located.js";
import type { Backend } from "./project.js";
import { Service, type ServiceOptions } from "./service.js";
import { WasmFiles } from "./wasm-files.js";

export type { ServiceOptions as Options } from "./service.js";

export const unplugin = createUnplugin<ServiceOptions | undefined>((options = {}, meta) => {
  checkOptions(options, ["tsconfig"]);
  let backend: Backend = "asc";
  let service: Service | null = null;
  let wasmFiles = options.wasm === "module" ? new WasmFiles() : null;
  const hooks = wasmFiles?.hooks();
  /** Of each file with ufuncs, the files whose text may be in its output. */
  const dependencies = new Map<string, readonly string[]>();
  /** Rollup and its kin show a frame of their own beside the message. */
  const isFramed = ["vite", "rollup", "rolldown"].includes(meta.framework);
  if (meta.framework === "webpack" && meta.webpack.compiler.options.mode === "development") backend = "assembler";
  if (meta.framework === "rspack" && meta.rspack.compiler.options.mode === "development") backend = "assembler";
  return {
    name: "micronumpy",
    enforce: "pre",
    buildStart() {
      service?.changed();
    },
    watchChange(id) {
      service?.changed(id);
    },
    transform: {
      filter: {
        id: {
          include: /\.[cm]?[jt]sx?(\?|$)/,
          // what packages embed is of interest only where it is to go elsewhere
          exclude: wasmFiles ? /\?(raw|url)\b/ : /[\\/]node_modules[\\/]|\?(raw|url)\b/,
        },
      },
      async handler(code, id) {
        service ??= new Service(options, backend);
        const path = id.replace(/\?.*$/, "");
        await service.prepare(path, code);
        const placed = (text: string): string => wasmFiles?.separate(text, this as never) ?? text;
        const compiled = service.compile(path, code, placed);
        if (compiled === null) {
          const moved = placed(code);
          return moved === code ? null : { code: moved, map: null };
        }
        dependencies.set(path, compiled.dependencies);
        for (const file of compiled.dependencies) this.addWatchFile(file);
        if (compiled.problems.length > 0) {
          this.error(messageOf(compiled.problems, isFramed));
          return null;
        }
        return { code: compiled.code, map: compiled.map };
      },
    },
    ...hooks,
    vite: {
      ...hooks?.rollup,
      // Vite compiles no module anew for what it imports; ours hold the text of some of it.
      hotUpdate({ file, modules }) {
        const graph = this.environment.moduleGraph;
        const stale = [...dependencies].filter(([, files]) => files.includes(file));
        return [...modules, ...stale.flatMap(([path]) => [...(graph.getModulesByFile(path) ?? [])])];
      },
      config: (_, { command }) => {
        if (command !== "serve") return;
        backend = "assembler";
        // the server hands out modules, no files
        wasmFiles = null;
      },
    },
    rollup: {
      ...hooks?.rollup,
      options() {
        if (this.meta.watchMode) backend = "assembler";
      },
    },
  };
});

/** One error for all that is wrong with a file, at the first place: bundlers stop at an error. */
function messageOf(problems: readonly Located[], isFramed: boolean): UnpluginMessage {
  const list = problems.map(({ number, text, file, line, column, frame }) => {
    const message = `TS${number}: ${text}`;
    return isFramed && problems.length === 1 ? message : `${file}:${line}:${column}\n${message}\n${frame}`;
  });
  const { file, line, column, frame } = problems[0]!;
  const error = new Error(list.join("\n\n"));
  // where in us it was made says nothing to the user
  return Object.assign(error, {
    id: file,
    loc: { file, line, column: column - 1 },
    stack: "",
    ...(isFramed && { frame }),
  });
}
