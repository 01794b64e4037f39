/** Bodies of one operand as data, for tests of what the JIT makes of them. */
import type { Body } from "../../kernel/ir.js";

export const at = [3, 5] as const;
export const x = { kind: "local", index: 0, at } as const;
export const number = (value: number) => ({ kind: "literal", value, at }) as const;
export const op = (name: "add" | "mul" | "gt" | "sub", ...args: object[]) =>
  ({ kind: "op", op: name, args, at }) as never;

export function unary(code: object[], captures: Body["captures"] = []): Body {
  const func = { name: "bent", file: "src/bent.ts", at, params: 1, returns: [null], locals: [{ name: "x" }], code };
  return { functions: [func as never], captures, tables: [] };
}

const lt = (a: object, b: object): object => ({ kind: "op", op: "lt", args: [a, b], at });
const local = (index: number): object => ({ kind: "local", index, at });
const set = (index: number, value: object): object => ({ kind: "set", locals: [index], value, at });

/** `let s = 0; for (let i = 0; i < bound; i++) s = s * x + term(i); return s;` */
export function looping(bound: object, term: (i: object) => object, captures: Body["captures"]): Body {
  const [s, i] = [local(1), local(2)];
  const code = [
    set(1, number(0)),
    set(2, number(0)),
    {
      kind: "loop",
      code: [
        { kind: "if", test: lt(i, bound), yes: [], no: [{ kind: "break", depth: 0, at }], at },
        set(1, op("add", op("mul", s, x), term(i))),
      ],
      step: [set(2, op("add", i, number(1)))],
      at,
    },
    { kind: "return", values: [s], at },
  ];
  const [func] = unary(code, captures).functions;
  return { functions: [{ ...func, locals: ["x", "s", "i"].map((name) => ({ name })) }], captures, tables: [] };
}

export const coefficients = { capture: 0 };
export const polynomial = looping(
  { kind: "length", of: coefficients, at },
  (i) => ({ kind: "element", of: coefficients, index: i, at }),
  [{ name: "c", kind: "array" }],
);
