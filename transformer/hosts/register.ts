/**
 * `node --import micronumpy/register main.ts`: runs TypeScript sources, with kernels from our own assembler.
 *
 * For node itself and what is started by it: AVA, mocha, tsx. Where another loader of TypeScript is registered too, this
 * one is named last.
 */
import module from "node:module";
import { compile, load, resolve, sourceOf } from "./hooks.js";

type Hooks = { readonly load: typeof load; readonly resolve: typeof resolve };

/** What Node's types leave out: what is newer than they are, and how `require` loads. */
interface Internals {
  registerHooks?(hooks: Hooks): void;
  _resolveFilename(request: string, parent: { readonly filename: string } | undefined, ...rest: unknown[]): string;
  readonly _extensions: Record<string, (made: { _compile(code: string, path: string): void }, path: string) => void>;
}

const internals = module as unknown as Internals;
if (internals.registerHooks) internals.registerHooks({ load, resolve });
else module.register("./hooks.js", import.meta.url);
const { _resolveFilename } = internals;
internals._resolveFilename = (request, parent, ...rest) =>
  _resolveFilename.call(module, (parent && sourceOf(request, parent.filename)) ?? request, parent, ...rest);
for (const extension of [".ts", ".tsx", ".cts"])
  internals._extensions[extension] = (made, path) => made._compile(compile(path), path);
process.setSourceMapsEnabled(true);
