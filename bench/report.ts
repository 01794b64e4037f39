/** Figures as text: a line a case, then what was reached and what was not. */
import { type Case, sizeOf } from "./cases.js";
import type { Figure, Measured } from "./measure.js";

export function describe(c: Case): string {
  const work = c.method === "call" ? c.work : `${c.work}.${c.method}`;
  const types = c.inputs.map(({ type }) => type).join(",");
  const notes = [c.note, c.where ? "where" : "", c.out ? "out" : ""].filter((note) => note !== "");
  return [work, types, sizeOf(c).toLocaleString("en"), ...notes].join(" ");
}

/** Our time, then the rivals' with our time in units of each, then the targets. */
export function line({ case: c, figures, wrong }: Measured): string {
  const [ours, ...rivals] = figures;
  const cells = rivals.map(
    (figure) => `${figure.contender} ${time(figure.ns)} ${figure.ratio.toFixed(2)}x`.padEnd(28) + " ",
  );
  const notes = [...wrong.map((name) => `${name}: RESULT DIFFERS`), ...judge(c, figures).map(({ text }) => text)];
  return `${describe(c).padEnd(52)}${time(ours!.ns).padStart(9)}  ${cells.join("")}${notes.join(", ")}`.trimEnd();
}

/** A target and whether it was reached. */
export interface Verdict {
  readonly text: string;
  readonly met: boolean;
}

const verdict = (figure: string, target: string, met: boolean): Verdict => ({
  text: `${figure}, ${target}: ${met ? "met" : "NOT MET"}`,
  met,
});

/** A figure that is wanted at most as large as the limit, both written with their unit. */
export function limit(what: string, figure: number, most: number, write: (figure: number) => string): Verdict {
  return verdict(`${what}: ${write(figure)}`, `at most ${write(most)}`, figure <= most);
}

/** Rivals that did not take part are not judged by. */
export function judge({ targets }: Case, figures: readonly Figure[]): Verdict[] {
  const { ns, ...rivals } = targets;
  const whole = ns === undefined ? [] : [verdict(time(figures[0]!.ns), `under ${ns} ns`, figures[0]!.ns < ns)];
  const ratios = Object.entries(rivals).flatMap(([rival, most]) => {
    const ratio = figures.find(({ contender }) => contender === rival)?.ratio;
    return ratio === undefined || most === undefined
      ? []
      : [verdict(`${ratio.toPrecision(3)} of ${rival}`, `at most ${most}`, ratio <= most)];
  });
  return [...whole, ...ratios];
}

/** float32 beside float64: the same function over as many elements. */
export function widths(all: readonly Measured[]): Verdict[] {
  const functions = ["sin", "cos", "exp", "log", "tanh", "power"].map((name) => `np.${name}`);
  const singles = all.filter(
    ({ case: c }) => functions.includes(c.work) && c.result.type === "float32" && sizeOf(c) === 1e5,
  );
  return singles.flatMap(({ case: c, figures }) => {
    const double = all.find(
      (other) => other.case.work === c.work && other.case.result.type === "float64" && sizeOf(other.case) === 1e5,
    );
    if (double === undefined) return [];
    const faster = double.figures[0]!.ns / figures[0]!.ns;
    return [verdict(`${c.work} float32 ${faster.toFixed(2)}x as fast as float64`, "at least 1.5", faster >= 1.5)];
  });
}

/** The whole library: geometric means of our time in units of a rival's. */
export function means(library: readonly Measured[]): Verdict[] {
  return [
    { rival: "numpy", out: true, most: 0.8 },
    { rival: "numpy", out: false, most: 0.8 },
    { rival: "numpy-ts", out: false, most: 0.3 },
  ].flatMap(({ rival, out, most }) => {
    const ratios = library
      .filter(({ case: c }) => c.out === out)
      .flatMap(({ figures }) => figures.filter(({ contender }) => contender === rival).map(({ ratio }) => ratio));
    if (ratios.length === 0) return [];
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    const what = `the library, ${ratios.length} cases${out ? " with out" : ""}: ${mean.toFixed(3)} of ${rival}`;
    return [verdict(what, `at most ${most}`, mean <= most)];
  });
}

/** How many targets were reached, and the others. */
export function summary(verdicts: readonly Verdict[]): string {
  const missed = verdicts.filter(({ met }) => !met);
  return [
    `${verdicts.length - missed.length} of ${verdicts.length} targets met`,
    ...missed.map(({ text }) => `  ${text}`),
  ].join("\n");
}

/** Three digits and a unit. */
export function time(ns: number): string {
  const [value, unit] =
    ns < 1e3 ? [ns, "ns"] : ns < 1e6 ? [ns / 1e3, "µs"] : ns < 1e9 ? [ns / 1e6, "ms"] : [ns / 1e9, "s"];
  return `${value.toPrecision(3)} ${unit}`;
}
