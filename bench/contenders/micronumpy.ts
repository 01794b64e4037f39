/** We: the bench's ufuncs, compiled by tspc, and the library. The time is that of whole calls from JS. */
import * as micronumpy from "micronumpy";
import { array, empty, type f64, type i32, type NdArray, ufunc, zeros } from "micronumpy";
import type { Case, Input } from "../cases.js";
import type { Elements } from "../operands.js";
import { serve, type Work } from "./serve.js";

const minimum = ufunc((a: number, b: number) => (a < b ? a : b), {
  types: ["int32,int32->int32", "float64,float64->float64"],
});
const add = ufunc((a: number, b: number) => a + b, { types: ["int32,int32->int32", "float64,float64->float64"] });
const hypotenuse = ufunc((a: number, b: number) => Math.sqrt(a * a + b * b), { types: ["float64,float64->float64"] });
const branchy = ufunc((x: number) => (x < 0 ? -x : x > 1 ? 1 : x * x), { types: ["float64->float64"] });
const mixed = ufunc((a: number, b: number) => a + b, { types: ["uint8,float32->float32"] });

const escapeTime = ufunc((real: f64, imaginary: f64): i32 => {
  let x = 0;
  let y = 0;
  let count = 0;
  while (count < 200 && x * x + y * y <= 4) {
    const next = x * x - y * y + real;
    y = 2 * x * y + imaginary;
    x = next;
    count++;
  }
  return count;
});

const RADIANS = Math.PI / 180;

const haversine = ufunc((latitude1: f64, longitude1: f64, latitude2: f64, longitude2: f64) => {
  const north = Math.sin((latitude2 - latitude1) * (RADIANS / 2));
  const east = Math.sin((longitude2 - longitude1) * (RADIANS / 2));
  const square = north * north + Math.cos(latitude1 * RADIANS) * Math.cos(latitude2 * RADIANS) * east * east;
  return 12742.0176 * Math.asin(Math.sqrt(square));
});

/** The normal distribution, by formula 26.2.17 of Abramowitz and Stegun. */
function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const sum = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.31938153) * t;
  const tail = 0.3989422804014327 * Math.exp(-0.5 * x * x) * sum;
  return x < 0 ? tail : 1 - tail;
}

const blackScholes = ufunc((spot: f64, strike: f64, years: f64, volatility: f64) => {
  const spread = volatility * Math.sqrt(years);
  const d1 = (Math.log(spot / strike) + (0.01 + 0.5 * volatility * volatility) * years) / spread;
  return spot * normal(d1) - strike * Math.exp(-0.01 * years) * normal(d1 - spread);
});

type Call = (...operands: unknown[]) => NdArray;
type Any = Call & { [method in "reduce" | "accumulate" | "outer" | "at"]: Call };
const own = {
  minimum,
  add,
  hypotenuse,
  branchy,
  mixed,
  escape: escapeTime,
  haversine,
  blackScholes,
} as unknown as Readonly<Record<string, Any>>;
const library = micronumpy as unknown as Readonly<Record<string, Any>>;

function view({ type, shape, view }: Input, block: Elements): NdArray {
  const whole = array(block as Float64Array, type).reshape(shape);
  if (view === "strided") return whole.slice("::2");
  return view === "transposed" ? whole.T : whole;
}

function prepare(c: Case, blocks: Elements[]): Work | string {
  const u = c.work.startsWith("np.") ? library[c.work.slice(3)] : own[c.work];
  if (u === undefined) return "not in the library";
  const operands = blocks.map((block, index) => view(c.inputs[index]!, block));
  if (c.method === "at") return places(u, c, operands);
  const options: Record<string, unknown> = {};
  if (c.axis !== undefined) options.axis = c.axis;
  if (c.where) options.where = operands.pop();
  if (c.out) options.out = c.where ? zeros(c.result.shape, c.result.type) : empty(c.result.shape, c.result.type);
  const work = c.method === "call" ? u : u[c.method].bind(u);
  // Without options, for a call says more by having none.
  const call = callWith(work, operands, Object.keys(options).length > 0 ? options : undefined);
  let result = call();
  return {
    run: c.out
      ? (times) => {
          for (let i = 0; i < times; i++) call();
        }
      : (times) => {
          for (let i = 0; i < times; i++) {
            // Finalizers don't run within a loop: results that are not disposed of would soon fill the heap.
            result.dispose();
            result = call();
          }
        },
    result: () => result.ravel().data as Elements,
  };
}

/** A closure without spread and rest, which would be part of the time. */
function callWith(work: Call, [a, b, c, d]: NdArray[], options?: object): () => NdArray {
  const given = [a, b, c, d].filter((x) => x !== undefined).length;
  const last = options === undefined ? [] : [options];
  if (given === 1) return options ? () => work(a, options) : () => work(a);
  if (given === 2) return options ? () => work(a, b, options) : () => work(a, b);
  return () => work(...[a, b, c, d].slice(0, given), ...last);
}

function places(u: Any, c: Case, [indices, values]: NdArray[]): Work {
  const result = zeros(c.result.shape, c.result.type);
  return {
    run(times) {
      for (let i = 0; i < times; i++) u.at(result, indices, values);
    },
    result: () => result.data as Elements,
  };
}

await serve(prepare);
