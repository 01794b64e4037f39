/** Two hundred thousand flights: three ufuncs, and what they find. */
import { array, ufunc } from "micronumpy";
import { flights } from "./data.js";

/** 0: on time, 1: a quarter of an hour late or more, 2: an hour, 3: three hours. */
const lateness = ufunc((delay: number) => (delay < 15 ? 0 : delay < 60 ? 1 : delay < 180 ? 2 : 3), {
  types: ["int32->int32"],
});

/** How far from usual, in standard deviations; the wild ones count as `limit`. */
const unusual = ufunc((x: number, mean: number, deviation: number, limit: number) =>
  Math.max(-limit, Math.min(limit, (x - mean) / deviation)),
);

const inRush = ufunc((hour: number) => (hour >= 6 && hour < 9) || (hour >= 16 && hour < 19), {
  types: ["float32->bool"],
});

export function printFlights(): void {
  const { delay, distance, hour } = flights();
  const delays = array(delay);

  const classes = count(lateness(delays).data, 4);
  console.log(`${delay.length.toLocaleString("en")} flights`);
  for (const [index, name] of ["on time", "15 minutes late", "1 hour late", "3 hours late"].entries())
    console.log(`  ${name.padEnd(18)}${percent(classes[index]!, delay.length)}`);

  const rush = inRush(array(hour)).data;
  const late = delay.map((minutes) => (minutes >= 15 ? 1 : 0));
  const inRushHours = sum(rush);
  const lateInRush = sum(late.map((flag, i) => flag * rush[i]!));
  console.log(`  late in the rush hours     ${percent(lateInRush, inRushHours)}`);
  console.log(`  late at other hours        ${percent(sum(late) - lateInRush, delay.length - inRushHours)}`);

  const mean = sum(distance) / distance.length;
  const deviation = Math.sqrt(distance.reduce((total, miles) => total + (miles - mean) ** 2, 0) / distance.length);
  const scores = unusual(array(distance), mean, deviation, 3).data;
  const far = scores.filter((score) => score >= 2).length;
  console.log(`  mean distance              ${mean.toFixed(0)} miles, deviation ${deviation.toFixed(0)}`);
  console.log(`  two deviations or farther  ${percent(far, distance.length)}`);
}

function count(classes: ArrayLike<number>, of: number): number[] {
  const counts = new Array<number>(of).fill(0);
  for (let i = 0; i < classes.length; i++) counts[classes[i]!]!++;
  return counts;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(1)} %`.padStart(8);
}
