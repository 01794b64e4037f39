/** The options of a call, read and checked: everything that can be wrong with them is said here. */
import type { DType } from "../kernel/dtype.js";
import type { Casting } from "../kernel/promote.js";
import { parse } from "../kernel/signature.js";
import { isNdArray, live, type NdArray } from "./array.js";
import { toArray } from "./convert.js";
import { checkDType } from "./element.js";
import {
  badCasting,
  badOrder,
  badSignature,
  cannotCast,
  notOutput,
  outputNotTuple,
  readOnlyOutput,
  signatureAndDType,
  unexpectedKeyword,
  wrongOutputCount,
} from "./errors.js";
import type { Order } from "./types.js";

export interface Options {
  /** One entry an output: null where the result is to be made. */
  readonly out: readonly (NdArray | null)[];
  readonly where: NdArray | null;
  readonly casting: Casting;
  readonly order: Order;
  /** Types that the loop must have; null where the operands decide. */
  readonly inputs: readonly DType[] | null;
  readonly outputs: readonly DType[] | null;
  readonly dtype: DType | null;
}

const KEYS = ["out", "where", "dtype", "casting", "order", "signature"];
const CASTINGS = ["no", "equiv", "safe", "same_kind", "unsafe"];
const ORDERS = ["C", "F", "A", "K"];

export function readOptions(
  name: string,
  nin: number,
  nout: number,
  given: Readonly<Record<string, unknown>> = {},
): Options {
  for (const key of Object.keys(given)) if (!KEYS.includes(key)) throw unexpectedKeyword(name, key, KEYS);
  const { casting = "same_kind", order = "K", where, dtype, signature } = given;
  if (!CASTINGS.includes(casting as string)) throw badCasting(casting);
  if (!ORDERS.includes(order as string)) throw badOrder(order);
  if (dtype != null && signature != null) throw signatureAndDType();
  const types = signature == null ? null : readSignature(name, nin, nout, signature);
  return {
    out: readOut(nout, given.out),
    where: where === undefined || where === true ? null : readMask(where),
    casting: casting as Casting,
    order: order as Order,
    inputs: types?.inputs ?? null,
    outputs: types === null || types.outputs.length === 0 ? null : types.outputs,
    dtype: dtype == null ? null : checkDType(dtype),
  };
}

function readOut(nout: number, out: unknown): readonly (NdArray | null)[] {
  if (out == null) return new Array<null>(nout).fill(null);
  if (!Array.isArray(out) && nout > 1) throw outputNotTuple();
  const list: unknown[] = Array.isArray(out) ? out : [out];
  if (list.length !== nout) throw wrongOutputCount(nout, list.length);
  return list.map((x) => {
    if (x == null) return null;
    if (!isNdArray(x)) throw notOutput(x);
    live(x);
    if (!x.writeable) throw readOnlyOutput();
    return x;
  });
}

/** The array of a `where`. @throws TypeError for another type than bool. */
export function readMask(where: unknown): NdArray {
  const mask = toArray("where", where);
  if (mask.dtype !== "bool") throw cannotCast(mask.dtype, "bool", "safe", mask.ndim);
  return mask;
}

function readSignature(name: string, nin: number, nout: number, given: unknown) {
  if (typeof given !== "string")
    throw badSignature(name, "signature", "a text such as 'float64,float64->float64' is wanted");
  const signature = parse(given, nin, nout);
  if (typeof signature === "string") throw badSignature(name, "signature", signature);
  return signature;
}
