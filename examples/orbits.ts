/** Kepler's equation by Newton's method: where planets and comets are, each after as many steps as it needs. */
import { arange, array, type NdArray, ufunc } from "micronumpy";

/** Semi-major axis in astronomical units, eccentricity, and the day of J2000 on which it is nearest to the sun. */
const BODIES = {
  Mercury: [0.38709927, 0.20563593, 43.6],
  Earth: [1.00000261, 0.01671123, 2.5],
  Mars: [1.52371034, 0.0933941, 507.0],
  Jupiter: [5.202887, 0.04838624, 4157.6],
  Pluto: [39.48211675, 0.2488273, -3762.5],
  Halley: [17.834, 0.96714, -5074.6],
} as const;

/** The gravity of the sun as the mean motion of a body 1 astronomical unit away, in radians a day (Gauss). */
const MOTION = 0.01720209895;

/** The E with E - e sin E = M. */
const eccentricAnomaly = ufunc((mean: number, eccentricity: number) => {
  let angle = eccentricity > 0.8 ? Math.PI : mean;
  let step = 1;
  while (Math.abs(step) > 1e-12) {
    step = (angle - eccentricity * Math.sin(angle) - mean) / (1 - eccentricity * Math.cos(angle));
    angle -= step;
  }
  return angle;
});

/** Distance from the sun, in the unit of the semi-major axis. */
export const distance = ufunc((day: number, axis: number, eccentricity: number, nearest: number) => {
  const turn = 2 * Math.PI;
  const passed = (MOTION * (day - nearest)) / (axis * Math.sqrt(axis));
  const mean = passed - turn * Math.floor(passed / turn);
  return axis * (1 - eccentricity * Math.cos(eccentricAnomaly(mean, eccentricity)));
});

/** A row for each body, a column for each day after 1 January 2000. */
export function distances(days: NdArray): NdArray {
  const elements = array(Object.values(BODIES).map((row) => [...row]));
  const [axis, eccentricity, nearest] = [0, 1, 2].map((column) => elements.slice(":", column).reshape(-1, 1));
  return distance(days, axis!, eccentricity!, nearest!);
}

export function printOrbits(): void {
  const days = 36_525;
  const start = performance.now();
  const all = distances(arange(days)).tolist() as number[][];
  const milliseconds = performance.now() - start;
  console.log(`${Object.keys(BODIES).length} orbits, each day of this century, in ${milliseconds.toFixed(0)} ms`);
  for (const [i, name] of Object.keys(BODIES).entries()) {
    const near = Math.min(...all[i]!);
    const on = new Date(Date.UTC(2000, 0, 1 + all[i]!.indexOf(near))).toISOString().slice(0, 10);
    const far = Math.max(...all[i]!);
    console.log(
      `  ${name.padEnd(8)}${near.toFixed(3).padStart(7)} to ${far.toFixed(3).padStart(6)} AU, nearest on ${on}`,
    );
  }
}
