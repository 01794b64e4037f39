/** Adds the constants of a module to its binary, as the custom section that the linker reads. */

/** The same section as `kernel/assemble` writes: `micronumpy.pool`. */
export function withPool(wasm: Uint8Array, pool: Uint8Array): Uint8Array {
  if (pool.length === 0) return wasm;
  const name = new TextEncoder().encode("micronumpy.pool");
  const content = Buffer.concat([leb128(name.length), name, pool]);
  return Buffer.concat([wasm, Uint8Array.of(0), leb128(content.length), content]);
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest >= 0x80;
    bytes.push((rest & 0x7f) | (more ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}
