/** Tests of what a file with one ufunc is read as. */
import test from "ava";
import { bodies, errors, program } from "./program.js";

export const imports = `import { ufunc, f64, f32, i32, u8, i64, idiv, isInteger, type promoted } from "micronumpy";\n`;

/** A file with one ufunc, and the body that is read. */
export function reads(title: string, source: string, expected: string): void {
  test(title, (t) => {
    const ctx = program(imports + source);
    t.deepEqual(errors(ctx), []);
    t.is(bodies(ctx).join("\n"), expected.trim());
  });
}
