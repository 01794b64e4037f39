/** Ufuncs of bodies as data, as emitted code makes one for which nothing was compiled. */
import type { Body } from "../../kernel/ir.js";
import { encode } from "../../kernel/jitcode.js";
import { FORMAT } from "../../kernel/link.js";
import type { NdArray } from "../../runtime/index.js";
import { jit } from "../../runtime/jit/policy.js";
import { ufuncFactory } from "../../runtime/ufunc.js";

type Call = (...operands: (NdArray | { readonly out: NdArray })[]) => NdArray;

const make = ufuncFactory(jit) as unknown as (f: unknown, options: object, linkage: object) => Call;

/** Of one to three operands; `captures` reads what the body captures, `plain` is the body itself. */
export function dynamic(body: Body, captures?: () => readonly unknown[], plain?: (x: number) => unknown): Call {
  const jitcode = encode(body);
  const linkage = { format: FORMAT, name: "traced", hash: jitcode, jitcode, ...(captures && { captures }) };
  const { params } = body.functions[0];
  const nothing = {
    1: (_a: number) => 0,
    2: (_a: number, _b: number) => 0,
    3: (_a: number, _b: number, _c: number) => 0,
  }[params]!;
  return make(plain ?? nothing, {}, linkage);
}
