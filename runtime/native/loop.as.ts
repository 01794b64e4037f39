/** The inner loop as the driver calls it: its arguments, its call, and what follows a stop. */
import { splat } from "./copy.as";
import { Operand, Plan } from "./plan.as";

@external("env", "loop")
declare function loop(id: i32, args: usize, n: i32, steps: usize): i32;

@inline
export function call(plan: Plan, n: i32): i32 {
  return plan.loop >= 0
    ? call_indirect<i32>(plan.loop, plan.args, n, plan.steps)
    : loop(plan.loop, plan.args, n, plan.steps);
}

@inline
export function setArg(plan: Plan, i: i32, address: usize): void {
  store<usize>(plan.args + (<usize>i << 2), address);
}

@inline
export function setStep(plan: Plan, i: i32, bytes: i32): void {
  store<i32>(plan.steps + (<usize>i << 2), bytes);
}

/** Why the inner loop stopped: the word after the last address. */
export function reason(plan: Plan): i32 {
  return load<i32>(plan.args + (<usize>(plan.inputs + plan.outputs) << 2));
}

/** 64 bytes filled with the operand's current element. */
export function value(o: Operand): usize {
  if (o.splat != o.address) {
    splat(o.address, o.block, o.size);
    o.splat = o.address;
  }
  return o.block;
}

/** After a stop under a mask: the rest of the block one by one, without what is masked out. False: the stop holds. */
export function finish(plan: Plan, mask: usize, done: i32, n: i32): bool {
  const loopOperands = plan.inputs + plan.outputs;
  let at = 0;
  for (; done < n; done++) {
    if (!load<bool>(mask + done)) continue;
    for (let i = 0; i < loopOperands; i++) {
      const step = load<i32>(plan.steps + (<usize>i << 2));
      setArg(plan, i, load<usize>(plan.args + (<usize>i << 2)) + (done - at) * step);
    }
    at = done;
    if (call(plan, 1) < 1) return false;
  }
  return true;
}
