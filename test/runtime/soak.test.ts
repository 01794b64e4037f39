/** Programs that allocate for long stay within a bounded memory, however they drop their arrays. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "ava";

const script = fileURLToPath(new URL("soak.js", import.meta.url));
/** Node itself takes about 60 MiB, the heap 64, the rest is garbage not yet collected. */
const MOST = 256;

for (const way of ["dropped", "disposed", "tidied"])
  for (const turns of ["loop", "turns"])
    test(`200 thousand results, ${way}, ${turns === "loop" ? "in one synchronous loop" : "with turns"}`, (t) => {
      const env = { ...process.env, MICRONUMPY_HEAP: String(2 ** 26) };
      const most = Number(execFileSync(process.execPath, [script, way, turns], { env, encoding: "utf8" }));
      t.true(most > 0 && most < MOST, `${most} MiB`);
    });
