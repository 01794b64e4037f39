import { type Lanes, type Vec } from "../lanes.js";
import type { TypedBlock, TypedBody, TypedExpr, TypedFunc } from "../typed.js";
/** What the locals hold. A local that was not set yet is undefined. */
export type Env = readonly (Vec | undefined)[];
/** Lanes on their way to another place, and their locals. No mask: all lanes that are not masked already. */
export interface Exit {
  readonly mask: Vec | null;
  readonly env: Env;
}
/** A loop or block that `break` and `continue` can name. */
export interface Target {
  readonly breaks: Exit[];
  readonly continues: Exit[];
}
/** A function while it is lowered. */
export interface Frame {
  readonly func: TypedFunc;
  env: Env;
  /** The lanes that run, among those for which the function was called; null: all of them. */
  here: Vec | null;
  /** Innermost first. */
  targets: readonly Target[];
  readonly returns: {
    readonly mask: Vec | null;
    readonly values: readonly Vec[];
  }[];
}
export declare class BodyLowering {
  #private;
  readonly lanes: Lanes;
  readonly body: TypedBody;
  frame: Frame;
  constructor(lanes: Lanes, body: TypedBody);
  call(index: number, args: readonly Vec[]): readonly Vec[];
  /** Runs code for the lanes of a mask only. `outer` is where the function was called from. */
  within<T>(mask: Vec | null, run: () => T): T;
  /** Narrows the lanes that run. */
  enter(mask: Vec | null): void;
  both(a: Vec | null, b: Vec | null): Vec | null;
  /** Runs statements until one that no lane passes. Says whether any lane comes out at the end. */
  block(block: TypedBlock): boolean;
  /** Goes on with the lanes of all these exits. The masks exclude each other. */
  arrive(exits: readonly Exit[]): void;
  /** A local that only one arm has set is of no use to the lanes of the other. */
  merge(mask: Vec, yes: Env, no: Env): Env;
  expr(expr: TypedExpr): Vec;
}
