/** `micronumpy/bun`: `plugins: [micronumpy()]` in the options of `Bun.build`. Wasm is embedded: Bun compiles bytes. */
import { type Options, unplugin } from "./unplugin.js";

/** Bun's own type of the name. */
export interface BunPlugin {
  readonly name: string;
  setup(build: never): void | Promise<void>;
}

export default (options?: Options): BunPlugin => {
  if (options?.wasm === "module")
    throw new Error('micronumpy: with Bun the option `wasm` is "inline". For workers, bundle with micronumpy/esbuild.');
  return unplugin.bun(options);
};
