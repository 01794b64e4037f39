/** A case, timed: rounds in which every contender runs once, so that whatever slows the machine slows all of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./cases.js";
import type { Contender } from "./contender.js";
import { arrays, type Elements, operandFile } from "./operands.js";

/** How many rounds, and for how long a contender runs in one: long beside the clock's grain, short beside the machine's moods. */
export interface Rounds {
  readonly count: number;
  readonly ns: number;
  /** For how long a contender runs before: V8 takes some tenths of a second for the best code of a large kernel. */
  readonly warmUp: number;
}

export interface Figure {
  readonly contender: string;
  /** Median time of a call. */
  readonly ns: number;
  /** Median over the rounds of the first contender's time in units of this one's. */
  readonly ratio: number;
}

export interface Measured {
  readonly case: Case;
  /** In the order of the contenders; who can't do the case is left out. Without rounds: none. */
  readonly figures: readonly Figure[];
  /** Contenders whose result differed from the first one's, and were not timed. */
  readonly wrong: readonly string[];
  /** Whose results were compared. */
  readonly agreed: readonly string[];
}

/** Compares the results and, where there are rounds, times the contenders. A sentence where we, the first, can't do it. */
export async function measure(
  c: Case,
  contenders: readonly Contender[],
  directory: string,
  rounds: Rounds | null,
): Promise<Measured | string> {
  const files = c.inputs.map((input, index) => operandFile(directory, input, index));
  const able: Contender[] = [];
  for (const contender of contenders) {
    const skip = await contender.prepare(c, files);
    if (skip === null) able.push(contender);
    else if (contender === contenders[0]) return skip;
  }
  const wrong = await verify(c, able, directory);
  const right = able.filter(({ name }) => !wrong.includes(name));
  const figures = rounds === null ? [] : await race(right, rounds);
  return { case: c, figures, wrong, agreed: right.map(({ name }) => name) };
}

async function race(contenders: readonly Contender[], { count, ...rounds }: Rounds): Promise<Figure[]> {
  const racers: { contender: Contender; calls: number; times: number[] }[] = [];
  for (const contender of contenders) racers.push({ contender, calls: await calibrate(contender, rounds), times: [] });
  for (let round = 0; round < count; round++)
    for (const { contender, calls, times } of racers) times.push((await contender.time(calls)) / calls);
  const first = racers[0]!.times;
  return racers.map(({ contender, times }) => ({
    contender: contender.name,
    ns: median(times),
    ratio: median(times.map((time, round) => first[round]! / time)),
  }));
}

/** Who disagrees with the first contender. */
async function verify(c: Case, contenders: readonly Contender[], directory: string): Promise<string[]> {
  const path = join(directory, "result");
  let first: Elements | undefined;
  const wrong: string[] = [];
  for (const contender of contenders) {
    await contender.time(1);
    await contender.store(path);
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const type = arrays[c.result.type];
    const result = new type(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
    first ??= result;
    if (!agree(first, result, c.tolerance)) wrong.push(contender.name);
  }
  return wrong;
}

/** Equal to the bit, or within the tolerance, as a part of the larger or of 1. NaNs are equal. */
function agree(a: Elements, b: Elements, tolerance: number): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    if (typeof x === "bigint" || typeof y === "bigint") return false;
    if (!(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x), Math.abs(y)))) return false;
  }
  return true;
}

/** How many calls fill a round. Also warms the contender up. */
async function calibrate(contender: Contender, { ns: wanted, warmUp }: Omit<Rounds, "count">): Promise<number> {
  let spent = 0;
  for (let calls = 1; ; ) {
    const ns = await contender.time(calls);
    spent += ns;
    if (ns < wanted / 4) calls *= 4;
    else if (spent >= warmUp) return Math.max(1, Math.round((calls * wanted) / ns));
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
