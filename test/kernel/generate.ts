/** Random bodies and random data: for the property that every tier means the same. Seeds and shrinking are fast-check's. */
import fc from "fast-check";
import { castTo } from "../../kernel/cast.js";
import { type DType, isBig, isBool, isFloat, limits, names, type Scalar } from "../../kernel/dtype.js";
import type { At, Block, Body, Expr, Literal, Stmt } from "../../kernel/ir.js";
import type { OpName } from "../../kernel/ops.js";

const at: At = [1, 1];
const PARAMS = 3;
/** Locals: the parameters, then variables that are set at the start, then one counter for each depth of loops. */
const VARIABLES = 3;
const COUNTER = PARAMS + VARIABLES;
const LOOPS = 3;
/** Statements in statements. */
const DEPTH = 6;

const op = (name: OpName, ...args: Expr[]): Expr => ({ kind: "op", op: name, args, at });
const local = (index: number): Expr => ({ kind: "local", index, at });
const literal = (value: Literal): Expr => ({ kind: "literal", value, at });
const integers = names.filter((t) => !isFloat(t) && !isBool(t));

export const literals = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Literal>(0, 1, 2, -1, 3, 7, 100, 255, -128, 300, 65536, 2147483647) },
  { weight: 2, arbitrary: fc.constantFrom<Literal>(0.5, -2.5, 1e10, 1e-3, -0, Number.NaN, Number.POSITIVE_INFINITY) },
  { weight: 1, arbitrary: fc.constantFrom<Literal>(true, false, 5n, -3n, 2n ** 40n) },
);

/** Operators that take any operands; those on bits get integers by a cast. */
const ANY: OpName[] = ["add", "sub", "mul", "div", "rem", "idiv", "min", "max", "copysign"];
const COMPARE: OpName[] = ["lt", "le", "gt", "ge", "eq", "ne"];
const UNARY: OpName[] = [
  "neg",
  "pos",
  "abs",
  "sign",
  "floor",
  "ceil",
  "trunc",
  "round",
  "rint",
  "sqrt",
  "fround",
  "isnan",
  "isfinite",
  "isinteger",
  "not",
];
const UNARY_FIXED: OpName[] = ["clz32", "bits", "from_bits", "bits32", "from_bits32"];
const BITS: OpName[] = ["and", "or", "xor", "mulhi", "pow", "imul"];
const SHIFTS: OpName[] = ["shl", "shr", "ushr"];

const { expr } = fc.letrec<{ expr: Expr }>((tie) => {
  const e = tie("expr");
  const integer = fc.tuple(fc.constantFrom(...integers), e).map(([to, arg]): Expr => ({ kind: "cast", to, arg, at }));
  const leaf = fc.oneof(
    { weight: 3, arbitrary: fc.nat(PARAMS + VARIABLES - 1).map(local) },
    { weight: 1, arbitrary: literals.map(literal) },
  );
  return {
    expr: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 4, arbitrary: leaf },
      { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...ANY), e, e).map(([name, a, b]) => op(name, a, b)) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...COMPARE), e, e).map(([name, a, b]) => op(name, a, b)) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...UNARY), e).map(([name, a]) => op(name, a)) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...UNARY_FIXED), e).map(([name, a]) => op(name, a)) },
      { weight: 1, arbitrary: integer.map((a) => op("popcount", a)) },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom(...BITS), integer, integer).map(([name, a, b]) => op(name, a, b)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...SHIFTS), integer, fc.oneof(fc.nat(7).map(literal), integer))
          .map(([name, a, b]) => op(name, a, b)),
      },
      { weight: 1, arbitrary: integer.map((a) => op("inv", a)) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom<OpName>("min", "max"), e, e, e).map(([name, a, b, c]) => op(name, a, b, c)),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(fc.constantFrom(...names), e).map(([to, arg]): Expr => ({ kind: "cast", to, arg, at })),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(e, e, e).map(([test, yes, no]): Expr => ({ kind: "choose", test, yes, no, at })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom<"and" | "or">("and", "or"), e, e)
          .map(([o, left, right]): Expr => ({ kind: "logic", op: o, left, right, at })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.nat(1), e)
          .map(([table, index]): Expr => ({ kind: "element", of: { table }, index, at })),
      },
      { weight: 1, arbitrary: fc.tuple(e, e).map((args): Expr => ({ kind: "call", func: { local: 1 }, args, at })) },
    ),
  };
});

