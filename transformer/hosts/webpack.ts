/** `micronumpy/webpack`: `plugins: [micronumpy()]` in webpack.config. */
import type { WebpackPluginInstance } from "webpack";
import { type Options, unplugin } from "./unplugin.js";

export default (options?: Options): WebpackPluginInstance => unplugin.webpack(options);
