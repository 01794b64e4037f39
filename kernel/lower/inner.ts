/**
 * The frame of a kernel: NumPy's inner loop around a body, first in gangs, then element by element for the rest.
 *
 *     let a = load(args), …, r = load(args, 8);
 *     for (; r < whole; a += a_gang, …) { a gang }
 *     for (; r < end; a += a_step, …) { one element }
 *     return n;
 *
 * The rest is the same code for a gang of one: no scalar code exists, since a scalar select would branch.
 */
import { Builder } from "../builder.js";
import { bytesOf, type DType, isBool } from "../dtype.js";
import type { LaneProgram, Value } from "../lane.js";
import { Lanes, type Vec } from "../lanes.js";
import type { TypedBody } from "../typed.js";
import { BodyLowering } from "./body.js";
import { prune } from "./prune.js";

interface Operand {
  readonly name: string;
  readonly type: DType;
  /** The variable that points at the next element. */
  readonly pointer: number;
  /** Bytes from one element to the next, 0 for a uniform input; null for an output, which steps by its item size. */
  readonly step: Value | null;
}

/** The program with this many elements a gang. `widest` is the width of the widest lanes in the body. */
export function innerLoop(body: TypedBody, name: string, gang: number, widest: number): Omit<LaneProgram, "pressure"> {
  const builder = new Builder();
  const [args, n, steps] = [0, 1, 2].map((k) => builder.parameter(k)) as [Value, Value, Value];
  const { inputs, outputs } = body.signature;
  const names = operandNames(body);
  const uniforms = body.uniforms.map(({ type }, k) => {
    const address = builder.emit("i32.load", [args], [4 * (inputs.length + k)]);
    return { type, reg: builder.named(names[inputs.length + k]!, builder.emit("v128.load", [address], [0])) };
  });
  const operands = [...inputs, ...outputs].map((type, k): Operand => {
    const place = k < inputs.length ? k : k + uniforms.length;
    const pointer = builder.variable(names[place]!, "i32", builder.emit("i32.load", [args], [4 * place]));
    return {
      name: names[place]!,
      type,
      pointer,
      step: k < inputs.length ? builder.emit("i32.load", [steps], [4 * k]) : null,
    };
  });
  const result = operands[inputs.length]!;
  const start = builder.named("start", builder.read(result.pointer));
  const size = builder.const32(bytesOf(result.type));
  const after = (name: string, count: Value) =>
    builder.named(name, builder.emit("i32.add", [start, builder.emit("i32.mul", [count, size])]));
  const end = after("end", n);
  const whole = after("whole", builder.emit("i32.and", [n, builder.const32(-gang)]));
  const stop = (reason: number) => {
    const word = 4 * (operands.length + uniforms.length);
    builder.emit("i32.store", [args, builder.const32(reason)], [word]);
    const bytes = builder.emit("i32.sub", [builder.read(result.pointer), start]);
    builder.return(builder.emit("i32.shr_u", [bytes, builder.const32(Math.log2(bytesOf(result.type)))]));
  };
  for (const [count, limit] of [
    [gang, whole],
    [1, end],
  ] as const) {
    const advances = operands.map((operand) => advance(builder, operand, count));
    builder.loop(
      () => builder.emit("i32.lt_u", [builder.read(result.pointer), limit]),
      () => gangBody(new Lanes(builder, count, widest, stop), body, operands, uniforms),
      () => {
        operands.forEach(({ pointer }, k) => {
          builder.assign(pointer, builder.emit("i32.add", [builder.read(pointer), advances[k]!]));
        });
      },
    );
  }
  builder.return(n);
  const [func] = body.functions;
  return prune({
    name,
    ufunc: func.name,
    signature: body.signature,
    file: func.file,
    at: body.at,
    gang,
    remarks: builder.remarks,
    pool: builder.pool,
    values: builder.values,
    variables: builder.variables,
    code: builder.prologue,
  });
}

/** How far the pointer goes for so many elements. */
function advance(builder: Builder, { name, type, step }: Operand, count: number): Value {
  if (step === null) return builder.const32(bytesOf(type) * count);
  if (count === 1) return builder.named(`${name}_step`, step);
  return builder.named(`${name}_gang`, builder.emit("i32.mul", [step, builder.const32(count)]));
}

/** A uniform: its operand points at `UNIFORM_BYTES` of the value, read once. */
interface UniformOperand {
  readonly type: DType;
  readonly reg: Value;
}

function gangBody(
  lanes: Lanes,
  body: TypedBody,
  operands: readonly Operand[],
  uniforms: readonly UniformOperand[],
): void {
  const { inputs } = body.signature;
  const args = operands
    .slice(0, inputs.length)
    .map(({ type, pointer }) => load(lanes, type, lanes.builder.read(pointer)));
  const fixed = uniforms.map(({ type, reg }) =>
    fromMemory(lanes, type, new Array(lanes.count(bytesOf(type))).fill(reg)),
  );
  const results = new BodyLowering(lanes, body, fixed).call(0, args);
  operands
    .slice(inputs.length)
    .forEach(({ type, pointer }, k) => store(lanes, type, lanes.builder.read(pointer), results[k]!));
}

/** The user's parameter names, and `r`, or `r0 r1 …`, for the results. */
function operandNames(body: TypedBody): string[] {
  const [func] = body.functions;
  const inputs = func.locals.slice(0, func.params).map(({ name }) => name);
  const outputs = func.results.map((_, k) => (func.results.length === 1 ? "r" : `r${k}`));
  const uniforms = body.uniforms.map(({ name }) => name);
  return [...inputs, ...uniforms, ...outputs.map((name) => (inputs.includes(name) ? `${name}_out` : name))];
}

/** A register that the gang does not fill repeats its elements. */
export function load(lanes: Lanes, type: DType, address: Value): Vec {
  const width = bytesOf(type);
  const total = lanes.gang * width;
  const regs = Array.from({ length: lanes.count(width) }, (_, k) =>
    total >= 16
      ? lanes.emit("v128.load", [address], [16 * k])
      : lanes.emit(`v128.load${total * 8}_splat`, [address], [0]),
  );
  return fromMemory(lanes, type, regs);
}

/** In memory a bool is 0 or 1, in lanes a mask. */
function fromMemory(lanes: Lanes, type: DType, regs: readonly Value[]): Vec {
  const vec: Vec = { type: isBool(type) ? "uint8" : type, width: bytesOf(type), regs };
  return isBool(type) ? lanes.compare("ne", vec, lanes.constant("uint8", 0)) : vec;
}

export function store(lanes: Lanes, type: DType, address: Value, value: Vec): void {
  const { regs } = isBool(type)
    ? lanes.bitwise("and", lanes.maskFor(value, "uint8"), lanes.constant("uint8", 1))
    : value;
  const total = lanes.gang * bytesOf(type);
  regs.forEach((reg, k) => {
    if (total >= 16) lanes.emit("v128.store", [address, reg], [16 * k]);
    else lanes.emit(`v128.store${total * 8}_lane`, [address, reg], [0, 0]);
  });
}
