/**
 * The plug-in for editors: `"plugins": [{ "name": "micronumpy" }]`, the same entry that tsc reads.
 *
 * tsserver finds plug-ins by the `main` of a package.json and requires them, so this one file is CommonJS. What it needs
 * is an ES module: required where the editor's Node can, else imported, and the project is checked again when it is there.
 */
import type * as ts from "typescript";
import type * as Module from "./editor.js" with { "resolution-mode": "import" };

function load(): typeof Module | Promise<typeof Module> {
  try {
    return require("./editor.js") as typeof Module;
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_REQUIRE_ESM") throw error;
    return import("./editor.js");
  }
}

function init({ typescript }: { typescript: typeof ts }): ts.server.PluginModule {
  return {
    create(info) {
      const { languageService } = info;
      let editor: Module.Editor | undefined;
      const start = ({ Editor }: typeof Module): void => {
        // the same TypeScript; as seen from an ES module, it has a default export besides
        const seen = typescript as ConstructorParameters<typeof Editor>[0];
        editor = new Editor(seen, () => languageService.getProgram(), info.config);
      };
      const loaded = load();
      if (!(loaded instanceof Promise)) start(loaded);
      else void loaded.then(start).then(() => info.project.refreshDiagnostics());
      return {
        ...languageService,
        getSemanticDiagnostics: (path) => [
          ...languageService.getSemanticDiagnostics(path),
          ...(editor?.diagnostics(path) ?? []),
        ],
        getQuickInfoAtPosition(path, position, ...rest) {
          const shown = languageService.getQuickInfoAtPosition(path, position, ...rest);
          const text = shown && editor?.kernels(path, position);
          if (!text) return shown;
          return { ...shown, documentation: [...(shown.documentation ?? []), { kind: "text", text: `\n${text}` }] };
        },
      };
    },
  };
}

export = init;
