/** A `Vec` that changes: one Wasm variable a register. Masks all have the width of the widest lanes. */
import type { DType } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import { resizeMask } from "./width.js";

export class VariableVec {
  private constructor(
    readonly lanes: Lanes,
    readonly type: DType,
    readonly width: number,
    readonly variables: readonly number[],
  ) {}

  static for(lanes: Lanes, name: string, initial: Vec): VariableVec {
    const held = hold(lanes, initial);
    const variables = held.regs.map((reg) => lanes.builder.variable(name, "v128", reg));
    return new VariableVec(lanes, held.type, held.width, variables);
  }

  read(): Vec {
    return { type: this.type, width: this.width, regs: this.variables.map((v) => this.lanes.builder.read(v)) };
  }

  assign(value: Vec): void {
    const held = hold(this.lanes, value);
    this.variables.forEach((v, k) => this.lanes.builder.assign(v, held.regs[k]!));
  }
}

const hold = (lanes: Lanes, vec: Vec): Vec => (vec.type === "bool" ? resizeMask(lanes, vec, lanes.widest) : vec);
