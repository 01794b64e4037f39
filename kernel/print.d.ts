import type { Body } from "./ir.js";
/** Prints all functions of a body, the ufunc itself first. */
export declare function printBody(body: Body): string;
