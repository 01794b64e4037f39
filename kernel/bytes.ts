/**
 * Bytes <-> text, as emitted code embeds Wasm: a character for a byte that Wasm has often, two for the others.
 *
 * Base64 would write three bytes as four characters wherever they begin, and hide from the compressor what occurs again;
 * hexadecimal digits are twice as many. So what ships is a tenth smaller than with digits when it is compressed, and a
 * kernel as large as its bytes would be.
 */

/** The printable characters that stand in a string literal, and in a page, as they are: not `" $ ' < \` and the backtick. */
const alphabet = () =>
  Array.from({ length: 95 }, (_, k) => String.fromCharCode(32 + k))
    .join("")
    .replace(/["$'<\\`]/g, "");

/** So many bytes are one character; the last two of the alphabet lift the one behind them above these. */
const SINGLE = 87;

/** Prefixes of SIMD instructions, and the signs of small negative numbers, are at the end of the bytes: they come first. */
const FIRST = 0xfd;

export function encodeBytes(bytes: Uint8Array): string {
  const characters = alphabet();
  let text = "";
  for (const byte of bytes) {
    const place = (byte - FIRST) & 255;
    const lifted = Math.floor(place / SINGLE);
    text += (lifted > 0 ? characters[SINGLE + lifted - 1]! : "") + characters[place % SINGLE]!;
  }
  return text;
}

/** The bytes of what `encodeBytes` has written. A program's first call waits for it, in code that is not optimized yet. */
export function decodeBytes(text: string): Uint8Array<ArrayBuffer> {
  const places = new Uint8Array(128);
  for (const [place, character] of [...alphabet()].entries()) places[character.charCodeAt(0)] = place;
  const bytes = new Uint8Array(text.length);
  let count = 0;
  let lifted = 0;
  for (let k = 0; k < text.length; k++) {
    const place = places[text.charCodeAt(k)]!;
    if (place >= SINGLE) lifted = place - SINGLE + 1;
    else {
      bytes[count++] = FIRST + lifted * SINGLE + place;
      lifted = 0;
    }
  }
  return bytes.slice(0, count);
}
