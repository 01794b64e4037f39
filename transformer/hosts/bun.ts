/** `micronumpy/bun`: `plugins: [micronumpy()]` in the options of `Bun.build`. */
import { type Options, unplugin } from "./unplugin.js";

/** Bun's own type of the name. */
export interface BunPlugin {
  readonly name: string;
  setup(build: never): void | Promise<void>;
}

export default (options?: Options): BunPlugin => unplugin.bun(options);
