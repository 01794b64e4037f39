/**
 * NOUN: what `micronumpy explain` tells of a program's ufuncs, as data. `--json` prints it as it is; its fields are for
 * people and scripts to read, so they hold names, numbers and sentences, nothing of TypeScript.
 */
import type { Sentence } from "../../kernel/remark.js";

/** Lines and columns count from 1; the file is relative to the working directory. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface UfuncReport extends Place {
  readonly name: string;
  /** Why it runs as plain JavaScript: the diagnostic. */
  readonly why?: string;
  /** Outer names that are read at every call: with any, kernels are made at run time only. */
  readonly captures: readonly string[];
  readonly kernels: readonly KernelReport[];
  /** Calls for which no kernel is compiled, and why: the run time makes it. */
  readonly open: readonly Note[];
}

export interface KernelReport {
  /** The exported name, and the file whose output holds it. */
  readonly name: string;
  readonly file: string;
  readonly types: string;
  readonly reasons: readonly Note[];
  /** Elements that one turn of the SIMD loop handles. */
  readonly gang: number;
  /** v128 registers that a value of the widest type takes. */
  readonly registers: number;
  /** The most values that live at once. */
  readonly pressure: number;
  /** The size of its Wasm, without constants that kernels share. */
  readonly bytes: number;
  /** How places of the body were lowered. */
  readonly remarks: readonly (Note & Pick<Sentence, "kind">)[];
  /** Integer operations whose result may not fit their type. */
  readonly wraps: readonly Note[];
}

/** A sentence about a place. */
export interface Note extends Place {
  readonly text: string;
}

/** One report a ufunc: the programs of several projects may each tell of it. */
export function merged(reports: readonly UfuncReport[]): UfuncReport[] {
  const known = new Map<string, UfuncReport>();
  for (const report of reports) {
    const key = `${report.file}:${report.line}:${report.column} ${report.name}`;
    const before = known.get(key);
    known.set(key, {
      ...report,
      kernels: distinct([...(before?.kernels ?? []), ...report.kernels]),
      open: distinct([...(before?.open ?? []), ...report.open]),
    });
  }
  return [...known.values()];
}

const distinct = <T>(list: readonly T[]): T[] => [
  ...new Map(list.map((each) => [JSON.stringify(each), each])).values(),
];
