/**
 * Every float32 value through the float32 kernels of `Math`'s functions of one operand, against the engine's own in
 * float64: `node scripts/float32.js [name …]`, all of them by default, after `node scripts/build.js`.
 *
 * For the night: a function takes some minutes. Prints the largest error of each, in units in the last place, and where
 * it is; the exit code is 1 when one is more than 1, or a zero, an infinity or a NaN is where it should not be.
 */
import { assemble } from "../dist/kernel/assemble.js";
import { infer } from "../dist/kernel/infer.js";
import { lower } from "../dist/kernel/lower.js";
import * as jitcode from "../dist/kernel/math/jitcode.js";
import { mergePools } from "../dist/kernel/pool.js";
import { libraryBody } from "../dist/transformer/core/library.js";

const BLOCK = 2 ** 16;
const POOL = 4096;
const [ARGS, STEPS, INPUT, OUTPUT] = [256, 512, 2 ** 16, 2 ** 16 + 4 * BLOCK];

const memory = new WebAssembly.Memory({ initial: 16, maximum: 16 });
const patterns = new Uint32Array(memory.buffer, INPUT, BLOCK);
const inputs = new Float32Array(memory.buffer, INPUT, BLOCK);
const outputs = new Float32Array(memory.buffer, OUTPUT, BLOCK);
new Int32Array(memory.buffer, ARGS).set([INPUT, OUTPUT]);
new Int32Array(memory.buffer, STEPS).set([4, 4]);

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Units in the last place of a float32, by the exponent of a float64. */
const units = Array.from({ length: 2048 }, (_, exponent) => 2 ** (Math.max(exponent - 1023, -126) - 23));

const operators = { exp2: (x) => 2 ** x, square: (x) => x * x };
const isUnary = (name) => libraryBody(name).functions[0].params === 1;
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(jitcode).filter(isUnary)) {
  const { worst, at, wrong } = check(kernelOf(name), operators[name] ?? Math[name]);
  console.log(
    `${name.padEnd(6)} ${worst.toFixed(4)} at ${at}${wrong.length > 0 ? `; wrong at ${wrong.join(", ")}` : ""}`,
  );
  if (worst > 1 || wrong.length > 0) process.exitCode = 1;
}

function kernelOf(name) {
  const program = lower(infer(libraryBody(name), ["float32"]), name);
  new Uint8Array(memory.buffer).set(mergePools([program]).pool, POOL);
  const pool = new WebAssembly.Global({ value: "i32", mutable: false }, POOL);
  const module = new WebAssembly.Module(assemble([program]));
  return new WebAssembly.Instance(module, { env: { memory, pool } }).exports[name];
}

/** The largest error beyond a half, and up to eight operands whose results are of another kind than the engine's. */
function check(kernel, engine) {
  const result = { worst: 0.5, at: 0, wrong: [] };
  for (let start = 0; start < 2 ** 32; start += BLOCK) {
    for (let i = 0; i < BLOCK; i++) patterns[i] = start + i;
    kernel(ARGS, BLOCK, STEPS);
    for (let i = 0; i < BLOCK; i++) {
      const [x, y] = [inputs[i], outputs[i]];
      const expected = engine(x);
      const rounded = Math.fround(expected);
      if (Object.is(y, rounded)) continue;
      if (!Number.isFinite(y) || !Number.isFinite(rounded) || y === 0 || rounded === 0) {
        if (!isNeighbour(y, rounded) && result.wrong.length < 8) result.wrong.push(x);
        continue;
      }
      double[0] = expected;
      const error = Math.abs(y - expected) / units[(words[1] >>> 20) & 0x7ff];
      if (error > result.worst) [result.worst, result.at] = [error, x];
    }
  }
  return result;
}

/** The least number beside zero, the largest beside infinity: of the same sign. */
function isNeighbour(a, b) {
  const [small, large] = Math.abs(a) < Math.abs(b) ? [a, b] : [b, a];
  if (small === 0) return Math.abs(large) === 2 ** -149 && Object.is(Math.sign(small) * 0, Math.sign(large) * 0);
  return Math.abs(small) === (2 - 2 ** -23) * 2 ** 127 && small * large === Infinity;
}
