/**
 * Which integer operations of a typed body can wrap: those whose result may lie outside their type, as far as the ranges
 * of their operands tell. A variable may hold anything of its type; constants, casts from narrower types, masks and
 * tables bound what is known, and a loop's test its counter.
 */
import { type DType, isBool, isFloat, limits } from "../../kernel/dtype.js";
import { turnOf } from "../../kernel/lower/counter.js";
import { assignedIn, eachExpression, eachStatement } from "../../kernel/lower/liveness.js";
import type { TypedBlock, TypedBody, TypedExpr } from "../../kernel/typed.js";

type Range = readonly [min: bigint, max: bigint];
type Operation = Extract<TypedExpr, { kind: "op" }>;

/** An operation that can wrap, and the file of its function. */
export interface Wrap {
  readonly operation: Operation;
  readonly file: string;
}

export function wraps(body: TypedBody): Wrap[] {
  return body.functions.flatMap(({ code, file }) => {
    if (file === "") return []; // the math library, which wraps on purpose
    const ranges = new Ranges(body);
    const held = heldSteps(code);
    const found: Wrap[] = [];
    eachExpression(code, (expr) => {
      if (expr.kind === "op" && !held.has(expr) && ranges.wraps(expr)) found.push({ operation: expr, file });
    });
    return found;
  });
}

/** The steps of counters that cannot wrap: what is less than a value of its type has room for one more. */
function heldSteps(block: TypedBlock): ReadonlySet<TypedExpr> {
  const held = new Set<TypedExpr>();
  eachStatement(block, (stmt) => {
    if (stmt.kind !== "loop") return;
    const changed = assignedIn(stmt.code);
    for (const { test, stays } of turnOf(stmt.code).conditions) {
      const counter = test.kind === "op" ? test.args[0] : undefined;
      if (test.kind !== "op" || counter?.kind !== "local" || changed.includes(counter.index)) continue;
      const isBelow = test.op === (stays ? "lt" : "ge");
      const isAbove = test.op === (stays ? "gt" : "le");
      for (const each of stmt.step) {
        const step = each.kind === "set" && each.local === counter.index ? each.value : undefined;
        if (step?.kind !== "op" || step.op !== (isBelow ? "add" : isAbove ? "sub" : "")) continue;
        const [from, by] = step.args as [TypedExpr, TypedExpr];
        const isOne = by.kind === "constant" && Number(by.value) === 1;
        if (isOne && from.kind === "local" && from.index === counter.index) held.add(step);
      }
    }
  });
  return held;
}

const typeRange = (type: DType): Range => (isBool(type) ? [0n, 1n] : limits(type));
const span = (values: readonly bigint[]): Range => [
  values.reduce((a, b) => (a < b ? a : b)),
  values.reduce((a, b) => (a > b ? a : b)),
];
/** The range of an operation that rises or falls with each operand: its values at the corners. */
const corners = ([a, b]: Range, [c, d]: Range, f: (x: bigint, y: bigint) => bigint): Range =>
  span([f(a, c), f(a, d), f(b, c), f(b, d)]);
const magnitude = (range: Range): bigint => span(range.map((v) => (v < 0n ? -v : v)))[1];
/** Beyond any type's width: as good as the power itself, and computed at once. */
const LARGEST_EXPONENT = 64n;

class Ranges {
  private readonly known = new Map<TypedExpr, Range>();

  constructor(private readonly body: TypedBody) {}

  wraps(expr: Operation): boolean {
    if (isFloat(expr.type) || isBool(expr.type)) return false;
    const exact = this.exact(expr);
    return exact !== null && !within(exact, typeRange(expr.type));
  }

  /** The values that an integer expression may have. */
  private of(expr: TypedExpr): Range {
    const known = this.known.get(expr);
    if (known !== undefined) return known;
    const whole = typeRange(expr.type);
    const found = this.find(expr) ?? whole;
    const range = within(found, whole) ? found : whole;
    this.known.set(expr, range);
    return range;
  }

  private find(expr: TypedExpr): Range | null {
    switch (expr.kind) {
      case "constant":
        return [BigInt(expr.value), BigInt(expr.value)];
      case "cast":
        return isFloat(expr.arg.type) ? null : this.of(expr.arg);
      case "choose":
        return span([...this.of(expr.yes), ...this.of(expr.no)]);
      case "element":
        return span([0n, ...this.body.tables[expr.table]!.values.map((value) => BigInt(value))]);
      case "op":
        return this.exact(expr) ?? this.inside(expr);
      default:
        return null;
    }
  }

  /** What an operation that may wrap gives in exact arithmetic; null for one that never does. */
  private exact({ op, args, of }: Operation): Range | null {
    if (isFloat(of)) return null;
    const [a, b] = args.map((arg) => this.of(arg)) as [Range, Range];
    switch (op) {
      case "add":
        return corners(a, b, (x, y) => x + y);
      case "sub":
        return corners(a, b, (x, y) => x - y);
      case "mul":
        return corners(a, b, (x, y) => x * y);
      case "neg":
        return [-a[1], -a[0]];
      case "abs":
        return a[0] >= 0n ? a : [0n, magnitude(a)];
      case "pow":
        return corners(a, [0n, b[1] < LARGEST_EXPONENT ? b[1] : LARGEST_EXPONENT], (x, y) => x ** y);
      case "shl":
        return b[0] === b[1] ? corners(a, b, (x, y) => x << y) : null;
      case "idiv":
        return b[0] <= -1n && b[1] >= -1n ? span([...a, -a[0]]) : null;
      default:
        return null;
    }
  }

  /** What an operation gives that stays inside its type. */
  private inside({ op, args, of }: Operation): Range | null {
    if (isFloat(of)) return null;
    const ranges = args.map((arg) => this.of(arg));
    const [a, b] = ranges as [Range, Range];
    const smallest = ranges.map(([min]) => min);
    const largest = ranges.map(([, max]) => max);
    switch (op) {
      case "min":
        return [span(smallest)[0], span(largest)[0]];
      case "max":
        return [span(smallest)[1], span(largest)[1]];
      case "and":
        return a[0] >= 0n || b[0] >= 0n
          ? [0n, span(ranges.flatMap(([min, max]) => (min >= 0n ? [max] : [])))[0]]
          : null;
      case "shr":
        return b[0] === b[1] ? [a[0] >> b[0], a[1] >> b[0]] : null;
      case "rem": {
        const most = magnitude(b) - 1n;
        return most < 0n ? null : [a[0] < 0n ? -most : 0n, a[1] > 0n ? most : 0n];
      }
      case "sign":
        return [-1n, 1n];
      default:
        return null;
    }
  }
}

const within = ([min, max]: Range, [lowest, highest]: Range): boolean => min >= lowest && max <= highest;
