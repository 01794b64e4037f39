/**
 * Captures while a body is typed: what they decide, and where their values are wanted.
 *
 * A capture acts as the literal of its value at the call. Of that value typing needs little: whether it is an integer
 * and which types hold it, which way a branch goes. Each such thing that was used is an entry fact; for another call of
 * which all facts hold, the same typed body is right, with other values in its uniforms.
 */
import { castTo, outsideOf } from "./cast.js";
import { type DType, isBool, isFloat, names, type Scalar } from "./dtype.js";
import type { At, Literal } from "./ir.js";
import { fits, isWeakInteger } from "./promote.js";
import type { Fact, Table, TypedExpr, Uniform } from "./typed.js";

/** The values of all captures at a call, in the order of the body. */
export type Captures = readonly unknown[];

export class CaptureUses {
  readonly facts: Fact[] = [];
  readonly uniforms: Uniform[] = [];
  readonly #values = new Map<string, CapturedValue>();
  readonly #known = new Set<string>();
  readonly #places = new Map<string, number>();

  /** `demoted`: values that are no constants of the code, however much they would fold. */
  constructor(
    readonly now: Captures,
    readonly demoted: ReadonlySet<string>,
  ) {}

  /** A value that follows from the captures; `text` says how, and identifies it. */
  value(text: string, read: (captures: Captures) => Literal): CapturedValue {
    let value = this.#values.get(text);
    if (!value) {
      value = new CapturedValue(this, text, read);
      this.#values.set(text, value);
      let last = read(this.now);
      const kind = classOf(last);
      const what = kind === FLOAT ? "a float" : kind === BOOL ? "a bool" : `like ${last}`;
      this.fact(`${text} is ${what}`, (captures) => {
        const now = read(captures);
        if (Object.is(now, last)) return true;
        if (classOf(now) !== kind) return false;
        last = now;
        return true;
      });
    }
    return value;
  }

  fact(text: string, holds: (captures: Captures) => boolean, promotes?: string): void {
    if (this.#known.has(text)) return;
    this.#known.add(text);
    this.facts.push({ text, holds, promotes });
  }

  place(value: CapturedValue, type: DType, at: At): TypedExpr {
    const key = `${type} ${value.text}`;
    let index = this.#places.get(key);
    if (index === undefined) {
      const cast = castTo(type);
      index = this.uniforms.push({ type, name: value.text, read: (captures) => cast(value.read(captures)) }) - 1;
      this.#places.set(key, index);
    }
    return { kind: "uniform", index, type, at };
  }
}

export class CapturedValue {
  constructor(
    readonly uses: CaptureUses,
    readonly text: string,
    readonly read: (captures: Captures) => Literal,
  ) {}

  /** The value of this call, which becomes a constant of the code; undefined for one that was demoted. */
  promote(): Literal | undefined {
    const { text, uses } = this;
    if (uses.demoted.has(text)) return undefined;
    const now = this.read(uses.now);
    uses.fact(`${text} = ${now}`, (captures) => Object.is(this.read(captures), now), text);
    return now;
  }

  /** Typing decides something by whether the value passes a test, which `what` names. */
  passes(what: string, test: (value: Literal) => boolean): boolean {
    const now = test(this.read(this.uses.now));
    this.uses.fact(`${this.text} ${now ? "" : "not "}${what}`, (captures) => test(this.read(captures)) === now);
    return now;
  }
}

/**
 * The elements of a captured array at a call, in the type of their use. Where there is room for more than there are, the
 * rest is what reading outside of an array gives, so that code for the one length is right for the other.
 */
export function capturedArray(
  name: string,
  type: DType,
  values: readonly Literal[],
  room: number,
  find: (captures: Captures) => ArrayLike<Literal>,
): Required<Table> {
  const cast = castTo(type);
  const filled = (list: readonly Literal[]): readonly Scalar[] =>
    list.map(cast).concat(new Array<Scalar>(room - list.length).fill(outsideOf(type)));
  let last = values;
  let now = filled(values);
  const read = (captures: Captures): readonly Scalar[] => {
    const found = find(captures);
    if (!sameElements(last, found)) {
      const list = Array.from(found);
      now = filled(list);
      // only now: a value that can't be cast throws, and does so again at the next call
      last = list;
    }
    return now;
  };
  return { name, type, values: now, read };
}

export function sameElements(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (!Object.is(a[k], b[k])) return false;
  return true;
}

const integers = names.filter((t) => !isFloat(t) && !isBool(t));

/** Values of one class are typed alike: as literals, they fit the same types. A class is a set of bits. */
function classOf(value: Literal): number {
  if (typeof value === "boolean") return BOOL;
  if (!isWeakInteger(value)) return FLOAT;
  let held = typeof value === "bigint" ? BIG : 0;
  for (let k = 0; k < integers.length; k++) if (fits(value, integers[k]!)) held |= 1 << k;
  return held;
}

const [BIG, BOOL, FLOAT] = [1 << 16, 1 << 17, 1 << 18];
