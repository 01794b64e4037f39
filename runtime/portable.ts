/**
 * The driver in JavaScript, for hosts that refuse Wasm: the same plans, the same results, slowly.
 *
 * Loops in JavaScript take any steps, so elements of a loop's own types are read and written where they lie; those of
 * others are cast through the operand's block. Under a mask the loop is called for each run of elements that are left.
 */
import { castTo } from "../kernel/cast.js";
import { bytesOf, type DType, names } from "../kernel/dtype.js";
import type { Driver, InnerLoop } from "./driver.js";
import { elements } from "./element.js";
import { heap } from "./heap.js";
import { Frame, Operand, Plan, Start } from "./plan.js";

/** Elements of a block. */
const BLOCK = 512;

/** NumPy's order of sums, as in `native/reduce.as.ts`. */
const PARTIALS = 8;
const LEAF = 128;
const CHUNK = 8192;

/** The number of the loop that copies. It does nothing itself: to copy is to cast. */
const IDENTITY = -1;

export function portable(): Driver {
  const loops: InnerLoop[] = [(_, n) => n, locate("int32"), locate("int64")];
  return {
    native: false,
    run: (plan) => run(new Walk(plan), loops),
    reduce: (plan) => reduce(new Walk(plan), plan + Frame.target, loops),
    convert: (from, code, to, toCode, n) => convert(blockOf(code, from), blockOf(toCode, to), n),
    identity: IDENTITY,
    locate32: -2,
    locate64: -3,
    scatter: null,
    loops,
  };
}

/** Elements in memory: of which type, where the first lies, and how far it is to the next. */
interface Row {
  readonly code: number;
  readonly at: number;
  readonly step: number;
}

/** n elements from one place to another, cast. */
function convert(from: Row, to: Row, n: number): void {
  const { view } = heap();
  const { read } = elements[names[from.code]!];
  const { write } = elements[names[to.code]!];
  const cast = castTo(names[to.code]!);
  for (let k = 0; k < n; k++) write(view, to.at + k * to.step, cast(read(view, from.at + k * from.step)));
}

const blockOf = (code: number, at: number): Row => ({ code, at, step: bytesOf(names[code]!) });

/** A plan, as objects. */
class Walk {
  readonly words: Int32Array;
  readonly inputs: number;
  readonly operands: readonly {
    readonly address: number;
    readonly code: number;
    readonly loopCode: number;
    readonly block: number;
    readonly strides: Int32Array;
  }[];

  constructor(address: number) {
    const words = heap().i32.subarray(address >> 2);
    this.words = words;
    this.inputs = words[Plan.inputs]!;
    this.operands = Array.from({ length: this.inputs + words[Plan.outputs]! + words[Plan.masked]! }, (_, i) => {
      const at = words.subarray(Plan.operands + i * Operand.words);
      return {
        address: at[Operand.address]!,
        code: at[Operand.code]!,
        loopCode: at[Operand.loopCode]!,
        block: at[Operand.block]!,
        strides: at.subarray(Operand.strides),
      };
    });
  }

  /**
   * Visits the iteration in order, in runs along the innermost axis of up to `most` elements that no mask takes out: where
   * the first of them lie, by operand, and how many they are. Another number than 0 ends the walk and is its result.
   */
  visit(most: number, act: (at: readonly number[], n: number) => number): number {
    const { words, operands } = this;
    const mask = words[Plan.masked] === 1 ? operands.at(-1)! : null;
    const along = (axis: number, at: readonly number[], k: number) =>
      at.map((address, i) => address + k * operands[i]!.strides[axis]!);
    const walk = (axis: number, at: readonly number[]): number => {
      const extent = words[Plan.extents + axis]!;
      const isLeft = (k: number) => mask === null || heap().u8[at.at(-1)! + k * mask.strides[0]!] !== 0;
      for (let k = 0, n = 0; k < extent; k += n) {
        for (n = 0; axis === 0 && n < most && k + n < extent && isLeft(k + n); n++);
        const next = along(axis, at, k);
        const stopped = axis > 0 ? walk(axis - 1, next) : n > 0 ? act(next, n) : 0;
        if (stopped !== 0) return stopped;
        n ||= 1;
      }
      return 0;
    };
    return walk(
      words[Plan.axes]! - 1,
      operands.map(({ address }) => address),
    );
  }
}

