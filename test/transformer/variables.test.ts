/** The type that a variable has: of what is assigned to it, in whatever order, weak values counting as literals. */
import test from "ava";
import { kernels, program } from "./program.js";

const imports = `import { f64, i32, i64, isInteger, u32, ufunc } from "micronumpy";
const loops = ["bool,bool->bool", "int8,int8->int8", "uint8,uint8->uint8", "int32,int32->int32"];
const sum = ufunc((a: number, b: number) => a + b, { loops });\n`;

/** Result types of a function of one operand, by the type of that. */
function gives(title: string, source: string, expected: Readonly<Record<string, string>>): void {
  test(title, (t) => {
    const ctx = program(`${imports}export const f = ufunc((x: number) => ${source});`);
    const wanted = Object.entries(expected).map(([from, to]) => `f ${from}->${to}`);
    const found = kernels(ctx, Object.keys(expected)).filter((kernel) => kernel.startsWith("f "));
    t.deepEqual(found, wanted);
  });
}

const own = { bool: "int32", int8: "int8", uint8: "uint8", uint32: "uint32", uint64: "uint64", float32: "float32" };
const counted = { int8: "int32", uint8: "int32", uint32: "int64", float32: "float32" };

gives("literals returned before a typed value", "{ if (x < 3) return 1; if (x < 9) return 2; return x; }", own);
gives("literals returned behind it", "{ if (x > 3) return x; if (x > 1) return 1; return 2; }", own);
gives("arms of `?:`", "(x > 9 ? x : x > 3 ? 1 : 2)", own);
gives("literals assigned", "{ let r = 0; if (x < 3) r = 1; else if (x < 9) r = 2; else r = x; return r; }", own);
gives("literals, then a sum", "{ let s = 0; if (x > 9) s = 1; s += x; return s; }", own);
gives("what literals come to does not count", "{ let s = 100; s *= 2; s += x; return s; }", own);
gives("one that does not fit", "{ let s = 0; if (x > 9) s = 300; s += x; return s; }", {
  uint8: "int32",
  uint16: "uint16",
});
gives("floats decide first", "{ if (x > 5) return x; if (x > 3) return 1; return 0.5; }", {
  int8: "float64",
  float32: "float32",
});
gives("only literals", "{ let s = 1; if (x < 3) s = -1; return s * x; }", counted);
gives("a counter", "{ let s = x; for (let i = 0; i < 3; i++) s = s + i; return s; }", counted);
gives("minus nothing is no float", "{ let s = i32(x); for (let i = 0; i < 3; i++) s += i32(x) * -i; return s; }", {
  int32: "int32",
});
gives(
  "a count that the first turn would not allow",
  "{ let r = i32(x); for (let i = 0; i < 3; i++) r ^= r << (i - 1); return r; }",
  {
    int32: "int32",
  },
);
gives(
  "a parameter that is assigned a wider value",
  "{ for (let i = 0; i < 3; i++) { if (x > 99) return i; x += 300; } return x; }",
  {
    bool: "int32",
    uint8: "int32",
    float32: "float32",
  },
);
gives("ufuncs with loops take weak values as they stand", "{ const two = sum(100, 100); return sum(x, 2) + two; }", {
  bool: "int32",
  uint8: "int32",
});
gives("casts spelled with operators", "(isInteger(x) ? ~x : ~~x)", { int8: "int8", float32: "int32" });
gives("a power that the first value would not allow", "{ x = x ** -1; x += 0.5; return x; }", {
  int8: "float64",
  float32: "float32",
});
gives(
  "powers by `Math`, whose functions of integers give floats",
  "Math.pow(x, 3) + Math.pow(x, 2) + Math.pow(x, -1)",
  {
    int8: "float64",
    uint64: "float64",
    float32: "float32",
  },
);
gives(
  "what is assigned once, of a variable that is not yet known",
  "{ const s = x + x; if (s > 3) x = u32(s); return s; }",
  {
    bool: "uint32",
    uint8: "uint32",
  },
);
gives("what lies outside a table", "i32(([1n, 2n][2]! >> 40n) + i64(x))", {
  int8: "int32",
});
