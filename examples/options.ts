/** Black–Scholes: the price of a call option and how it moves, five outputs of one ufunc. */
import { array, type NdArray, ufunc } from "micronumpy";
import { stocks } from "./data.js";

/** Numerator and denominator of Hart's approximation 5666 to the normal distribution, as in G. West (2005). */
const P = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const Q = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** The standard normal distribution: how likely a value below x is. */
function cumulative(x: number, density: number): number {
  const z = Math.abs(x);
  let p = 0;
  for (const c of P) p = p * z + c;
  let q = 0;
  for (const c of Q) q = q * z + c;
  // Beyond 7 the fraction is a continued one, of which three steps are enough.
  const tail = z < 7 ? (Math.sqrt(2 * Math.PI) * density * p) / q : density / (z + 1 / (z + 2 / (z + 3 / z)));
  return x > 0 ? 1 - tail : tail;
}

/** Price, delta, gamma, vega and theta (a year) of a European call. */
export const blackScholes = ufunc(
  (
    spot: number,
    strike: number,
    years: number,
    rate: number,
    volatility: number,
  ): [number, number, number, number, number] => {
    const spread = volatility * Math.sqrt(years);
    const d1 = (Math.log(spot / strike) + (rate + (volatility * volatility) / 2) * years) / spread;
    const d2 = d1 - spread;
    const density1 = Math.exp((d1 * d1) / -2) / Math.sqrt(2 * Math.PI);
    const density2 = Math.exp((d2 * d2) / -2) / Math.sqrt(2 * Math.PI);
    const delta = cumulative(d1, density1);
    const owed = strike * Math.exp(-rate * years) * cumulative(d2, density2);
    return [
      spot * delta - owed,
      delta,
      density1 / (spot * spread),
      spot * density1 * Math.sqrt(years),
      (-spot * density1 * volatility) / (2 * Math.sqrt(years)) - rate * owed,
    ];
  },
);

/** Strikes from 80 % to 120 % of the spot, down; months, across. */
export function chain(spot: number, volatility: number): NdArray[] {
  const strikes = array([0.8, 0.9, 1, 1.1, 1.2].map((part) => part * spot));
  const years = array([1, 3, 6, 12].map((months) => months / 12));
  return blackScholes(spot, strikes.reshape(-1, 1), years, 0.01, volatility);
}

export function printOptions(): void {
  const prices = stocks().get("AAPL")!.prices;
  const returns = prices.slice(1).map((price, i) => Math.log(price / prices[i]!));
  const mean = returns.reduce((sum, r) => sum + r) / returns.length;
  const variance = returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (returns.length - 1);
  const volatility = Math.sqrt(12 * variance);
  const spot = prices.at(-1)!;
  const [price, delta] = chain(spot, volatility);
  console.log(`calls on AAPL at ${spot}, volatility ${(100 * volatility).toFixed(0)} %: 1, 3, 6, 12 months across`);
  for (const [name, values] of [
    ["price", price!],
    ["delta", delta!],
  ] as const) {
    const rows = values.tolist() as number[][];
    for (const [i, part] of ["80 %", "100 %", "120 %"].entries()) {
      const cells = rows[2 * i]!.map((value) => value.toFixed(2).padStart(8));
      console.log(`  ${name}, strike at ${part.padEnd(6)}${cells.join("")}`);
    }
  }
}
