/**
 * Reports as text, for people:
 *
 *     minimum  src/main.ts:3:24
 *       int32,int32->int32  minimum_i32_i32 in src/main.ts, 231 bytes
 *         why   by default: nothing is known of its operands  3:24
 *         SIMD  16 elements a turn, in 4 registers a value, 2 values alive
 *         note  this choice is the instruction `i32x4.min_s`  3:62
 *         wrap  `+` of int32 can wrap  4:10, 4:18
 *       at run time  the element type of `x` is not known  src/main.ts:9:1
 *
 * Places in the ufunc's own file are shown without its name.
 */
import type { KernelReport, Note, Place, UfuncReport } from "./report.js";

export const writeReports = (reports: readonly UfuncReport[]): string => reports.map(writeUfunc).join("\n");

function writeUfunc(report: UfuncReport): string {
  const { name, why, captures, kernels, open } = report;
  const lines = [`${name}  ${where(report, "")}`];
  if (why !== undefined) lines.push(`  plain JavaScript  ${why}`);
  if (captures.length > 0)
    lines.push(`  at run time  it reads ${captures.map((each) => `\`${each}\``).join(", ")} when it is called`);
  for (const kernel of kernels) lines.push(...writeKernel(kernel, report.file));
  lines.push(...notes("  at run time  ", open, ""));
  return `${lines.join("\n")}\n`;
}

function writeKernel(
  { name, file, types, reasons, gang, registers, pressure, bytes, remarks, wraps }: KernelReport,
  home: string,
): string[] {
  const simd = `${plural(gang, "element")} a turn, in ${plural(registers, "register")} a value, ${plural(pressure, "value")} alive`;
  return [
    `  ${types}  ${name} in ${file}, ${bytes} bytes`,
    ...notes("    why   ", reasons, home),
    `    SIMD  ${simd}`,
    ...notes("    note  ", remarks, home),
    ...notes("    wrap  ", wraps, home),
  ];
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
const where = ({ file, line, column }: Place, home: string): string =>
  `${file === home ? "" : `${file}:`}${line}:${column}`;

/** One line a sentence, with all the places of which it is said. */
function notes(head: string, list: readonly Note[], home: string): string[] {
  const places = new Map<string, Set<string>>();
  for (const note of list) places.set(note.text, (places.get(note.text) ?? new Set()).add(where(note, home)));
  return [...places].map(([text, all]) => `${head}${text}  ${[...all].join(", ")}`);
}
