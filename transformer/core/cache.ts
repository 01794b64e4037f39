/**
 * Compiled modules by the hash of what they were compiled from, in node_modules/.cache/micronumpy of the project.
 *
 * An entry is the SHA-256 of the Wasm, then the Wasm; one that is damaged counts as missing. Entries are written under
 * another name and renamed, so no reader sees half of one. A cache that cannot be read or written costs time only.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const DIGEST_BYTES = 32;

export const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

export class Cache {
  readonly #folder: string;

  /** The cache of the package that a folder belongs to. */
  constructor(folder: string) {
    this.#folder = join(packageFolder(folder), "node_modules", ".cache", "micronumpy");
  }

  get(key: string): Uint8Array<ArrayBuffer> | null {
    try {
      const entry = readFileSync(this.#path(key));
      const wasm = new Uint8Array(entry.subarray(DIGEST_BYTES));
      return sha256(wasm).equals(entry.subarray(0, DIGEST_BYTES)) ? wasm : null;
    } catch {
      return null;
    }
  }

  put(key: string, wasm: Uint8Array): void {
    const path = this.#path(key);
    const draft = `${path}.${process.pid}`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(draft, Buffer.concat([sha256(wasm), wasm]));
      renameSync(draft, path);
    } catch {
      // read-only folders and full disks: compile again next time
    }
  }

  #path(key: string): string {
    return join(this.#folder, `${key}.wasm`);
  }
}

function packageFolder(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, "package.json"))) return above;
    if (dirname(above) === above) return folder;
  }
}
