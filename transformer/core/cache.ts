/**
 * Compiled modules by the hash of what they were compiled from, in node_modules/.cache/micronumpy of the project.
 *
 * An entry is the SHA-256 of key and Wasm, then the Wasm; one that is damaged, or another's, counts as missing. Entries
 * are written under a name of their own and renamed, so no reader sees half of one, whoever else builds. A cache that
 * cannot be read or written costs time only.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const DIGEST_BYTES = 32;

export const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

const digest = (key: string, wasm: Uint8Array): Buffer => createHash("sha256").update(key).update(wasm).digest();

export class Cache {
  readonly folder: string;

  /** The cache of the package that a folder belongs to. */
  constructor(folder: string) {
    this.folder = join(packageFolder(folder), "node_modules", ".cache", "micronumpy");
  }

  /** Nothing was compiled here before. */
  get isNew(): boolean {
    return !existsSync(this.folder);
  }

  get(key: string): Uint8Array<ArrayBuffer> | null {
    try {
      const entry = readFileSync(this.#path(key));
      const wasm = new Uint8Array(entry.subarray(DIGEST_BYTES));
      return digest(key, wasm).equals(entry.subarray(0, DIGEST_BYTES)) ? wasm : null;
    } catch {
      return null;
    }
  }

  put(key: string, wasm: Uint8Array): void {
    const path = this.#path(key);
    const draft = `${path}.${randomUUID()}`;
    try {
      mkdirSync(this.folder, { recursive: true });
      try {
        writeFileSync(draft, Buffer.concat([digest(key, wasm), wasm]));
        renameSync(draft, path);
      } finally {
        // a full disk takes a part of it
        rmSync(draft, { force: true });
      }
    } catch {
      // read-only folders and full disks: compile again next time
    }
  }

  #path(key: string): string {
    return join(this.folder, `${key}.wasm`);
  }
}

function packageFolder(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, "package.json"))) return above;
    if (dirname(above) === above) return folder;
  }
}
