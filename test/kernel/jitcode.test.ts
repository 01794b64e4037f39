/** Jitcode: what goes in comes out; what breaks a body's invariants is not written, what was changed is not read. */
import test from "ava";
import type { At, Body, Expr, Func, Stmt } from "../../kernel/ir.js";
import { decode, encode } from "../../kernel/jitcode.js";
import { printBody } from "../../kernel/print.js";

const at: At = [3, 7];
const literal = (value: number | bigint | boolean, where = at): Expr => ({ at: where, kind: "literal", value });
const local = (index: number): Expr => ({ at, kind: "local", index });
const set = (index: number, value: Expr): Stmt => ({ at, kind: "set", locals: [index], value });
const done = (...values: Expr[]): Stmt => ({ at, kind: "return", values });

function func(code: readonly Stmt[], part: Partial<Func> = {}): Func {
  return {
    name: "f",
    file: "src/f.ts",
    at: [2, 1],
    params: 1,
    returns: [null],
    locals: [{ name: "x" }],
    code,
    ...part,
  };
}

function body(...functions: [Func, ...Func[]]): Body {
  return {
    functions,
    captures: [
      { name: "k", kind: "scalar" },
      { name: "c", kind: "array" },
    ],
    tables: [[1, -0, 2n, true]],
  };
}

const everything = body(
  func(
    [
      set(1, { at, kind: "cast", to: "int32", arg: local(0) }),
      { at, kind: "set", locals: [1, 2], value: { at, kind: "call", func: { local: 1 }, args: [local(0)] } },
      {
        at,
        kind: "loop",
        code: [
          {
            at,
            kind: "if",
            test: { at, kind: "op", op: "lt", args: [local(0), literal(0)] },
            yes: [{ at, kind: "break", depth: 0 }],
            no: [],
          },
          { at, kind: "block", code: [{ at, kind: "continue", depth: 1 }] },
        ],
        step: [set(2, { at, kind: "element", of: { table: 0 }, index: { at, kind: "length", of: { capture: 1 } } })],
      },
      done({
        at,
        kind: "choose",
        test: {
          at,
          kind: "logic",
          op: "or",
          left: { at, kind: "is", what: "float", arg: local(0) },
          right: literal(true),
        },
        yes: { at, kind: "capture", index: 0 },
        no: {
          at,
          kind: "call",
          func: { capture: 0 },
          args: [literal(Number.NaN), literal(-Infinity), literal(-0), literal(-5n)],
        },
      }),
    ],
    {
      returns: ["promoted"],
      locals: [{ name: "x", pin: "float32" }, { name: "q" }, { name: "r" }],
      loops: ["float64->float64"],
    },
  ),
  func([done(local(0), local(0))], { name: "pair", returns: [null, "int8"] }),
);

test("every kind of node survives", (t) => {
  t.deepEqual(decode(encode(everything)), everything);
});

test("without positions, only what is computed counts", (t) => {
  const near = body(func([done(literal(1))]));
  const far = body(func([done(literal(1, [90, 4]))], { at: [80, 1], file: "src/g.ts" }));
  t.not(encode(near), encode(far));
  t.is(encode(near, { positions: false }), encode(far, { positions: false }));
  t.not(encode(near, { positions: false }), encode(body(func([done(literal(2))])), { positions: false }));
});

test("as text", (t) => {
  t.is(
    printBody(
      body(
        func([
          done({
            at,
            kind: "op",
            op: "mul",
            args: [{ at, kind: "op", op: "add", args: [local(0), literal(-1)] }, local(0)],
          }),
        ]),
      ),
    ),
    "f(x) {\n  return (x + -1) * x;\n}",
  );
});

test("a newer version is refused by name", (t) => {
  t.throws(() => decode("[2,[],[],[]]"), {
    message: "this jitcode has version 2, and this micronumpy reads up to 1: update micronumpy",
  });
});

const flaws: Readonly<Record<string, [Body, RegExp]>> = {
  "a local that may be unset": [
    body(func([done(local(1))], { locals: [{ name: "x" }, { name: "y" }] })),
    /f: `y` may be read before it is set/,
  ],
  "a path without return": [
    body(func([{ at, kind: "if", test: literal(true), yes: [done(local(0))], no: [] }])),
    /ends without a return/,
  ],
  "another number of results": [body(func([done(local(0), local(0))])), /returns 2 values, declared are 1/],
  "a break that leaves nothing": [
    body(func([{ at, kind: "break", depth: 0 }])),
    /break leaves 1 blocks, fewer enclose it/,
  ],
  "continue in a block": [body(func([{ at, kind: "block", code: [{ at, kind: "continue", depth: 0 }] }])), /no loop/],
  "a local that is not there": [body(func([done(local(7))])), /there is no local 7/],
  "a table that is not there": [body(func([done({ at, kind: "length", of: { table: 3 } })])), /there is no table 3/],
  "too many arguments": [
    body(
      func([done({ at, kind: "call", func: { local: 1 }, args: [local(0), local(0)] })]),
      func([done(local(0))], { name: "g" }),
    ),
    /g takes 1 arguments, 2 given/,
  ],
  recursion: [body(func([done({ at, kind: "call", func: { local: 0 }, args: [local(0)] })])), /f calls itself/],
};

for (const [title, [flawed, message]] of Object.entries(flaws))
  test(`refused: ${title}`, (t) => {
    t.throws(() => encode(flawed), { message });
  });

test("refused: what is no jitcode", (t) => {
  for (const text of [
    "",
    "{}",
    "[]",
    "[1,[],[],[]]",
    "null",
    encode(everything).slice(0, -1),
    ` ${encode(everything)}`,
  ])
    t.throws(() => decode(text), { message: /jitcode is damaged/ }, text);
});

test("refused: text of which any one character was changed, left out or doubled", (t) => {
  const text = encode(everything);
  for (let i = 0; i < text.length; i++)
    for (const part of ["0", "9", "]", "", text[i]! + text[i]!]) {
      const damaged = text.slice(0, i) + part + text.slice(i + 1);
      if (damaged !== text) t.throws(() => decode(damaged), { message: /jitcode (is damaged|has version)/ }, damaged);
    }
});

test("an operator that this version does not have is refused by name", (t) => {
  const newer = { at, kind: "op", op: "lessThan", args: [local(0), local(0)] } as unknown as Expr;
  t.throws(() => decode(encode(body(func([done(newer)])))), { message: /the operator lessThan, .* update micronumpy/ });
});
