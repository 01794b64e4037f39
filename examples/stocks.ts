/** Months that were out of the ordinary: returns of shares in standard deviations. */
import { add, array, type NdArray, ufunc } from "micronumpy";
import { stocks } from "./data.js";

/** What a price gained since the one before, as a part of that. */
const gain = ufunc((before: number, after: number) => after / before - 1);

/** How many standard deviations from the mean; nothing deviates from a constant. */
export const zScore = ufunc((x: number, mean: number, deviation: number) =>
  deviation === 0 ? 0 : (x - mean) / deviation,
);

const squareOfDifference = ufunc((x: number, mean: number) => (x - mean) * (x - mean));

/** The z-scores of the monthly gains of a share. */
export function zScores(prices: NdArray<"float64">): NdArray {
  const gains = gain(prices.slice(":-1"), prices.slice("1:"));
  const mean = add.reduce(gains, { axis: null }) / gains.size;
  const variance = add.reduce(squareOfDifference(gains, mean), { axis: null }) / gains.size;
  return zScore(gains, mean, Math.sqrt(variance));
}

export function printStocks(): void {
  console.log("the month farthest from usual, in standard deviations");
  for (const [symbol, { months, prices }] of stocks()) {
    const scores = [...zScores(array(prices)).data].map(Number);
    const far = scores.reduce((most, score, i) => (Math.abs(score) > Math.abs(scores[most]!) ? i : most), 0);
    console.log(`  ${symbol.padEnd(6)}${months[far + 1]}  ${scores[far]!.toFixed(1).padStart(5)}`);
  }
}
