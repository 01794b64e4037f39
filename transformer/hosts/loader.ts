/**
 * `micronumpy/loader`: a webpack loader, for hosts that take loaders but no plug-ins. It comes before the one that
 * compiles TypeScript, which means behind it in a list.
 */
import { Service } from "./service.js";

/** What is used of webpack's `LoaderContext`. */
interface Loader {
  readonly resourcePath: string;
  readonly mode?: string;
  addDependency(path: string): void;
  emitError(error: Error): void;
  callback(error: null, code: string, map?: object): void;
}

let service: Service | null = null;

export default function (this: Loader, source: string, map?: object): void {
  service ??= new Service({}, this.mode === "development" ? "assembler" : "asc");
  service.changed();
  const compiled = service.compile(this.resourcePath, source);
  if (compiled === null) return this.callback(null, source, map);
  for (const path of compiled.dependencies) this.addDependency(path);
  for (const { file, line, column, number, text, frame } of compiled.problems)
    this.emitError(new Error(`${file}:${line}:${column} TS${number}: ${text}\n${frame}`));
  this.callback(null, compiled.code, compiled.map);
}
