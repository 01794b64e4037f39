const letters = { i: "i32", l: "i64", f: "f32", d: "f64", v: "v128" };
const table = new Map();
function define(simd, immediate, type, rows) {
  const [operands = "", result = "_"] = type.split(":");
  for (const [name, opcode] of Object.entries(rows))
    table.set(name, {
      opcode,
      simd,
      operands: [...operands].map((c) => letters[c]),
      result: letters[result] ?? null,
      immediate,
    });
}
/** Consecutive opcodes; a dot is a gap. */
const run = (start, names) =>
  Object.fromEntries(names.split(" ").flatMap((name, k) => (name === "." ? [] : [[name, start + k]])));
/** The same instruction of several shapes. */
const shapes = (name, opcodes) =>
  Object.fromEntries(Object.entries(opcodes).map(([shape, opcode]) => [`${shape}.${name}`, opcode]));
// scalars
define(false, "memory", "i:i", { "i32.load": 0x28 });
define(false, "memory", "ii:_", { "i32.store": 0x36 });
define(false, "const", ":i", { "i32.const": 0x41 });
define(false, "none", "i:i", { "i32.eqz": 0x45, "i32.clz": 0x67 });
define(
  false,
  "none",
  "ii:i",
  run(0x46, "i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u"),
);
define(
  false,
  "none",
  "ii:i",
  run(0x6a, "i32.add i32.sub i32.mul . . . . i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u"),
);
define(false, "none", "l:l", { "i64.clz": 0x79 });
define(
  false,
  "none",
  "ll:l",
  run(
    0x7c,
    "i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u",
  ),
);
define(false, "none", "l:f", { "f32.convert_i64_s": 0xb4, "f32.convert_i64_u": 0xb5 });
define(false, "none", "i:l", { "i64.extend_i32_u": 0xad });
// memory
define(
  true,
  "memory",
  "i:v",
  run(0, "v128.load . . . . . . v128.load8_splat v128.load16_splat v128.load32_splat v128.load64_splat"),
);
define(true, "memory", "iv:_", { "v128.store": 11 });
define(true, "memory-lane", "iv:v", run(84, "v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane"));
define(true, "memory-lane", "iv:_", run(88, "v128.store8_lane v128.store16_lane v128.store32_lane v128.store64_lane"));
define(true, "const", ":v", { "v128.const": 12 });
// lanes in and out
define(true, "shuffle", "vv:v", { "i8x16.shuffle": 13 });
define(true, "none", "i:v", { "i8x16.splat": 15, "i16x8.splat": 16, "i32x4.splat": 17 });
define(true, "none", "l:v", { "i64x2.splat": 18 });
define(true, "none", "f:v", { "f32x4.splat": 19 });
define(true, "none", "d:v", { "f64x2.splat": 20 });
define(true, "lane", "v:i", {
  "i8x16.extract_lane_s": 21,
  "i8x16.extract_lane_u": 22,
  "i16x8.extract_lane_s": 24,
  "i16x8.extract_lane_u": 25,
  "i32x4.extract_lane": 27,
});
define(true, "lane", "vi:v", { "i8x16.replace_lane": 23, "i16x8.replace_lane": 26, "i32x4.replace_lane": 28 });
define(true, "lane", "v:l", { "i64x2.extract_lane": 29 });
define(true, "lane", "vl:v", { "i64x2.replace_lane": 30 });
define(true, "lane", "v:f", { "f32x4.extract_lane": 31 });
define(true, "lane", "vf:v", { "f32x4.replace_lane": 32 });
define(true, "lane", "v:d", { "f64x2.extract_lane": 33 });
define(true, "lane", "vd:v", { "f64x2.replace_lane": 34 });
// comparisons
const integerCompares = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u".split(" ");
for (const [shape, start] of [
  ["i8x16", 35],
  ["i16x8", 45],
  ["i32x4", 55],
])
  define(true, "none", "vv:v", run(start, integerCompares.map((c) => `${shape}.${c}`).join(" ")));
for (const [shape, start] of [
  ["f32x4", 65],
  ["f64x2", 71],
])
  define(true, "none", "vv:v", run(start, ["eq", "ne", "lt", "gt", "le", "ge"].map((c) => `${shape}.${c}`).join(" ")));
define(true, "none", "vv:v", run(214, "i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s"));
// bits
define(true, "none", "v:v", { "v128.not": 77 });
define(true, "none", "vv:v", run(78, "v128.and v128.andnot v128.or v128.xor"));
define(true, "none", "vvv:v", { "v128.bitselect": 82 });
define(true, "none", "v:i", { "v128.any_true": 83, "i8x16.bitmask": 100 });
for (const [shape, start] of [
  ["i8x16", 107],
  ["i16x8", 139],
  ["i32x4", 171],
  ["i64x2", 203],
])
  define(true, "none", "vi:v", run(start, `${shape}.shl ${shape}.shr_s ${shape}.shr_u`));
// integer arithmetic
define(true, "none", "v:v", shapes("abs", { i8x16: 96, i16x8: 128, i32x4: 160, i64x2: 192 }));
define(true, "none", "v:v", shapes("neg", { i8x16: 97, i16x8: 129, i32x4: 161, i64x2: 193 }));
define(true, "none", "vv:v", shapes("add", { i8x16: 110, i16x8: 142, i32x4: 174, i64x2: 206 }));
define(true, "none", "vv:v", shapes("sub", { i8x16: 113, i16x8: 145, i32x4: 177, i64x2: 209 }));
define(true, "none", "vv:v", shapes("mul", { i16x8: 149, i32x4: 181, i64x2: 213 }));
for (const [shape, start] of [
  ["i8x16", 118],
  ["i16x8", 150],
  ["i32x4", 182],
])
  define(true, "none", "vv:v", run(start, `${shape}.min_s ${shape}.min_u ${shape}.max_s ${shape}.max_u`));
// widths
define(true, "none", "vv:v", {
  "i8x16.narrow_i16x8_s": 101,
  "i8x16.narrow_i16x8_u": 102,
  "i16x8.narrow_i32x4_s": 133,
  "i16x8.narrow_i32x4_u": 134,
});
define(
  true,
  "none",
  "v:v",
  run(135, "i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u"),
);
define(
  true,
  "none",
  "v:v",
  run(167, "i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u"),
);
define(
  true,
  "none",
  "v:v",
  run(199, "i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u"),
);
// float arithmetic
define(true, "none", "v:v", { "f32x4.ceil": 103, "f32x4.floor": 104, "f32x4.trunc": 105, "f32x4.nearest": 106 });
define(true, "none", "v:v", { "f64x2.ceil": 116, "f64x2.floor": 117, "f64x2.trunc": 122, "f64x2.nearest": 148 });
define(true, "none", "v:v", {
  "f32x4.abs": 224,
  "f32x4.neg": 225,
  "f32x4.sqrt": 227,
  "f64x2.abs": 236,
  "f64x2.neg": 237,
  "f64x2.sqrt": 239,
});
define(
  true,
  "none",
  "vv:v",
  run(228, "f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax"),
);
define(
  true,
  "none",
  "vv:v",
  run(240, "f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax"),
);
// conversions
define(true, "none", "v:v", { "f32x4.demote_f64x2_zero": 94, "f64x2.promote_low_f32x4": 95 });
define(
  true,
  "none",
  "v:v",
  run(
    248,
    "i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u",
  ),
);
/** The instruction of that name. A name that is not here is a mistake of ours, found by the first test that lowers it. */
export function instruction(name) {
  const found = table.get(name);
  if (!found) throw new Error(`no Wasm instruction "${name}"`);
  return found;
}
