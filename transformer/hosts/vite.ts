/** `micronumpy/vite`: `plugins: [micronumpy()]` in vite.config. */
import type { Plugin } from "vite";
import { type Options, unplugin } from "./unplugin.js";

export default (options?: Options): Plugin => unplugin.vite(options) as Plugin;
