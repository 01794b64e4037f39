/**
 * `micronumpy/eslint`: what can be told of bodies without types, for projects whose type check takes no plug-ins. For
 * ESLint with any parser of TypeScript, and for oxlint.
 *
 * @example
 * import micronumpy from "micronumpy/eslint";
 * export default [micronumpy.configs.recommended];
 */
import { kernel } from "./kernel.js";

const plugin = { meta: { name: "micronumpy" }, rules: { kernel } };

const recommended = { plugins: { micronumpy: plugin }, rules: { "micronumpy/kernel": "error" } } as const;

export default { ...plugin, configs: { recommended } };
