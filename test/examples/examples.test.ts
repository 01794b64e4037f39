/** The examples, compiled as their project says, beside NumPy's answers (`fixtures/examples/answers.py`). */
import { readFileSync } from "node:fs";
import { crc32, inflateSync } from "node:zlib";
import test from "ava";
import { type ArrayLike, array, type NdArray, type Ufunc } from "../../entries/index.js";

const root = new URL("../../../", import.meta.url);
const answers = JSON.parse(readFileSync(new URL("fixtures/examples/answers.json", root), "utf8"));

/** A module of the examples; it is no part of this program. */
// biome-ignore lint/suspicious/noExplicitAny: its types are those of another project
const example = (name: string): Promise<any> => import(new URL(`examples/dist/${name}.js`, root).href);

/** Every element within so many parts of NumPy's, or of 1 where that is more. */
function near(found: NdArray, expected: ArrayLike, tolerance: number): boolean {
  const wanted = array(expected);
  const values = [...wanted.ravel().data].map(Number);
  const given = [...found.ravel().data].map(Number);
  return (
    String(found.shape) === String(wanted.shape) &&
    given.every((x, i) => Math.abs(x - values[i]!) <= tolerance * Math.max(1, Math.abs(values[i]!)))
  );
}

const compiled = (u: Ufunc): boolean => u.kernels.length > 0 && u.kernels.every((kernel) => kernel.simd);

test("haversine over pairs of airports", async (t) => {
  const { haversine, distances } = await example("airports");
  const { latitude, longitude, kilometres } = answers.haversine;
  t.true(compiled(haversine));
  t.true(near(distances(array(latitude), array(longitude)), kilometres, 1e-12));
});

test("the Mandelbrot set, count by count", async (t) => {
  const { escapeTime, mandelbrot } = await example("fractal");
  const { width, height, counts } = answers.mandelbrot;
  t.true(compiled(escapeTime));
  const found = mandelbrot(width, height);
  t.is(found.dtype, "int32");
  t.deepEqual(found.tolist(), counts);
});

test("Black–Scholes and its greeks", async (t) => {
  const { blackScholes, chain } = await example("options");
  const { spot, volatility, ...expected } = answers.options;
  t.true(compiled(blackScholes));
  const results: NdArray[] = chain(spot, volatility);
  for (const [i, name] of ["price", "delta", "gamma", "vega", "theta"].entries())
    t.true(near(results[i]!, expected[name], 1e-12), name);
});

test("sRGB to Oklab", async (t) => {
  const { oklab } = await example("colours");
  const { rgb, lab } = answers.oklab;
  const pixels = array(rgb, "uint8");
  const results: NdArray[] = oklab(...[0, 1, 2].map((channel) => pixels.slice(":", channel).reshape(-1)));
  t.true(compiled(oklab));
  for (const [i, result] of results.entries()) {
    t.is(result.dtype, "float32");
    t.true(near(result, array(lab).slice("...", i), 1e-6));
  }
});

test("Kepler's equation by Newton's method", async (t) => {
  const { distance, distances } = await example("orbits");
  t.true(compiled(distance));
  t.true(near(distances(array(answers.orbits.days)), answers.orbits.distances, 1e-12));
});

test("z-scores of shares", async (t) => {
  const { zScore, zScores } = await example("stocks");
  t.true(compiled(zScore));
  t.true(near(zScores(array(answers.stocks.prices)), answers.stocks.scores, 1e-12));
});

test("a PNG holds its pixels, and its sums are right", async (t) => {
  const { png } = await example("png");
  const pixels = Uint8Array.from({ length: 2 * 3 * 3 }, (_, i) => i * 14);
  const file = Buffer.from(png(pixels, 3, 2));
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    t.is(file.readUInt32BE(at + 8 + length), crc32(body));
    chunks.set(body.toString("latin1", 0, 4), body.subarray(4));
    at += 12 + length;
  }
  t.deepEqual([...chunks.keys()], ["IHDR", "IDAT", "IEND"]);
  t.deepEqual([...chunks.get("IHDR")!], [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  t.deepEqual([...inflateSync(chunks.get("IDAT")!)], [0, ...pixels.subarray(0, 9), 0, ...pixels.subarray(9)]);
});
