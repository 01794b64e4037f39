/** Runs lane programs and interpreted bodies on the same elements, and compares to the bit. */
import { castTo } from "../../kernel/cast.js";
import { bytesOf, type DType, isBig, isBool, type Scalar } from "../../kernel/dtype.js";
import { interpreter, NegativePower } from "../../kernel/interpret.js";
import type { LaneProgram } from "../../kernel/lane.js";
import { mergePools } from "../../kernel/pool.js";
import type { TypedBody } from "../../kernel/typed.js";

const ARRAYS = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Elements of a type as JS values. */
export type Column = { readonly type: DType; readonly values: readonly Scalar[] };

const memory = new WebAssembly.Memory({ initial: 64, maximum: 64 });
const words = new Int32Array(memory.buffer);
const CAPTURED = 1024;
const POOL = 4096;
const DATA = 1 << 17;

/** The kernels of a module made of these programs, by name. */
export function instantiate(bytes: BufferSource, programs: readonly LaneProgram[]) {
  const { pool } = mergePools(programs);
  new Uint8Array(memory.buffer).set(pool, POOL);
  if (!WebAssembly.validate(bytes)) throw new Error("the module is not valid");
  const imports = { env: { memory, pool: new WebAssembly.Global({ value: "i32", mutable: false }, POOL) } };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as Record<
    string,
    (args: number, n: number, steps: number) => number
  >;
}

/** Runs a kernel; an input with one value for many elements is uniform. Null: it stopped for a negative power. */
export function runKernel(
  kernel: (args: number, n: number, steps: number) => number,
  types: readonly DType[],
  inputs: readonly Column[],
  n: number,
): Scalar[][] | null {
  let free = DATA;
  const places = types.map((type, k) => {
    const bytes = bytesOf(type);
    const address = free + (k % 3) * bytes; // not always aligned
    free += (n + 80) * 8 + 128;
    const input = inputs[k];
    const uniform = input !== undefined && input.values.length === 1 && n > 1;
    const count = uniform ? 64 / bytes : n + 8;
    const view = new Uint8Array(count * bytes);
    const array = new ARRAYS[type](view.buffer);
    const filler = isBig(type) ? 99n : 99;
    for (let i = 0; i < count; i++) {
      const value = input?.values[uniform ? 0 : i];
      array[i] = (value === undefined ? filler : raw(type, value)) as never;
    }
    new Uint8Array(memory.buffer).set(view, address);
    words[64 + k] = address;
    words[128 + k] = uniform ? 0 : bytes;
    return { type, address };
  });
  if (kernel(256, n, 512) !== n) return null;
  return places.slice(inputs.length).map(({ type, address }) => {
    const copy = memory.buffer.slice(address, address + (n + 8) * bytesOf(type));
    const array = Array.from(new ARRAYS[type](copy) as ArrayLike<number | bigint>);
    for (let i = n; i < n + 8; i++)
      if (array[i] !== (isBig(type) ? 99n : castTo(type === "bool" ? "uint8" : type)(99)))
        throw new Error("wrote past the end");
    return array
      .slice(0, n)
      .map((value) => (isBool(type) ? value === 1 || (value === 0 ? false : (`bool ${value}` as never)) : value));
  });
}

/** Stores captured values where `lower` is told that they lie, and says where. */
export function keepCaptured(uniforms: readonly { readonly type: DType; readonly value: Scalar }[]): readonly number[] {
  return uniforms.map(({ type, value }, k) => {
    const address = CAPTURED + 64 * k;
    new ARRAYS[type](memory.buffer, address, 64 / bytesOf(type)).fill(raw(type, value) as never);
    return address;
  });
}

const raw = (type: DType, value: Scalar): number | bigint =>
  isBool(type) ? Number(value) : isBig(type) ? BigInt(value) : Number(value);

/** The same by the interpreter. */
export function runInterpreter(
  typed: TypedBody,
  inputs: readonly Column[],
  n: number,
  uniforms: readonly Scalar[] = [],
): Scalar[][] | null {
  const run = interpreter(typed, { uniforms });
  try {
    const rows = Array.from({ length: n }, (_, i) =>
      run(...inputs.map(({ values }) => values[values.length === 1 ? 0 : i]!)),
    );
    return typed.signature.outputs.map((_, k) => rows.map((row) => row[k]!));
  } catch (error) {
    if (error instanceof NegativePower) return null;
    throw error;
  }
}

/** Where two results differ; every NaN is equal. */
export function difference(a: Scalar[][] | null, b: Scalar[][] | null): string | null {
  if (!a || !b) return a === b ? null : `one stopped: ${a && "no"} ${b && "no"}`;
  for (let k = 0; k < a.length; k++)
    for (let i = 0; i < a[k]!.length; i++)
      if (!Object.is(a[k]![i], b[k]![i])) return `output ${k}, element ${i}: ${show(a[k]![i])} and ${show(b[k]![i])}`;
  return null;
}

const show = (x: Scalar | undefined): string => (Object.is(x, -0) ? "-0" : `${x}${typeof x === "bigint" ? "n" : ""}`);

/** What the inner loop of a reduction makes of elements in groups of these lengths. */
export function runReduction(
  kernel: (args: number, n: number, steps: number) => number,
  type: DType,
  values: readonly Scalar[],
  lengths: readonly number[],
): Scalar[] {
  const input = new ARRAYS[type](values.map((value) => raw(type, value)) as never);
  const results = DATA + input.byteLength;
  const list = DATA - 4 * lengths.length;
  new Uint8Array(memory.buffer).set(new Uint8Array(input.buffer), DATA);
  words.set(lengths, list / 4);
  words.set([DATA, results, list], 64);
  if (kernel(256, lengths.length, 512) !== lengths.length) throw new Error("not all groups were folded");
  const bytes = memory.buffer.slice(results, results + lengths.length * input.BYTES_PER_ELEMENT);
  return Array.from(new ARRAYS[type](bytes) as ArrayLike<number | bigint>, (x) => (isBool(type) ? x === 1 : x));
}

/** What a scan makes of values, the first of which it starts from. */
export function runScan(
  kernel: (args: number, n: number, steps: number) => number,
  type: DType,
  values: readonly Scalar[],
  columns: number,
  keepsAll: boolean,
): Scalar[] {
  const input = new ARRAYS[type](values.map((value) => raw(type, value)) as never);
  const row = columns * input.BYTES_PER_ELEMENT;
  const n = values.length / columns;
  const output = DATA + input.byteLength;
  new Uint8Array(memory.buffer).set(new Uint8Array(input.buffer), DATA);
  words.set([DATA, DATA, output, columns], 64);
  words.set([0, row, keepsAll ? row : 0], 128);
  if (kernel(256, n, 512) !== n) throw new Error("not all elements were folded");
  const results = new ARRAYS[type](memory.buffer.slice(output, output + (keepsAll ? n : 1) * row)) as ArrayLike<
    number | bigint
  >;
  return Array.from(results, (x) => (isBool(type) ? x === 1 : x));
}
