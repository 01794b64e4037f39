/** `micronumpy/rolldown`: `plugins: [micronumpy()]` in rolldown.config. */
import type { Plugin } from "rolldown";
import { type Options, unplugin } from "./unplugin.js";

export default (options?: Options): Plugin => unplugin.rolldown(options) as Plugin;
