/**
 * Rows under the mask of a `where`, where operands lie in place. Long stretches of the mask that are all true are done as
 * if there were none, those that are all false are passed over; what lies between is computed into blocks and blended.
 */
import { blend } from "./copy.as";
import { call, finish, reason, setArg, setStep, value } from "./loop.as";
import { advance, BLOCK, CHUNK, extent, operand, operands, Plan, stride } from "./plan.as";

/** Elements of a stretch that is worth a call of its own. */
const LONG: i32 = 64;

const GROUP: i32 = 16;

/** What a group of the mask is. */
enum Group {
  none,
  some,
  all,
}

@inline
function groupAt(mask: usize): Group {
  const lanes = i8x16.ne(v128.load(mask), i8x16.splat(0));
  return i8x16.all_true(lanes) ? Group.all : v128.any_true(lanes) ? Group.some : Group.none;
}

/** For how many of n elements the mask goes on as it begins: in whole groups. */
function uniformFor(mask: usize, n: i32): i32 {
  if (n < GROUP) return 0;
  const kind = groupAt(mask);
  if (kind == Group.some) return 0;
  let length = GROUP;
  while (length + GROUP <= n && groupAt(mask + length) == kind) length += GROUP;
  return length;
}

/** How many of n elements to blend: up to where a long stretch begins. */
function mixedFor(mask: usize, n: i32): i32 {
  let length = 0;
  for (let same = 0, last = Group.some; length + GROUP <= n; length += GROUP) {
    const kind = groupAt(mask + length);
    same = kind == last ? same + GROUP : GROUP;
    last = kind;
    if (kind != Group.some && same == LONG) return length + GROUP - LONG;
  }
  return n;
}

/** Runs a plan whose operands can be used where they lie. 0, or the reason for which the loop stopped. */
export function maskedRows(plan: Plan): i32 {
  const all = operands(plan);
  let widest = 1;
  for (let i = 0; i < all; i++) {
    const o = operand(plan, i);
    o.splat = 0;
    widest = max(widest, o.size);
    setStep(plan, i, stride(o, 0));
  }
  const inner = extent(plan, 0);
  const mask = operand(plan, all - 1);
  do {
    for (let done = 0; done < inner; ) {
      const at = mask.address + done;
      const same = uniformFor(at, min(inner - done, CHUNK));
      const isLong = same >= LONG;
      const n = isLong ? same : mixedFor(at, min(inner - done, BLOCK / widest));
      if (!isLong || load<bool>(at)) {
        const stopped = isLong ? whole(plan, done, n) : blended(plan, done, n, at);
        if (stopped != 0) return stopped;
      }
      done += n;
    }
  } while (plan.axes > 1 && advance(plan, 1, 1));
  return 0;
}

function setInputs(plan: Plan, done: i32): void {
  for (let i = 0; i < plan.inputs; i++) {
    const o = operand(plan, i);
    const step = stride(o, 0);
    setArg(plan, i, step == 0 ? value(o) : o.address + done * step);
  }
}

function whole(plan: Plan, done: i32, n: i32): i32 {
  setInputs(plan, done);
  for (let i = plan.inputs; i < plan.inputs + plan.outputs; i++) {
    const o = operand(plan, i);
    setArg(plan, i, o.address + done * o.size);
  }
  return call(plan, n) < n ? reason(plan) : 0;
}

function blended(plan: Plan, done: i32, n: i32, mask: usize): i32 {
  setInputs(plan, done);
  const end = plan.inputs + plan.outputs;
  for (let i = plan.inputs; i < end; i++) setArg(plan, i, operand(plan, i).block);
  const finished = call(plan, n);
  if (finished < n && !finish(plan, mask, finished, n)) return reason(plan);
  for (let i = plan.inputs; i < end; i++) {
    const o = operand(plan, i);
    blend(o.block, mask, o.address + done * o.size, o.size, n);
  }
  return 0;
}
