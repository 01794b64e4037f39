/** `micronumpy/rollup`: `plugins: [micronumpy()]` in rollup.config. */
import type { Plugin } from "rollup";
import { type Options, unplugin } from "./unplugin.js";

export default (options?: Options): Plugin => unplugin.rollup(options) as Plugin;
