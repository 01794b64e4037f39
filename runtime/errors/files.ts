/** What readers and writers of files say, and assertions. */
import { names } from "../../kernel/dtype.js";
import { bytesText, describe, make, valueError } from "./make.js";

// ───────────── files ─────────────

export const cutOff = (part: string, expected: number, found: number) =>
  valueError(`EOF: reading ${part}, expected ${expected} bytes got ${found}`);

export const wrongMagic = (expected: string, found: string) =>
  valueError(`the magic string is not correct; expected b'${byteText(expected)}', got b'${byteText(found)}'`);

/** Bytes as Python writes them. */
const byteText = (bytes: string) =>
  bytes.replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);

export const unknownVersion = (major: number, minor: number) =>
  valueError(`we only support format version (1,0), (2,0), and (3,0), not (${major}, ${minor})`);

export const longHeader = (length: number) =>
  valueError(`Header info length (${length}) is large and may not be safe to load securely.`);

export const badHeader = (text: string) => valueError(`Cannot parse header: ${describe(text.trim())}`);

export const objectsInFile = () => valueError("Object arrays cannot be loaded when allow_pickle=False");

export const unknownDescr = (descr: string) =>
  valueError(`descr is not a valid dtype descriptor: '${descr}': none of ${names.join(", ")}`);

export const notNpz = (why: string) => valueError(`File is not a zip file: ${why}`);

export const badSum = (name: string) => make(Error, "BadZipFile", `Bad CRC-32 for file '${name}'`);

export const tooLargeForNpz = (bytes: number) =>
  valueError(`to_npz: a zip archive holds 4 GiB at most, the arrays have ${bytesText(bytes)}`);

// ───────────── assertions ─────────────

export const notEqual = (report: string) =>
  Object.assign(make(Error, "AssertionError", report), { name: "AssertionError" });
