/** The table of all operators' typing and meaning. Their lowerings are in `lowerings.ts`, so that they can be shaken off. */
import { ops as arithmetic } from "./ops/arithmetic.js";
import { ops as bitwise } from "./ops/bitwise.js";
import { ops as compare } from "./ops/compare.js";
import { ops as minmax } from "./ops/minmax.js";
import { ops as reinterpret } from "./ops/reinterpret.js";
import { ops as rounding } from "./ops/rounding.js";

const table = { ...arithmetic, ...compare, ...bitwise, ...minmax, ...rounding, ...reinterpret };
export const ops = table;
