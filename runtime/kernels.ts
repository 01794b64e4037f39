/**
 * The kernels of the program: which exist for a body, and how one is brought to life.
 *
 * A module of kernels is compiled and instantiated when the first of its kernels is wanted. Its constants are placed
 * in the heap, at an address that it imports: data segments of several modules would collide.
 */
import type { KernelNames, WasmSource } from "../kernel/link.js";
import type { InnerLoop } from "./driver.js";
import { heap } from "./heap.js";

/** Kernels that one file of the program provides for a body: they count for ufuncs whose body has this hash. */
export interface Registration {
  readonly source: WasmSource;
  readonly kernels: KernelNames;
}

const registrations = new Map<string, Registration[]>();

/** What was registered for the body of a hash so far. */
export function registered(hash: string): readonly Registration[] {
  return registrations.get(hash) ?? [];
}

export function register(hash: string, registration: Registration): void {
  const list = registrations.get(hash);
  if (list === undefined) registrations.set(hash, [registration]);
  else list.push(registration);
}

const instances = new WeakMap<WasmSource, WebAssembly.Exports>();

/** An exported kernel. */
export function kernelOf(source: WasmSource, name: string): InnerLoop {
  let exports = instances.get(source);
  if (exports === undefined) {
    exports = instantiate(source);
    instances.set(source, exports);
  }
  return exports[name] as unknown as InnerLoop;
}

function instantiate(source: WasmSource): WebAssembly.Exports {
  const module = new WebAssembly.Module(source.bytes());
  const { memory } = heap();
  const pool = new WebAssembly.Global({ value: "i32", mutable: false }, placePool(module));
  return new WebAssembly.Instance(module, { env: { memory: memory!, pool } }).exports;
}

function placePool(module: WebAssembly.Module): number {
  const [section] = WebAssembly.Module.customSections(module, "micronumpy.pool");
  if (section === undefined || section.byteLength === 0) return 0;
  const address = heap().reserve(section.byteLength);
  heap().u8.set(new Uint8Array(section), address);
  return address;
}
