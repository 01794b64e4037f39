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

const letters: Record<string, ValueType> = { i: "i32", l: "i64", f: "f32", d: "f64", v: "v128" };
const table = new Map<string, Instruction>();

/** Instructions of one type and shape with consecutive opcodes; a dot is a gap. */
function define(type: string, shape: string, start: number, names: string, immediate: Immediate = "none"): void {
  const [operands = "", result = "_"] = type.split(":");
  for (const [k, name] of names.split(" ").entries()) {
    if (name === ".") continue;
    table.set(`${shape}.${name}`, {
      opcode: start + k,
      simd: /[vx]/.test(shape),
      operands: [...operands].map((c) => letters[c]!),
      result: letters[result] ?? null,
      immediate,
    });
  }
}

// scalars
define("i:i", "i32", 0x28, "load", "memory");
define("ii:_", "i32", 0x36, "store", "memory");
define(":i", "i32", 0x41, "const", "const");
define("i:i", "i32", 0x45, "eqz");
define("ii:i", "i32", 0x46, "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u");
define("ii:i", "i32", 0x6a, "add sub mul . . . . and . . shl . shr_u");
define("ll:l", "i64", 0x7f, "div_s div_u . . . . . shl shr_s shr_u");
define("l:f", "f32", 0xb4, "convert_i64_s convert_i64_u");

// registers
define("i:v", "v128", 0, "load . . . . . . load8_splat load16_splat load32_splat load64_splat", "memory");
define("iv:_", "v128", 11, "store", "memory");
define(":v", "v128", 12, "const", "const");
define("v:v", "v128", 77, "not");
define("vv:v", "v128", 78, "and andnot or xor");
define("vvv:v", "v128", 82, "bitselect");
define("v:i", "v128", 83, "any_true");
define("iv:v", "v128", 84, "load8_lane load16_lane load32_lane load64_lane", "memory-lane");
define("iv:_", "v128", 88, "store8_lane store16_lane store32_lane store64_lane", "memory-lane");

// lanes in and out
define("vv:v", "i8x16", 13, "shuffle", "shuffle");
define("vv:v", "i8x16", 14, "swizzle");
define("i:v", "i32x4", 17, "splat");
define("l:v", "i64x2", 18, "splat");
define("f:v", "f32x4", 19, "splat");
define("v:i", "i32x4", 27, "extract_lane", "lane");
define("v:l", "i64x2", 29, "extract_lane", "lane");
define("vl:v", "i64x2", 30, "replace_lane", "lane");
define("vf:v", "f32x4", 32, "replace_lane", "lane");

// integers: a shape's arithmetic is 32 opcodes behind that of the shape before
const integers = ["i8x16", "i16x8", "i32x4", "i64x2"];
for (const [k, shape] of integers.entries()) {
  const [narrow, wide] = [integers[k - 1], integers[k + 1]];
  define("v:v", shape, 96 + 32 * k, "abs neg");
  if (wide) define("vv:v", shape, 35 + 10 * k, "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u");
  else define("vv:v", shape, 214, "eq ne lt_s gt_s le_s ge_s");
  if (wide && k < 2) define("vv:v", shape, 101 + 32 * k, `narrow_${wide}_s narrow_${wide}_u`);
  if (narrow) {
    const halves = `extend_low_${narrow}_s extend_high_${narrow}_s extend_low_${narrow}_u extend_high_${narrow}_u`;
    define("v:v", shape, 103 + 32 * k, halves);
    define("vv:v", shape, 126 + 32 * k, `extmul_low_${narrow}_u extmul_high_${narrow}_u`);
  }
  define("vi:v", shape, 107 + 32 * k, "shl shr_s shr_u");
  define(
    "vv:v",
    shape,
    110 + 32 * k,
    `add . . sub . . . ${narrow ? "mul" : "."} ${wide ? "min_s min_u max_s max_u" : "."}`,
  );
}
define("v:v", "i8x16", 98, "popcnt");

// floats
for (const [shape, compares, arithmetic] of [
  ["f32x4", 65, 224],
  ["f64x2", 71, 236],
] as const) {
  define("vv:v", shape, compares, "eq ne lt gt le ge");
  define("v:v", shape, arithmetic, "abs neg . sqrt");
  define("vv:v", shape, arithmetic + 4, "add sub mul div . . pmin pmax");
}
define("v:v", "f32x4", 103, "ceil floor trunc nearest");
define("v:v", "f64x2", 116, "ceil floor . . . . trunc");
define("v:v", "f64x2", 148, "nearest");

// conversions
define("v:v", "f32x4", 94, "demote_f64x2_zero");
define("v:v", "f64x2", 95, "promote_low_f32x4");
define("v:v", "i32x4", 248, "trunc_sat_f32x4_s trunc_sat_f32x4_u . . trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero");
define("v:v", "f32x4", 250, "convert_i32x4_s convert_i32x4_u");
define("v:v", "f64x2", 254, "convert_low_i32x4_s convert_low_i32x4_u");

/** The instruction of that name. A name that is not here is a mistake of ours, found by the first test that lowers it. */
export function instruction(name: string): Instruction {
  const found = table.get(name);
  if (!found) throw new Error(`no Wasm instruction "${name}"`);
  return found;
}
