/**
 * An element of a constant or captured array: `C[i]`.
 *
 * At a known index it is a constant. At one that is the same in all lanes, as a loop's counter is, it is one load for all;
 * else each lane reads its own. Nothing outside the array is read: a lane whose index lies there reads element 0, which NaN or 0 then replaces.
 */
import { castTo, outsideOf } from "../cast.js";
import { bytesOf, type DType, isFloat, limits } from "../dtype.js";
import type { Value } from "../lane.js";
import { type Lanes, type Vec, write } from "../lanes.js";
import { lowerings } from "../lowerings.js";
import type { Table } from "../typed.js";

/** `array` is the address of a captured one; a constant one goes into the pool. */
export function lowerElement(lanes: Lanes, table: Table, array: Value | undefined, index: Vec): Vec {
  const { type, values } = table;
  const outside = lanes.constant(type, outsideOf(type));
  if (index.constant !== undefined)
    return elementAt(lanes, table, array, Math.trunc(Number(index.constant))) ?? outside;
  if (values.length === 0) return outside;
  const whole = isFloat(index.type) ? lowerings.trunc(lanes, index.type, index) : index;
  const inside = isInside(lanes, whole, values.length);
  const word = lanes.cast(lanes.select(inside, whole, lanes.constant(index.type, 0)), "uint32");
  const start = array === undefined ? pooled(lanes, table) : ([array, 0] as const);
  return lanes.select(inside, gather(lanes, type === "bool" ? "uint8" : type, start, word), outside);
}

/** The element at a known place; undefined outside. */
function elementAt(lanes: Lanes, { type, values }: Table, array: Value | undefined, at: number): Vec | undefined {
  if (!(at >= 0 && at < values.length)) return undefined;
  if (array === undefined) return lanes.constant(type, values[at]!);
  const bytes = bytesOf(type);
  const reg = lanes.builder.loadOnce(`v128.load${bytes * 8}_splat`, [array], [at * bytes]);
  return lanes.fromMemory(type, lanes.repeated(bytes, reg));
}

/** Which indices lie in an array. A bound beyond the index's type is no bound. */
function isInside(lanes: Lanes, index: Vec, length: number): Vec {
  const { type } = index;
  const atLeast = lanes.compare("ge", index, lanes.constant(type, 0));
  if (!isFloat(type) && length > Number(limits(type)[1])) return atLeast;
  return lanes.bitwise("and", atLeast, lanes.compare("lt", index, lanes.constant(type, length)));
}

/** Where a constant array is: an address, and bytes from there. */
function pooled({ builder }: Lanes, { type, values }: Table): readonly [Value, number] {
  const written = () => {
    const bytes = new Uint8Array(values.length * bytesOf(type));
    values.forEach((value, k) => write(bytes, type, castTo(type)(value), k * bytesOf(type)));
    return bytes;
  };
  return [builder.poolAddress(), builder.placeTable(values, written)];
}

/** Each lane's own element. */
function gather(lanes: Lanes, type: DType, [start, base]: readonly [Value, number], word: Vec): Vec {
  const bytes = bytesOf(type);
  const shift = lanes.builder.const32(Math.log2(bytes));
  const address = (lane: number) =>
    lanes.emit("i32.add", [start, lanes.emit("i32.shl", [lanes.extract("uint32", word, lane), shift])]);
  if (word.regs.every((reg) => reg === word.regs[0] && lanes.builder.isUniform(reg))) {
    const reg = lanes.emit(`v128.load${bytes * 8}_splat`, [address(0)], [base]);
    return { type, width: bytes, regs: lanes.repeated(bytes, reg) };
  }
  lanes.builder.remark("element");
  const addresses = Array.from({ length: lanes.gang }, (_, lane) => address(lane));
  const regs = Array.from({ length: lanes.count(bytes) }, (_, k) => {
    let reg = lanes.constant(type, 0).regs[0]!;
    for (let lane = 0; lane < 16 / bytes; lane++) {
      const address = addresses[(k * (16 / bytes) + lane) % lanes.gang]!;
      reg = lanes.emit(`v128.load${bytes * 8}_lane`, [address, reg], [base, lane]);
    }
    return reg;
  });
  return { type, width: bytes, regs };
}