export const expressions = expr;

const set = (index: number, value: Expr): Stmt => ({ kind: "set", locals: [index], value, at });

/** Statements inside `loops` loops; `levels` are the loops and blocks that can be left, `end` leaves all. */
function statements(
  depth: number,
  loops: number,
  levels: readonly ("loop" | "block")[],
  end: Stmt,
): fc.Arbitrary<Block> {
  const simple = fc.tuple(fc.nat(PARAMS + VARIABLES - 1), expr).map(([k, value]) => set(k, value));
  const options: { weight: number; arbitrary: fc.Arbitrary<Stmt> }[] = [{ weight: 4, arbitrary: simple }];
  if (depth > 0) {
    const inner = statements(depth - 1, loops, levels, end);
    options.push({
      weight: 2,
      arbitrary: fc.tuple(expr, inner, inner).map(([test, yes, no]): Stmt => ({ kind: "if", test, yes, no, at })),
    });
    options.push({
      weight: 1,
      arbitrary: statements(depth - 1, loops, ["block", ...levels], end).map(
        (code): Stmt => ({ kind: "block", code, at }),
      ),
    });
    options.push({
      weight: 1,
      arbitrary: fc
        .tuple(expr, inner)
        .map(([test, code]): Stmt => ({ kind: "if", test, yes: [...code, end], no: [], at })),
    });
    if (loops < LOOPS) options.push({ weight: 2, arbitrary: loop(depth, loops, levels, end) });
    levels.forEach((kind, d) => {
      const leave = (how: "break" | "continue"): fc.Arbitrary<Stmt> =>
        expr.map((test): Stmt => ({ kind: "if", test, yes: [{ kind: how, depth: d, at }], no: [], at }));
      options.push({ weight: 1, arbitrary: leave("break") });
      if (kind === "loop") options.push({ weight: 1, arbitrary: leave("continue") });
    });
  }
  // few where it is deep: else nearly all would be deep down
  return fc.array(fc.oneof(...options), { maxLength: depth > DEPTH - 2 ? 3 : 1, size: "max" });
}

/** `for (i = 0; i < 4 && test; i = i + 1) …`: always ends. */
function loop(depth: number, loops: number, levels: readonly ("loop" | "block")[], end: Stmt): fc.Arbitrary<Stmt> {
  const counter = COUNTER + loops;
  return fc
    .tuple(expr, statements(depth - 1, loops + 1, ["loop", ...levels], end), fc.boolean())
    .map(([test, body, atEnd]): Stmt => {
      const bound = op("lt", local(counter), literal(4));
      const goes: Expr = { kind: "logic", op: "and", left: bound, right: test, at };
      const leave: Stmt = { kind: "if", test: op("not", goes), yes: [{ kind: "break", depth: 0, at }], no: [], at };
      const step = set(counter, op("add", local(counter), literal(1)));
      // the counter is set in a block of its own, so that the whole is one statement
      const whole: Stmt = atEnd
        ? { kind: "loop", code: body, step: [step, leave], at }
        : { kind: "loop", code: [leave, ...body], step: [step], at };
      return { kind: "if", test: literal(true), yes: [set(counter, literal(0)), whole], no: [], at };
    });
}

const HELPER = {
  name: "helper",
  file: "generated.ts",
  at,
  params: 2,
  returns: [null],
  locals: [{ name: "p" }, { name: "q" }],
  code: [
    {
      kind: "if",
      test: op("lt", local(0), local(1)),
      yes: [{ kind: "return", values: [op("sub", local(1), local(0))], at }],
      no: [],
      at,
    },
    { kind: "return", values: [op("mul", local(0), literal(2))], at },
  ],
} as const;

