/**
 * Brings Wasm to life where the host lets it. Strict content-security policies, edge hosts and old browsers don't, or
 * only from modules that were compiled before: what is refused runs in JavaScript, by the interpreter.
 *
 * Invariant: the first refusal is told, with its cause, and after it no bytes are tried again.
 */
import { decodeBytes } from "../kernel/bytes.js";
import type { WasmSource } from "../kernel/link.js";
import { wasmRefused } from "./errors.js";

/** The Wasm of a source file: a module, or bytes as text, not decoded before they are wanted. */
export function wasm(source: string | WebAssembly.Module): WasmSource {
  return typeof source === "string" ? { bytes: () => decodeBytes(source) } : { module: source };
}

let isRefused = false;

/** The exports of a source; null where the host refuses it. `env` gives what the module imports. */
export function instantiate(
  source: WasmSource,
  env: (module: WebAssembly.Module) => WebAssembly.ModuleImports,
): WebAssembly.Exports | null {
  if (isRefused && "bytes" in source) return null;
  const module = attempt(() =>
    "bytes" in source ? new WebAssembly.Module(source.bytes()) : (source.module as WebAssembly.Module),
  );
  if (module === null) return null;
  const imports = { env: env(module) };
  return attempt(() => new WebAssembly.Instance(module, imports).exports);
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch (cause) {
    if (!isRefused) console.warn(wasmRefused(cause));
    isRefused = true;
    return null;
  }
}
