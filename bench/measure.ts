/** A case, timed: rounds in which every contender runs once, so that whatever slows the machine slows all of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./cases.js";
import type { Contender } from "./contender.js";

const ROUNDS = 9;
/** How long a contender runs in a round: long beside the clock's grain, short beside the machine's moods. */
const ROUND_NS = 20e6;

export interface Figure {
  readonly contender: string;
  /** Median time of a call. */
  readonly ns: number;
  /** Median over the rounds of the first contender's time in units of this one's. */
  readonly ratio: number;
}

export interface Measured {
  readonly case: Case;
  /** In the order of the contenders; who can't do the case is left out. */
  readonly figures: readonly Figure[];
  /** Contenders whose result differed from the first one's, and were not timed. */
  readonly wrong: readonly string[];
}

export async function measure(c: Case, contenders: readonly Contender[], directory: string): Promise<Measured> {
  const able: Contender[] = [];
  for (const contender of contenders) if ((await contender.prepare(c, directory)) === null) able.push(contender);
  const wrong = await verify(able, directory);
  const racers: { contender: Contender; calls: number; times: number[] }[] = [];
  for (const contender of able.filter(({ name }) => !wrong.includes(name)))
    racers.push({ contender, calls: await calibrate(contender), times: [] });
  for (let round = 0; round < ROUNDS; round++)
    for (const { contender, calls, times } of racers) times.push((await contender.time(calls)) / calls);
  const first = racers[0]!.times;
  const figures = racers.map(({ contender, times }) => ({
    contender: contender.name,
    ns: median(times),
    ratio: median(times.map((time, round) => first[round]! / time)),
  }));
  return { case: c, figures, wrong };
}

/** Who disagrees with the first contender by a single bit. */
async function verify(contenders: readonly Contender[], directory: string): Promise<string[]> {
  const path = join(directory, "result");
  const results: Buffer[] = [];
  for (const contender of contenders) {
    await contender.time(1);
    await contender.store(path);
    results.push(readFileSync(path));
  }
  return contenders.filter((_, index) => !results[index]!.equals(results[0]!)).map(({ name }) => name);
}

/** How many calls fill a round. Also warms the contender up. */
async function calibrate(contender: Contender): Promise<number> {
  for (let calls = 1; ; calls *= 4) {
    const ns = await contender.time(calls);
    if (ns >= ROUND_NS / 4) return Math.max(1, Math.round((calls * ROUND_NS) / ns));
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
