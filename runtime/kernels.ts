/**
 * The kernels of the program: which exist for a body, and how one is brought to life.
 *
 * A module of kernels is compiled and instantiated when the first of its kernels is wanted. Its constants are placed
 * in the heap, at an address that it imports: data segments of several modules would collide.
 */
import { FORMAT, type KernelKeys, type WasmSource } from "../kernel/link.js";
import { instantiate } from "./compile.js";
import { driver, type InnerLoop } from "./driver.js";
import { heap } from "./heap.js";
import { settings } from "./settings.js";
import type { Storage } from "./storage.js";

/** Kernels that one file of the program provides for a body: they count for ufuncs whose body has this hash. */
export interface Registration {
  readonly source: WasmSource;
  readonly kernels: KernelKeys;
}

/** For all copies of the package: a file links its kernels by its own, and the ufunc that they are for may be another's. */
const KEY = Symbol.for(`micronumpy/kernels@${FORMAT}`);
const program = globalThis as { [KEY]?: Map<string, Registration[]> };

/** What was registered for the body of a hash so far. */
export function registered(hash: string): readonly Registration[] {
  return program[KEY]?.get(hash) ?? [];
}

/** Kernels for the same keys are the same: a file that is loaded again brings them again. */
export function register(hash: string, registration: Registration): void {
  const keys = ({ kernels }: Registration): string => kernels.join();
  const others = registered(hash).filter((known) => keys(known) !== keys(registration));
  program[KEY] ??= new Map();
  program[KEY].set(hash, [...others, registration]);
}

/** May kernels run? Not where the program asks for another tier, nor where the host has no driver for them. */
export const runsKernels = (): boolean => settings.tier === undefined && driver().native;

const instances = new WeakMap<WasmSource, WebAssembly.Exports | null>();

/** The constants of kernels: they stay as long as one of them. */
const pools = new WeakMap<object, Storage>();

/** The kernel that a module exports at this place; null where the host refuses it. */
export function kernelOf(source: WasmSource, place: number): InnerLoop | null {
  let exports = instances.get(source);
  if (exports === undefined) {
    let pool: Storage | null = null;
    exports = instantiate(source, (module) => {
      pool = placePool(module);
      const address = new WebAssembly.Global({ value: "i32", mutable: false }, pool?.address ?? 0);
      return { memory: heap().memory!, pool: address };
    });
    if (pool !== null) for (const kernel of Object.values(exports ?? {})) pools.set(kernel as object, pool);
    instances.set(source, exports);
  }
  return exports && (Object.values(exports)[place] as unknown as InnerLoop);
}

function placePool(module: WebAssembly.Module): Storage | null {
  const [section] = WebAssembly.Module.customSections(module, "micronumpy.pool");
  if (section === undefined || section.byteLength === 0) return null;
  const pool = heap().lasting(section.byteLength);
  heap().u8.set(new Uint8Array(section), pool.address);
  return pool;
}
