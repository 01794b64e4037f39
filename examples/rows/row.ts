/**
 * What the rows of the table have in common: a row reads `a` and `b` from a directory, works, tells the median time of
 * its runs in seconds on stdout, and leaves its result beside the operands, to be compared to the byte.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , directory = ".", name = "row", count = "0", cold] = process.argv;

function read(operand: string): Int32Array<ArrayBuffer> {
  const { buffer, byteOffset } = readFileSync(join(directory, operand));
  return new Int32Array((buffer as ArrayBuffer).slice(byteOffset, byteOffset + Number(count) * 4));
}

/** Times `work` after one run to warm up, or with a fourth argument that run alone, and stores the result. */
export function row(work: (a: Int32Array<ArrayBuffer>, b: Int32Array<ArrayBuffer>) => () => Int32Array): void {
  const run = work(read("a"), read("b"));
  const time = (): number => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  };
  const first = time();
  const seconds = cold === undefined ? Array.from({ length: 5 }, time).sort((x, y) => x - y)[2] : first;
  writeFileSync(join(directory, name), run());
  process.stdout.write(String(seconds));
}
