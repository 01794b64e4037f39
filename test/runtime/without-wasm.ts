/** Imported before the library: a host without WebAssembly. */
Reflect.deleteProperty(globalThis, "WebAssembly");
