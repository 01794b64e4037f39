/** Every airport against every other: one ufunc, broadcast over a column and a row, fills the matrix of distances. */
import { array, ufunc } from "micronumpy";
import { airports } from "./data.js";

const KM_PER_DEGREE = 111.195;

/** Cosine of an angle in degrees between -90 and 90, to six digits. */
function cosine(degrees: number): number {
  const x = (degrees * Math.PI) / 180;
  const s = x * x;
  return 1 - (s / 2) * (1 - (s / 12) * (1 - (s / 30) * (1 - (s / 56) * (1 - s / 90))));
}

/** Kilometres between two places, on the plane that touches the globe between them. */
const distance = ufunc((latitude1: number, longitude1: number, latitude2: number, longitude2: number) => {
  const north = latitude2 - latitude1;
  const turn = Math.abs(longitude2 - longitude1);
  const east = Math.min(turn, 360 - turn) * cosine((latitude1 + latitude2) / 2);
  return KM_PER_DEGREE * Math.sqrt(north * north + east * east);
});

export function printAirports(): void {
  const { name, latitude, longitude } = airports();
  const n = name.length;
  const [north, east] = [array(latitude), array(longitude)];

  const start = performance.now();
  const matrix = distance(north.reshape(n, 1), east.reshape(n, 1), north, east);
  const milliseconds = performance.now() - start;
  console.log(
    `${n.toLocaleString("en")} airports, ${(n * n).toLocaleString("en")} distances in ${milliseconds.toFixed(0)} ms`,
  );

  const kilometres = matrix.data;
  const nearest = new Float64Array(n).fill(Infinity);
  const neighbours = new Int32Array(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const d = kilometres[i * n + j]!;
      nearest[i] = Math.min(nearest[i]!, d);
      if (d <= 50) neighbours[i]!++;
    }
  const loneliest = nearest.indexOf(nearest.reduce((most, d) => Math.max(most, d)));
  const crowded = neighbours.indexOf(neighbours.reduce((most, count) => Math.max(most, count)));
  console.log(`  the loneliest     ${name[loneliest]}: ${nearest[loneliest]!.toFixed(0)} km to the next`);
  console.log(`  the most crowded  ${name[crowded]}: ${neighbours[crowded]} others within 50 km`);
}
