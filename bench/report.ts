/** Figures as text: a line a case, then what was reached and what was not. */
import { type Case, sizeOf } from "./cases.js";
import type { Figure, Measured } from "./measure.js";
import { targetsOf } from "./targets.js";

export const describe = (c: Case): string =>
  `${c.work} ${c.types.join(",")} ${c.layout} ${sizeOf(c).toLocaleString("en")}${c.out ? " out" : ""}`;

/** Our time, then the rivals' with our time in units of each, then the targets. */
export function line({ case: c, figures, wrong }: Measured): string {
  const [ours, ...rivals] = figures;
  const cells = rivals.map((figure) => `${figure.contender} ${time(figure.ns)} ${figure.ratio.toFixed(2)}x`.padEnd(26));
  const notes = wrong.map((name) => `${name}: RESULT DIFFERS`);
  return `${describe(c).padEnd(48)}${time(ours!.ns).padStart(9)}  ${cells.join("")}${[...notes, ...verdicts(c, rivals)].join(", ")}`.trimEnd();
}

export interface Verdict {
  readonly text: string;
  readonly met: boolean;
}

export function judge(c: Case, figures: readonly Figure[]): Verdict[] {
  return targetsOf(c).flatMap(({ rival, most }) => {
    const figure = figures.find(({ contender }) => contender === rival);
    if (figure === undefined) return [];
    const met = figure.ratio <= most;
    return [{ text: `${figure.ratio.toPrecision(3)} of ${rival}, at most ${most}: ${met ? "met" : "NOT MET"}`, met }];
  });
}

const verdicts = (c: Case, figures: readonly Figure[]) => judge(c, figures).map(({ text }) => text);

/** The targets again, all in one place. */
export function summary(all: readonly Measured[]): string {
  const missed = all.flatMap((one) =>
    judge(one.case, one.figures)
      .filter(({ met }) => !met)
      .map(({ text }) => `  ${describe(one.case)}: ${text}`),
  );
  const judged = all.reduce((count, one) => count + judge(one.case, one.figures).length, 0);
  return [`${judged - missed.length} of ${judged} targets met`, ...missed].join("\n");
}

/** Three digits and a unit. */
export function time(ns: number): string {
  const [value, unit] =
    ns < 1e3 ? [ns, "ns"] : ns < 1e6 ? [ns / 1e3, "µs"] : ns < 1e9 ? [ns / 1e6, "ms"] : [ns / 1e9, "s"];
  return `${value.toPrecision(3)} ${unit}`;
}
