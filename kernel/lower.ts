/** `TypedBody` -> `LaneProgram`: the inner loop in gangs of the size that the body's live values allow. */
import { bytesOf } from "./dtype.js";
import { foldOrder } from "./folding.js";
import type { Code, LaneProgram } from "./lane.js";
import { gangLoop, loopsInside, pressure, registersPerValue } from "./lower/gang.js";
import { indexedLoop } from "./lower/indexed.js";
import { innerLoop } from "./lower/inner.js";
import { eachExpression, hasLoop } from "./lower/liveness.js";
import { blocksOf } from "./lower/prune.js";
import { reduceLoop } from "./lower/reduce.js";
import { scanLoop } from "./lower/scan.js";
import type { TypedBody } from "./typed.js";

/**
 * `uniform`: the inputs that are known to be the same for all elements, as a set of bits; `captured`: where what
 * `capturesOf` lists lies, for this kernel alone.
 */
export function lower(body: TypedBody, name: string, uniform = 0, captured: readonly number[] = []): LaneProgram {
  const widest = widestLane(body);
  const inRegisters = (count: number): LaneProgram => {
    const program = innerLoop(body, name, { gang: (count * 16) / widest, widest, uniform, captured });
    return { ...program, pressure: Math.ceil(pressure(program) / count) };
  };
  const loops = body.functions.some((func) => hasLoop(func.code));
  // most bodies are so short that the largest gang fits
  const tried = loops ? 1 : 4;
  const first = inRegisters(tried);
  // a loop may have been written out
  const registers = registersPerValue(first.pressure, loops && loopsInside(first));
  return registers === tried ? first : { ...inRegisters(registers), pressure: first.pressure };
}

/** Operations that a gang must be spared for a kernel of its own. */
const WORTH_A_KERNEL = 8;

/** The kernel for uniform inputs, where work on them alone is worth doing once a call; null where it isn't. */
export function lowerUniform(body: TypedBody, name: string, uniform: number): LaneProgram | null {
  const special = lower(body, name, uniform);
  const saved = work(lower(body, name)) - work(special);
  return saved >= WORTH_A_KERNEL ? special : null;
}

/** Operations for a gang of one register, roughly: divisions and roots count as what they cost. */
function work({ code, values, gang }: LaneProgram): number {
  const count = (block: Code): number =>
    block.reduce((sum, stmt) => {
      const inner = blocksOf(stmt).reduce((all, b) => all + count(b), 0);
      if (stmt.kind !== "let") return sum + inner;
      const { op, type } = values[stmt.value]!;
      return sum + (type !== "v128" ? 0 : /div|sqrt/.test(op) ? 5 : 1);
    }, 0);
  return (count(gangLoop(code)?.code ?? []) * 2) / gang;
}

/** A folding kernel holds its body half a dozen times: of a long body it would be large, and hardly faster than rows. */
const LONGEST_FOLD = 250;

/** The inner loop of a reduction that may be regrouped, of a body typed for (T, T) -> T; null for one that may not be, may stop, or is long. */
export function lowerReduction(body: TypedBody, name: string): LaneProgram | null {
  if (foldOrder(body) === "left") return null;
  const program = reduceLoop(body, name, widestLane(body));
  return program === null || program.values.length > LONGEST_FOLD ? null : { ...program, pressure: pressure(program) };
}

/** The inner loop of folds from the left, of a body typed for (T, T) -> T; null for one that may stop. */
export function lowerScan(body: TypedBody, name: string): LaneProgram | null {
  const widest = widestLane(body);
  const loops = body.functions.some((func) => hasLoop(func.code));
  const inRegisters = (count: number) => scanLoop(body, name, { gang: (count * 16) / widest, widest });
  const single = inRegisters(1);
  if (single === null) return null;
  const live = pressure(single);
  // the value between two elements is in a register too
  const registers = registersPerValue(live + 1, loops);
  return { ...(registers === 1 ? single : inRegisters(registers)!), pressure: live };
}

/** The inner loop of `at`, of a body typed for (T) -> T or (T, U) -> T; null for one that may stop. */
export function lowerIndexed(body: TypedBody, name: string): LaneProgram | null {
  const program = indexedLoop(body, name, widestLane(body));
  return program && { ...program, pressure: pressure(program) };
}

/** Bytes of the widest lanes among the results, what they are made of, and everything in between. */
export function widestLane(body: TypedBody): number {
  let widest = Math.max(...body.signature.outputs.map(bytesOf));
  for (const func of body.functions)
    eachExpression(func.code, (expr) => {
      widest = Math.max(widest, bytesOf(expr.type), expr.kind === "op" ? bytesOf(expr.of) : 1);
    });
  return widest;
}