/** Bodies of three operands and so many results. */
function bodiesOf(results: number): fc.Arbitrary<Body> {
  const returned = Array.from({ length: results }, (_, k) => local(PARAMS + k));
  const end: Stmt = { kind: "return", values: returned, at };
  return fc.tuple(fc.tuple(expr, expr, expr), statements(DEPTH, 0, [], end)).map(([starts, code]): Body => {
    const initial = starts.map((value, k) => set(PARAMS + k, replaceLocals(value, k)));
    const locals = ["a", "b", "c", "x", "y", "z", "i", "j", "k"].map((name) => ({ name }));
    const main = {
      name: "main",
      file: "generated.ts",
      at,
      params: PARAMS,
      returns: returned.map(() => null),
      locals,
      code: [...initial, ...code, end],
    };
    return {
      functions: [main, HELPER],
      captures: [],
      tables: [
        [1, 2.5, -3, 1e9],
        [3, -1, 200],
      ],
    };
  });
}

/** Bodies that others may call. */
export const callees = bodiesOf(1);

/** Bodies of three operands and one or two results. */
export const bodies = fc.oneof({ weight: 3, arbitrary: callees }, { weight: 1, arbitrary: bodiesOf(2) });

/** The first expressions may read only what is set: parameters, and variables before. */
function replaceLocals(value: Expr, known: number): Expr {
  return JSON.parse(JSON.stringify(value, encode), (key, v) =>
    decode(key === "index" && typeof v === "number" ? v % (PARAMS + known) : v),
  ) as Expr;
}
const encode = (_: string, v: unknown): unknown =>
  typeof v === "bigint"
    ? { $: `${v}n` }
    : typeof v === "number" && (!Number.isFinite(v) || Object.is(v, -0))
      ? { $: Object.is(v, -0) ? "-0" : String(v) }
      : v;
const decode = (v: unknown): unknown => {
  if (typeof v !== "object" || v === null || !("$" in v)) return v;
  const text = String(v.$);
  return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
};

/** Elements of a type: what is special in it, and anything. */
export function elements(type: DType): fc.Arbitrary<Scalar> {
  if (isBool(type)) return fc.boolean();
  if (isFloat(type)) {
    const special = fc.constantFrom(
      0,
      -0,
      1,
      -1,
      0.5,
      2,
      3,
      1.5,
      -2.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
      2 ** 31,
      2 ** 32,
      -(2 ** 31),
      2 ** 63,
      1e300,
      2 ** 52 + 1,
    );
    const any = type === "float32" ? fc.float({ noNaN: true }) : fc.double({ noNaN: true });
    return fc.oneof(special, any, fc.integer({ min: -300, max: 300 })).map((x) => castTo(type)(x));
  }
  const [min, max] = limits(type);
  const any = fc.oneof(
    fc.constantFrom(min, max, min + 1n, max - 1n, 0n, 1n, 2n, 3n),
    fc.bigInt({ min, max }),
    fc.bigInt({ min: min < 0n ? -9n : 0n, max: 9n }),
  );
  return any.map((x) => (isBig(type) ? BigInt(x) : Number(x)));
}

/** Sets a counter, or compares it: other numbers would make loops that take years. */
function isCounting(node: { kind?: string; locals?: readonly number[]; args?: readonly Expr[] }): boolean {
  const [first] = node.args ?? [];
  return (node.locals?.[0] ?? (first?.kind === "local" ? first.index : 0)) >= COUNTER;
}

/** The first literals of a body as captures. */
export function captured(body: Body, most: number): { body: Body; values: Literal[] } {
  const values: Literal[] = [];
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== "object" || node === null || isCounting(node)) return node;
    const { kind, value, at } = node as { kind?: string; value: Literal; at: unknown };
    if (kind === "literal" && values.length < most) return { kind: "capture", index: values.push(value) - 1, at };
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, walk(inner)]));
  };
  const [main, ...helpers] = body.functions;
  const func = { ...main, code: walk(main.code) } as Body["functions"][0];
  const captures = values.map((_, k) => ({ name: `c${k}`, kind: "scalar" as const }));
  return { body: { ...body, functions: [func, ...helpers], captures }, values };
}
