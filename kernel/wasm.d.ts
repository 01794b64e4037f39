/**
 * Every Wasm instruction that lane programs use, by its name in the text format: opcode and type.
 *
 * A type reads `operands:result` with one letter a value: i i32, l i64, f f32, d f64, v v128; `_` for no result.
 * SIMD opcodes stand behind the prefix byte 0xfd and are written here without it (`simd`).
 */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";
/** What follows the opcode: nothing, an alignment and offset, that and a lane, a lane, sixteen lanes, a constant. */
export type Immediate = "none" | "memory" | "memory-lane" | "lane" | "shuffle" | "const";
export interface Instruction {
  readonly opcode: number;
  readonly simd: boolean;
  readonly operands: readonly ValueType[];
  readonly result: ValueType | null;
  readonly immediate: Immediate;
}
/** The instruction of that name. A name that is not here is a mistake of ours, found by the first test that lowers it. */
export declare function instruction(name: string): Instruction;
