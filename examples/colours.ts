/** Colours of the screen in Oklab, where distance is what the eye sees. After Björn Ottosson, "A perceptual color space". */
import { arange, f32, type NdArray, type u8, ufunc } from "micronumpy";

/** Light of a channel: sRGB's transfer function undone. */
function light(channel: u8): f32 {
  const c = f32(channel) / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

/** Lightness, and how far to red (from green) and to yellow (from blue). */
export const oklab = ufunc((red: u8, green: u8, blue: u8): [f32, f32, f32] => {
  const [r, g, b] = [light(red), light(green), light(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
});

/** All 16,777,216 colours of the screen. */
export function everyColour(): NdArray<"float32">[] {
  const channel = arange(256).astype("uint8");
  return oklab(channel.reshape(-1, 1, 1), channel.reshape(-1, 1), channel);
}

export function printColours(): void {
  const start = performance.now();
  const [lightness, toRed, toYellow] = everyColour();
  const milliseconds = performance.now() - start;
  console.log(`${lightness!.size.toLocaleString("en")} colours from sRGB to Oklab in ${milliseconds.toFixed(0)} ms`);
  console.log("  all of these have a lightness of 50 % in HSL:");
  const pure = { red: [255, 0, 0], yellow: [255, 255, 0], green: [0, 255, 0], blue: [0, 0, 255] } as const;
  for (const [name, rgb] of Object.entries(pure)) {
    const [l, a, b] = [lightness, toRed, toYellow].map((values) => values!.get(...rgb));
    console.log(
      `  ${name.padEnd(8)}lightness ${(100 * l!).toFixed(0)} %, colourfulness ${Math.hypot(a!, b!).toFixed(2)}`,
    );
  }
}
