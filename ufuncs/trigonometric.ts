/** Angles, in radians, and their functions. */
import { type floating, ufunc } from "../runtime/compiled.js";
import { FLOAT, FLOATS } from "./loops.js";

/**
 * The sine.
 * @example sin([0, Math.PI / 2]); // [0, 1]
 */
export const sin = ufunc((x: number): floating => Math.sin(x), { loops: FLOAT });

/**
 * The cosine.
 * @example cos(0); // 1
 */
export const cos = ufunc((x: number): floating => Math.cos(x), { loops: FLOAT });

/**
 * The tangent.
 * @example tan([0, 1]); // [0, 1.5574077246549023]
 */
export const tan = ufunc((x: number): floating => Math.tan(x), { loops: FLOAT });

/**
 * The angle of a sine, from -π/2 to π/2; NaN beyond 1.
 * @example arcsin([0, 1]); // [0, 1.5707963267948966]
 */
export const arcsin = ufunc((x: number): floating => Math.asin(x), { loops: FLOAT });

/** The same as `arcsin`. */
export const asin = arcsin;

/**
 * The angle of a cosine, from 0 to π; NaN beyond 1.
 * @example arccos([1, -1]); // [0, 3.141592653589793]
 */
export const arccos = ufunc((x: number): floating => Math.acos(x), { loops: FLOAT });

/** The same as `arccos`. */
export const acos = arccos;

/**
 * The angle of a tangent, from -π/2 to π/2.
 * @example arctan([0, 1]); // [0, 0.7853981633974483]
 */
export const arctan = ufunc((x: number): floating => Math.atan(x), { loops: FLOAT });

/** The same as `arctan`. */
export const atan = arctan;

/**
 * The angle between the x-axis and the point (x, y), from -π to π; y comes first.
 * @example arctan2(1, -1); // 2.356194490192345
 */
export const arctan2 = ufunc((y: number, x: number): floating => Math.atan2(y, x), { loops: FLOATS });

/** The same as `arctan2`. */
export const atan2 = arctan2;

/**
 * The length of the hypotenuse, without overflow on the way.
 * @example hypot(3, 4); // 5
 */
export const hypot = ufunc((a: number, b: number): floating => Math.hypot(a, b), {
  loops: FLOATS,
  identity: 0,
  reorderable: true,
});

/**
 * Radians to degrees.
 * @example degrees(Math.PI); // 180
 */
export const degrees = ufunc((x: number): floating => x * (180 / Math.PI), { loops: FLOAT });

/** The same as `degrees`. */
export const rad2deg = degrees;

/**
 * Degrees to radians.
 * @example radians(180); // 3.141592653589793
 */
export const radians = ufunc((x: number): floating => x * (Math.PI / 180), { loops: FLOAT });

/** The same as `radians`. */
export const deg2rad = radians;
