/** The library of ufuncs against NumPy: every case of `fixtures/numpy/edge-cases.json` that calls one, types, values, errors. */
import { readFileSync } from "node:fs";
import test from "ava";
import type { DType, Kernel } from "../../entries/index.js";
import * as micronumpy from "../../entries/index.js";
import { isBig, isDType } from "../../kernel/dtype.js";

interface ArrayCase {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: unknown;
}
interface ScalarCase {
  readonly py: unknown;
  readonly pytype: string;
}
interface Case {
  readonly id: string;
  readonly op: string;
  readonly method?: string;
  readonly args?: readonly (ArrayCase | ScalarCase)[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly result?: readonly ArrayCase[];
  readonly error?: { readonly type: string; readonly message: string };
  readonly flags?: readonly string[];
}

const { cases } = JSON.parse(readFileSync("fixtures/numpy/edge-cases.json", "utf8")) as { cases: readonly Case[] };

/** Where we differ on purpose. */
const departures: { readonly [id: string]: string } = {
  "int-unary/0246": "1 / 0 of integers is 0, NumPy's is what the machine gives",
  "int-unary/0264": "1 / 0 of integers is 0, NumPy's is what the machine gives",
  "nep50/0565": "a weak number beside bool is int32",
  "nep50-overflow/0601": "a weak number beside bool is int32",
  "casting-error/0996": "the text says which word is no element type",
  "casting-unsafe/1001": "casts of floats to integers wrap, NumPy's are what the machine gives",
  "arity-error/1006": "`out` is an option, never positional",
  "reduce-bad/0875": "the text says which argument it was",
  "accumulate/0907": "one text for all outputs of a wrong number of axes",
  "scalar/1053": "plain numbers are float64",
};

const isArray = (x: unknown): x is ArrayCase => typeof x === "object" && x !== null && "dtype" in x;
const isScalar = (x: unknown): x is ScalarCase => typeof x === "object" && x !== null && "py" in x;

const words: { readonly [word: string]: number } = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity, "-0": -0 };
const number = (x: unknown) => words[x as string] ?? Number(x);

function element(x: unknown, dtype: DType): number | bigint | boolean {
  if (typeof x === "boolean") return x;
  return isBig(dtype) ? BigInt(x as string) : number(x);
}

function elementsOf({ dtype, data }: ArrayCase): (number | bigint | boolean)[] {
  return [data].flat(Infinity).map((x) => element(x, dtype as DType));
}

function make(x: ArrayCase): micronumpy.NdArray {
  const made = micronumpy.zeros(x.shape, x.dtype as DType);
  const flat = made.reshape(-1);
  for (const [i, value] of elementsOf(x).entries()) flat.set(value as number, i);
  return made;
}

function argument(x: unknown): unknown {
  if (isArray(x)) return make(x);
  if (isScalar(x))
    return x.pytype === "int" && typeof x.py === "string"
      ? BigInt(x.py)
      : typeof x.py === "boolean"
        ? x.py
        : number(x.py);
  return Array.isArray(x) ? x.map(argument) : x;
}

interface AnyUfunc {
  (...args: unknown[]): unknown;
  readonly nin?: number;
  readonly name: string;
  readonly types: readonly string[];
  readonly kernels: readonly Kernel[];
  reduce(...args: unknown[]): unknown;
  accumulate(...args: unknown[]): unknown;
  reduceat(...args: unknown[]): unknown;
  outer(...args: unknown[]): unknown;
  resolve_dtypes(inputs: readonly DType[]): readonly string[];
}

const library = micronumpy as unknown as { readonly [name: string]: AnyUfunc | undefined };

type Method = (u: AnyUfunc) => (...args: unknown[]) => unknown;

const methods: { readonly [name: string]: Method } = {
  call: (u) => u,
  reduce: (u) => u.reduce.bind(u),
  accumulate: (u) => u.accumulate.bind(u),
  reduceat: (u) => u.reduceat.bind(u),
  outer: (u) => u.outer.bind(u),
};

const methodOf = (c: Case) => c.method ?? "call";

/** Is the case about what is here? Element types and ufuncs that we don't have are not. */
function isOurs(c: Case): boolean {
  if (!(methodOf(c) in methods) || typeof library[c.op]?.nin !== "number") return false;
  const types = [...JSON.stringify(c).matchAll(/"dtype":"(\w+)"/g)].map(([, name]) => name);
  return types.every(isDType) && c.args?.every((x) => isArray(x) || isScalar(x)) === true;
}

function outcome(c: Case): { type?: string; shape?: readonly number[]; data?: unknown[]; error?: string } {
  const u = methods[methodOf(c)]!(library[c.op]!);
  const options = Object.entries(c.kwargs ?? {}).map(([name, value]) => [name, argument(value)]);
  try {
    const result = u(...c.args!.map(argument), ...(options.length > 0 ? [Object.fromEntries(options)] : []));
    if (!micronumpy.isNdArray(result)) return { data: [result] };
    return { type: result.dtype, shape: result.shape, data: ([result.tolist()] as unknown[]).flat(Infinity) };
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return { error: `${code}: ${message}` };
  }
}

function sameValue(a: unknown, b: unknown, ignoreZeroSign: boolean): boolean {
  return Object.is(a, b) || (ignoreZeroSign && a === b);
}

test("NumPy's answers", (t) => {
  const wrong: string[] = [];
  let right = 0;
  for (const c of cases.filter(isOurs)) {
    if (c.id in departures) continue;
    const got = outcome(c);
    const wanted = c.result?.[0];
    const isZeroFree = c.flags?.includes("signed-zero-tie-unspecified") ?? false;
    const fits = c.error
      ? got.error?.startsWith(`${c.error.type}: ${c.error.message}`)
      : wanted !== undefined &&
        (got.type === undefined || (got.type === wanted.dtype && `${got.shape}` === `${wanted.shape}`)) &&
        got.data?.length === elementsOf(wanted).length &&
        elementsOf(wanted).every((x, i) =>
          sameValue(
            got.type === undefined ? Number(got.data![i]) : got.data![i],
            got.type === undefined ? Number(x) : x,
            isZeroFree,
          ),
        );
    if (fits) right++;
    else wrong.push(`${c.id} ${c.op}: ${got.error ?? got.data?.join()}`);
  }
  t.deepEqual(wrong, []);
  t.true(right > 500, `${right} cases`);
});

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
      else t.is(found?.at(-1), ours(loop.split("->")[1]!), `${name} ${dtype}`);
    }
  }
});

/** Where NumPy has float16 we have float32. */
const ours = (dtype: string) => (dtype === "float16" ? "float32" : dtype);

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
