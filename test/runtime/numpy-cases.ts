/** NumPy's cases, `fixtures/numpy/edge-cases.json`, as calls of the library: types, values, errors. */
import { readFileSync } from "node:fs";
import type { ExecutionContext } from "ava";
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
  readonly ulp?: number;
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
  "scalar/1056": "plain numbers are float64",
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

export interface AnyUfunc {
  (...args: unknown[]): unknown;
  readonly nin?: number;
  readonly name: string;
  readonly types: readonly string[];
  readonly kernels: readonly Kernel[];
  reduce(...args: unknown[]): unknown;
  accumulate(...args: unknown[]): unknown;
  reduceat(...args: unknown[]): unknown;
  outer(...args: unknown[]): unknown;
  at(...args: unknown[]): unknown;
  resolve_dtypes(inputs: readonly DType[]): readonly string[];
}

export const library = micronumpy as unknown as { readonly [name: string]: AnyUfunc | undefined };

type Method = (u: AnyUfunc) => (...args: unknown[]) => unknown;

const methods: { readonly [name: string]: Method } = {
  call: (u) => u,
  reduce: (u) => u.reduce.bind(u),
  accumulate: (u) => u.accumulate.bind(u),
  reduceat: (u) => u.reduceat.bind(u),
  outer: (u) => u.outer.bind(u),
  at: (u) => u.at.bind(u),
};

const methodOf = (c: Case) => c.method ?? "call";

/** Is the case about what is here? Element types and ufuncs that we don't have are not. */
function isOurs(c: Case): boolean {
  if (!(methodOf(c) in methods) || typeof library[c.op]?.nin !== "number") return false;
  const types = [...JSON.stringify(c).matchAll(/"dtype":"(\w+)"/g)].map(([, name]) => name);
  return types.every(isDType) && c.args?.every((x) => isArray(x) || isScalar(x)) === true;
}

interface Outcome {
  readonly results?: readonly unknown[];
  readonly error?: string;
}

function outcome(c: Case): Outcome {
  const u = methods[methodOf(c)]!(library[c.op]!);
  const options = Object.entries(c.kwargs ?? {}).map(([name, value]) => [name, argument(value)]);
  const operands = c.args!.map(argument);
  try {
    const result = u(...operands, ...(options.length > 0 ? [Object.fromEntries(options)] : []));
    if (methodOf(c) === "at") return { results: [operands[0]] };
    return { results: Array.isArray(result) ? result : [result] };
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return { error: `${code}: ${message}` };
  }
}

/** How many floats apart two may be. */
function sameValue(a: unknown, b: unknown, { flags = [], ulp = 0 }: Case, dtype: DType): boolean {
  if (Object.is(a, b)) return true;
  if (a === b) return flags.includes("signed-zero-tie-unspecified");
  if (ulp === 0 || typeof a !== "number" || typeof b !== "number" || !Number.isFinite(b)) return false;
  const unit = micronumpy.spacing(micronumpy.array(b, dtype)).item() as number;
  return Math.abs(a - b) <= ulp * Math.abs(unit);
}

function fits(result: unknown, wanted: ArrayCase, c: Case): boolean {
  const dtype = wanted.dtype as DType;
  const data = elementsOf(wanted);
  if (!micronumpy.isNdArray(result)) return data.length === 1 && sameValue(Number(result), Number(data[0]), c, dtype);
  const found = ([result.tolist()] as unknown[]).flat(Infinity);
  if (result.dtype !== dtype || `${result.shape}` !== `${wanted.shape}` || found.length !== data.length) return false;
  return data.every((x, i) => sameValue(found[i], x, c, dtype));
}

function isRight(c: Case, { results, error }: Outcome): boolean {
  if (c.error) return error?.startsWith(`${c.error.type}: ${c.error.message}`) === true;
  return results?.length === c.result?.length && c.result!.every((wanted, i) => fits(results![i], wanted, c));
}

/** The first element that is wrong. */
function difference(c: Case, { results = [] }: Outcome): string {
  for (const [k, wanted] of (c.result ?? []).entries()) {
    const found = ([(results[k] as micronumpy.NdArray).tolist?.() ?? results[k]] as unknown[]).flat(Infinity);
    const data = elementsOf(wanted);
    const i = data.findIndex((x, j) => !sameValue(found[j], x, c, wanted.dtype as DType));
    if (i >= 0) return `[${i}] of result ${k} is ${found[i]}, not ${data[i]}`;
  }
  return `${results}`;
}

/** All cases but the departures. */
export function checkAnswers(t: ExecutionContext): void {
  const wrong: string[] = [];
  let right = 0;
  for (const c of cases.filter(isOurs)) {
    if (c.id in departures) continue;
    const got = outcome(c);
    if (isRight(c, got)) right++;
    else wrong.push(`${c.id} ${c.op}: ${got.error ?? difference(c, got)}`);
  }
  t.deepEqual(wrong, []);
  t.true(right > 600, `${right} cases`);
}
