/** What the heap says. */
import type { DType } from "../../kernel/dtype.js";
import { bytesText, memoryError, runtimeError, type Shape, shapeText, valueError } from "./make.js";

export const outOfMemory = (asked: number, available: number) =>
  memoryError(
    `Unable to allocate ${bytesText(asked)}: ${bytesText(available)} of the heap are free, and the machine has no such block of ordinary memory`,
  );

export const tooBig = (shape: Shape, dtype: DType) =>
  valueError(
    `array is too big; \`arr.size * arr.dtype.itemsize\` is larger than the maximum possible size: shape ${shapeText(shape)}, data type ${dtype}`,
  );

export const foreignTooLarge = (bytes: number) =>
  memoryError(
    `an array of ${bytesText(bytes)} lies outside the heap, where 2 GiB are the most that a ufunc reaches: use slices of it`,
  );

export const heapRefused = (asked: number) =>
  memoryError(`Unable to allocate a heap: the host refused ${bytesText(asked)} and all halves of it`);

/** A warning: nothing is wrong but the time that it takes. */
export const wasmRefused = (cause: unknown): string =>
  `micronumpy: this host refuses to compile WebAssembly (${cause}). What is not compiled runs in JavaScript, with the same results, slowly: docs/setup.md, "Hosts", says what to do.`;

export const heapInUse = (bytes: number) =>
  runtimeError(
    `configure({ heap }): the heap of ${bytesText(bytes)} is made with the first array, configure it before`,
  );
