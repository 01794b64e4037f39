/**
 * `micronumpy/loader`: a webpack loader, for hosts that take loaders but no plug-ins. It comes before the one that
 * compiles TypeScript, which means behind it in a list.
 */
import remapping, { type SourceMapInput } from "@jridgewell/remapping";
import { sentence } from "../core/diagnostic.js";
import { checkOptions, OptionError } from "../core/plugin-options.js";
import { Service, type ServiceOptions } from "./service.js";

/** What is used of webpack's `LoaderContext`. */
interface Loader {
  readonly resourcePath: string;
  readonly mode?: string;
  getOptions(): ServiceOptions;
  addDependency(path: string): void;
  emitError(error: Error): void;
  callback(error: null, code: string, map?: object | string): void;
}

/** One for each set of options that rules give. */
const services = new Map<string, Service>();

function serviceOf(options: ServiceOptions, mode: string | undefined): Service {
  const backend = mode === "development" ? "assembler" : "asc";
  const key = JSON.stringify([options, backend]);
  const known = services.get(key);
  if (known !== undefined) return known;
  checkOptions(options, ["tsconfig"]);
  if (options.wasm === "module") {
    const why = "a loader has no say in what lies beside the bundle";
    throw new OptionError("wasm", sentence("pluginOption", "wasm", '"module"', why, "micronumpy/webpack").text);
  }
  const service = new Service(options, backend);
  services.set(key, service);
  return service;
}

export default function (this: Loader, source: string, map?: SourceMapInput): void {
  const service = serviceOf(this.getOptions(), this.mode);
  service.changed();
  const compiled = service.compile(this.resourcePath, source);
  if (compiled === null) return this.callback(null, source, map);
  for (const path of compiled.dependencies) this.addDependency(path);
  for (const { file, line, column, number, text, frame } of compiled.problems)
    this.emitError(new Error(`${file}:${line}:${column} TS${number}: ${text}\n${frame}`));
  const own = JSON.stringify(compiled.map);
  this.callback(null, compiled.code, map ? remapping([own, map], () => null) : compiled.map);
}
