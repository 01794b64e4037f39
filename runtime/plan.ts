/**
 * The layout of a plan in memory: what the driver walks (`native/plan.as.ts`). Places are counted in 32-bit words.
 *
 * A frame is the driver's working memory for one call: a plan, the addresses and steps that it hands to inner loops, and
 * blocks through which it stages. Axis 0 is the innermost; strides count bytes.
 */
import { MAX_OPERANDS } from "../kernel/link.js";

/** As many axes as an array may have, and room for those that tiling adds. */
export const AXES = 68;
/** Elements of an axis at most: the driver counts them in 32 bits, and up to a few blocks beyond the last. */
export const LONGEST = 2 ** 31 - 2 ** 16;

/** Words of a plan. */
export const Plan = {
  loop: 0,
  inputs: 1,
  outputs: 2,
  masked: 3,
  axes: 4,
  args: 5,
  steps: 6,
  spare: 7,
  order: 8,
  rowLoop: 9,
  extents: 10,
  operands: 10 + 3 * AXES,
} as const;

/**
 * How elements of a plan depend on each other: not at all, each on those before it, a row on the rows before it, each on
 * the one before it in its row, which is the loop's matter.
 */
export const Order = { any: 0, elements: 1, rows: 2, scan: 3 } as const;

/**
 * What an accumulator is before its first row: a value; nothing, and it takes that row's fold; nothing, and it takes the
 * first element, into which the fold of the others goes, as NumPy has it where it is told not to start from an identity.
 */
export const Start = { value: 0, fold: 1, element: 2 } as const;
export type Start = (typeof Start)[keyof typeof Start];

/** Words of an operand. */
export const Operand = { address: 0, code: 1, loopCode: 2, block: 3, raw: 4, strides: 12, words: 12 + AXES } as const;

const BLOCK_BYTES = 8192;
const WORD_BLOCK = 256;
/** Operands of a plan at most: a ufunc's, and the mask of a `where`. */
const MOST = MAX_OPERANDS + 1;
const PLAN_BYTES = 4 * (Plan.operands + MOST * Operand.words);

/** Byte offsets within a frame. */
export const Frame = {
  plan: 0,
  args: PLAN_BYTES,
  /** Behind the few arguments of the inner loops of `native/at.as.ts`: what else they work on. */
  target: PLAN_BYTES + 64,
  steps: PLAN_BYTES + WORD_BLOCK,
  /** 64 bytes an operand, for what is the same for all elements. */
  uniform: align(PLAN_BYTES + 2 * WORD_BLOCK),
  blocks: align(PLAN_BYTES + 2 * WORD_BLOCK) + 64 * MOST,
  spare: align(PLAN_BYTES + 2 * WORD_BLOCK) + 64 * MOST + 2 * BLOCK_BYTES * MOST,
  bytes: align(PLAN_BYTES + 2 * WORD_BLOCK) + 64 * MOST + 2 * BLOCK_BYTES * MOST + BLOCK_BYTES,
} as const;

function align(bytes: number): number {
  return (bytes + 63) & ~63;
}

/** Writes what stays the same in a frame: where its parts are. */
export function initialize(words: Int32Array, frame: number): void {
  const plan = frame >> 2;
  words[plan + Plan.args] = frame + Frame.args;
  words[plan + Plan.steps] = frame + Frame.steps;
  words[plan + Plan.spare] = frame + Frame.spare;
  for (let i = 0; i < MOST; i++) {
    const operand = plan + Plan.operands + i * Operand.words;
    words[operand + Operand.block] = frame + Frame.blocks + 2 * i * BLOCK_BYTES;
    words[operand + Operand.raw] = frame + Frame.blocks + (2 * i + 1) * BLOCK_BYTES;
  }
}
