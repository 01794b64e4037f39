/**
 * A copy of asc that loads in a third of the time. Binaryen comes as a file of JavaScript that holds its Wasm as 13 MB of
 * text, which V8 takes a second to go through; in the copy the Wasm is a file of its own.
 */
import { randomUUID } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGE = "package.json";

/** Where Binaryen decodes its Wasm: a call, on a template literal that begins as Wasm does. */
const CALL = /[\w$]+\($/;
const LITERAL = "`\\0asm";

/**
 * The address of asc's copy in a folder, made if it isn't there. Readers never see half of one. Throws where the folder
 * can't be written, or a package looks different from what is known here.
 */
export function copyOfAsc(folder: string): string {
  const asc = dirname(createRequire(import.meta.url).resolve(`assemblyscript/${PACKAGE}`));
  const { resolve } = createRequire(join(asc, PACKAGE));
  const [binaryen, long] = [dirname(resolve("binaryen")), dirname(resolve("long"))];
  const target = join(folder, ["asc", versionOf(asc), versionOf(binaryen)].join("-"));
  if (!existsSync(target)) {
    const draft = `${target}.${randomUUID()}`;
    try {
      const [ascCopy, binaryenCopy, longCopy] = ["assemblyscript", "binaryen", "long"].map((name) =>
        join(draft, "node_modules", name),
      ) as [string, string, string];
      for (const path of [PACKAGE, "dist/asc.js", "dist/assemblyscript.js"])
        cpSync(join(asc, path), join(ascCopy, path));
      cpSync(long, longCopy, { recursive: true });
      mkdirSync(binaryenCopy);
      cpSync(join(binaryen, PACKAGE), join(binaryenCopy, PACKAGE));
      unpack(readFileSync(join(binaryen, "index.js")), binaryenCopy);
      renameSync(draft, target);
      sweep(folder);
    } catch (error) {
      // another build may have been first
      if (!existsSync(target)) throw error;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return pathToFileURL(join(target, "node_modules/assemblyscript/dist/asc.js")).href;
}

/** A draft that is younger may be in the making. */
const AN_HOUR = 3600e3;

/** Removes what is no entry of the cache any more: copies of other versions, and what killed builds have left half made. */
function sweep(folder: string): void {
  for (const path of readdirSync(folder).map((name) => join(folder, name)))
    if (!path.endsWith(".wasm") && statSync(path).mtimeMs < Date.now() - AN_HOUR)
      rmSync(path, { recursive: true, force: true });
}

const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, PACKAGE), "utf8")) as { version: string }).version;

/** Writes Binaryen's Wasm, and its JavaScript with a call that reads it. */
function unpack(script: Buffer, folder: string): void {
  const start = script.indexOf(LITERAL);
  const callee = CALL.exec(script.toString("latin1", 0, Math.max(0, start)));
  if (callee === null) throw new Error("Binaryen holds its Wasm in another way");
  const { bytes, end } = unescapeLiteral(script, start + 1);
  writeFileSync(join(folder, "binaryen.wasm"), bytes);
  const parts = [
    `import { readFileSync as readWasm } from "node:fs";\n`,
    script.subarray(0, start - callee[0].length),
    `readWasm(new URL("./binaryen.wasm", import.meta.url)`,
    script.subarray(end),
  ];
  writeFileSync(join(folder, "index.js"), Buffer.concat(parts.map((part) => Buffer.from(part))));
}

const [BACKTICK, BACKSLASH, X] = [..."`\\x"].map((char) => char.charCodeAt(0));
/** What a character behind a backslash stands for: these letters for control characters, any other for itself. */
const ESCAPES = Uint8Array.from({ length: 256 }, (_, code) => code);
for (const [letter, code] of Object.entries({ 0: 0, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 }))
  ESCAPES[letter.charCodeAt(0)] = code;

/** The characters of a template literal, all below 256, from its first one on; `end` is behind it. */
function unescapeLiteral(script: Buffer, start: number): { readonly bytes: Uint8Array; readonly end: number } {
  const bytes = new Uint8Array(script.length - start);
  let count = 0;
  for (let at = start; at < script.length; ) {
    let byte = script[at++]!;
    if (byte === BACKTICK) return { bytes: bytes.subarray(0, count), end: at };
    if (byte === BACKSLASH) {
      byte = script[at++]!;
      if (byte === X) {
        byte = digit(script[at]!) * 16 + digit(script[at + 1]!);
        at += 2;
      } else byte = ESCAPES[byte]!;
    }
    bytes[count++] = byte;
  }
  throw new Error("Binaryen's Wasm has no end");
}

/** Of a hexadecimal digit in ASCII. */
const digit = (code: number): number => (code <= 57 ? code - 48 : (code | 32) - 87);
