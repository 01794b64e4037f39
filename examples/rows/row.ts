/**
 * What the rows of the table have in common: a row reads `a` and `b` from a directory, works, tells the median time of
 * its runs in seconds on stdout, and leaves its result beside the operands, to be compared to the byte.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , directory = ".", name = "row", count = "0"] = process.argv;

function read(operand: string): Int32Array<ArrayBuffer> {
  const { buffer, byteOffset } = readFileSync(join(directory, operand));
  return new Int32Array((buffer as ArrayBuffer).slice(byteOffset, byteOffset + Number(count) * 4));
}

/** Times `work` after one run to warm up, and stores the result. */
export function row(work: (a: Int32Array<ArrayBuffer>, b: Int32Array<ArrayBuffer>) => () => Int32Array): void {
  const run = work(read("a"), read("b"));
  const result = run();
  const seconds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  seconds.sort((x, y) => x - y);
  writeFileSync(join(directory, name), result);
  process.stdout.write(String(seconds[2]));
}
