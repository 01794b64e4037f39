/** The custom section of a Wasm binary that holds them; the linker puts them into the heap and says where. */
export const POOL_SECTION = "micronumpy.pool";
/** Pools with equal bytes are one. `bases` says where each program's begins. */
export function mergePools(programs) {
  const bytes = [];
  const places = new Map();
  const bases = programs.map(({ pool }) => {
    const key = pool.join();
    const known = places.get(key);
    if (known !== undefined || pool.length === 0) return known ?? 0;
    while (bytes.length % 8 !== 0) bytes.push(0);
    const base = bytes.length;
    places.set(key, base);
    for (const byte of pool) bytes.push(byte);
    return base;
  });
  return { pool: Uint8Array.from(bytes), bases };
}
