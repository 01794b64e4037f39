/** `micronumpy/vite`: `plugins: [micronumpy()]` in vite.config. */
import type { ConfigEnv, Plugin, PluginOption, UserConfig } from "vite";
import { type Options, unplugin } from "./unplugin.js";

export default (options?: Options): Plugin => {
  const plugin = unplugin.vite(options) as Plugin;
  const { config } = plugin as { config(user: UserConfig, env: ConfigEnv): void };
  return Object.assign(plugin, {
    config(user: UserConfig, env: ConfigEnv): UserConfig | undefined {
      config(user, env);
      // builds make a bundle of its own of each Web Worker, with other plug-ins than the page has
      const isThere = isAmong(user.worker?.plugins?.() ?? []);
      return isThere ? undefined : { worker: { plugins: () => [plugin] } };
    },
  });
};

const isAmong = (plugins: PluginOption[]): boolean =>
  plugins.some((one) => (Array.isArray(one) ? isAmong(one) : one && "name" in one && one.name === "micronumpy"));
