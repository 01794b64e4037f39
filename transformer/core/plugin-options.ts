/**
 * TABLE of the plug-in's options: what each accepts. They stand in a tsconfig or in a bundler's configuration, where
 * nobody has looked at them before us.
 */
import { parse } from "../../kernel/signature.js";
import type { AnalysisOptions } from "./analyse.js";
import { sentence } from "./diagnostic.js";
import type { Placement } from "./modules.js";

/** What may stand in the tsconfig's entry beside ts-patch's own keys, and in a bundler's configuration. */
export interface PluginOptions extends AnalysisOptions {
  /**
   * Where kernels go: into the emitted code ("inline", unless something else is asked for), or for hosts that compile no
   * bytes into `.wasm` files beside it, which it imports ("module").
   */
  readonly wasm?: Placement | undefined;
}

/** An option that can't be, as the user is told it. */
export class OptionError extends Error {
  override readonly name = "OptionError";

  constructor(
    readonly option: string,
    readonly text: string,
  ) {
    super(`micronumpy: ${text}`);
  }
}

interface Row {
  readonly accepts: string;
  readonly takes: (value: unknown) => boolean;
}

const rows: { readonly [K in keyof Required<PluginOptions>]: Row } = {
  defaults: {
    accepts: 'a list of signatures, as in `"defaults": ["float64", "int32,int32->int32"]`',
    takes: (value) => Array.isArray(value) && value.every(isSignature),
  },
  profile: {
    accepts: "the name of a file that `MICRONUMPY_PROFILE` wrote",
    takes: (value) => typeof value === "string",
  },
  names: {
    accepts: "true or false",
    takes: (value) => typeof value === "boolean",
  },
  wasm: {
    accepts: '"inline" or "module"',
    takes: (value) => value === "inline" || value === "module",
  },
};

/** `others` are the names that the host reads. @throws OptionError for the first option that is unknown or has no such value. */
export function checkOptions(options: object, others: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (others.includes(name) || value === undefined) continue;
    const row = Object.hasOwn(rows, name) ? rows[name as keyof typeof rows] : null;
    if (row?.takes(value)) continue;
    const why = row === null ? "the plug-in has no option of this name" : "it can't have this value";
    const instead = row === null ? `one of ${Object.keys(rows).join(", ")}` : row.accepts;
    throw new OptionError(name, sentence("pluginOption", name, JSON.stringify(value), why, instead).text);
  }
}

/** Is it one for some function, if not for every? */
function isSignature(text: unknown): boolean {
  if (typeof text !== "string") return false;
  const [inputs, outputs] = text.split("->").map((side) => side.split(",").length);
  return typeof parse(text, inputs!, outputs ?? 0) !== "string";
}
