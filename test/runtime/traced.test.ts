/**
 * Three ways, one meaning: random bodies interpreted, compiled and traced give the same bits, whatever the thresholds, and
 * while captures and callees change from call to call, the bias of branches drifts, and results replace operands.
 */
import test from "ava";
import fc from "fast-check";
import { assemble } from "../../kernel/assemble.js";
import { type DType, isBool, names, type Scalar } from "../../kernel/dtype.js";
import { infer, isRefusal } from "../../kernel/infer.js";
import type { Body, Literal } from "../../kernel/ir.js";
import { lower } from "../../kernel/lower.js";
import type { TypedBody } from "../../kernel/typed.js";
import { array, type NdArray } from "../../runtime/index.js";
import { configure, stats } from "../../runtime/jit/index.js";
import { callees, captured, elements, literals } from "../kernel/generate.js";
import { type Column, difference, instantiate, keepCaptured, runInterpreter, runKernel } from "../kernel/run.js";
import { dynamic } from "./dynamic.js";

const SIZE = 40;
const OPERANDS = [0, 1, 2];

interface Round {
  readonly columns: readonly Column[];
  /** Of all elements the first one only: branches go one way. */
  readonly isNarrow: boolean;
  readonly values: readonly Literal[];
  /** Which callee the call is given. */
  readonly which: 0 | 1;
}

const rounds = (types: readonly DType[]): fc.Arbitrary<Round[]> => {
  const columns = types.map((type) =>
    fc.array(elements(type), { minLength: SIZE, maxLength: SIZE }).map((values): Column => ({ type, values })),
  );
  const round = fc.record({
    columns: fc.tuple(...columns),
    isNarrow: fc.boolean(),
    values: fc.array(literals, { minLength: 3, maxLength: 3 }),
    which: fc.constantFrom(0 as const, 1 as const),
  });
  const [first, later] = [
    round.map((each): Round => ({ ...each, isNarrow: true })),
    fc.tuple(round, round, round, round),
  ];
  return fc.tuple(first, later).map(([one, others]) => [one, ...others]);
};

const cases = fc
  .tuple(fc.tuple(callees, callees), fc.tuple(...OPERANDS.map(() => fc.constantFrom(...names))))
  .chain(([pair, types]) =>
    fc.record({
      pair: fc.constant(pair),
      types: fc.constant(types),
      rounds: rounds(types),
      threshold: fc.constantFrom(1, SIZE, 2 * SIZE),
      trace_eagerness: fc.constantFrom(1, 2, 64),
      max_bridges: fc.constantFrom(0, 4),
      // a number that changes at every call, or every second one
      every: fc.constantFrom(1, 2),
    }),
  );

const at = [1, 1] as const;
const call = { kind: "call", func: { capture: 0 }, args: OPERANDS.map((index) => ({ kind: "local", index, at })), at };

/** `f(a, b, c) + k`, both from outside. */
const caller = {
  functions: [
    {
      ...{ name: "caller", file: "caller.ts", at, params: 3, returns: [null] },
      locals: OPERANDS.map((k) => ({ name: `x${k}` })),
      code: [
        {
          kind: "return",
          values: [{ kind: "op", op: "add", args: [call, { kind: "capture", index: 1, at }], at }],
          at,
        },
      ],
    },
  ],
  captures: [
    { name: "f", kind: "function" },
    { name: "k", kind: "scalar" },
  ],
  tables: [],
} as unknown as Body;

const column = ({ type, values }: Column): NdArray => array(values as number[], type) as unknown as NdArray;
const narrowed = ({ columns, isNarrow }: Round): readonly Column[] =>
  isNarrow ? columns.map(({ type, values }) => ({ type, values: values.map(() => values[0]!) })) : columns;

let compared = 0;

