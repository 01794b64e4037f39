/**
 * Why a body can't be typed for a signature: the table of inference's refusals. Each says what was found and what to
 * write instead. The numbers are stable; `docs/diagnostics.md` explains each.
 */
import type { At } from "./ir.js";
export interface Refusal {
  readonly kind: "refusal";
  readonly number: number;
  readonly file: string;
  readonly at: At;
  readonly text: string;
}
export declare const isRefusal: (x: object) => x is Refusal;
export declare const refusals: {
  readonly bitwiseFloat: (
    op: string,
    types: string,
  ) => {
    number: number;
    text: string;
  };
  readonly shiftCount: (
    count: string,
    type: string,
    width: number,
  ) => {
    number: number;
    text: string;
  };
  readonly negativePower: (type: string) => {
    number: number;
    text: string;
  };
  readonly floatPower: () => {
    number: number;
    text: string;
  };
  readonly integerOnly: (
    op: string,
    type: string,
  ) => {
    number: number;
    text: string;
  };
  readonly noValue: (name: string) => {
    number: number;
    text: string;
  };
  readonly resultCount: (
    name: string,
    found: number,
    wanted: number,
  ) => {
    number: number;
    text: string;
  };
  readonly captures: (name: string) => {
    number: number;
    text: string;
  };
  readonly noLoop: (
    name: string,
    types: string,
    loops: string,
  ) => {
    number: number;
    text: string;
  };
  readonly endless: () => {
    number: number;
    text: string;
  };
};
/** Thrown inside inference and caught at its one door, `infer`. */
export declare class Refused extends Error {
  readonly at: At;
  readonly reason: {
    readonly number: number;
    readonly text: string;
  };
  constructor(
    at: At,
    reason: {
      readonly number: number;
      readonly text: string;
    },
  );
}
