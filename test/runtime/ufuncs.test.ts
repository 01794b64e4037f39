/** The library of ufuncs against NumPy: every case of `fixtures/numpy/edge-cases.json` that calls one, and all tables of types. */
import { readFileSync } from "node:fs";
import test from "ava";
import fc from "fast-check";
import { array, fmod } from "../../entries/index.js";
import { isDType } from "../../kernel/dtype.js";
import { checkAnswers, library } from "./numpy-cases.js";

test("NumPy's answers", checkAnswers);

interface Resolution {
  readonly dtypes: readonly string[];
}

test("types of results, all unary ufuncs", (t) => {
  const table = JSON.parse(readFileSync("fixtures/numpy/ufunc-unary-resolution.json", "utf8")) as {
    readonly [name: string]: { readonly [dtype: string]: string };
  };
  for (const [name, row] of Object.entries(table)) {
    const u = library[name];
    if (typeof u?.nin !== "number") continue;
    for (const [dtype, loop] of Object.entries(row)) {
      if (!isDType(dtype)) continue;
      const found = attempt(() => u.resolve_dtypes([dtype]));
      if (loop.startsWith("ERR")) t.is(found, null, `${name} ${dtype}`);
      else t.is(found?.slice(1).join(), ours(loop.split("->")[1]!), `${name} ${dtype}`);
    }
  }
});

/** Where NumPy has float16 we have float32. */
const ours = (dtypes: string) => dtypes.replaceAll("float16", "float32");

function attempt<T>(f: () => T): T | null {
  try {
    return f();
  } catch {
    return null;
  }
}

test("types of results, all binary ufuncs", (t) => {
  const table = JSON.parse(readFileSync("fixtures/numpy/ufunc-binary-resolution.json", "utf8")) as Resolution & {
    readonly [name: string]: { readonly [dtype: string]: readonly string[] };
  };
  let checked = 0;
  for (const [name, rows] of Object.entries(table)) {
    const u = library[name];
    if (typeof u?.nin !== "number" || u.nin !== 2) continue;
    for (const [left, row] of Object.entries(rows)) {
      for (const [i, text] of row.entries()) {
        const right = table.dtypes[i]!;
        if (!isDType(left) || !isDType(right) || /16\b/.test(text.replace(/int16/g, ""))) continue;
        const found = attempt(() => u.resolve_dtypes([left, right]));
        const wanted = text.startsWith("ERR") ? null : text.includes("->") ? text.split("->")[1]! : text;
        t.is(found?.at(-1) ?? null, wanted, `${name}(${left}, ${right})`);
        checked++;
      }
    }
  }
  t.true(checked > 1000);
});

test("kernels are compiled for every loop of the library", (t) => {
  for (const u of Object.values(library)) {
    if (typeof u?.nin !== "number") continue;
    const compiled = u.kernels.filter(({ tier }) => tier === "compiled").map(({ types }) => types);
    t.deepEqual([...compiled].sort(), [...u.types].sort(), u.name);
  }
});

const float = fc.oneof(
  fc.double(),
  fc.double({ min: -1e6, max: 1e6 }),
  fc.constantFrom(Infinity, -0, 5e-324, Number.MAX_VALUE, 2 ** 53 - 1, 2 - 2 ** -52, 0.25 - 2 ** -54),
);
/** A dividend beside a divisor: any, or near a multiple of it, or of half of it. */
const division = fc
  .tuple(float, float, fc.bigInt(0n, 2n ** 55n), fc.integer({ min: 0, max: 54 }), fc.constantFrom(0.5, 1, 1 + 2 ** -52))
  .map(([x, y, k, shift, turn]) => [shift % 3 === 0 ? x : Number(k >> BigInt(shift)) * y * turn, y] as const);

test("the remainder of floats is exact, whatever the quotient", (t) => {
  const holds = (pairs: readonly (readonly [number, number])[]) => {
    for (const type of ["float64", "float32"] as const) {
      const [a, b] = [0, 1].map((k) => array(pairs.map((pair) => pair[k]!)).astype(type, { casting: "unsafe" }));
      const found = fmod(a!, b!);
      const rests = [...a!.data].map((x, i) => Number(x) % Number(b!.data[i]));
      t.deepEqual(found.tolist(), rests, type);
    }
  };
  fc.assert(fc.property(fc.array(division, { minLength: 1, maxLength: 400 }), holds));
});
