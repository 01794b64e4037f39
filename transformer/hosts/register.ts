/**
 * `node --import micronumpy/register main.ts`: runs TypeScript sources, with kernels from our own assembler.
 *
 * For node itself and what is started by it: AVA, mocha, tsx. Where another loader of TypeScript is registered too, this
 * one is named last.
 */
import module from "node:module";
import { compile, isInThread, load, resolve } from "./hooks.js";

type Hooks = { readonly load: typeof load; readonly resolve: typeof resolve };

/** What Node's types leave out: what is newer than they are, and how `require` loads. */
interface Internals {
  registerHooks(hooks: Hooks): void;
  readonly _extensions: Record<string, (made: { _compile(code: string, path: string): void }, path: string) => void>;
}

const internals = module as unknown as Internals;
if (isInThread) internals.registerHooks({ load, resolve });
else {
  module.register("./hooks.js", import.meta.url);
  for (const extension of [".ts", ".cts"])
    internals._extensions[extension] = (made, path) => made._compile(compile(path), path);
}
process.setSourceMapsEnabled(true);
