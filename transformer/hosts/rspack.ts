/** `micronumpy/rspack`: `plugins: [micronumpy()]` in rspack.config. */
import { type Options, unplugin } from "./unplugin.js";

/** Rspack's `RspackPluginInstance`. */
export interface RspackPlugin {
  apply(compiler: never): void;
}

export default (options?: Options): RspackPlugin => unplugin.rspack(options);
