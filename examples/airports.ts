/** Every airport against every other: the haversine formula, broadcast over a column and a row. */
import { array, type NdArray, ufunc } from "micronumpy";
import { airports } from "./data.js";

/** Mean radius of the earth in kilometres. */
const RADIUS = 6371.0088;
const RADIANS = Math.PI / 180;

/** Kilometres along the great circle between two places, given in degrees. */
export const haversine = ufunc((latitude1: number, longitude1: number, latitude2: number, longitude2: number) => {
  const north = Math.sin((latitude2 - latitude1) * (RADIANS / 2));
  const east = Math.sin((longitude2 - longitude1) * (RADIANS / 2));
  const square = north * north + Math.cos(latitude1 * RADIANS) * Math.cos(latitude2 * RADIANS) * east * east;
  return 2 * RADIUS * Math.asin(Math.sqrt(square));
});

/** The distances between all pairs of places: a column of them against a row. */
export function distances(latitude: NdArray<"float64">, longitude: NdArray<"float64">): NdArray {
  return haversine(latitude.reshape(-1, 1), longitude.reshape(-1, 1), latitude, longitude);
}

export function printAirports(): void {
  const { name, latitude, longitude } = airports();
  const n = name.length;
  const start = performance.now();
  const kilometres = distances(array(latitude), array(longitude)).data;
  const milliseconds = performance.now() - start;
  console.log(
    `${n.toLocaleString("en")} airports, ${(n * n).toLocaleString("en")} distances in ${milliseconds.toFixed(0)} ms`,
  );

  const nearest = new Float64Array(n).fill(Infinity);
  const neighbours = new Int32Array(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const d = Number(kilometres[i * n + j]);
      nearest[i] = Math.min(nearest[i]!, d);
      if (d <= 50) neighbours[i]!++;
    }
  const loneliest = nearest.indexOf(nearest.reduce((most, d) => Math.max(most, d)));
  const crowded = neighbours.indexOf(neighbours.reduce((most, count) => Math.max(most, count)));
  console.log(`  the loneliest     ${name[loneliest]}: ${nearest[loneliest]!.toFixed(0)} km to the next`);
  console.log(`  the most crowded  ${name[crowded]}: ${neighbours[crowded]} others within 50 km`);
}
