/**
 * `micronumpy/jest`: `"transform": { "\\.tsx?$": "micronumpy/jest" }` in the configuration of Jest.
 *
 * Takes the place of ts-jest: types are stripped, not checked, and calls of `jest.mock` stay where they stand.
 */
import { sha256 } from "../core/cache.js";
import { Service } from "./service.js";
import { transpile } from "./transpile.js";

/** What the transformer reads of Jest's options. */
interface Options {
  readonly supportsStaticESM: boolean;
  readonly instrument: boolean;
  readonly configString: string;
}

const service = new Service({}, "assembler");

export default {
  process(source: string, path: string, { supportsStaticESM }: Options): { code: string } {
    return { code: transpile(service, path, source, supportsStaticESM) };
  },

  /** What other files have a part in is part of the key: the text of helpers is in the compiled code. */
  getCacheKey(source: string, path: string, { supportsStaticESM, instrument, configString }: Options): string {
    for (const file of service.compile(path, source)?.dependencies ?? []) service.changed(file);
    const text = service.compile(path, source)?.code ?? source;
    const parts = [text, path, String(supportsStaticESM), String(instrument), configString];
    return sha256(JSON.stringify(parts)).toString("hex");
  },
};
