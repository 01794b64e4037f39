/**
 * A contender's process: it is asked on stdin and answers on stdout, one JSON text a line.
 *
 *     {"prepare": Case, "files": ["…"]}  ->  {"skip": null}, or the reason why this contender can't do the case
 *     {"time": 1000}                     ->  {"ns": 153000}: a thousand calls
 *     {"store": "path"}                  ->  {}: the result of the last call, in C order
 */
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Case, product } from "../cases.js";
import { arrays, type Elements } from "../operands.js";

/** A case made ready in a contender's process. */
export interface Work {
  run(times: number): void;
  /** The result's elements in C order. */
  result(): Elements;
}

/** Answers on stdin and stdout until stdin ends. `prepare` gives a sentence where it can't. */
export async function serve(prepare: (c: Case, blocks: Elements[]) => Work | string): Promise<void> {
  let work: Work | string = "nothing was prepared";
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    let answer: object = {};
    if (question.prepare) {
      work = prepare(question.prepare, readBlocks(question.prepare, question.files));
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

function readBlocks(c: Case, files: readonly string[]): Elements[] {
  return c.inputs.map((input, index) => {
    const elements = new arrays[input.type](product(input.shape));
    const file = openSync(files[index]!, "r");
    readSync(file, elements);
    closeSync(file);
    return elements;
  });
}