/** The driver's `run`. */
function run(walk: Walk, loops: readonly InnerLoop[]): number {
  const { words, inputs, operands } = walk;
  const { i32 } = heap();
  const [loop, args, steps] = [words[Plan.loop]!, words[Plan.args]!, words[Plan.steps]!];
  const used = operands.slice(0, inputs + words[Plan.outputs]!);
  return walk.visit(BLOCK, (at, n) => {
    const rows = used.map(({ code, strides }, i): Row => ({ code, at: at[i]!, step: strides[0]! }));
    if (loop === IDENTITY) {
      convert(rows[0]!, rows[1]!, n);
      return 0;
    }
    const looped = used.map(({ code, loopCode, block }, i) =>
      code === loopCode ? rows[i]! : blockOf(loopCode, block),
    );
    looped.forEach((row, i) => {
      if (i < inputs && row !== rows[i]) convert(rows[i]!, row, n);
      i32[(args >> 2) + i] = row.at;
      i32[(steps >> 2) + i] = row.step;
    });
    if (loops[-1 - loop]!(args, n, steps) < n) return i32[(args >> 2) + used.length]!;
    looped.forEach((row, i) => {
      if (i >= inputs && row !== rows[i]) convert(row, rows[i]!, n);
    });
    return 0;
  });
}

/** The driver's `reduce`. `target`: the `Reduction` that `pairwise.ts` has placed. */
function reduce(walk: Walk, target: number, loops: readonly InnerLoop[]): number {
  const { i32, u8 } = heap();
  const [loop, , code, , start, args, steps, , block, stack] = i32.subarray(target >> 2);
  const source = walk.operands[0]!;
  const { step, ...leaf } = blockOf(code!, block!);
  let stopped = 0;

  /** f(a, b), for n elements, into the place of a. */
  const apply = (a: number, b: number, n: number): void => {
    i32.set([a, b, a], args! >> 2);
    i32.set([step, step, step], steps! >> 2);
    if (stopped === 0 && loops[-1 - loop!]!(args!, n, steps!) < n) stopped = i32[(args! >> 2) + 3]!;
  };
  const fold = (at: number, n: number, to: number): void => {
    if (n > LEAF) {
      const half = (n >> 1) - ((n >> 1) % PARTIALS);
      fold(at, half, to);
      fold(at + half * source.strides[0]!, n - half, to + PARTIALS * 8);
      return apply(to, to + PARTIALS * 8, 1);
    }
    convert({ code: source.code, at, step: source.strides[0]! }, { ...leaf, step }, n);
    const whole = n < PARTIALS ? 1 : n - (n % PARTIALS);
    u8.copyWithin(to, leaf.at, leaf.at + Math.min(whole, PARTIALS) * step);
    for (let i = PARTIALS; i < whole; i += PARTIALS) apply(to, leaf.at + i * step, PARTIALS);
    for (let apart = 1; apart < Math.min(whole, PARTIALS); apart *= 2)
      for (let i = 0; i < PARTIALS; i += 2 * apart) apply(to + i * step, to + (i + apart) * step, 1);
    for (let i = whole; i < n; i++) apply(to, leaf.at + i * step, 1);
  };

  const started = new Set<number>();
  return walk.visit(Infinity, ([from, accumulator], count) => {
    const chunk = source.code === code ? count : CHUNK;
    for (let done = 0, next = 0; done < count; done = next) {
      const isFirst = start !== Start.value && !started.has(accumulator!);
      next = isFirst && start === Start.element ? 1 : Math.min(done + chunk, count);
      fold(from! + done * source.strides[0]!, next - done, stack!);
      if (isFirst) u8.copyWithin(accumulator!, stack!, stack! + step);
      else apply(accumulator!, stack!, 1);
      started.add(accumulator!);
    }
    return stopped;
  });
}

/** The loop that adds to byte offsets what indices along an axis are worth: `native/at.as.ts`. */
function locate(type: DType): InnerLoop {
  return (args, n, steps) => {
    const { i32, view } = heap();
    const axis = args - Frame.args + Frame.target;
    const [extent, stride] = i32.subarray(axis >> 2);
    const [indices, offsets, to] = i32.subarray(args >> 2);
    const [indexStep, offsetStep, toStep] = i32.subarray(steps >> 2);
    for (let k = 0; k < n; k++) {
      const given = elements[type].read(view, indices! + k * indexStep!);
      const number = Number(given);
      const index = number < 0 ? number + extent! : number;
      if (index < 0 || index >= extent!) {
        view.setBigInt64(axis + 8, BigInt(given), true);
        i32[(args >> 2) + 3] = 1;
        return k;
      }
      i32[(to! + k * toStep!) >> 2] = i32[(offsets! + k * offsetStep!) >> 2]! + index * stride!;
    }
    return n;
  };
}
