/** How many bytes each exported function of a Wasm binary takes. */

const EXPORT = 7;
const CODE = 10;
const FUNCTION = 0;

/** Exported name -> bytes of its code. The binary imports no functions, as ours never do. */
export function functionSizes(wasm: Uint8Array): ReadonlyMap<string, number> {
  const names: [string, number][] = [];
  const sizes: number[] = [];
  const reader = new Reader(wasm, 8);
  while (!reader.done) {
    const id = reader.byte();
    const end = reader.number() + reader.position;
    const count = id === EXPORT || id === CODE ? reader.number() : 0;
    for (let k = 0; k < count; k++) {
      if (id === CODE) sizes.push(reader.skip(reader.number()));
      else {
        const name = reader.text();
        const kind = reader.byte();
        const index = reader.number();
        if (kind === FUNCTION) names.push([name, index]);
      }
    }
    reader.position = end;
  }
  return new Map(names.map(([name, index]) => [name, sizes[index]!]));
}

class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    public position: number,
  ) {}

  get done(): boolean {
    return this.position >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.position++]!;
  }

  /** LEB128. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  skip(count: number): number {
    this.position += count;
    return count;
  }

  text(): string {
    const length = this.number();
    this.skip(length);
    return new TextDecoder().decode(this.bytes.subarray(this.position - length, this.position));
  }
}
