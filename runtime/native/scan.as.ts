/** Folds from the left by a kernel that goes along the folded axis itself, `kernel/lower/scan.ts`. */
import { call, setArg, setStep } from "./loop.as";
import { advance, CHUNK, extent, Operand, operand, Plan, stride, swap } from "./plan.as";

/** Columns of a call: their values are close to the processor. */
const COLUMNS: i32 = 8192;

/** The least rows of a call: memory is read along few long streams. The kernel takes so many in one turn, its `BAND`. */
const ROWS: i32 = 4;

/**
 * Folds along axis 0 by a loop that takes any steps: one column after the other, or those side by side at once. Operand 0
 * is what to start from; the rows after the first ones start from the results of those before.
 */
export function scans(plan: Plan): i32 {
  const n = extent(plan, 0);
  for (let i = 0; i < 3; i++) setStep(plan, i, stride(operand(plan, i), 0));
  const side = sideBySide(plan);
  if (side > 1) swap(plan, 1, side);
  const columns = side > 0 ? extent(plan, 1) : 1;
  const wide = min(columns, COLUMNS);
  const high = side > 0 ? max(ROWS, CHUNK / wide) : CHUNK;
  do {
    for (let x = 0; x < columns; x += wide) {
      setArg(plan, 3, min(columns - x, wide));
      for (let done = 0; done < n; done += high) {
        for (let i = 1; i < 3; i++) setArg(plan, i, at(operand(plan, i), x, done));
        setArg(plan, 0, done > 0 ? at(operand(plan, 2), x, done - 1) : at(operand(plan, 0), x, 0));
        call(plan, min(n - done, high));
      }
    }
  } while (advance(plan, 1, side > 0 ? 2 : 1));
  return 0;
}

/** Where an operand has its element of a column and a row. */
function at(o: Operand, column: i32, row: i32): usize {
  return o.address + column * o.size + row * stride(o, 0);
}

/** An axis along which all elements lie one after the other; 0: none. */
function sideBySide(plan: Plan): i32 {
  for (let axis = 1; axis < plan.axes; axis++) {
    let all = true;
    for (let i = 0; i < 3; i++) if (stride(operand(plan, i), axis) != operand(plan, i).size) all = false;
    if (all) return axis;
  }
  return 0;
}