/** The result by the interpreter, after the kernel has given the same; null for a call that stops. */
function expected(typed: TypedBody, columns: readonly Column[], captures: readonly unknown[]): Scalar[][] | null {
  const uniforms = typed.uniforms.map(({ type, read }) => ({ type, value: read(captures) }));
  const program = lower(typed, "main", 0, keepCaptured(uniforms));
  const kernel = instantiate(assemble([program]), [program]).main!;
  const types = [...columns.map(({ type }) => type), ...typed.signature.outputs];
  const interpreted = runInterpreter(
    typed,
    columns,
    SIZE,
    uniforms.map(({ value }) => value),
  );
  const wrong = difference(interpreted, runKernel(kernel, types, columns, SIZE));
  if (wrong) throw new Error(`compiled: ${wrong}`);
  return interpreted;
}

/** The bodies as `infer` and as ufuncs are told of what they capture. */
interface Subject {
  readonly body: Body;
  readonly types: readonly DType[];
  readonly known: (round: Round) => readonly unknown[];
  readonly given: (round: Round) => readonly unknown[];
}

function agrees({ body, types, known, given }: Subject, all: readonly Round[]): void {
  let [now] = all as [Round];
  const u = dynamic(body, body.captures.length > 0 ? () => given(now) : undefined);
  for (const round of all) {
    now = round;
    const captures = known(round);
    const typed = infer(body, types, { captures, callee: (value) => value as Body });
    if (isRefusal(typed)) continue;
    const columns = narrowed(round);
    const wanted = expected(typed, columns, captures);
    if (wanted === null) return;
    const operands = columns.map(column);
    const [first] = operands as [NdArray];
    const isInPlace = round.which === 1 && typed.signature.outputs[0] === first.dtype;
    const result = isInPlace ? u(...operands, { out: first }) : u(...operands);
    const found = [Array.from(result.data as ArrayLike<number | bigint>, (x) => (isBool(result.dtype) ? x === 1 : x))];
    const wrong = difference(wanted, found);
    if (wrong) throw new Error(`traced: ${wrong}`);
    compared++;
  }
}

const runs = Number(process.env.RUNS ?? 200);
const before = stats();

test.serial("random bodies", (t) => {
  const holds = ({ pair, types, rounds: all, ...options }: ValueOf<typeof cases>): void => {
    const { every: _, ...settings } = options;
    configure(settings);
    agrees({ body: pair[0], types, known: () => [], given: () => [] }, all);
  };
  fc.assert(fc.property(cases, holds), { numRuns: runs });
  t.true(compared > runs / 2);
});

test.serial("random bodies with captures that change", (t) => {
  const start = compared;
  const holds = ({ pair, types, rounds: all, every, ...settings }: ValueOf<typeof cases>): void => {
    configure(settings);
    const { body, values } = captured(pair[0], 3);
    const read = (round: Round) => {
      const k = all.indexOf(round);
      return k < every ? values : all[k - (k % every)]!.values.slice(0, values.length);
    };
    agrees({ body, types, known: read, given: read }, all);
  };
  fc.assert(fc.property(cases, holds), { numRuns: runs });
  t.true(compared - start > runs / 4);
});

test.serial("random callees that change", (t) => {
  const start = compared;
  const holds = ({ pair, types, rounds: all, every: _, ...settings }: ValueOf<typeof cases>): void => {
    configure(settings);
    const ufuncs = pair.map((body) => dynamic(body));
    const known = ({ which, values }: Round) => [pair[which], values[0]];
    const given = ({ which, values }: Round) => [ufuncs[which], values[0]];
    agrees({ body: caller, types, known, given }, all);
  };
  fc.assert(fc.property(cases, holds), { numRuns: runs });
  t.true(compared - start > runs / 4);
});

test.serial("all of that was traced, guards failed, and whole kernels took over", (t) => {
  const now = stats();
  t.log(compared, "calls", now);
  for (const what of ["traces", "exits", "whole"] as const) t.true(now[what] > before[what], what);
});

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
