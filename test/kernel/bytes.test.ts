/** Bytes as text: every byte comes back, and the text needs no escape wherever JavaScript stands. */
import test from "ava";
import { decodeBytes, encodeBytes } from "../../kernel/bytes.js";

const all = Uint8Array.from({ length: 512 }, (_, k) => (k < 256 ? k : 511 - k));

test("what goes in comes out", (t) => {
  t.deepEqual(decodeBytes(encodeBytes(all)), all);
  t.deepEqual(decodeBytes(encodeBytes(new Uint8Array(0))), new Uint8Array(0));
});

test("the text is printable, without what strings, templates and pages give a meaning to", (t) => {
  t.regex(encodeBytes(all), /^[ -~]+$/);
  t.notRegex(encodeBytes(all), /["$'<\\`]/);
});

test("what Wasm has often is one character", (t) => {
  for (const byte of [0x00, 0x01, 0x20, 0x21, 0x41, 0xfd]) t.is(encodeBytes(Uint8Array.of(byte)).length, 1);
});
