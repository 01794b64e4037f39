/** `Math.floor ceil trunc round sqrt fround`, `rint`. Integers pass floor, ceil, trunc, round and rint unchanged. */
import { wrap } from "../cast.js";
import type { DType } from "../dtype.js";
import type { Lanes, Vec } from "../lanes.js";
import type { Lowering, Op } from "./row.js";

const rounding = (mean: (x: number) => number) =>
  ({ args: 1, typing: "rounding", mean: () => mean }) as const satisfies Op;

/** Half to even: adding and subtracting 2^52 leaves no fraction; larger numbers have none. */
function rint(x: number): number {
  const magic = 2 ** 52;
  const magnitude = Math.abs(x);
  const whole = magnitude < magic ? magnitude + magic - magic : magnitude;
  return x < 0 || Object.is(x, -0) ? -whole : whole;
}

export const ops = {
  floor: rounding(Math.floor),
  ceil: rounding(Math.ceil),
  trunc: rounding(Math.trunc),
  /** Half up, as JS: -2.5 gives -2; zero keeps the sign of x. */
  round: rounding(Math.round),
  rint: rounding(rint),
  sqrt: { args: 1, typing: "float", mean: (of) => (x: number) => wrap(of)(Math.sqrt(x)) },
  /** Rounds to float32; the type stays float64. */
  fround: { args: 1, typing: "float", mean: () => Math.fround },
} as const satisfies Record<string, Op>;

const native =
  (name: string): Lowering =>
  (lanes, of, x) =>
    lanes.op(of, name, x);

/** With t = floor(x): t + 1 where x - t >= 0.5, else t. A zero result takes x's sign. floor(x + 0.5) would be wrong near 0.5. */
function round(lanes: Lanes, of: DType, x: Vec): Vec {
  const below = lanes.op(of, "floor", x);
  const up = lanes.compare("ge", lanes.op(of, "sub", x, below), lanes.constant(of, 0.5));
  const rounded = lanes.op(of, "add", below, lanes.bitwise("and", lanes.maskFor(up, of), lanes.constant(of, 1)));
  return lanes.bitwise("or", lanes.bitwise("and", x, lanes.constant(of, -0)), lanes.op(of, "abs", rounded));
}

// Marked pure, so that bundles without a lowering lose the table.
export const lowerings: Record<keyof typeof ops, Lowering> = {
  floor: /* @__PURE__ */ native("floor"),
  ceil: /* @__PURE__ */ native("ceil"),
  trunc: /* @__PURE__ */ native("trunc"),
  round,
  rint: /* @__PURE__ */ native("nearest"),
  sqrt: /* @__PURE__ */ native("sqrt"),
  fround: (lanes, of, x) => (of === "float32" ? x : lanes.cast(lanes.cast(x, "float32"), "float64")),
};
