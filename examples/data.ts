/** The data sets of the npm package vega-datasets, as columns. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// The package exports its code alone; its data lie beside.
const folder = join(dirname(createRequire(import.meta.url).resolve("vega-datasets")), "../data");

interface Flight {
  /** Minutes; negative when the flight was early. */
  readonly delay: number;
  /** Miles. */
  readonly distance: number;
  /** Hour of departure, with its fraction. */
  readonly time: number;
}

export function flights(): { delay: Int32Array; distance: Int32Array; hour: Float32Array } {
  const rows: Flight[] = JSON.parse(readFileSync(join(folder, "flights-200k.json"), "utf8"));
  return {
    delay: Int32Array.from(rows, (row) => row.delay),
    distance: Int32Array.from(rows, (row) => row.distance),
    hour: Float32Array.from(rows, (row) => row.time),
  };
}

export function airports(): { name: string[]; latitude: Float64Array; longitude: Float64Array } {
  const [, ...rows] = readFileSync(join(folder, "airports.csv"), "utf8").trim().split("\n");
  // The last fields of a row are plain numbers; a name may hold a comma.
  const fields = rows.map((row) => row.split(","));
  return {
    name: fields.map((row) => `${row[1]!.replaceAll('"', "")} (${row[0]})`),
    latitude: Float64Array.from(fields, (row) => Number(row.at(-2))),
    longitude: Float64Array.from(fields, (row) => Number(row.at(-1))),
  };
}

/** Prices at the beginning of each month, by symbol. */
export function stocks(): Map<string, { months: string[]; prices: number[] }> {
  const [, ...rows] = readFileSync(join(folder, "stocks.csv"), "utf8").trim().split("\n");
  const shares = new Map<string, { months: string[]; prices: number[] }>();
  for (const row of rows) {
    const [symbol = "", date = "", price] = row.split(",");
    if (!shares.has(symbol)) shares.set(symbol, { months: [], prices: [] });
    const share = shares.get(symbol)!;
    share.months.push(date.replace(" 1 ", " "));
    share.prices.push(Number(price));
  }
  return shares;
}
