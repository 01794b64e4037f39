/** `micronumpy/esbuild`: `plugins: [micronumpy()]` in the options of `build`. */
import type { Plugin } from "esbuild";
import { type Options, unplugin } from "./unplugin.js";

export default (options?: Options): Plugin => unplugin.esbuild(options) as Plugin;
