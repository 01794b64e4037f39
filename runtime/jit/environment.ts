/**
 * What the variables of the environment ask of the JIT: `MICRONUMPY_JIT=threshold=1,off` sets options, `MICRONUMPY_LOG`
 * tells events, `MICRONUMPY_PROFILE` writes what was traced. Browsers have no environment: by the field `browser` of
 * package.json, bundlers put `browser.ts` in the place of this module.
 */
import { environment } from "../settings.js";
import { logTrace, type Reason } from "./log.js";
import { configure, type JitOptions } from "./options.js";
import { profile } from "./profile.js";
import type { Trace } from "./trace.js";

export { logAnother, logDemotion, logExits, logKernel, logUnknown } from "./log.js";

export function tellTrace(trace: Trace, reason: Reason): void {
  logTrace(trace, reason);
  profile(trace);
}

/** `threshold=1,off` */
function read(text: string): Partial<JitOptions> {
  const items = text.split(",").filter((item) => item.trim() !== "");
  const entries = items.map((item) => {
    const [name, value = "true"] = item.split("=").map((part) => part.trim());
    return [name, optionOf(value)];
  });
  return Object.fromEntries(entries) as Partial<JitOptions>;
}

/** What is neither a flag nor a number is refused as it is written. */
function optionOf(text: string): boolean | number | string {
  if (text === "true" || text === "false") return text === "true";
  return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

const text = /*#__PURE__*/ environment("MICRONUMPY_JIT");
if (text) configure(read(text));
