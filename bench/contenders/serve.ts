/**
 * A contender's process: it is asked on stdin and answers on stdout, one JSON text a line.
 *
 *     {"prepare": Case, "directory": "…"}  ->  {"skip": null}, or the reason why this contender can't do the case
 *     {"time": 1000}                       ->  {"ns": 153000}: a thousand calls
 *     {"store": "path"}                    ->  {}: the result of a call, in C order
 */
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Case } from "../cases.js";
import { arrays, baseShape, type Elements, operandFile } from "../operands.js";

/** A case made ready in a contender's process. */
export interface Work {
  run(times: number): void;
  /** The result's elements in C order. */
  result(): Elements;
}

/** Answers on stdin and stdout until stdin ends. `prepare` gives a sentence where it can't. */
export async function serve(prepare: (c: Case, bases: Elements[]) => Work | string): Promise<void> {
  let work: Work | string = "nothing was prepared";
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    let answer: object = {};
    if (question.prepare) {
      work = prepare(question.prepare, readBases(question.prepare, question.directory));
      answer = { skip: typeof work === "string" ? work : null };
    } else if (typeof work === "string") {
      throw new Error(work);
    } else if (question.time) {
      const start = process.hrtime.bigint();
      work.run(question.time);
      answer = { ns: Number(process.hrtime.bigint() - start) };
    } else {
      writeFileSync(question.store, work.result());
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

function readBases(c: Case, directory: string): Elements[] {
  return c.types.map((type, index) => {
    const length = baseShape(c, index).reduce((product, extent) => product * extent, 1);
    const elements = new arrays[type](length);
    const file = openSync(operandFile(directory, type, index), "r");
    readSync(file, elements);
    closeSync(file);
    return elements;
  });
}
