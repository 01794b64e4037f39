/** `environment.ts` where there is no environment: nothing is set, nothing is told. */
import type * as environment from "./environment.js";

function nothing(): void {}

export const tellTrace: typeof environment.tellTrace = nothing;
export const logDemotion: typeof environment.logDemotion = nothing;
export const logExits: typeof environment.logExits = nothing;
export const logAnother: typeof environment.logAnother = nothing;
export const logKernel: typeof environment.logKernel = nothing;
export const logUnknown: typeof environment.logUnknown = nothing;
