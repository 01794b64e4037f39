/** The table of all operators' lowerings, for the build side and the JIT. */

import { lowerings as arithmetic } from "./ops/arithmetic.js";
import { lowerings as bitwise } from "./ops/bitwise.js";
import { lowerings as compare } from "./ops/compare.js";
import { lowerings as minmax } from "./ops/minmax.js";
import { lowerings as reinterpret } from "./ops/reinterpret.js";
import { lowerings as rounding } from "./ops/rounding.js";
import type { Lowering } from "./ops/row.js";
import type { OpName } from "./ops.js";

export const lowerings: Readonly<Record<OpName, Lowering>> = {
  ...arithmetic,
  ...compare,
  ...bitwise,
  ...minmax,
  ...rounding,
  ...reinterpret,
};
