/** The table of all operators' lowerings, for the build side and the JIT. */

import type { Lowering } from "./ops/row.js";
import type { OpName } from "./ops.js";
export declare const lowerings: Readonly<Record<OpName, Lowering>>;
