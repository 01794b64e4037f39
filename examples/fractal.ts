/** The Mandelbrot set: a loop that ends at another turn for each element, then a colour for each count. */
import { writeFileSync } from "node:fs";
import { empty, type f64, type i32, linspace, type NdArray, type u8, ufunc } from "micronumpy";
import { png } from "./png.js";

const LIMIT = 200;

/** After how many turns z = z² + c leaves the circle of radius 2; LIMIT where it stays. */
export const escapeTime = ufunc((real: f64, imaginary: f64): i32 => {
  let x = 0;
  let y = 0;
  let count = 0;
  while (count < LIMIT && x * x + y * y <= 4) {
    const next = x * x - y * y + real;
    y = 2 * x * y + imaginary;
    x = next;
    count++;
  }
  return count;
});

/** Red, green and blue of a count: three waves out of step; black inside the set. */
const colour = ufunc((count: i32): [u8, u8, u8] => {
  if (count === LIMIT) return [0, 0, 0];
  const t = 0.4 * Math.sqrt(count);
  return [127.5 - 127.5 * Math.cos(t), 127.5 - 127.5 * Math.cos(t + 0.6), 127.5 - 127.5 * Math.cos(t + 1.2)];
});

/** The counts of a picture whose columns run over [-2.2, 0.8] and whose rows run down from 1.2 to -1.2. */
export function mandelbrot(width: number, height: number): NdArray<"int32"> {
  return escapeTime(linspace(-2.2, 0.8, width), linspace(1.2, -1.2, height).reshape(-1, 1));
}

export function printFractal(path: string): void {
  const [width, height] = [1500, 1200];
  const start = performance.now();
  const counts = mandelbrot(width, height);
  const milliseconds = performance.now() - start;

  const picture = empty([height, width, 3], "uint8");
  colour(counts, { out: [picture.slice("...", 0), picture.slice("...", 1), picture.slice("...", 2)] });
  writeFileSync(path, png(picture.data, width, height));

  const turns = counts.data.reduce((sum, count) => sum + count);
  console.log(`the Mandelbrot set, ${width} x ${height}`);
  console.log(`  ${turns.toLocaleString("en")} turns of the loop in ${milliseconds.toFixed(0)} ms`);
  console.log(`  ${path}`);
}
