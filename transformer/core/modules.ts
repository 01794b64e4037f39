/**
 * `wasm: "module"`: Wasm in files of its own, which emitted code imports, for hosts that compile no bytes.
 *
 * It is moved out of the text, whoever printed that: what tsc emits, what is inserted for bundlers, what packages hold.
 */
import { decodeBytes, encodeBytes } from "../../kernel/bytes.js";

/** Where Wasm goes: embedded in the code, or into files that it imports. */
export type Placement = "inline" | "module";

/** How every module of Wasm begins, as `kernel/bytes.ts` writes it. */
const MAGIC = encodeBytes(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)).replace(/\W/g, "\\$&");
const EMBEDDED = new RegExp(`\\bwasm\\("(${MAGIC}[^"]*)"\\)`, "g");
const MAP = /(\n\/\/# sourceMappingURL=\S*\s*)?$/;

export const embedsWasm = (code: string): boolean => code.search(EMBEDDED) >= 0;

/**
 * The code with imports instead of the Wasm that it embeds. `place` is given each and answers what the import names.
 * The imports stand at the end: no line moves, and where imports stand says nothing of when they are loaded.
 */
export function importWasm(code: string, place: (wasm: Uint8Array, index: number) => string): string {
  const imports: string[] = [];
  const changed = code.replace(EMBEDDED, (_, text: string) => {
    const name = `micronumpy_module_${imports.length}`;
    const specifier = place(decodeBytes(text), imports.length);
    imports.push(`import ${name} from ${JSON.stringify(specifier)};`);
    return `wasm(${name})`;
  });
  if (imports.length === 0) return code;
  const separator = code.includes("\n") ? "\n" : " ";
  return changed.replace(MAP, (map) => `${separator}${imports.join(separator)}${map}`);
}
