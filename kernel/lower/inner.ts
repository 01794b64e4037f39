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
import { finish } from "./finish.js";

/** An operand of which every element is read, or written. */
interface Stream {
  readonly name: string;
  readonly type: DType;
  /** The variable that points at the next element. */
  readonly pointer: number;
  /** Bytes from one element to the next, 0 for an input that is the same for all; null for an output, which is dense. */
  readonly step: Value | null;
}

/** An operand that is known to be the same for all: `UNIFORM_BYTES` of the value, read once. */
interface Fixed {
  readonly type: DType;
  readonly reg: Value;
}

/** Everything that a kernel works on: its arguments, inputs and outputs, and what was captured. */
interface Operands {
  readonly inputs: readonly (Stream | Fixed)[];
  readonly outputs: readonly Stream[];
  readonly uniforms: readonly Fixed[];
  /** Where captured arrays are, by their tables. */
  readonly arrays: readonly (Value | undefined)[];
}

const isStream = (operand: Stream | Fixed): operand is Stream => "pointer" in operand;

export interface Frame {
  /** Elements of one SIMD iteration. */
  readonly gang: number;
  /** Bytes of the widest lanes in the body. */
  readonly widest: number;
  /** The inputs known to be uniform, as a set of bits. */
  readonly uniform: number;
  /** Where the captured values and arrays lie, in the order of `capturesOf`. */
  readonly captured: readonly number[];
}

export function innerLoop(body: TypedBody, name: string, frame: Frame): Omit<LaneProgram, "pressure"> {
  const { gang, widest } = frame;
  const builder = new Builder();
  const [args, n] = builder.parameters;
  const operands = readOperands(builder, body, frame);
  const streams = [...operands.inputs.filter(isStream), ...operands.outputs];
  const [result] = operands.outputs as [Stream];
  const start = builder.named("start", builder.read(result.pointer));
  const size = builder.const32(bytesOf(result.type));
  const after = (what: string, count: Value) =>
    builder.named(what, builder.emit("i32.add", [start, builder.emit("i32.mul", [count, size])]));
  const end = after("end", n);
  const whole = after("whole", builder.emit("i32.and", [n, builder.const32(-gang)]));
  builder.stop = (reason) => {
    const all = operands.inputs.length + operands.outputs.length;
    builder.emit("i32.store", [args, builder.const32(reason)], [4 * all]);
    const bytes = builder.emit("i32.sub", [builder.read(result.pointer), start]);
    builder.return(builder.emit("i32.shr_u", [bytes, builder.const32(Math.log2(bytesOf(result.type)))]));
  };
  for (const [count, limit] of [
    [gang, whole],
    [1, end],
  ] as const) {
    const advances = streams.map((stream) => advance(builder, stream, count));
    builder.loop(
      () => builder.emit("i32.lt_u", [builder.read(result.pointer), limit]),
      () => gangBody(new Lanes(builder, count, widest), body, operands),
      () => {
        for (const [k, { pointer }] of streams.entries()) builder.advance(pointer, advances[k]!);
      },
    );
  }
  builder.return(n);
  return finish(builder, body, name, gang);
}

/** Reads where the operands are. What is uniform is loaded here, so that work on it is done before the loops. */
function readOperands(builder: Builder, body: TypedBody, { uniform, captured }: Frame): Operands {
  const { inputs, outputs } = body.signature;
  const [args, , steps] = builder.parameters;
  const names = operandNames(body);
  const fixed = (name: string, type: DType, from: Value): Fixed => ({
    type,
    reg: builder.named(name, builder.emit("v128.load", [from], [0])),
  });
  const stream = (type: DType, place: number, step: Value | null): Stream => ({
    name: names[place]!,
    type,
    pointer: builder.variable(names[place]!, "i32", builder.word(args, place)),
    step,
  });
  let array = body.uniforms.length;
  return {
    arrays: body.tables.map(({ read }) => (read ? builder.const32(captured[array++]!) : undefined)),
    uniforms: body.uniforms.map(({ name, type }, k) => fixed(name, type, builder.const32(captured[k]!))),
    inputs: inputs.map((type, k) =>
      (uniform >> k) & 1 ? fixed(names[k]!, type, builder.word(args, k)) : stream(type, k, builder.word(steps, k)),
    ),
    outputs: outputs.map((type, k) => stream(type, inputs.length + k, null)),
  };
}

/** How far the pointer goes for so many elements. */
function advance(builder: Builder, { name, type, step }: Stream, count: number): Value {
  if (step === null) return builder.const32(bytesOf(type) * count);
  if (count === 1) return builder.named(`${name}_step`, step);
  return builder.named(`${name}_gang`, builder.emit("i32.mul", [step, builder.const32(count)]));
}

function gangBody(lanes: Lanes, body: TypedBody, { inputs, uniforms, arrays, outputs }: Operands): void {
  const repeated = ({ type, reg }: Fixed) => lanes.fromMemory(type, lanes.repeated(bytesOf(type), reg));
  const args = inputs.map((operand) =>
    isStream(operand) ? load(lanes, operand.type, lanes.builder.read(operand.pointer)) : repeated(operand),
  );
  const results = new BodyLowering(lanes, body, uniforms.map(repeated), arrays).call(0, args);
  outputs.forEach(({ type, pointer }, k) => store(lanes, type, lanes.builder.read(pointer), results[k]!));
}

/** The user's parameter names, and `r`, or `r0 r1 …`, for the results. */
function operandNames(body: TypedBody): string[] {
  const [func] = body.functions;
  const inputs = func.locals.slice(0, func.params).map(({ name }) => name);
  const outputs = func.results.map((_, k) => (func.results.length === 1 ? "r" : `r${k}`));
  return [...inputs, ...outputs.map((name) => (inputs.includes(name) ? `${name}_out` : name))];
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
  return lanes.fromMemory(type, regs);
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
